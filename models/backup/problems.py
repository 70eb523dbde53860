"""Why a backup is not put back: one error that names the reason and says whether anything was touched."""

from models.errors import OfficeError


class Unusable(OfficeError):
    """A restore that did not happen: ``code`` names the reason, ``details`` the figures; nothing is changed."""

    def __init__(self, code: str, **details: object) -> None:
        super().__init__(code, details)
        self.code = code
        self.details = details


class HalfDone(OfficeError):
    """A restore that failed after it had begun, and what was there before could not be put back by itself."""

    def __init__(self, aside: str, problem: str) -> None:
        super().__init__(aside, problem)
        self.aside = aside
        self.problem = problem
