"""What the database itself refuses: changes to what a measure said of a week."""

from models.triggers import Dialect, Rule, refusing

REFUSAL = "what was counted at the end of a week never changes"


def _rules(_dialect: Dialect) -> list[Rule]:
    return [
        ("week_no_update", "UPDATE", "measure_week", "1 = 1"),
        ("week_no_delete", "DELETE", "measure_week", "1 = 1"),
        ("work_no_update", "UPDATE", "work_week", "1 = 1"),
        ("work_no_delete", "DELETE", "work_week", "1 = 1"),
    ]


TRIGGERS = refusing("measures", REFUSAL, _rules)
