"""Pictures of the finished PDF: preview and PNG show the very page that is printed."""

import io
from typing import Any


def page_picture(document: bytes, dpi: int, page: int = 0) -> Any:
    """One page of a PDF as a Pillow picture at so many dots an inch."""
    import pypdfium2

    opened = pypdfium2.PdfDocument(document)
    try:
        sheet = opened[page]
        picture = sheet.render(scale=dpi / 72, may_draw_forms=False).to_pil()
        return picture.copy()
    finally:
        opened.close()


def png(document: bytes, dpi: int) -> bytes:
    """The first page as a PNG that knows its own size on paper."""
    picture = page_picture(document, dpi)
    out = io.BytesIO()
    reduced = picture.convert("RGB").quantize(64, method=2, dither=0)
    reduced.save(out, "PNG", dpi=(dpi, dpi), optimize=False, compress_level=6)
    return out.getvalue()
