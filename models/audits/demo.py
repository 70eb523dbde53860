"""Invented rounds for a demonstration: some finished, some half-way, not everything green."""

import random
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import select

from models import clock
from models.accounts.rules import Role, Viewer
from models.accounts.tables import Account, Commune, Person, Unit
from models.audits import actions, assigning, findings, importing, locking, mending, proofs, taking
from models.audits.demo_proofs import seed_revisions
from models.audits.demo_sets import seed_sets
from models.audits.finding_rules import FindingWord
from models.audits.findings import Purchase
from models.audits.rules import PROBLEMS, ItemState, Severity
from models.audits.sheet import SheetLine
from models.audits.tables import AuditFinding, AuditRound, Criterion, ItemResult
from models.base import db
from models.catalogue.criteria import EvidenceRule, Scoring
from models.duties.actions import Evidence
from models.duties.demo_hands import Hands
from models.errors import RuleBroken
from models.text import fold

NOTES = {
    ItemState.PARTIAL: (
        "Có nhưng số liệu còn của năm trước, cần cập nhật.",
        "Mới đăng bản tóm tắt, thiếu tệp đầy đủ để tải về.",
        "Đã có trên trang nhưng khó tìm, đề nghị đưa lên menu.",
        "Thiếu một số mục so với yêu cầu, Văn phòng bổ sung trong tuần.",
        "Đang dùng tạm, chờ văn bản chính thức.",
    ),
    ItemState.NOT_MET: (
        "Chưa thấy nội dung này. Giao Phòng Kinh tế cung cấp.",
        "Chưa thực hiện, đề nghị bố trí trong tháng này.",
        "Chuyên mục có tên nhưng bên trong chưa có bài.",
        "Chưa có văn bản, Văn phòng dự thảo trình lãnh đạo.",
        "Liên kết bị hỏng, cần báo đơn vị vận hành trang.",
    ),
    ItemState.MET: ("", "", "", "Đã kiểm tra trên máy tính và điện thoại.", "Đối chiếu đúng với bản giấy."),
}
REASONS = (
    "Trong kỳ không phát sinh nội dung này.",
    "Trên địa bàn xã không có đối tượng này.",
    "Việc này do Cổng của tỉnh thực hiện cho các xã.",
)
UNSURE, UNSURE_AT = "Đơn vị vận hành chưa cho xem số liệu, hẹn trả lời trong tuần.", 12


BOUGHT = ("infrastructure", "meeting_room")  # sets of which some faults are mended by a purchase
SEEN = "https://minh-hoa.example/da-kiem-tra-lai"
FUNDS = "Ngân sách năm 2027, chờ duyệt"


@dataclass(frozen=True, slots=True)
class Story:
    """How a demo round went: when it was opened, how long it may take, how much is done and how well."""

    set_code: str
    days_ago: int
    days: int
    done: float
    met: float
    half: float
    is_locked: bool = False


STORIES = (
    Story("website", 57, 5, 1.0, 0.46, 0.22, is_locked=True),
    Story("meeting_room", 34, 7, 0.72, 0.6, 0.2),
    Story("infrastructure", 26, 10, 0.85, 0.5, 0.25),
    Story("service_centre", 17, 7, 0.88, 0.62, 0.2),
    Story("website", 6, 8, 0.69, 0.68, 0.17),
)


def seed(
    commune: Commune, _people: list[Person], accounts: dict[Role, Account], rng: random.Random, _amount: int
) -> None:
    """Open the demo rounds of a commune and tick them as an auditor would have."""
    account = accounts[Role.AUDITOR]
    eyes = Viewer(account.id, account.role, account.display_name, commune.id)
    hands = Hands(commune, rng)
    seed_sets(eyes)
    second = None
    if leader := accounts.get(Role.LEADER):
        second = Viewer(leader.id, leader.role, leader.display_name, commune.id, leader.person_id)
    for story in STORIES:
        opened_on = clock.today() - timedelta(days=story.days_ago)
        opened = actions.open_round(eyes, story.set_code, opened_on + timedelta(days=story.days), opened_on)
        _assign(opened, eyes, accounts)
        _tick(opened, story, commune, account.id, rng, second)
        seed_revisions(opened, account.id)
        found = _find(opened, story, eyes, hands)
        if story.is_locked and second is not None:
            locking.hand_in(eyes, opened, clock.at_office(opened_on + timedelta(days=story.days), 15, 40))
            locking.lock(second, opened, clock.at_office(opened_on + timedelta(days=story.days), 16, 20))
        _mend(found, hands)
        if second is not None:
            _decide(found, second)
    _hand_in(opened, eyes)
    db.session.flush()


