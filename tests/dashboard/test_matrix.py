"""The communes side by side, cell by cell: 135 of them cost as few statements as two, and say what each says itself."""

import io
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest
from bs4 import BeautifulSoup
from flask import Flask
from openpyxl import load_workbook
from sqlalchemy import select, text

from models import clock
from models.accounts import actions as accounts
from models.accounts import queries as account_queries
from models.accounts.rules import Role, Viewer
from models.accounts.tables import Account, Commune
from models.base import db
from models.duties.rows import DutyPick, count
from models.duties.rules import DutyKind, DutyState, DutyStatus
from models.duties.tables import Duty
from models.measures import side_by_side, weeks, work_weeks
from models.measures.work_weeks import standing_at
from models.percent import show
from models.plan import queries
from models.plan.tables import Figure, PlanTask, Target
from tests.browser import Browser
from tests.conftest import kept
from tests.factories import Office
from tests.shipped import load_criteria, load_plan

NAMES = ("chi-tieu", "nhiem-vu", "kich-ban", "bo-tieu-chi")
MANY = 135
SUNDAY = date(2026, 6, 28)
EVERYBODY = Viewer(0, Role.PROVINCE, "", None)
MOST_BYTES = 60 * 1024
AT = clock.at_office(date(2026, 6, 20), 9)
LATER = clock.at_office(date(2026, 6, 29), 9)
DUE, AFTER = date(2026, 6, 10), date(2026, 7, 10)


@pytest.mark.parametrize(
    ("status", "due_on", "judged_on", "reported_at", "confirmed_at", "state"),
    [
        (DutyStatus.NOT_STARTED, None, None, None, None, DutyState.NO_DATE),
        (DutyStatus.NOT_STARTED, DUE, None, None, None, DutyState.OVERDUE),
        (DutyStatus.DOING, AFTER, None, None, None, DutyState.LATER),
        (DutyStatus.REPORTED, DUE, DUE, AT, None, DutyState.WAITING),
        (DutyStatus.REPORTED, DUE, AFTER, LATER, None, DutyState.OVERDUE),
        (DutyStatus.DONE, DUE, DUE, AT, AT, DutyState.DONE),
        (DutyStatus.DONE, DUE, DUE, AT, LATER, DutyState.WAITING),
        (DutyStatus.DONE, DUE, AFTER, LATER, LATER, DutyState.OVERDUE),
        (DutyStatus.DONE, AFTER, AFTER, LATER, LATER, DutyState.LATER),
        (DutyStatus.VOID, DUE, None, None, None, DutyState.VOID),
    ],
)
def test_where_work_stood_at_the_end_of_a_week(status, due_on, judged_on, reported_at, confirmed_at, state) -> None:
    assert standing_at(status, due_on, judged_on, reported_at, confirmed_at, SUNDAY).state is state


def _work(commune: Commune, number: int, by: Account) -> None:
    """Something of its own for each commune: readings, work that is done, late or without a day."""
    for target in db.session.scalars(select(Target).where(Target.commune_id == commune.id, Target.no.in_((2, 3, 8)))):
        for day, met in ((date(2026, 6, 18), 40 + number % 50), (date(2026, 6, 25), 50 + number % 50)):
            db.session.add(
                Figure(
                    commune_id=commune.id,
                    target_id=target.id,
                    numerator=met,
                    denominator=100,
                    as_of=day,
                    evidence_link="https://minh-hoa.example/bang",
                    entered_by=by.id,
                )
            )
    own = select(Duty).join(PlanTask, PlanTask.duty_id == Duty.id).where(Duty.commune_id == commune.id)
    for at, duty in enumerate(db.session.scalars(own.order_by(PlanTask.no))):
        duty.promise(None if at % 9 == 0 else date(2026, 6, 1 + (at * 7 + number) % 28))


@pytest.fixture
def province(app: Flask, office: Office, hold) -> Iterator[Flask]:
    """A province of 135 communes, each with its plan, in the week after its figures were kept."""
    hold("2026-06-29 09:00")

    def make() -> None:
        load_criteria()
        by = office.account("secretary")
        for number in range(MANY):
            commune = office.commune if not number else accounts.add_commune(f"Xã Thứ {number:03d}", "Tỉnh Gia Lai")
            commune.joined_on = date(2026, 1, 5)
            db.session.flush()
            load_plan(commune)
            _work(commune, number, by)
        db.session.flush()
        last = weeks.last_closed(clock.today())
        for commune in account_queries.joined_communes():
            eyes = weeks.office_eyes(commune.id)
            for week in (weeks.before(last), last):
                weeks.keep(weeks.rows_of(eyes, week))
            work_weeks.keep(work_weeks.row_of(eyes, last))

    kept(app, "province_of_135", make)
    yield app


