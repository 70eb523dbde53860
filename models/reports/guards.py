"""What the database itself refuses: changes to a report that was sent, save for its number and day."""

from models.triggers import Dialect, Rule, refusing

REFUSAL = "a report that was sent never changes"
FURTHER = (
    *("commune_id", "kind", "corrects_id", "year", "month", "state", "text", "reason", "paper", "sent_by", "sent_at"),
)
SAME = ("commune_id", "year", "week", "state", "facts", "paper", "sent_by", "sent_at")


def _sent(report_id: str) -> str:
    return f"(SELECT state FROM week_report WHERE id = {report_id}) = 'sent'"  # noqa: S608


def _rules(dialect: Dialect) -> list[Rule]:
    alike = dialect.alike
    same = " AND ".join(f"NEW.{column} {alike} OLD.{column}" for column in SAME)
    further = " AND ".join(f"NEW.{column} {alike} OLD.{column}" for column in FURTHER)
    return [
        ("further_no_update", "UPDATE", "further_report", f"OLD.state = 'sent' AND NOT ({further})"),
        ("further_no_delete", "DELETE", "further_report", "OLD.state = 'sent'"),
        ("report_no_update", "UPDATE", "week_report", f"OLD.state = 'sent' AND NOT ({same})"),
        ("report_no_delete", "DELETE", "week_report", "OLD.state = 'sent'"),
        ("section_no_insert", "INSERT", "week_section", _sent("NEW.report_id")),
        ("section_no_update", "UPDATE", "week_section", f"{_sent('OLD.report_id')} OR {_sent('NEW.report_id')}"),
        ("section_no_delete", "DELETE", "week_section", _sent("OLD.report_id")),
    ]


TRIGGERS = refusing("reports", REFUSAL, _rules)
