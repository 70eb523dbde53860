"""How soon a password is guessed: words, names, years, rows of keys, repetitions, songs and sayings come first.

The guesses are counted by zxcvbn, which knows English words, dates and keyboards; what people here choose is shipped in
``models/catalogue/common_*.txt``. Letters count without marks, capitals and signs: guessing programs try those too.
"""

import re
from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path
from threading import Lock

from models.text import fold

LEAST_GUESSES = 10.0**10  # above it zxcvbn calls a password very unlikely to be guessed
LEAST_OF_ITS_OWN = 4
MOST_LETTERS = 48  # enough to be strong; the time of counting grows with the length
MOST_SYLLABLES = 5
_CATALOGUE = Path(__file__).parent.parent / "catalogue"
_KEYS_WITH_SHIFT = str.maketrans("!@#$%^&*()", "1234567890")
_one_at_once = Lock()  # zxcvbn keeps the words it was given last in a place of the whole process


@lru_cache(maxsize=8)
def _shipped(name: str) -> tuple[str, ...]:
    lines = (_CATALOGUE / f"common_{name}.txt").read_text(encoding="utf-8").splitlines()
    return tuple(fold(line) for line in lines if line and not line.startswith("#"))


@lru_cache(maxsize=1)
def common_words() -> tuple[str, ...]:
    """The shipped common and context words, folded, longest first."""
    words = {_letters(line) for line in _shipped("passwords")}
    return tuple(sorted(words, key=len, reverse=True))


@lru_cache(maxsize=1)
def _guessed_first() -> tuple[str, ...]:
    words = [_letters(line) for kind in ("passwords", "phrases") for line in _shipped(kind)]
    return tuple(dict.fromkeys([*words, *(part for line in _shipped("names") for part in line.split())]))


@lru_cache(maxsize=1)
def _full_name() -> re.Pattern[str]:
    parts = sorted({part for line in _shipped("names") for part in line.split()}, key=len, reverse=True)
    return re.compile(f"(?:{'|'.join(parts)}){{1,{MOST_SYLLABLES}}}[a-z]?")


def _letters(text: str) -> str:
    return re.sub(r"[\W_]+", "", text)


def is_easily_guessed(password: str, facts: Iterable[str] = ()) -> bool:
    """Whether a password is made of common words, names, patterns or sayings; ``facts``: its owner's names."""
    folded = fold(password)
    plain = _letters(folded)
    own = {_letters(fold(part)) for fact in facts for part in (fact, *fact.split()) if len(part) > 2} - {""}
    if _left_over(plain, own) < LEAST_OF_ITS_OWN or _full_name().fullmatch(re.sub(r"\d", "", plain)):
        return True
    signs = len(set(re.sub(r"[\w\s]", "", folded)))
    with_shift = _letters(folded.translate(_KEYS_WITH_SHIFT))
    return _guesses(plain, own) * 10.0 ** max(signs - 1, 0) < LEAST_GUESSES or _guesses(with_shift, own) < LEAST_GUESSES


def _left_over(letters: str, own: set[str]) -> int:
    """How many different characters remain once everything guessable is taken out."""
    for word in (*sorted(own, key=len, reverse=True), *common_words()):
        letters = letters.replace(word, "")
    letters = re.sub(r"(?:19|20)\d\d|0?123456789?0?|987654321|\d", "", letters)
    return len(set(letters))


def _guesses(letters: str, own: set[str]) -> float:
    from zxcvbn import zxcvbn  # 14 MB, for the few moments when somebody chooses a password

    shortened = re.sub(r"(.)\1{3,}", r"\1\1\1", letters)[:MOST_LETTERS]
    if not shortened:
        return 1.0
    with _one_at_once:
        return float(zxcvbn(shortened, [*sorted(own), *_guessed_first()])["guesses"])
