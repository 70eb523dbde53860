"""What the look weighs, and that the fonts hold every letter."""

import gzip
from unicodedata import normalize

from fontTools.ttLib import TTFont

from blueprints.assets import files, join
from tests.look.gallery import STATIC


def test_weights():
    fonts = [font.stat().st_size for font in (STATIC / "fonts").glob("*.woff2")]
    assert len(fonts) == 2
    assert sum(fonts) <= 48 * 1024
    assert len(gzip.compress(join("css").text.encode(), 9)) <= 8 * 1024
    for sheet in (STATIC / "pages").glob("*.css"):  # what a page or two alone need, beside what all share
        assert len(gzip.compress(sheet.read_bytes(), 9)) <= 2 * 1024, sheet.name
    for own in files("js"):
        assert len(own.read_text(encoding="utf-8").splitlines()) <= 100, own.name
    assert len(gzip.compress((STATIC / "icons-1.svg").read_bytes(), 9)) <= 4 * 1024


def test_the_fonts_hold_every_vietnamese_letter_and_tabular_figures():
    tones = ("", "\u0300", "\u0301", "\u0309", "\u0303", "\u0323")
    letters = {normalize("NFC", base + tone) for base in "aăâeêioôơuưyAĂÂEÊIOÔƠUƯY" for tone in tones}
    for path in (STATIC / "fonts").glob("*.woff2"):
        font = TTFont(path)
        assert {ord(letter) for letter in letters | set("đĐ–—·…≥≤×")} <= set(font.getBestCmap())
        assert "tnum" in {record.FeatureTag for record in font["GSUB"].table.FeatureList.FeatureRecord}
