"""Simulated photos of a printed code: the five ways in which a real photo is bad, each with fixed seeds.

The definition leaves open how many patches damage a code and how bright a glare is. Eight ways of damage and six of
glare were tried; two patches, and a glare as bright as paper, bring the levels L, Q and H of an independent encoder
nearest to the study. M, our level, was no criterion, but its figures were in view when the choice was made.
"""

from dataclasses import dataclass

import cv2
import numpy as np

FINE = 3  # the perspective is drawn so many times finer, then averaged
SHOTS = 60
PATCHES = 2
AWAY = 4.0  # the camera, in half-widths of the code
AWAY_OF_FRAME = 4 * 1.7  # the other way to read the definition: in half-widths of the frame
GLARE = 255
Picture = np.ndarray


@dataclass(frozen=True)
class Class:
    """One kind of bad photo; lists hold one value for each of six severities."""

    name: str
    width: tuple[int, ...]
    tilt: tuple[tuple[float, float], ...]
    roll: float
    blur: tuple[float, ...]
    motion: tuple[int, ...]
    noise: float
    jpeg: int
    levels: tuple[tuple[int, int], ...]
    patches: tuple[float, ...] = (0,) * 6
    gradient: tuple[float, float] = (0.0, 0.0)
    glare: tuple[int, ...] = ()


def _same(value: float) -> tuple[float, ...]:
    return (value,) * 6


PLAIN = ((12, 238),) * 6
CLASSES = (
    Class("distance", (72, 86, 102, 123, 164, 246), ((0, 12),) * 6, 8, _same(0.7), (0,) * 6, 6, 60, PLAIN),
    Class(
        "tilt", (190,) * 6, tuple((at, at) for at in (15, 25, 35, 45, 52, 58)), 360, _same(0.7), (0,) * 6, 6, 60, PLAIN
    ),
    Class("blur", (230,) * 6, ((0, 15),) * 6, 15, (1.0, 1.6, 2.1, 2.6, 3.0, 3.4), (0, 3, 5, 0, 6, 0), 5, 60, PLAIN),
    Class(
        "damage",
        (300,) * 6,
        ((0, 15),) * 6,
        8,
        _same(0.7),
        (0,) * 6,
        5,
        70,
        PLAIN,
        patches=(0.02, 0.04, 0.06, 0.08, 0.10, 0.13),
    ),
    Class(
        "light",
        (220,) * 6,
        ((0, 20),) * 6,
        8,
        _same(0.8),
        (0,) * 6,
        8,
        50,
        ((20, 230), (60, 230), (90, 220), (110, 210), (40, 230), (70, 220)),
        gradient=(0.2, 0.75),
        glare=(4, 5),
    ),
)
HARD_EDGE = Class(
    "edge", (172, 180, 190, 200, 230, 260), ((0, 30),) * 6, 360, _same(1.0), (0,) * 6, 5, 70, ((40, 200),) * 6
)


def is_easy(kind: Class, at: int, modules: int, with_glare: bool = False) -> bool:
    """Whether photo number ``at`` lies in the band that every phone must read: large, upright, sharp, undamaged.

    The definition names size, tilt, blur and contrast alone. Leaving out moved and damaged photos, and those with a
    glare unless ``with_glare``, is our reading of it.
    """
    severity = at % 6
    low, high = kind.levels[severity]
    tilt = np.random.default_rng(1000 + at).uniform(*kind.tilt[severity])
    is_lit = with_glare or severity not in kind.glare
    is_whole = is_lit and not kind.patches[severity] and not kind.motion[severity]
    is_sharp = kind.width[severity] / modules >= 3.5 and kind.blur[severity] <= 1.0
    return bool(is_whole and is_sharp and tilt <= 30 and high - low >= 0.5 * 255)


def shot(code: Picture, kind: Class, at: int, away: float = AWAY) -> Picture:
    """The photo number ``at`` of one class, always the same."""
    rng = np.random.default_rng(1000 + at)
    severity = at % 6
    side = kind.width[severity]
    tilt = rng.uniform(*kind.tilt[severity])
    roll = rng.uniform(-kind.roll, kind.roll) if kind.roll < 360 else rng.uniform(0, 360)
    if kind.patches[severity]:
        code = damaged(code, kind.patches[severity], rng)
    picture = seen(code, side, int(side * 1.7), int(side * 1.7), tilt, roll, rng, away)
    low, high = kind.levels[severity]
    picture = low + picture / 255 * (high - low)
    if kind.gradient[1]:
        picture *= _slope(picture.shape, rng.uniform(*kind.gradient), rng)
    if severity in kind.glare:
        picture += _spot(picture.shape, side, rng)
    return finished(picture, kind.blur[severity], kind.motion[severity], kind.noise, kind.jpeg, rng)


