"""The files that start the site, or put back a copy, from an unpacked zip; a plain sentence for whatever stops them."""

LINUX = """#!/bin/sh
# The first run takes some minutes, and so does that of a newer zip: packages come from the wheels, not the internet.
from=$PWD
cd "$(dirname "$0")" || exit 1
here=$PWD
stop() { echo "$1" >&2; exit 1; }

if ! cmp -s requirements.txt .venv/installed; then
  command -v python3 >/dev/null || stop "Máy chưa có Python. Xin cài gói python3 và python3-venv rồi chạy lại."
  tag=$(python3 -c 'import sys; print("cp%d%d" % sys.version_info[:2])')
  ls wheels/*-"$tag"-*linux*.whl >/dev/null 2>&1 ||
    stop "Máy có $(python3 -V), còn bộ cài này dành cho Python {versions}. Xin lấy bộ cài đúng phiên bản."
  python3 -c 'import venv, ensurepip' 2>/dev/null || stop "Xin cài gói python3-venv rồi chạy lại."
  sha256sum --status -c SHA256SUMS 2>/dev/null || stop "Bộ cài bị hỏng khi chép. Xin chép lại tệp zip rồi giải nén lại."
  rm -rf .venv
  python3 -m venv .venv || stop "Không ghi được vào thư mục này. Xin giải nén vào thư mục của mình rồi chạy lại."
  .venv/bin/python -m pip install -q --no-index --find-links wheels -r requirements.txt ||
    stop "Chưa cài xong các gói. Lý do ở dòng phía trên; xin chạy lại."
  cp requirements.txt .venv/installed
fi
"""
START_LINUX = """set -e
.venv/bin/python models/updates/launch.py db upgrade
.venv/bin/python models/updates/launch.py catalogue load
exec .venv/bin/python models/updates/launch.py serve --host 0.0.0.0 "$@"
"""
RESTORE_LINUX = """cd "$from" && [ -f "$1" ] ||
  stop "Xin ghi tệp sao lưu, ví dụ: ./khoi-phuc.sh /media/usb/office-20261201-010000.zip"
file=$(realpath "$1") && cd "$here"
.venv/bin/python models/updates/launch.py restore "$file" || exit 1
echo "Chạy ./start.sh để dùng tiếp."
"""
WINDOWS = r"""@echo off
rem Nothing is installed: Python and its packages lie beside this file.
chcp 65001 >nul
set "FILE=%~f1"
set "HERE=%~dp0"
if "%HERE:~0,2%"=="\\" goto network
cd /d "%~dp0"
if not exist "python\python.exe" goto unpacked
if not exist "packages\flask\__init__.py" goto unpacked
if not exist "models\updates\launch.py" goto unpacked
"python\python.exe" -c "" >nul 2>nul
if not "%errorlevel%"=="0" goto system
{acts}
:unpacked
echo Thiếu các phần nằm cạnh tệp này. Xin giải nén toàn bộ tệp zip ra một thư mục
echo (bấm chuột phải vào tệp zip, chọn "Extract All..."), rồi mở lại từ thư mục đó.
goto stopped

:network
echo Thư mục này nằm trên một máy khác trong mạng. Xin chép cả thư mục vào ổ đĩa của máy này,
echo ví dụ D:\so-tay-so, rồi mở lại từ đó.
goto stopped

:system
echo Không chạy được trên máy này. Cần Windows 10 trở lên, bản 64 bit.
echo Nếu máy đã đúng như vậy: phần mềm diệt vi-rút có thể đang chặn thư mục python,
echo xin nhờ người quản lý máy cho phép thư mục này.
goto stopped

{failed}
:stopped
pause
exit /b 1
"""


START_WINDOWS = (
    r""""python\python.exe" models\updates\launch.py db upgrade
if not "%errorlevel%"=="0" goto failed
"python\python.exe" models\updates\launch.py catalogue load
if not "%errorlevel%"=="0" goto failed
"python\python.exe" models\updates\launch.py serve --host 0.0.0.0 %*
if not "%errorlevel%"=="0" goto failed
exit /b 0
""",
    """:failed
echo.
echo Trang chưa mở được, hoặc đã dừng vì lỗi. Lý do ở các dòng phía trên; xin chụp lại khi cần hỏi.
""",
)
RESTORE_WINDOWS = (
    r"""if not exist "%FILE%" goto nothing
if exist "%FILE%\*" goto nothing
"python\python.exe" models\updates\launch.py restore "%FILE%"
if not "%errorlevel%"=="0" goto failed
echo Mở start.bat để dùng tiếp.
pause
exit /b 0

:nothing
echo Xin kéo tệp sao lưu (tên như office-20261201-010000.zip) thả vào tệp khoi-phuc.bat này.
goto stopped
""",
    """:failed
echo.
echo Chưa khôi phục. Lý do ở các dòng phía trên; xin chụp lại khi cần hỏi.
""",
)


def files(tags: set[str]) -> dict[str, bytes]:
    """All of them by their names; ``tags`` are those of the Pythons that wheels are there for, as ``cp311``."""
    numbers = sorted((int(tag[2]), int(tag[3:])) for tag in tags)
    versions = ", ".join(f"{first}.{second}" for first, second in numbers)
    return {
        "start.sh": _linux(START_LINUX, versions),
        "khoi-phuc.sh": _linux(RESTORE_LINUX, versions),
        "start.bat": _windows(*START_WINDOWS),
        "khoi-phuc.bat": _windows(*RESTORE_WINDOWS),
    }


def _linux(acts: str, versions: str) -> bytes:
    return (LINUX + acts).replace("{versions}", versions).encode()


def _windows(acts: str, failed: str) -> bytes:
    """Windows' own program reads lines that end in two characters."""
    return WINDOWS.replace("{acts}", acts).replace("{failed}", failed).replace("\n", "\r\n").encode()
