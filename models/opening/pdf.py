"""Whether a PDF is whole and opens without a password; it is kept as it came."""

from typing import Any

from models.errors import RuleBroken

END, END_WITHIN = b"%%EOF", 1024  # bytes: where readers look for the end of a PDF
PADDING = b"\0\t\n\r "


def checked(content: bytes) -> tuple[dict[str, Any], bytes]:
    """RuleBroken file_cut for one without its end, file_locked for one that asks for a password, else file_broken."""
    import pypdfium2
    from pypdfium2 import PdfiumError, raw

    if END not in content.rstrip(PADDING)[-END_WITHIN:]:
        raise RuleBroken("file_cut")
    try:
        document = pypdfium2.PdfDocument(content)
    except PdfiumError as problem:
        is_locked = getattr(problem, "err_code", None) == raw.FPDF_ERR_PASSWORD
        raise RuleBroken("file_locked" if is_locked else "file_broken") from problem
    try:
        document[len(document) - 1].get_size()
    except (PdfiumError, IndexError) as problem:  # pages that are spoken of and not there
        raise RuleBroken("file_cut") from problem
    return {"kind": "pdf", "notes": []}, b""
