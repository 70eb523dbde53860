"""Pictures of the finished PDF: preview and PNG show the very page that is printed."""

import io
import math
from typing import Any

from models.base import outside_writing


def page_picture(document: bytes, dpi: int, page: int = 0) -> Any:
    """One page of a PDF as a Pillow picture with exactly the dots of its size at so many dots an inch.

    Never inside a transaction that writes.
    """
    outside_writing("drawing a page")
    import pypdfium2
    from pypdfium2 import raw

    opened = pypdfium2.PdfDocument(document)
    try:
        sheet = opened[page]
        wide, high = (math.ceil(points * dpi / 72 - 0.01) for points in sheet.get_size())
        bitmap = pypdfium2.PdfBitmap.new_native(wide, high, raw.FPDFBitmap_BGR)
        bitmap.fill_rect((255, 255, 255, 255), 0, 0, wide, high)
        raw.FPDF_RenderPageBitmap(bitmap.raw, sheet.raw, 0, 0, wide, high, 0, raw.FPDF_ANNOT)
        return bitmap.to_pil().copy()
    finally:
        opened.close()


def png(document: bytes, dpi: int) -> bytes:
    """The first page as a PNG that knows its own size on paper."""
    picture = page_picture(document, dpi)
    out = io.BytesIO()
    reduced = picture.convert("RGB").quantize(64, method=2, dither=0)
    reduced.save(out, "PNG", dpi=(dpi, dpi), optimize=False, compress_level=6)
    return out.getvalue()
