"""The values of BibTeX's fields that are no single text: names that `@string` gives, and pieces joined with #."""

import re

_MAX_JOINED = 2_000_000
"""Characters of one file: a name that is joined from a name, and that from another one, grows without end."""
_SIGN = re.compile(r'(?<!\\)[{}"#]')


class Strings:
    """What names stand for, as far as a file has said it."""

    def __init__(self) -> None:
        self._texts: dict[str, str] = {}
        self._room = _MAX_JOINED

    def define(self, name: str, value: str) -> None:
        self._texts[name.lower()] = self.resolve(value)

    def resolve(self, value: str) -> str:
        """Return a value with what its names stand for, in one pair of braces if it is joined.

        It stays as it is where a name is not known.
        """
        if value[:1] in ("{", '"') and "#" not in value:
            return value
        pieces = [self._texts.get(piece.lower(), piece) for piece in _split(value)]
        if len(pieces) == 1:
            return pieces[0]
        size = sum(map(len, pieces))
        if size > self._room or not all(map(_is_text, pieces)):
            return value
        self._room -= size
        return "{" + "".join(piece if piece.isdigit() else piece[1:-1] for piece in pieces) + "}"


def _is_text(piece: str) -> bool:
    return piece.isdigit() or (piece[:1] in ("{", '"') and len(_split(piece)) == 1)


def _split(value: str) -> list[str]:
    """Return what # joins outside braces and quotes; all of it as one where these do not match."""
    ends, depth, is_quoted = [-1], 0, False
    for sign in _SIGN.finditer(value):
        depth += (sign[0] == "{") - (sign[0] == "}")
        if depth < 0:
            return [value]
        is_quoted ^= sign[0] == '"' and not depth
        if sign[0] == "#" and not depth and not is_quoted:
            ends.append(sign.start())
    if depth or is_quoted:
        return [value]
    return [value[start + 1 : end].strip() for start, end in zip(ends, [*ends[1:], len(value)], strict=True)]
