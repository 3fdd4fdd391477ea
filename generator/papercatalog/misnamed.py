"""Blocks and templates of a theme whose names are misspelt, most likely.

Jinja passes over those that nobody asks for in silence. Names are read as `theme` reads them: to parse all templates
would take longer than most of a small build.
"""

import re
from collections.abc import Iterable, Iterator

from papercatalog.diagnostics import Diagnostic, Severity, suggestion
from papercatalog.theme import Template, Theme

_BLOCK_TAG = re.compile(r"{#.*?#}|{%[-+]?\s*(?:raw\b.*?{%[-+]?\s*endraw\b|block\s+(\w+)|(endblock)\b)", re.DOTALL)
"""A comment, text as it is, the beginning of a block with its name, or an end."""


def find_misnamed(theme: Theme, page_templates: Iterable[str]) -> Iterator[Diagnostic]:
    """Report what nobody asks for in the theme and those that it extends, and what extends a template it has not."""
    tags = [names for template in theme.templates.values() for names in template.named]
    known = {*page_templates, *(name for names in tags for name in names or theme.templates)}
    for depth, name in enumerate(theme.names[::-1]):
        own = {key.removeprefix(f"{name}/"): key for key in theme.templates if key.startswith(f"{name}/")}
        for short, key in own.items():
            template = theme.templates[key]
            # The last theme has the templates of all kinds of pages, also of those that this catalogue has none of.
            if depth and not {short, key} & known:
                message = "no page and no other template asks for this one"
                hint = suggestion(short, sorted(known & theme.templates.keys())) or "include it in one, or remove it"
                yield Diagnostic("unused-template", message, template.span_at(0), hint, Severity.WARNING)
            yield from _check_extending(theme, key, template)
        known |= own.keys()


def _check_extending(theme: Theme, key: str, template: Template) -> Iterator[Diagnostic]:
    """Report the blocks that have no place in what the template extends; a new one may stand in another one."""
    parent, start = template.extends
    if parent and parent not in theme.templates:
        message, hint = f'there is no template "{parent}"', suggestion(parent, sorted(theme.templates))
        yield Diagnostic("template-error", message, template.span_at(start), hint)
        return
    outer = {name: start for name, start, depth in _blocks(template) if parent and not depth}
    if not outer:
        return
    others = [part for part in theme.parts_of(key).values() if part != template]
    known = {name for part in others for name, _, _ in _blocks(part)}
    for name in sorted(outer.keys() - known):
        message = f'no template that this one extends has a block "{name}"'
        hint = suggestion(name, sorted(known)) or "the blocks are: " + ", ".join(sorted(known))
        yield Diagnostic("unknown-block", message, template.span_at(outer[name]), hint, Severity.WARNING)


def _blocks(template: Template) -> Iterator[tuple[str, int, int]]:
    """Yield the name of each block, where it begins, and how many are around it."""
    depth = 0
    for tag in _BLOCK_TAG.finditer(template.source):
        if tag[1]:
            yield tag[1], tag.start(), depth
        depth += bool(tag[1]) - bool(tag[2])
