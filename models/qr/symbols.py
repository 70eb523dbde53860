"""The QR symbol of a text: UTF-8 announced first, smallest version at level M, then the highest level for free."""

from dataclasses import dataclass

from models.base import outside_writing
from models.errors import RuleBroken
from models.qr import segments

QUIET = 4  # modules of white that belong to a code on every side
LEVELS = ("M", "Q", "H")


@dataclass(frozen=True, slots=True)
class Symbol:
    """A finished code: rows of dark (True) and light modules without the quiet zone."""

    text: str
    matrix: tuple[tuple[bool, ...], ...]
    version: int
    level: str

    @property
    def size(self) -> int:
        """Modules on a side, without the quiet zone."""
        return len(self.matrix)

    @property
    def full_size(self) -> int:
        """Modules on a side with the quiet zone."""
        return self.size + 2 * QUIET


def encode(text: str) -> Symbol:
    """The symbol of a text; RuleBroken when it is longer than any symbol. Never inside a transaction that writes."""
    outside_writing("drawing a code")
    from qrcode import QRCode, base, constants, util

    ranks = {"M": constants.ERROR_CORRECT_M, "Q": constants.ERROR_CORRECT_Q, "H": constants.ERROR_CORRECT_H}

    class TextCode(QRCode):  # type: ignore[misc]
        """A symbol from bits that are already written."""

        def carry(self, bits: str) -> None:
            """Fill the code words of this version and level with the bits, the end mark and the padding."""
            blocks = base.rs_blocks(self.version, self.error_correction)
            room = sum(block.data_count for block in blocks) * 8
            bits += "0" * min(4, room - len(bits))
            bits += "0" * (-len(bits) % 8)
            buffer = util.BitBuffer()
            words = [int(bits[at : at + 8], 2) for at in range(0, len(bits), 8)]
            words += [(util.PAD0, util.PAD1)[at % 2] for at in range(room // 8 - len(words))]
            buffer.buffer, buffer.length = words, room
            self.data_cache = util.create_bytes(buffer, blocks)

    version, bits = _smallest(text, util.BIT_LIMIT_TABLE[ranks["M"]])
    level = [name for name in LEVELS if len(bits) <= util.BIT_LIMIT_TABLE[ranks[name]][version]][-1]
    code = TextCode(version=version, error_correction=ranks[level], border=QUIET)
    code.carry(bits)
    code.make(fit=False)  # with the mask of the standard
    return Symbol(text, tuple(tuple(map(bool, row)) for row in code.modules), version, level)


def _smallest(text: str, limits: list[int]) -> tuple[int, str]:
    for first, last in ((1, 9), (10, 26), (27, 40)):  # inside a group the bits are the same
        bits = segments.bits(text, first)
        for version in range(first, last + 1):
            if len(bits) <= limits[version]:
                return version, bits
    raise RuleBroken("text_too_long", field="url", size=len(text.encode("utf-8")))
