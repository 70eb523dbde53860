"""How a text is cut into the modes of a QR symbol so that it needs the fewest bits."""

from functools import cache

MIXED_LETTERS = b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:"
DIGITS = frozenset(b"0123456789")
NUMBER, MIXED, BYTE = 0b0001, 0b0010, 0b0100  # mode indicators of ISO/IEC 18004
MODES = (NUMBER, MIXED, BYTE)
COUNT_BITS = {NUMBER: (10, 12, 14), MIXED: (9, 11, 13), BYTE: (8, 16, 16)}  # versions 1-9, 10-26, 27-40
SIXTHS = {NUMBER: 20, MIXED: 33, BYTE: 48}  # sixths of a bit a character
ECI_UTF8 = (0b0111, 4), (26, 8)  # the segment that says: what follows is UTF-8

Run = tuple[int, bytes]


def bits(text: str, version: int) -> str:
    """The data bits of a text at one version: UTF-8 announced first when it is not plain ASCII."""
    if text.isascii():
        runs, head = fewest(text.encode("ascii"), version), ""
    else:
        runs = ((BYTE, text.encode("utf-8")),)
        head = "".join(f"{value:0{length}b}" for value, length in ECI_UTF8)
    return head + "".join(_written(mode, piece, version) for mode, piece in runs)


def _count_bits(mode: int, version: int) -> int:
    """How many bits the count of letters takes."""
    return COUNT_BITS[mode][0 if version < 10 else 1 if version < 27 else 2]


@cache
def _head_bits(mode: int, version: int) -> int:
    return 4 + _count_bits(mode, version)


def fewest(data: bytes, version: int) -> tuple[Run, ...]:
    """The cheapest runs, found letter by letter: stay in a mode, or pay the head of another one."""
    best: dict[int, tuple[int, tuple[tuple[int, int], ...]]] = {}
    for at, letter in enumerate(data):
        allowed = [mode for mode in MODES if _fits(letter, mode)]
        cheapest = min(best.values(), default=(0, ()))
        step: dict[int, tuple[int, tuple[tuple[int, int], ...]]] = {}
        for mode in allowed:
            rounded = -(-cheapest[0] // 6) * 6  # a run ends on a whole bit
            change = (rounded + _head_bits(mode, version) * 6 + SIXTHS[mode], (*cheapest[1], (mode, at)))
            stay = (best[mode][0] + SIXTHS[mode], best[mode][1]) if mode in best else change
            step[mode] = min(stay, change)
        best = step
    cuts = min(best.values())[1] if best else ((BYTE, 0),)
    ends = [start for _, start in cuts[1:]] + [len(data)]
    return tuple((mode, data[start:end]) for (mode, start), end in zip(cuts, ends, strict=True))


def _fits(letter: int, mode: int) -> bool:
    if mode == NUMBER:
        return letter in DIGITS
    return mode == BYTE or letter in MIXED_LETTERS


def _written(mode: int, piece: bytes, version: int) -> str:
    head = f"{mode:04b}{len(piece):0{_count_bits(mode, version)}b}"
    return head + "".join(_letters(mode, piece))


def _letters(mode: int, piece: bytes) -> list[str]:
    if mode == NUMBER:
        threes = [piece[at : at + 3] for at in range(0, len(piece), 3)]
        return [f"{int(three):0{(4, 7, 10)[len(three) - 1]}b}" for three in threes]
    if mode == MIXED:
        twos = [[MIXED_LETTERS.index(letter) for letter in piece[at : at + 2]] for at in range(0, len(piece), 2)]
        return [f"{two[0] * 45 + two[1]:011b}" if len(two) == 2 else f"{two[0]:06b}" for two in twos]
    return [f"{letter:08b}" for letter in piece]