def _cost(browser: Browser, statements, url: str) -> int:
    with statements() as seen:
        assert browser.get(url).status_code == 200
    return len(seen)


@pytest.mark.slow
def test_135_communes_cost_a_few_statements_and_a_light_page(province: Flask, browse, statements) -> None:
    tinh = browse("province")
    tinh.get("/tinh")
    for name in NAMES:
        assert _cost(tinh, statements, f"/tinh/bang/{name}") <= 9, name
        assert _cost(tinh, statements, f"/tinh/bang/{name}.xlsx") <= 9, name
        packed = tinh.client.get(f"/tinh/bang/{name}", headers={"Accept-Encoding": "gzip"})
        assert packed.headers["Content-Encoding"] == "gzip"
        assert len(packed.data) < MOST_BYTES, (name, len(packed.data))
        rows = BeautifulSoup(tinh.get(f"/tinh/bang/{name}").text, "lxml").select("#rows tbody tr")
        assert len(rows) == 50
        assert f"{MANY} mục" in tinh.get(f"/tinh/bang/{name}").text
        sheet = load_workbook(io.BytesIO(tinh.get(f"/tinh/bang/{name}.xlsx").data)).active
        assert sheet.max_row == MANY + 1


@pytest.mark.slow
def test_every_cell_says_what_the_commune_says_itself(province: Flask, browse) -> None:
    _, targets = side_by_side.of_targets(EVERYBODY)
    _, tasks = side_by_side.of_work(EVERYBODY, DutyKind.TASK)
    assert len(targets) == len(tasks) == MANY
    readings = {
        (row.commune_id, row.no, row.as_of): Fraction(row.numerator * 100, row.denominator)
        for row in db.session.execute(
            select(Figure.commune_id, Target.no, Figure.as_of, Figure.numerator, Figure.denominator).join(
                Target, Target.id == Figure.target_id
            )
        )
    }
    assert len(readings) == MANY * 6
    of_targets = {line.commune_id: line for line in targets}
    for (commune_id, no, as_of), value in readings.items():
        change = of_targets[commune_id].targets[str(no)]
        of_week = change.after if as_of == date(2026, 6, 25) else change.before
        assert of_week is not None and of_week.value == value, (commune_id, no, as_of)
    for line in tasks[::20]:
        eyes = Viewer(0, Role.LEADER, "", line.commune_id)
        rows = queries.task_rows(eyes)
        assert {row.ref: row.standing for row in rows} == {ref: cell.standing for ref, cell in line.work.items()}
        assert (line.late, line.done) == (count(rows, DutyPick.OVERDUE), count(rows, DutyPick.DONE))
        assert sum(number for _, number in line.late_by) == line.late
        assert weeks.changes(eyes, clock.today())["target.8"] == of_targets[line.commune_id].targets["8"]
    tinh, seventh = browse("province"), targets[7]
    page = BeautifulSoup(tinh.get(f"/tinh/bang/chi-tieu?q={seventh.name[-3:]}").text, "lxml")
    cell = page.select("#rows tbody tr")[0].select("td")[1]
    change = seventh.targets["2"]
    assert change.after is not None and change.before is not None
    assert show(change.after.value, 100, Decimal(100)) in cell.text and "Chưa đạt" in cell.text
    assert f"↑{show(change.before.value, 100, Decimal(100))}" in cell.text
    answer = tinh.get(cell.a["href"])
    assert (answer.status_code, answer.location) == (303, "/ke-hoach/chi-tieu/2")
    own = tinh.get(answer.location).text
    assert f"{change.after.numerator}/100" in own and seventh.name.removeprefix("Xã ") in own


