"""Invented readings beside those of the targets: of steps that nothing counts, and of the commune's own indicators."""

from datetime import date, timedelta
from decimal import Decimal
from typing import NamedTuple

from sqlalchemy import select

from models import clock
from models.accounts.tables import Account, Commune
from models.base import db
from models.plan.rules import Comparator
from models.plan.tables import Figure, LocalIndicator, Step, Target

# step: what was read, in what, what document tells so
STEPS = {
    "V.2": (Decimal(14), "danh mục", "18/BC-VP"),
    "V.3": (Decimal(11), "danh mục", "19/BC-VP"),
    "VI.4": (Decimal(6), "kịch bản", "27/BC-TTPVHCC"),
    "VI.5": (Decimal(3), "mô hình", ""),  # nobody has said yet where this comes from
}


class Followed(NamedTuple):
    """An indicator with the first and the last of its readings."""

    title: str
    says: str
    unit: str
    comparator: Comparator | None
    goal: str
    unit_name: str
    days: int
    first: str
    last: str


LEAST, MOST = Comparator.AT_LEAST, Comparator.AT_MOST
ECONOMY, CULTURE = "Phòng Kinh tế", "Phòng Văn hóa - Xã hội"
BUDGET = "Lũy kế từ đầu năm, theo báo cáo thu ngân sách tháng."
POOR = "Số hộ nghèo chia cho tổng số hộ, theo kết quả rà soát."
HEALTH = "Số người có thẻ còn hạn chia cho dân số, theo cơ quan bảo hiểm xã hội."
INVESTMENT = "Số đã giải ngân chia cho kế hoạch vốn của năm."
FIRMS = "Số giấy chứng nhận cấp mới từ đầu năm."
GROWTH = "So với cùng kỳ năm trước, theo báo cáo kinh tế - xã hội quý."
INDICATORS = (
    Followed("Thu ngân sách trên địa bàn", BUDGET, "tỷ đồng", LEAST, "28.5", ECONOMY, 45, "16.2", "26.9"),
    Followed("Tỷ lệ hộ nghèo đa chiều", POOR, "%", MOST, "4", CULTURE, 400, "5.1", "3.86"),
    Followed("Người dân tham gia bảo hiểm y tế", HEALTH, "%", LEAST, "95", CULTURE, 45, "93.1", "95.4"),
    Followed("Giải ngân vốn đầu tư công", INVESTMENT, "%", LEAST, "90", ECONOMY, 45, "38", "81.5"),
    Followed("Hộ kinh doanh đăng ký mới", FIRMS, "hộ", None, "", ECONOMY, 45, "21", "64"),
    Followed("Tăng trưởng giá trị sản xuất", GROWTH, "%", LEAST, "8", ECONOMY, 100, "-1.2", "8.4"),
)
READINGS, MONTH = 6, 30
UNPROVEN_INDICATOR = "Hộ kinh doanh đăng ký mới"
STOPPED_INDICATOR = "Giải ngân vốn đầu tư công"  # nobody has read it for two months
CORRECTED = 2  # the target of which an earlier reading was wrong


def read_beside(commune: Commune, secretary: Account) -> None:
    """Readings of steps and indicators, and a reading of a target that was corrected."""
    today = clock.today()
    for step in db.session.scalars(select(Step).where(Step.commune_id == commune.id, Step.code.in_(STEPS))):
        value, unit, document = STEPS[step.code]
        _add(commune, secretary, today - timedelta(days=5), value, unit, document, step_id=step.id)
    for told in INDICATORS:
        row = LocalIndicator(
            commune_id=commune.id,
            title=told.title,
            says=told.says,
            unit_words=told.unit,
            comparator=told.comparator,
            value=Decimal(told.goal) if told.goal else None,
            followed_by=told.unit_name,
            reading_days=told.days,
        )
        db.session.add(row)
        db.session.flush()
        _read(commune, secretary, row, told, today)
    _correct(commune, secretary)


def _read(commune: Commune, secretary: Account, row: LocalIndicator, told: Followed, today: date) -> None:
    """One reading a month, each from the report of that month."""
    first, last = Decimal(told.first), Decimal(told.last)
    for number in range(READINGS - (2 if told.title == STOPPED_INDICATOR else 0)):
        day = today - timedelta(days=4 + MONTH * (READINGS - 1 - number))
        is_last = number == READINGS - 1
        document = "" if is_last and told.title == UNPROVEN_INDICATOR else f"{40 + number * 7}/BC-UBND"
        between = (first + (last - first) * number / (READINGS - 1)).quantize(
            Decimal(1) if told.unit == "hộ" else TENTH
        )
        _add(commune, secretary, day, last if is_last else between, told.unit, document, indicator_id=row.id)


TENTH = Decimal("0.1")


def _add(
    commune: Commune, secretary: Account, day: date, value: Decimal, unit: str, document: str, **subject: int
) -> None:
    db.session.add(
        Figure(
            commune_id=commune.id,
            value=value,
            unit_words=unit,
            as_of=day,
            document_no=document,
            document_on=day + timedelta(days=1) if document else None,
            entered_by=secretary.id,
            created_at=clock.at_office(day + timedelta(days=1), 10, 20),
            **subject,
        )
    )


def _correct(commune: Commune, secretary: Account) -> None:
    """An earlier reading of a target had the wrong denominator."""
    own = (Figure.commune_id == commune.id, Target.no == CORRECTED)
    read = select(Figure).join(Target, Target.id == Figure.target_id).where(*own).order_by(Figure.as_of.desc())
    wrong = db.session.scalars(read.offset(1).limit(1)).first()
    if wrong is None or wrong.denominator is None:
        return
    db.session.add(
        Figure(
            commune_id=commune.id,
            target_id=wrong.target_id,
            numerator=wrong.numerator,
            denominator=wrong.denominator + 26,
            as_of=wrong.as_of,
            document_no="52/BC-TTPVHCC",
            document_on=wrong.as_of,
            corrects_id=wrong.id,
            note="Lần trước ghi thiếu 26 hồ sơ của hai thôn.",
            entered_by=secretary.id,
            created_at=clock.at_office(wrong.as_of + timedelta(days=1), 8, 40),
        )
    )
