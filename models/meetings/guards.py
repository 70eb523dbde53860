"""What the database itself refuses: changes to what is signed or issued, to moves and to votes of meetings."""

from models.triggers import Dialect, Rule, refusing

REFUSAL = "signed minutes and issued notices never change"
MINUTES = ("commune_id", "meeting_id", "number", "reason", "paper", "signed_on", "signed_by", "finished_by")
NOTICE = (
    *("commune_id", "meeting_id", "number", "reason", "grounds", "opening", "heard", "closing", "copies", "capacity"),
    *("signer_post", "signer_name", "symbol", "issued_on", "issued_by", "paper"),
)


SECRET_VOTE = "(SELECT mode FROM meeting_ballot WHERE id = NEW.ballot_id) <> 'named'"


def _settled(row: str) -> str:
    return f"{row}.state IN ('issued', 'replaced')"


def _changed(columns: tuple[str, ...], alike: str) -> str:
    """What is signed may only be replaced by a later version."""
    same = " AND ".join(f"NEW.{column} {alike} OLD.{column}" for column in columns)
    return f"{_settled('OLD')} AND NOT (OLD.state = 'issued' AND NEW.state = 'replaced' AND {same})"


def _shut(minutes: str, states: str = "'draft'") -> str:
    return f"(SELECT state FROM meeting_minutes WHERE id = {minutes}) NOT IN ({states})"  # noqa: S608


def _of_block(row: str) -> str:
    of = f"(SELECT minutes_id FROM meeting_minutes_block WHERE id = {row}.block_id)"  # noqa: S608
    return _shut(of, "'draft', 'waiting'")


def _told(row: str) -> str:
    """Whether a notice in force tells the conclusions of a meeting, and no later one is being written."""
    found = f"SELECT 1 FROM meeting_notice WHERE meeting_id = {row}.meeting_id AND state"  # noqa: S608
    return f"EXISTS ({found} = 'issued') AND NOT EXISTS ({found} IN ('draft', 'waiting'))"


def _rules(dialect: Dialect) -> list[Rule]:
    alike = dialect.alike
    words = f"NOT (NEW.text {alike} OLD.text AND NEW.label {alike} OLD.label)"
    return [
        ("minutes_no_update", "UPDATE", "meeting_minutes", _changed(MINUTES, alike)),
        ("minutes_no_delete", "DELETE", "meeting_minutes", _settled("OLD")),
        ("block_no_insert", "INSERT", "meeting_minutes_block", _shut("NEW.minutes_id")),
        ("block_no_update", "UPDATE", "meeting_minutes_block", _shut("OLD.minutes_id")),
        ("block_no_delete", "DELETE", "meeting_minutes_block", _shut("OLD.minutes_id", "'draft', 'waiting'")),
        ("revision_no_update", "UPDATE", "meeting_minutes_revision", "1 = 1"),
        ("revision_no_delete", "DELETE", "meeting_minutes_revision", _of_block("OLD")),
        ("notice_no_update", "UPDATE", "meeting_notice", _changed(NOTICE, alike)),
        ("notice_no_delete", "DELETE", "meeting_notice", _settled("OLD")),
        ("conclusion_no_insert", "INSERT", "meeting_conclusion", _told("NEW")),
        ("conclusion_no_update", "UPDATE", "meeting_conclusion", f"({words}) AND {_told('OLD')}"),
        ("conclusion_no_delete", "DELETE", "meeting_conclusion", _told("OLD")),
        ("vote_by_name_alone", "INSERT", "meeting_ballot_vote", SECRET_VOTE),
    ]


ADDED = "moves and votes of a meeting are append-only"
TABLES = ("meeting_move", "meeting_ballot", "meeting_ballot_vote")
ONLY_ADDED = {
    "sqlite": [
        f"CREATE TRIGGER meetings_{table}_no_{timing.lower()} BEFORE {timing} ON {table} "
        f"BEGIN SELECT RAISE(ABORT, '{ADDED}'); END"
        for table in TABLES
        for timing in ("UPDATE", "DELETE")
    ],
    "postgresql": [
        f"CREATE FUNCTION meetings_refuse() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN RAISE EXCEPTION '{ADDED}'; END $$",
        *(
            f"CREATE TRIGGER meetings_{table}_no_change BEFORE UPDATE OR DELETE ON {table} "
            f"FOR EACH ROW EXECUTE FUNCTION meetings_refuse()"
            for table in TABLES
        ),
    ],
}
REFUSED = refusing("meetings", REFUSAL, _rules)
TRIGGERS = {dialect: REFUSED[dialect] + ONLY_ADDED[dialect] for dialect in ONLY_ADDED}
