"""How four families of phones take a wifi code apart, re-stated from their published parsers."""

import re

Parsed = dict[str, str]


def _unescape(text: str) -> str:
    return re.sub(r"\\(.)", r"\1", text, flags=re.DOTALL)


def zxing_java(payload: str) -> Parsed | None:
    """ZXing for Java looks for ``S:`` anywhere and reads to the first semicolon that is not escaped."""
    if not payload.startswith("WIFI:"):
        return None
    body = payload[5:]

    def field(prefix: str) -> str | None:
        at = 0
        while (at := body.find(prefix, at)) >= 0:
            start = at + len(prefix)
            end = start
            while (end := body.find(";", end)) >= 0:
                backs = len(body[start:end]) - len(body[start:end].rstrip("\\"))
                if backs % 2 == 0:
                    return _unescape(body[start:end])
                end += 1
            at = start
        return None

    ssid = field("S:")
    if not ssid:
        return None
    return {"S": ssid, "P": field("P:") or "", "T": field("T:") or "nopass", "H": field("H:") or ""}


def _take_quotes(value: str) -> str:
    return value[1:-1] if len(value) > 1 and value[0] == value[-1] == '"' else value


def old_android(payload: str) -> Parsed | None:
    """Older Android splits at every semicolon without a backslash before it, and takes wrapping quotes off."""
    if not payload.startswith("WIFI:"):
        return None
    found: Parsed = {}
    for part in re.split(r"(?<!\\);", payload[5:]):
        name, colon, value = part.partition(":")
        if colon and name not in found:
            found[name] = _take_quotes(_unescape(value))
    return (
        {"S": found["S"], "P": found.get("P", ""), "T": found.get("T", "nopass"), "H": found.get("H", "")}
        if found.get("S")
        else None
    )


def new_android(payload: str) -> Parsed | None:
    """Newer Android walks letter by letter; a backslash takes the next letter as it is."""
    if not payload.startswith("WIFI:"):
        return None
    found: Parsed = {}
    name, value, in_value, at = "", "", False, 5
    while at < len(payload):
        letter = payload[at]
        if letter == "\\" and at + 1 < len(payload):
            at += 1
            value, name = (value + payload[at], name) if in_value else (value, name + payload[at])
        elif letter == ":" and not in_value:
            in_value = True
        elif letter == ";":
            if in_value:
                found.setdefault(name, value)
            name, value, in_value = "", "", False
        elif in_value:
            value += letter
        else:
            name += letter
        at += 1
    return (
        {"S": found["S"], "P": found.get("P", ""), "T": found.get("T", "nopass"), "H": found.get("H", "")}
        if found.get("S")
        else None
    )


def strict_mecard(payload: str) -> Parsed | None:
    """A literal reader: every field ends with ``;``, the whole with ``;;``, nothing else may be special."""
    if not payload.startswith("WIFI:") or not payload.endswith(";;"):
        return None
    body, found = payload[5:-1], {}
    pattern = re.compile(r'([A-Z]+):((?:\\[\\;,":]|[^\\;,":])*);', re.DOTALL)
    at = 0
    while at < len(body):
        match = pattern.match(body, at)
        if match is None or match[1] in found:
            return None
        found[match[1]] = _unescape(match[2])
        at = match.end()
    return {"S": found.get("S", ""), "P": found.get("P", ""), "T": found.get("T", "nopass"), "H": found.get("H", "")}
