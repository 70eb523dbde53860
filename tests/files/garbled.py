"""Good files garbled by chance, given to the program that opens them; run as ``python -m tests.files.garbled SEED``.

It tells how often each answer came, and fails where one file took long. A process of its own, since the program sets up
its libraries for itself alone and a crash has to be seen as one.
"""

import json
import random
import sys
import time
from collections import Counter

from models.opening.__main__ import answer, bound
from tests.files.handed_in import noise, office_file, pdf, picture

EACH = 120
SAMPLES = {
    "redraw": (noise("JPEG"), noise("JPEG", progressive=True), noise("PNG"), picture("PNG", mode="P"), noise("WEBP")),
    "pdf": (pdf("Biên bản"),),
    "office": (office_file(), office_file("xl/"), office_file("ppt/", **{"ppt/media/a.png": noise("PNG", (40, 30))})),
}
SLOWEST = 20  # seconds


def garble(content: bytes, chance: random.Random) -> bytes:
    """The content with a few accidents."""
    made = bytearray(content)
    for _ in range(chance.randint(1, 4)):
        at, size = chance.randrange(len(made) or 1), chance.randint(1, 64)
        match chance.randrange(6):
            case 0:
                del made[at:]
            case 1:
                made[at : at + size] = chance.randbytes(size)
            case 2:
                made[at : at + size] = bytes(size)
            case 3:
                del made[at : at + size]
            case 4:
                made[at:at] = made[at : at + 10 * size]
            case 5 if made:
                made[at % len(made)] ^= 1 << chance.randrange(8)
    return bytes(made)


def main(seed: str) -> None:
    """Garble each sample many times."""
    bound()
    chance, told = random.Random(seed), Counter[str]()
    for task, samples in SAMPLES.items():
        for number in range(EACH * len(samples)):
            begun = time.monotonic()
            about, _ = answer({"task": task}, garble(samples[number % len(samples)], chance))
            told[about.get("refused", "taken")] += 1
            assert time.monotonic() - begun < SLOWEST, f"{task} {number} of seed {seed}"
    json.dump(told, sys.stdout)


if __name__ == "__main__":
    main(sys.argv[1])
