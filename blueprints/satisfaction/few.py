"""Numbers of answers where a few of them must not be told: of one to nine a page says that they are under ten."""

from blueprints.filters import number
from models.satisfaction.late import After


def few_or_number(n: int, least: int) -> str:
    """1.234, or "dưới 10" for a group that is not told; nobody is told as 0."""
    return f"dưới {least}" if 0 < n < least else number(n)


def after_words(after: After, least: int) -> str:
    """What came to a month once it was over; nothing where nothing came. The figures of the month stand without it."""
    told = [
        f"{sign}{few_or_number(n, least)} phiếu" if n >= least else f"{verb} {few_or_number(n, least)} phiếu"
        for n, sign, verb in ((after.came, "+", "thêm"), (after.went, "−", "bớt"))
        if n
    ]
    return f"Sau khi chốt: {', '.join(told)}, không cộng vào số của tháng." if told else ""
