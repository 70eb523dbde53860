"""What the database itself refuses: changes to a reading by hand, and corrections of another figure's readings.

A reading goes only with the workbook that brought it, once that was taken back.
"""

from models.triggers import Dialect, Rule, refusing

REFUSAL = "a reading never changes: write a newer one that names it"
UNDONE = "EXISTS (SELECT 1 FROM rows_import WHERE id = OLD.import_id AND undone_at IS NOT NULL)"
SUBJECT = ("commune_id", "target_id", "step_id", "indicator_id")


def _rules(dialect: Dialect) -> list[Rule]:
    same = " AND ".join(f"earlier.{column} {dialect.alike} NEW.{column}" for column in SUBJECT)
    known = f"EXISTS (SELECT 1 FROM figure AS earlier WHERE earlier.id = NEW.corrects_id AND {same})"  # noqa: S608
    return [
        ("figure_no_update", "UPDATE", "figure", "1 = 1"),
        ("figure_no_delete", "DELETE", "figure", f"NOT {UNDONE}"),
        ("figure_corrects_its_own", "INSERT", "figure", f"NEW.corrects_id IS NOT NULL AND NOT {known}"),
    ]


TRIGGERS = refusing("plan", REFUSAL, _rules)
