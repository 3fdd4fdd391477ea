"""Plain text -> Markdown that shows exactly that text.

Only what CommonMark, dollar maths or a `[@id]` citation would read as markup gets a backslash,
so that an abstract stays pleasant to edit.
"""

import re

_BACKSLASH = r"\\(?=[!-/:-@\[-`{-~]|$)"
# An underscore between letters or digits never opens or closes emphasis.
_UNDERSCORE = r"(?<![^\W_])_+|_+(?![^\W_])"
_MARKUP = re.compile(rf"{_BACKSLASH}|[*`\[$]|{_UNDERSCORE}|<(?!\s)|&(?=#|[A-Za-z][A-Za-z0-9]*;)")
_LINE_START = re.compile(r"(?:#{1,6}|[-+])(?=\s|$)|>|~~~|-(?=(?: *-){2}[ -]*$)|(?P<number>[0-9]{1,9})[.)](?=\s|$)")


def escape_inline(text: str, *, starts_line: bool) -> str:
    """Return `text`, which is one line or a part of one, as Markdown for a paragraph.

    `starts_line` is false for text that continues a line: a `-` or `1.` is no list there.
    """
    start = _LINE_START.match(text) if starts_line else None
    if not start:
        return _MARKUP.sub(_with_backslashes, text)
    number = start["number"] or ""
    marker = start[0][len(number) :]
    return f"{number}\\{marker}" + _MARKUP.sub(_with_backslashes, text[start.end() :])


def _with_backslashes(match: re.Match[str]) -> str:
    return "".join("\\" + character for character in match[0])