def seen(
    code: Picture,
    side: int,
    wide: int,
    high: int,
    tilt: float,
    roll: float,
    rng: np.random.Generator,
    away: float = AWAY,
) -> Picture:
    """A flat square seen by a camera ``away`` half-widths off: tilted about a random axis, on a white wall."""
    axis, angle, turn = rng.uniform(0, 2 * np.pi), np.radians(tilt), np.radians(roll)
    height_share = code.shape[0] / code.shape[1]
    corners = np.array([[-1, -height_share], [1, -height_share], [1, height_share], [-1, height_share]], float)
    spin = np.array([[np.cos(turn), -np.sin(turn)], [np.sin(turn), np.cos(turn)]])
    flat = corners @ spin.T
    along = np.array([np.cos(axis), np.sin(axis)])
    across = np.array([-along[1], along[0]])
    near = flat @ across
    points = np.outer(flat @ along, along) + np.outer(near * np.cos(angle), across)
    points *= (away / (away + near * np.sin(angle)))[:, None]
    target = (points * side / 2 + [wide / 2, high / 2]) * FINE
    source = np.array([[0, 0], [code.shape[1], 0], [code.shape[1], code.shape[0]], [0, code.shape[0]]], np.float32)
    matrix = cv2.getPerspectiveTransform(source, target.astype(np.float32))
    big = cv2.warpPerspective(code, matrix, (wide * FINE, high * FINE), flags=cv2.INTER_AREA, borderValue=255)
    return cv2.resize(big, (wide, high), interpolation=cv2.INTER_AREA).astype(np.float64)


def damaged(code: Picture, share: float, rng: np.random.Generator) -> Picture:
    """Torn, written over, covered: patches that together take so much of the area."""
    torn, side = code.copy(), code.shape[0]
    edge = int(side * (share / PATCHES) ** 0.5)
    for _ in range(PATCHES):
        x, y = rng.integers(0, side - edge, 2)
        torn[y : y + edge, x : x + edge] = rng.choice([0, 128, 255])
    return torn


def _slope(shape: tuple[int, ...], strength: float, rng: np.random.Generator) -> Picture:
    angle = rng.uniform(0, 2 * np.pi)
    y, x = np.mgrid[0 : shape[0], 0 : shape[1]] / max(shape)
    along = x * np.cos(angle) + y * np.sin(angle)
    return 1 - strength * (along - along.min()) / (along.max() - along.min())


def _spot(shape: tuple[int, ...], side: int, rng: np.random.Generator) -> Picture:
    centre = rng.uniform(0.35, 0.65, 2) * shape[0]
    y, x = np.mgrid[0 : shape[0], 0 : shape[1]]
    away = ((x - centre[0]) ** 2 + (y - centre[1]) ** 2) / (0.12 * side) ** 2
    return GLARE * np.exp(-away / 2)


def _streak(length: int, angle: float) -> Picture:
    """The way of a point while the hand moves by ``length`` pixels; each step is shared by the four pixels around."""
    size = (length + 3) | 1
    kernel = np.zeros((size, size))
    for along in np.linspace(-(length - 1) / 2, (length - 1) / 2, length):
        x, y = size // 2 + along * np.cos(angle), size // 2 + along * np.sin(angle)
        left, top = int(x), int(y)
        for column, part in ((left, 1 - (x - left)), (left + 1, x - left)):
            kernel[top, column] += part * (1 - (y - top))
            kernel[top + 1, column] += part * (y - top)
    return kernel / kernel.sum()


def finished(picture: Picture, blur: float, motion: int, noise: float, jpeg: int, rng: np.random.Generator) -> Picture:
    """What lens, hand, sensor and file do to it."""
    if blur:
        picture = cv2.GaussianBlur(picture, (0, 0), blur)
    if motion > 1:
        picture = cv2.filter2D(picture, -1, _streak(motion, rng.uniform(0, np.pi)))
    picture = np.clip(picture + rng.normal(0, noise, picture.shape), 0, 255).astype(np.uint8)
    return cv2.imdecode(cv2.imencode(".jpg", picture, [cv2.IMWRITE_JPEG_QUALITY, jpeg])[1], cv2.IMREAD_GRAYSCALE)
