"""Which of the eight masks leaves a symbol that cameras read best.

Every symbol names its mask, so readers take any of them. ISO/IEC 18004 chooses by a penalty for runs, blocks and
look-alikes; we choose by the modules that a blur of half a module turns into the other colour. How little or much that
gains stands in benchmarks/qr_latest.md.
"""

from collections.abc import Callable, Sequence

Matrix = Sequence[Sequence[bool]]

MASKS: tuple[Callable[[int, int], bool], ...] = (
    lambda row, column: (row + column) % 2 == 0,
    lambda row, column: row % 2 == 0,
    lambda row, column: column % 3 == 0,
    lambda row, column: (row + column) % 3 == 0,
    lambda row, column: (row // 2 + column // 3) % 2 == 0,
    lambda row, column: row * column % 2 + row * column % 3 == 0,
    lambda row, column: (row * column % 2 + row * column % 3) % 2 == 0,
    lambda row, column: (row * column % 3 + (row + column) % 2) % 2 == 0,
)
REACH = 4  # modules around one whose mean brightness is its threshold, as readers take it; all white beyond the symbol
SPREAD = (0.1587, 0.6827, 0.1587)  # a Gaussian of half a module over a module and its neighbours


def misread(matrix: Matrix) -> int:
    """How many modules look like the other colour once the picture is blurred by half a module."""
    from PIL import Image, ImageFilter

    size = len(matrix) + 2 * REACH
    blank = b"\xff" * REACH
    edge = b"\xff" * (REACH * size)
    rows = b"".join(blank + bytes(0 if dark else 255 for dark in row) + blank for row in matrix)
    plain = Image.frombytes("L", (size, size), edge + rows + edge)
    blurred = plain.filter(ImageFilter.Kernel((3, 3), [a * b for a in SPREAD for b in SPREAD]))
    around = plain.filter(ImageFilter.BoxBlur(REACH))
    seen = zip(plain.tobytes(), blurred.tobytes(), around.tobytes(), strict=True)
    return sum(bright < threshold if light else bright > threshold for light, bright, threshold in seen)


def best_mask(matrix: Matrix, is_data: Matrix, present: int) -> int:
    """The mask that loses the fewest modules.

    ``matrix`` was made with mask ``present``; masks touch only the modules of ``is_data``.
    """
    scores = [misread(_masked(matrix, is_data, MASKS[present], rule)) for rule in MASKS]
    return scores.index(min(scores))


def _masked(
    matrix: Matrix, is_data: Matrix, old: Callable[[int, int], bool], new: Callable[[int, int], bool]
) -> list[list[bool]]:
    return [
        [dark != (free and old(y, x) != new(y, x)) for x, (dark, free) in enumerate(zip(row, data, strict=True))]
        for y, (row, data) in enumerate(zip(matrix, is_data, strict=True))
    ]
