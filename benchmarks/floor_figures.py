"""What the floor's dashboard shows, asked by hand: the same tiles, targets, lists of work and weeks."""

import sqlite3
from datetime import UTC, date, datetime, timedelta
from typing import Any

DAYS = """SELECT d.local_date, d.mode, sum(d.n) AS n, sum(CASE WHEN l.is_satisfied THEN d.n ELSE 0 END) AS good
 FROM response_day d JOIN scale_level l ON l.scale_id = d.scale_id AND l.value = d.level
 WHERE d.commune_id = ? AND d.local_date BETWEEN ? AND ? GROUP BY d.local_date, d.mode"""
MEETINGS = """SELECT m.platform, count(*) AS n FROM meeting m JOIN meeting_body b ON b.id = m.body_id
 WHERE m.commune_id = ? AND m.held_on BETWEEN ? AND ? AND m.state IN ('held', 'concluded') AND b.counts_for_kpi
 GROUP BY m.platform"""
PLAN = "(SELECT id FROM plan WHERE commune_id = ? ORDER BY decided_on DESC, id DESC LIMIT 1)"
TARGETS = f"""SELECT t.no, t.title, t.comparator, t.value AS goal, t.measure_key, p.near_percent, f.value, f.numerator,
 f.denominator, f.as_of FROM target t JOIN plan p ON p.id = t.plan_id LEFT JOIN figure f ON f.id =
 (SELECT g.id FROM figure g WHERE g.target_id = t.id ORDER BY g.as_of DESC, g.id DESC LIMIT 1)
 WHERE t.plan_id = {PLAN} ORDER BY t.no"""
TASKS = f"""SELECT CASE d.status WHEN 'done' THEN d.judged_on END AS done_on, d.due_on, count(*) AS n
 FROM plan_task t JOIN duty d ON d.id = t.duty_id
 WHERE t.plan_id = {PLAN} AND d.status <> 'reported' GROUP BY d.status, d.judged_on, d.due_on"""
OPEN = """SELECT d.id, d.ref,
 CASE d.kind WHEN 'task' THEN 'Nhiệm vụ' WHEN 'step' THEN 'Kịch bản' ELSE 'Kết luận họp' END AS kind,
 d.title, d.origin AS area, d.due_on, d.unit_id, d.person_id, u.name AS unit, p.full_name AS person
 FROM duty d LEFT JOIN unit u ON u.id = d.unit_id LEFT JOIN person p ON p.id = d.person_id
 WHERE d.commune_id = ? AND d.status IN ('not_started', 'doing')"""
ROUND = """SELECT r.id, r.no, r.opened_on FROM audit_round r JOIN criteria_set s ON s.id = r.set_id
 WHERE r.commune_id = ? AND s.code = 'website' AND r.state <> 'void' ORDER BY r.no DESC LIMIT 1"""
ITEMS = """SELECT count(*) AS total, sum(i.state = 'met') AS met, sum(i.state <> 'not_assessed') AS assessed,
 sum(i.state = 'not_applicable') AS spared, sum(c.mandatory AND i.state NOT IN ('not_assessed', 'not_applicable') AND
 (i.state <> 'met' OR (c.evidence_rule <> 'none' AND NOT EXISTS (SELECT 1 FROM item_evidence e WHERE e.result_id = i.id
 AND (c.evidence_rule = 'any' OR (c.evidence_rule = 'link' AND e.url IS NOT NULL)
 OR (c.evidence_rule = 'file' AND e.file_id IS NOT NULL)))))
 AND (c.valid_from IS NULL OR c.valid_from <= ?) AND (c.valid_to IS NULL OR c.valid_to >= ?)) AS missing
 FROM item_result i JOIN criterion c ON c.id = i.criterion_id WHERE i.round_id = ?"""
WORDS = {"ok": "Đạt", "warn": "Gần đạt", "bad": "Chưa đạt", "idle": "Chưa có số liệu"}


def figures(db: sqlite3.Connection, commune: int) -> dict[str, Any]:
    """Everything that the template names."""
    now = datetime.now(UTC) + timedelta(hours=7)
    today = now.date()
    monday = today - timedelta(days=today.weekday())
    daily = db.execute(DAYS, (commune, str(monday - timedelta(weeks=7)), str(today))).fetchall()
    month = _sum(daily, today - timedelta(days=29), today)
    targets = [_target(row, month) for row in db.execute(TARGETS, (commune,))]
    weeks, line = _weeks(daily, monday)
    work = [_work(row, today) for row in db.execute(OPEN, (commune,))]
    work.sort(key=lambda row: row["due_on"] or "9999")
    late, soon = ([row for row in work if row["colour"] == colour] for colour in ("bad", "warn"))
    own = [row for row in work if row["person_id"] == 4 or (row["person_id"] is None and row["unit_id"] == 2)]
    lists = [("Việc của tôi", "/viec-cua-toi", f"{len(own)} việc", own[:5]),
             ("Quá hạn, sắp đến hạn", "/ke-hoach/viec", f"{len(late)} quá hạn · {len(soon)} trong 7 ngày",
              [*late, *soon][:5])]  # fmt: skip
    tiles = [_satisfied(month, today), _met(db, commune, monday), _website(db, commune), _tasks(db, commune, today)]
    return {"now": f"{now:%H:%M}", "week": today.isocalendar().week, "monday": monday, "tiles": tiles, "lists": lists,
            "sunday": monday + timedelta(days=6), "targets": targets, "weeks": weeks, "line": line}  # fmt: skip


def _sum(daily: list[sqlite3.Row], since: date, until: date) -> tuple[int, int]:
    found = [row for row in daily if str(since) <= row["local_date"] <= str(until) and row["mode"] == "online"]
    return sum(row["good"] for row in found), sum(row["n"] for row in found)


