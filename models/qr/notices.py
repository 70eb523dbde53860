"""What a poster says, before anybody thinks of paper."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Value:
    """A named line people may have to type: the network, the key, the address."""

    label: str
    text: str
    is_exact: bool = True


@dataclass(frozen=True, slots=True)
class Notice:
    """All words of one poster, ready in the office's language; ``reach_words`` holds a place for {metres}."""

    code: str
    office: str
    region: str
    initials: str
    heading: str
    title: str
    place: str
    steps: tuple[str, ...]
    stamp: str
    reach_words: str
    ruler: str
    document: str
    picture: str
    values: tuple[Value, ...] = ()
    note: str = ""
    contact: str = ""
    short_steps: tuple[str, ...] = ()
    short_stamp: str = ""
    has_waves: bool = False
    emblem: bytes = b""


@dataclass(frozen=True, slots=True)
class Dress:
    """How much the words give way to the code: size of the title, short steps, tight lines."""

    title: float = 1.0
    is_short: bool = False
    is_tight: bool = False
