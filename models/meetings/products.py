"""What a conclusion says that has to come of it: the paper it names, as written, or nothing."""

import re

from models.text import clean, fold

_NAMES = (
    "ke hoach|bao cao|danh sach|to trinh|de an|bien ban|phuong an|bang tong hop|khung tieu chi|quyet dinh|cong van|"
    "ho so|du toan|quy che|huong dan|thong bao|bieu mau|so lieu|chuong trinh"
)
_MADE = "lap|xay dung|hoan thien|du thao|tham muu|trinh|ban hanh|gui|nop|soan|tong hop|cap nhat|bo sung|lam"
_PRODUCT = re.compile(rf"\b(?:{_MADE})(?: (?!truoc\b)\w+){{0,3}}? ((?:{_NAMES})(?: \w+){{0,6}})")
_REPORT = re.compile(r"(?:^|[.;,] )(bao cao) (?:ubnd|uy ban|chu tich|ket qua|truoc|ve)")
_ENDS = re.compile(
    r" (?:truoc|den het|cham nhat|trong|xong|de|va|gui|trinh|cho|theo|bao cao|thoi han|hoan thanh|lam co so) "
)


def read_product(text: str) -> str:
    """The paper that a conclusion asks somebody to make, in its own words; "" where it names none."""
    written = " ".join(clean(text).split())
    folded = fold(written)
    if len(folded) != len(written):
        return ""
    found = _PRODUCT.search(folded) or _REPORT.search(folded)
    if found is None:
        return ""
    start, end = found.span(1)
    stop = _ENDS.search(f"{folded[start:end]} ", len("bao cao"))
    said = written[start : start + stop.start() if stop else end].strip(" ,.;:")
    return said[:1].upper() + said[1:]
