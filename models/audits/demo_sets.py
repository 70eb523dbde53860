"""Invented drafts for a demonstration: a new version of a set in use, and a list of the office's own."""

from datetime import date, timedelta
from decimal import Decimal

from sqlalchemy import select

from models import clock
from models.accounts.rules import Viewer
from models.audits import acts, drafting, maps
from models.audits.mapping import Link, Relation
from models.audits.set_import import basis_of
from models.audits.tables import CriteriaSet, LegalAct
from models.base import db
from models.catalogue.criteria import EvidenceRule, Kind, Verify

OWN = (
    ("Hồ sơ công việc", ("Hồ sơ công việc được lập trên hệ thống trong ngày giao việc", 10)),
    ("Hồ sơ công việc", ("Văn bản đi được ký số và gửi qua hệ thống", 15)),
    ("Tác phong", ("Trả lời thư công vụ trong một ngày làm việc", 5)),
    ("Tác phong", ("Lịch làm việc của đơn vị được cập nhật trước sáng thứ hai", 5)),
)


def seed_sets(eyes: Viewer) -> None:
    """Two drafts and one act of the office's own."""
    rules = LegalAct(
        commune_id=eyes.home_id, code="QCLV", name="Quy chế làm việc của UBND xã (bản minh họa)", source=""
    )
    rules.verify, rules.valid_from, rules.superseded_by = Verify.READ, date(2026, 1, 1), ""
    acts.keep(rules)
    _new_version(eyes)
    _own_list(eyes)


def _new_version(eyes: Viewer) -> None:
    kept = db.session.scalars(select(CriteriaSet).where(CriteriaSet.code == "meeting_room")).one_or_none()
    if kept is None:
        return
    draft = drafting.draft_of(eyes, kept)
    draft.effective_from = clock.today() - timedelta(days=1)
    rows = {row.code: row for row in drafting.rows_of(draft.id)}
    group = next(row.code for row in rows.values() if row.kind is Kind.GROUP)
    items = [row for row in rows.values() if row.kind is Kind.ITEM]
    worded = items[0].requirement.rstrip(".") + ", có người phụ trách từng mục."
    drafting.change(items[0], {"requirement": worded})
    values = {"requirement": "Sau mỗi cuộc họp trực tuyến có ghi lại sự cố và cách xử lý.", "max_points": Decimal(2)}
    drafting.add(draft, Kind.ITEM, "PH-11", group, values | {"weight": Decimal(1)})
    drafting.retire(items[-1])
    maps.decide(eyes, draft, [Link(items[0].code, items[0].code, Relation.CHANGED)])


def _own_list(eyes: Viewer) -> None:
    known = acts.acts(eyes.home_id)
    name = "Nền nếp làm việc số của Văn phòng"
    draft = drafting.new_set(eyes, name, "Nền nếp số", "Văn phòng HĐND và UBND", "Quy chế làm việc (bản minh họa)")
    basis = basis_of([{"act": "QCLV", "place": "", "verify": "V"}], "", known)
    codes: dict[str, str] = {}
    for title, (text, points) in OWN:
        if title not in codes:
            codes[title] = ("I", "II", "III")[len(codes)]
            drafting.add(draft, Kind.GROUP, codes[title], None, {"requirement": title})
        no = sum(row.parent == codes[title] for row in drafting.rows_of(draft.id)) + 1
        values = {"requirement": text, "max_points": Decimal(points), "weight": Decimal(points)}
        values |= {"evidence_rule": EvidenceRule.ANY, "check_hint": "Xem ngẫu nhiên năm việc trong tháng."}
        drafting.add(draft, Kind.ITEM, f"{codes[title]}.{no}", codes[title], values | basis)