def _assign(opened: AuditRound, eyes: Viewer, accounts: dict[Role, Account]) -> None:
    """Most rounds are one auditor's; the parts of the website are two people's, and one part is nobody's yet."""
    mine, other = accounts[Role.AUDITOR].id, accounts.get(Role.SECRETARY)
    if opened.set.code != "website" or opened.no == 1 or other is None:
        assigning.assign(eyes, opened, {(assigning.WHOLE, mine)})
        return
    parts = select(Criterion.code).where(Criterion.version_id == opened.version_id, Criterion.parent.is_(None))
    codes = db.session.scalars(parts.order_by(Criterion.position)).all()
    assigning.assign(eyes, opened, {(code, (mine, other.id)[at % 2]) for at, code in enumerate(codes[:-1])})


def _hand_in(opened: AuditRound, eyes: Viewer) -> None:
    """Somebody has worked in Excel; what he handed in waits for a look at the preview."""
    waiting = [one for one in importing.presents(opened) if one.cells["state"] == ItemState.NOT_ASSESSED][:4]
    typed = {"state": ItemState.NOT_MET.value, "note": "Đối chiếu ngoài giờ, ghi vào bảng Excel."}
    lines = [
        SheetLine(one.item.code, at, one.item.version, one.cells | typed, one.cells)
        for at, one in enumerate(waiting, 70)
    ]
    taking.keep(eyes, opened, "kiem-tra-website-dot-2.xlsx", None, lines)


