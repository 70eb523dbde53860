"""The dark area of a code as closed lines along module edges: one path without seams, for paper and for SVG."""

import base64

from models.qr.symbols import QUIET, Symbol

Corner = tuple[int, int]
_STEPS = {"right": (1, 0), "down": (0, 1), "left": (-1, 0), "up": (0, -1)}


def loops(symbol: Symbol) -> list[list[Corner]]:
    """Closed outlines as corners (x to the right, y down, in modules); holes turn the other way round."""
    edges = _edges(symbol)
    found = []
    while edges:
        start = at = min(edges)
        way = edges[at][0]
        corners = [at]
        while True:
            ways = edges[at]
            ways.remove(way)
            if not ways:
                del edges[at]
            at = (at[0] + way[0], at[1] + way[1])
            if at == start:
                break
            onward = edges[at]
            turn = _sharpest(way, onward)
            if turn != way:
                corners.append(at)
            way = turn
        found.append(corners)
    return found


def _edges(symbol: Symbol) -> dict[Corner, list[Corner]]:
    """All edges between dark and light as start -> directions, dark always on the right hand."""
    dark = {(x, y) for y, row in enumerate(symbol.matrix) for x, cell in enumerate(row) if cell}
    edges: dict[Corner, list[Corner]] = {}
    for x, y in sorted(dark):
        sides = (
            ((x, y - 1), (x, y), "right"),
            ((x + 1, y), (x + 1, y), "down"),
            ((x, y + 1), (x + 1, y + 1), "left"),
            ((x - 1, y), (x, y + 1), "up"),
        )
        for neighbour, corner, way in sides:
            if neighbour not in dark:
                edges.setdefault(corner, []).append(_STEPS[way])
    return edges


def _sharpest(way: Corner, onward: list[Corner]) -> Corner:
    """Where two dark modules touch at a corner, stay with the one at hand: turn right."""
    right = (-way[1], way[0])
    return right if right in onward else onward[0]


def path(symbol: Symbol) -> str:
    """The dark area as one path, measured in modules, inside the quiet zone."""
    steps = []
    for corners in loops(symbol):
        x, y = corners[0]
        steps.append(f"M{x + QUIET} {y + QUIET}")
        for to_x, to_y in corners[1:]:
            steps.append(f"h{to_x - x}" if to_y == y else f"v{to_y - y}")
            x, y = to_x, to_y
        steps.append("z")
    return "".join(steps)


def svg(symbol: Symbol) -> str:
    """The code alone as SVG: one path, measured in modules, with its quiet zone."""
    side = symbol.full_size
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {side} {side}" shape-rendering="crispEdges">'
        f'<rect width="{side}" height="{side}" fill="#fff"/><path d="{path(symbol)}"/></svg>\n'
    )


def data_url(symbol: Symbol) -> str:
    """The same as an address that holds it, for a picture in a page that nothing else asks for."""
    return "data:image/svg+xml;base64," + base64.b64encode(svg(symbol).encode()).decode("ascii")