@pytest.mark.slow
def test_the_week_before_stands_beside(province: Flask, browse) -> None:
    line = side_by_side.of_work(EVERYBODY, DutyKind.TASK)[1][3]
    late = next(ref for ref, cell in line.work.items() if cell.before is DutyState.OVERDUE)
    duty = db.session.scalars(
        select(Duty)
        .join(PlanTask, PlanTask.duty_id == Duty.id)
        .where(Duty.commune_id == line.commune_id, Duty.ref == late)
    ).one()
    duty.status, duty.done_on, duty.judged_on, duty.reported_at = DutyStatus.DONE, SUNDAY, SUNDAY, clock.now()
    db.session.commit()
    line = side_by_side.of_work(EVERYBODY, DutyKind.TASK)[1][3]
    cell = line.work[late]
    assert (cell.standing.state, cell.before) == (DutyState.DONE_LATE, DutyState.OVERDUE)
    page = BeautifulSoup(browse("province").get(f"/tinh/bang/nhiem-vu?q={line.name[-3:]}").text, "lxml")
    shown = page.select_one(f'#rows tbody tr td[data-label="{late}"]')
    assert "Hoàn thành quá hạn, tuần trước quá hạn" in " ".join(shown.text.split())
    with pytest.raises(Exception, match="never changes"):
        db.session.execute(text("UPDATE work_week SET week = 1"))
    db.session.rollback()


@pytest.mark.slow
def test_filters_and_orders(province: Flask, browse) -> None:
    tinh = browse("province")

    def shown(query: str) -> list[str]:
        page = BeautifulSoup(tinh.get(f"/tinh/bang/{query}").text, "lxml")
        return [head.a.text for head in page.select("#rows tbody th")]

    lines = side_by_side.of_work(EVERYBODY, DutyKind.TASK)[1]
    by_name = {line.name: line for line in lines}
    late = shown("nhiem-vu?theo=qua-han")
    assert [by_name[name].late for name in late] == sorted((line.late for line in lines), reverse=True)[:50]
    narrowed = shown("nhiem-vu?cot=5&kq=overdue")
    assert narrowed and all(by_name[name].work["5"].standing.state is DutyState.OVERDUE for name in narrowed)
    assert shown("nhiem-vu?cot=1&kq=overdue") == [], "the first task has no day anywhere"
    assert shown("chi-tieu?q=thu+007") == ["Xã Thứ 007"]
    values = {line.name: line.targets["2"].after.value for line in side_by_side.of_targets(EVERYBODY)[1]}
    assert values[shown("chi-tieu?theo=cot&cot=2")[0]] == max(values.values())
    for odd in ("chi-tieu?cot=99&kq=x&theo=y", "nhiem-vu?trang=99", "kich-ban?cot=%00&tre=1", "bo-tieu-chi?theo=cot"):
        assert tinh.get(f"/tinh/bang/{odd}").status_code == 200, odd
    assert tinh.get("/tinh/bang/khong-co").status_code == 404


def test_only_the_province_looks(office: Office, other_office: Office, browse) -> None:
    load_plan(office.commune)
    db.session.commit()
    home = office.viewer("leader").commune_id
    for role in ("leader", "secretary", "admin", "auditor", "counter"):
        browser = browse(role)
        for name in NAMES:
            assert browser.get(f"/tinh/bang/{name}").status_code == 403, (role, name)
            assert browser.get(f"/tinh/bang/{name}.xlsx").status_code == 403, (role, name)
        assert browser.get(f"/tinh/xa/{home}/nhiem-vu/5").status_code == 403
    tinh = browse("province")
    for where in ("nhiem-vu/5", "chi-tieu/5", "kich-ban/III-4"):
        answer = tinh.get(f"/tinh/xa/{home}/{where}")
        assert tinh.get(answer.location).status_code == 200, where
    assert tinh.get("/tinh/xa/999999/nhiem-vu/5").status_code == 404


def test_a_commune_with_a_plan_of_its_own_has_no_cells(office: Office, other_office: Office, browse) -> None:
    load_plan(office.commune)
    load_plan(other_office.commune)
    plan = queries.plan(other_office.viewer("leader"))
    assert plan is not None
    plan.code = "NHAP-1"
    db.session.commit()
    lines = {line.name: line for line in side_by_side.of_work(EVERYBODY, DutyKind.STEP)[1]}
    others = [line for line in lines.values() if line.is_other]
    assert len(others) == 1 and not others[0].work
    assert "kế hoạch riêng" in browse("province").get("/tinh/bang/kich-ban").text
