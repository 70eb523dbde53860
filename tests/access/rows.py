"""What the tests of a capability say of its doors, in ``tests/<capability>/access.py``; the grid collects them."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field

PUBLIC = "public"
DEVICE = "device"  # a paired device's token, never a person's session


@dataclass(frozen=True)
class Rows:
    """The doors of one capability: all names are without that of the capability."""

    access: Mapping[str, str]  # view: the permission it asks for, PUBLIC or DEVICE
    tables: Mapping[str, str] = field(default_factory=dict)  # word in an address: the table its ids come from
    words: Mapping[str, object] = field(default_factory=dict)  # word, or view.word: what is the same in every commune
    drawn: Collection[str] = ()  # drawn anew at each call: one role of each commune is enough for the way in
    # one's own address may answer 404 or 409 to a role that may enter (an unfinished job, a kind without preview)
    perhaps_not_there: Collection[str] = ()
    moved: Collection[str] = ()  # addresses from before a page moved: each leads on for good
    # here the role is not enough: only whoever has the duty in hand may enter, everybody else of these roles gets 403
    in_hand: Collection[str] = ()
    # table, or capability.word where its addresses want another one: the row that stands in an address
    picked: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    tour: Mapping[str, Sequence[str]] = field(default_factory=dict)  # demo user: pages that a real browser looks at
