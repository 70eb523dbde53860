"""What every room of the plan does at its window: one commune at a time."""

from blueprints.one_commune import in_one_commune as guard

in_one_commune = guard("kế hoạch")
