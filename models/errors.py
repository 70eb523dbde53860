"""What the office says no with: one family of errors that knows no HTTP and speaks no language."""

from collections.abc import Sequence


class OfficeError(Exception):
    """The root of every refusal that the office itself makes."""


class RuleBroken(OfficeError):
    """A rule refuses an act; ``code`` names the rule, ``field`` the input it is about, ``details`` the figures."""

    def __init__(self, code: str, field: str | None = None, **details: object) -> None:
        super().__init__(code)
        self.code = code
        self.field = field
        self.details = details


class RulesBroken(OfficeError):
    """Several rules refuse one act at once, so that a person can mend all of them in one go."""

    def __init__(self, broken: Sequence[RuleBroken]) -> None:
        super().__init__(", ".join(rule.code for rule in broken))
        self.broken = list(broken)


class NotFound(OfficeError):
    """The row does not exist for these eyes: missing and foreign rows are the same."""


class NotAllowed(OfficeError):
    """The row is there for these eyes, but it is not theirs to change."""


class Stale(OfficeError):
    """Somebody else saved the row since it was read."""