def _tick(
    opened: AuditRound, story: Story, commune: Commune, by: int, rng: random.Random, second: Viewer | None
) -> None:
    """As an auditor would have; half of what does not apply still waits for the second person."""
    query = (
        select(ItemResult, Criterion)
        .join(Criterion, Criterion.id == ItemResult.criterion_id)
        .where(ItemResult.round_id == opened.id)
        .order_by(Criterion.position)
    )
    rows = db.session.execute(query).all()
    for place, (result, criterion) in enumerate(rows):
        if place >= len(rows) * story.done and rng.random() < 0.93:
            continue
        state = _state(story, rng)
        reason = rng.choice(REASONS) if state is ItemState.NOT_APPLICABLE else ""
        if place == UNSURE_AT and not story.is_locked:
            state, reason = ItemState.UNDETERMINED, UNSURE
        note = rng.choice(NOTES.get(state, ("",)))
        share = rng.choice((0, 1, 1, 2, 3))
        points = criterion.max_points * share / 3 if criterion.scale is Scoring.POINTS else None
        minutes = 30 + place * 4
        at = clock.at_office(_day(opened.opened_on, place), 8 + minutes // 60 % 9, minutes % 60)
        result.assess(state, by, min(at, clock.now()), note, reason, points)
        if criterion.evidence_rule is not EvidenceRule.NONE and state in NOTES and state is not ItemState.NOT_MET:
            _show(result, criterion, commune, by, rng, story.is_locked, min(at.date(), clock.today()))
        if state is ItemState.NOT_APPLICABLE and second is not None and (story.is_locked or place % 2):
            result.confirm(second, min(at + timedelta(hours=3), clock.now()))


def _find(opened: AuditRound, story: Story, eyes: Viewer, hands: Hands) -> list[AuditFinding]:
    """Half of what is not met has a finding, with a unit and a day."""
    problems = select(ItemResult).where(ItemResult.round_id == opened.id, ItemResult.state.in_(PROBLEMS))
    units = db.session.scalars(select(Unit.id).where(Unit.commune_id == opened.commune_id).order_by(Unit.id)).all()
    found: list[AuditFinding] = []
    for result in db.session.scalars(problems.order_by(ItemResult.id)).all()[::2] if units else ():
        noted_on = opened.opened_on + timedelta(days=min(story.days, 2))
        due_on = noted_on + timedelta(days=hands.rng.choice((7, 14, 21, 45)))
        text, unit_id = result.note or NOTES[ItemState.NOT_MET][0], hands.rng.choice(units)
        severity = hands.rng.choice(list(Severity))
        place = f"/chuyen-muc/{fold(result.criterion.code)}" if story.set_code == "website" else ""
        if place and len(found) % 4 == 1:  # one fault of a template shows on four pages
            place = "\n".join(f"{place}/bai-{number}" for number in range(1, 5))
        to_buy = None
        if story.set_code in BOUGHT and result.id % 2:
            to_buy = Purchase(hands.rng.choice((1, 2, 5)), hands.rng.choice((9_800_000, 27_600_000, None)), FUNDS)
        with suppress(RuleBroken):
            kept = findings.note(
                eyes, result, text, unit_id, due_on, None, place, severity, noted_on, to_buy, _component(place, result)
            )
            if kept.result_id == result.id:  # else an earlier round wrote it down, and nobody has mended it yet
                found.append(kept)
    return found


def _component(place: str, result: ItemResult) -> str:
    """The part of a page that is at fault, here and there."""
    return "Tệp đính kèm" if place and result.id % 3 == 0 else ""


def _mend(found: list[AuditFinding], hands: Hands) -> None:
    """Some is mended and verified, some waits for a look, one came back, the rest is still open."""
    for at, finding in enumerate(found):
        day = min(finding.result.round.opened_on + timedelta(days=4 + at % 3), clock.today())
        if at % 4 in (0, 1):
            hands.report(
                finding.duty, day, "Đã sửa theo yêu cầu, đề nghị kiểm tra lại.", "https://minh-hoa.example/da-sua"
            )
        if at % 4 == 0:
            hands.confirm(finding.duty, day, SEEN)
        elif at % 8 == 1 and finding.places:
            places = [one.id for one in mending.places_of(finding)]
            text = "Trang cuối chưa tải được tệp đính kèm."
            seen = Evidence(link=SEEN)
            mending.confirm(hands.second(finding.duty), finding, places[:-1], text, hands.at(day, 13), seen)
        elif at % 8 == 1:
            hands.send_back(finding.duty, day, "Trang chính đã có nhưng tệp đính kèm chưa tải về được.")


def _decide(found: list[AuditFinding], leader: Viewer) -> None:
    """Of what has to be bought the first is approved and the second is not, each by its paper."""
    words = ((FindingWord.APPROVED, ""), (FindingWord.REFUSED, "Chưa bố trí được kinh phí trong năm."))
    bought = [finding for finding in found if finding.is_purchase]
    for number, (finding, (word, reason)) in enumerate(zip(bought, words, strict=False), 1):
        day = min(finding.result.round.opened_on + timedelta(days=6), clock.today())
        mending.decide(leader, finding, word, day, reason, f"0{number}/TB-UBND (minh họa)", "Chủ tịch UBND xã")


def _day(opened_on: date, place: int) -> date:
    return opened_on + timedelta(days=place // 40)


def _state(story: Story, rng: random.Random) -> ItemState:
    chance = rng.random()
    if chance < 0.05:
        return ItemState.NOT_APPLICABLE
    if chance < 0.05 + story.met * 0.95:
        return ItemState.MET
    return ItemState.PARTIAL if chance < 0.05 + (story.met + story.half) * 0.95 else ItemState.NOT_MET


def _show(
    result: ItemResult,
    criterion: Criterion,
    commune: Commune,
    by: int,
    rng: random.Random,
    always: bool,
    dated_on: date,
) -> None:
    """A link on the commune's own site; now and then none, as in life."""
    if rng.random() < 0.12 and not always:
        return
    site = commune.fold.removeprefix("xa ").removeprefix("phuong ").replace(" ", "")
    page = fold(criterion.keywords[0]).replace(" ", "-").replace(",", "") if criterion.keywords else "thong-tin"
    section = "cong-khai" if criterion.code.startswith("WEB-B") else "chuyen-muc"
    url = f"https://{site}.gialai.gov.vn/{section}/{page.replace('/', '-')}"
    proofs.attach(result, by, "", url=url, dated_on=dated_on)