def _target(row: sqlite3.Row, month: tuple[int, int]) -> dict[str, Any]:
    good, of = month if row["measure_key"] == "satisfaction.online_rate" else (row["numerator"], row["denominator"])
    value, goal = good * 100 / of if of else row["value"] and float(row["value"]), float(row["goal"])
    kind = "idle" if value is None else "ok" if value >= goal else "warn" if value >= goal * 0.95 else "bad"
    return {"no": row["no"], "title": row["title"], "comparator": "≥" if row["comparator"] == ">=" else "≤",
            "goal": int(goal), "percent": value, "good": good, "all": of, "kind": kind, "word": WORDS[kind],
            "as_of": row["as_of"]}  # fmt: skip


def _work(row: sqlite3.Row, today: date) -> dict[str, Any]:
    days = (date.fromisoformat(row["due_on"]) - today).days if row["due_on"] else 9999
    colour = "bad" if days < 0 else "warn" if days <= 7 else "idle"
    places = {"Nhiệm vụ": f"/ke-hoach/nhiem-vu/{row['ref']}",
              "Kịch bản": f"/ke-hoach/kich-ban/{row['ref'].replace('.', '-')}"}  # fmt: skip
    return {**dict(row), "colour": colour, "standing": f"Quá hạn {-days} ngày" if days < 0 else f"Còn {days} ngày",
            "href": places.get(row["kind"], f"/viec/{row['id']}")}  # fmt: skip


def _weeks(daily: list[sqlite3.Row], monday: date) -> tuple[list[dict[str, Any]], float]:
    weeks: list[dict[str, Any]] = []
    for back in range(7, -1, -1):
        first = monday - timedelta(weeks=back)
        good, of = _sum(daily, first, first + timedelta(days=6))
        weeks.append({"label": f"T{first.isocalendar().week}", "good": good, "all": of,
                      "percent": good * 100 / of if of else 100.0, "x": 10 + (7 - back) * 300 / 7})  # fmt: skip
    low = min(98.0, *(week["percent"] for week in weeks))
    span = max(98.0, *(week["percent"] for week in weeks)) - low or 1
    for week in weeks:
        week["y"] = 70 - (week["percent"] - low) / span * 50
    return weeks, 70 - (98.0 - low) / span * 50


def _tile(kind: str, href: str, label: str, value: str, unit: str, word: str, foot: str) -> dict[str, str]:
    return {"kind": kind, "href": href, "label": label, "value": value, "unit": unit, "word": word, "foot": foot}


def _satisfied(month: tuple[int, int], today: date) -> dict[str, str]:
    good, of = month
    kind = "ok" if good * 100 >= of * 98 else "warn"
    href = f"/hai-long/phieu?tu={today - timedelta(days=29)}&den={today}&hinh-thuc=online"
    return _tile(
        kind,
        href,
        "Hài lòng (trực tuyến)",
        f"{int(good * 1000 / max(of, 1)) / 10}".replace(".", ","),
        "%",
        WORDS[kind],
        f"{good:,}/{of:,} phiếu trong 30 ngày · mục tiêu ≥ 98 %".replace(",", "."),
    )


def _met(db: sqlite3.Connection, commune: int, monday: date) -> dict[str, str]:
    rows = db.execute(MEETINGS, (commune, str(monday), str(monday + timedelta(days=6))))
    by_platform = {row["platform"]: row["n"] for row in rows}
    n, of = by_platform.get("ecabinet", 0), sum(by_platform.values())
    year, week, _ = monday.isocalendar()
    return _tile("ok" if n >= 3 else "warn", f"/hop?tuan={year}-W{week}&so=ecabinet", "Họp e-Cabinet tuần này", str(n),
                 "/ 3 cuộc", f"Còn thiếu {3 - n} cuộc" if n < 3 else "Đủ số cuộc",
                 f"{n}/{of} cuộc họp trên e-Cabinet · mục tiêu ≥ 100 %")  # fmt: skip


def _website(db: sqlite3.Connection, commune: int) -> dict[str, str]:
    latest = db.execute(ROUND, (commune,)).fetchone()
    if latest is None:
        return _tile("idle", "/kiem-tra", "Tiêu chí Trang thông tin", "—", "", "Chưa kiểm tra", "")
    items = db.execute(ITEMS, (latest["opened_on"], latest["opened_on"], latest["id"])).fetchone()
    return _tile("bad" if items["missing"] else "warn", f"/kiem-tra/dot/{latest['id']}", "Tiêu chí Trang thông tin",
                 str(items["met"]), f"/ {items['total'] - items['spared']} đạt", "Thiếu mục bắt buộc",
                 f"Đợt {latest['no']} · đã chấm {items['assessed']}/{items['total']} · "
                 f"{items['missing']} mục bắt buộc còn thiếu")  # fmt: skip


def _tasks(db: sqlite3.Connection, commune: int, today: date) -> dict[str, str]:
    done = late = soon = on_time = of = 0
    for row in db.execute(TASKS, (commune,)):
        n, due = row["n"], row["due_on"] or "9999"
        of += n
        done += n if row["done_on"] else 0
        late += n if not row["done_on"] and due < str(today) else 0
        soon += n if not row["done_on"] and str(today) <= due <= str(today + timedelta(days=7)) else 0
        on_time += n if row["done_on"] and row["done_on"] <= due else 0
    return _tile("bad" if late else "warn" if soon else "ok", "/ke-hoach/nhiem-vu?trang-thai=on_time",
                 "Nhiệm vụ đúng hạn", str(on_time), f"/ {of}", f"{late} quá hạn",
                 f"{done} đã xong · {late} quá hạn · {soon} đến hạn trong 7 ngày")  # fmt: skip
