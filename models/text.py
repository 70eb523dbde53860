"""Vietnamese text for the whole office: clean at the door, folded for search, keyed for the order a clerk expects."""

import re
import unicodedata
from functools import lru_cache

SORT_KEY_LENGTH = 400  # longest sort key; a longer one is cut, so that a hostile name still fits its column
_LINE_ENDS = re.compile("\r\n|[\r\u2028\u2029\x0b\x0c\x85]")
_SPACES = re.compile(r"\s+")
_DROPPED = frozenset({"Cc", "Cf", "Cs"})  # control, format (zero-width, bidi), lone surrogate
COMMUNE_KINDS = ("đặc khu", "thị trấn", "phường", "xã")
HIDDEN = frozenset(  # letters nobody sees: zero-width ones, and marks that turn the direction of what follows
    chr(code)
    for first, last in ((0x200B, 0x200F), (0x202A, 0x202E), (0x2066, 0x2069), (0xFEFF, 0xFEFF))
    for code in range(first, last + 1)
)
_STROKED = {"đ": "d", "ƀ": "b"}  # a stroke is no combining mark, so it never comes off by decomposition

# After casefold and NFD a letter is its base and its marks. Sort keys stay ASCII, hence the same order under SQLite
# BINARY and PostgreSQL "C": "|" and "}" sort after "z", so "a" + anything < "a|" (a with breve) < "a}" < "b".
_LETTER_MARKS = {"a\u0306": "|", "a\u0302": "}", "e\u0302": "|", "o\u0302": "|", "o\u031b": "}", "u\u031b": "|"}
_LETTERS = {"đ": "d|", "ƀ": "b"}
_TONES = {"\u0300": "1", "\u0309": "2", "\u0303": "3", "\u0301": "4", "\u0323": "5"}  # huyền, hỏi, ngã, sắc, nặng
_SILENT = frozenset("'’‘ʼ`")  # H'Mông is one syllable
_PART, _SYLLABLE, _TONE = "!", "-", "."  # in this order below every digit and letter


def clean(s: str, multiline: bool = False, keeps_hidden: bool = False) -> str:
    """Text as it is kept: NFC, trimmed, without control, zero-width and direction characters.

    Line ends and tabs become one space, or with ``multiline`` stay as ``\\n`` and ``\\t``; ``keeps_hidden`` leaves the
    letters of ``HIDDEN`` where they are, for words that have to stay as somebody else wrote them.
    """
    if not s:
        return s
    s = _LINE_ENDS.sub("\n", s)
    if not multiline:
        s = s.replace("\n", " ").replace("\t", " ")
    kept_marks = {"\n", "\t", *(HIDDEN if keeps_hidden else ())}
    dropped = {ord(c): None for c in set(s) - kept_marks if unicodedata.category(c) in _DROPPED}
    return unicodedata.normalize("NFC", s.translate(dropped) if dropped else s).strip()


def hidden_in(s: str) -> int:
    """How many letters of a text nobody sees."""
    return sum(c in HIDDEN for c in s)


def turns(s: str) -> bool:
    """Whether a text may change the direction or the look of what stands beside it."""
    return not s.isascii() and any(c in HIDDEN or unicodedata.bidirectional(c) in ("R", "AL") for c in s)


def fold(s: str) -> str:
    """Text as it is searched: no case, no marks, đ as d, single spaces; NFC and NFD input fold alike.

    Never longer than the cleaned text, so a folded column needs no more room than its original.
    """
    bare = "".join(map(_folded, clean(s)))
    return unicodedata.normalize("NFC", _SPACES.sub(" ", bare).strip())


def marked_words(s: str) -> list[str]:
    """The words of a text that somebody typed with marks, small; nothing where none of them has a mark."""
    said = clean(s).casefold()
    return said.split() if fold(s) != " ".join(said.split()) else []


def name_sort_key(full_name: str) -> str:
    """An ASCII key that puts people in order of tên, then đệm, then họ; per syllable letters first, then tone."""
    words = clean(full_name).split()
    family = words[:1] if len(words) > 1 else []
    return _PART.join(_words_key(part) for part in (words[-1:], words[1:-1], family))[:SORT_KEY_LENGTH]


def place_sort_key(s: str) -> str:
    """An ASCII key that puts places in the order of the Vietnamese alphabet, numbers by value (thôn 2 before 10)."""
    return _words_key(clean(s).split())[:SORT_KEY_LENGTH]


def commune_kind(name: str) -> str:
    """What a commune is by its own name: "xã", "phường", "đặc khu"; "xã" for a name that does not say."""
    said = f"{clean(name).casefold()} "
    return next((kind for kind in COMMUNE_KINDS if said.startswith(f"{kind} ")), COMMUNE_KINDS[-1])


def bare_commune(name: str) -> str:
    """Tây Sơn, of Xã Tây Sơn; Phú Quý, of Đặc khu Phú Quý."""
    whole, kind = clean(name), commune_kind(name)
    return whole[len(kind) :].strip() if whole.casefold().startswith(f"{kind} ") else whole


@lru_cache(maxsize=2048)
def _folded(c: str) -> str:
    folded = _bare(c.casefold())
    return folded if len(folded) <= 1 else _bare(c.lower())  # ligatures stay one letter


def _bare(s: str) -> str:
    return "".join(_STROKED.get(c, c) for c in unicodedata.normalize("NFD", s) if not unicodedata.combining(c))


def _words_key(words: list[str]) -> str:
    return _SYLLABLE.join(_syllable_key(s) for word in words for s in _syllables(word))


def _syllables(word: str) -> list[str]:
    parts = unicodedata.normalize("NFD", "".join(c for c in word.casefold() if c not in _SILENT))
    return "".join(c if c.isalnum() or unicodedata.combining(c) else " " for c in parts).split()


def _syllable_key(syllable: str) -> str:
    key, tone, base = "", "0", ""
    for c in syllable:
        if c in _TONES:
            tone = _TONES[c]
        elif unicodedata.combining(c):
            key += _LETTER_MARKS.get(base + c, "")
        else:
            base = c
            key += _letter_key(c)
    return re.sub(r"\d+", lambda run: run[0].zfill(8), key) + _TONE + tone


def _letter_key(c: str) -> str:
    if c in _LETTERS:
        return _LETTERS[c]
    return c if c.isascii() else "{" + "".join(chr(ord("a") + int(x, 16)) for x in f"{ord(c):x}")
