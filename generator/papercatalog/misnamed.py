"""Blocks and templates of a theme whose names are misspelt, most likely, and text that stands in no block.

Jinja passes over what nobody asks for in silence. Names are read as `theme` reads them: to parse all templates
would take longer than most of a small build.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence, Set
from dataclasses import dataclass
from itertools import pairwise

from papercatalog.diagnostics import Diagnostic, Severity, suggestion
from papercatalog.theme import Template, Theme

_BLOCK_TAG = re.compile(r"{#.*?#}|{%[-+]?\s*(?:raw\b.*?{%[-+]?\s*endraw\b|block\s+(\w+)|(endblock)\b)", re.DOTALL)
"""A comment, text as it is, the beginning of a block with its name, or an end."""
_TAG = re.compile(r"{#.*?#}|<!--.*?-->|{%[-+]?\s*(?:raw\b.*?{%[-+]?\s*endraw\b.*?|(\w+)(.*?))%}", re.DOTALL)
"""A comment, text as it is, or a tag with its first word and the others."""
_EMPTY_BLOCK = re.compile(r"{%[-+]?\s*block\b[^%]*%}\s*{%[-+]?\s*endblock\b")


@dataclass(frozen=True, slots=True)
class _LostBlock:
    """A block of a template that has no place in what the template extends."""

    template: Template
    key: str
    """The name of the template after that of its theme."""
    name: str
    start: int
    known: Set[str]
    """The blocks that have a place."""
    replacement: Template | None
    """What stands, in a theme that extends this one, for the template that has a place for the block."""


def find_misnamed(theme: Theme, page_templates: Iterable[str]) -> Iterator[Diagnostic]:
    """Report what nobody asks for in the theme and those that it extends, and what extends a template it has not."""
    pages = set(page_templates)
    tags = [names for template in theme.templates.values() for names in template.named]
    known = {*pages, *(name for names in tags for name in names or theme.templates)}
    lost: list[_LostBlock] = []
    for depth, name in enumerate(theme.names[::-1]):
        own = {key.removeprefix(f"{name}/"): key for key in theme.templates if key.startswith(f"{name}/")}
        for short, key in own.items():
            template = theme.templates[key]
            # The last theme has the templates of all kinds of pages, also of those that this catalogue has none of.
            if depth and not {short, key} & known:
                message = "no page and no other template asks for this one"
                hint = suggestion(short, known & theme.templates.keys()) or "include it in one, or remove it"
                yield Diagnostic("unused-template", message, template.span_at(0), hint, Severity.WARNING)
            parent, start = template.extends
            if parent and parent not in theme.templates:
                others = sorted(theme.templates.keys() - {short, key})
                hint = suggestion(parent, others) or "there are those of the themes " + ", ".join(theme.names)
                yield Diagnostic("template-error", f'there is no template "{parent}"', template.span_at(start), hint)
            elif parent:
                lost += _find_lost_blocks(theme, key)
                yield from _check_text(template)
        known |= own.keys()
    yield from _tell_of_lost_blocks(theme, pages, lost)


def _check_text(template: Template) -> Iterator[Diagnostic]:
    """Report the first text that stands in no block, though the template extends another one."""
    tags = list(_TAG.finditer(template.source))
    ends = [*(tag.start() for tag in tags[1:]), len(template.source)]
    extends, depth = False, 0
    for tag, end in zip(tags, ends, strict=True):
        if tag[1] == "if" and not extends:
            return  # it may extend nothing, and then has text of its own
        extends = extends or tag[1] == "extends"
        depth += tag[1] in ("block", "macro") or (tag[1] == "set" and "=" not in tag[2])
        depth -= tag[1] in ("endblock", "endmacro", "endset")
        text = template.source[tag.end() : end]
        if extends and not depth and text.strip():
            message = "stands in no block, and a template that extends another one puts nothing else on pages"
            start = tag.end() + len(text) - len(text.lstrip())
            hint = "put it into a block, or remove it"
            yield Diagnostic("unknown-block", message, template.span_at(start), hint, Severity.WARNING)
            return


def _find_lost_blocks(theme: Theme, key: str) -> Iterator[_LostBlock]:
    """Yield the blocks of a template that has a parent and does not write them anywhere."""
    template = theme.templates[key]
    outer = {name: start for name, start, depth in _blocks(template) if not depth}
    if not outer:
        return
    known = _blocks_of(theme, key, without=template)  # a new block may stand in another one
    if outer.keys() <= known:
        return
    line = [template]
    while parent := line[-1].extends[0]:
        if parent not in theme.templates:
            return  # that is the fault, and told where it stands
        line.append(theme.templates[parent])
    replaced, replacement = _find_replacement(theme, key, line)
    had = _blocks_of(theme, replaced) if replaced else set()
    for name in sorted(outer.keys() - known):
        yield _LostBlock(template, key, name, outer[name], known, replacement if name in had else None)


def _find_replacement(theme: Theme, key: str, line: Sequence[Template]) -> tuple[str, Template | None]:
    """Return the name of what the theme of a template has it extend, if something stands for that, and what does."""
    names = theme.names[theme.names.index(key.partition("/")[0]) :]
    for child, parent in pairwise(line):
        meant = [each for name in names if (each := f"{name}/{child.extends[0]}") in theme.templates]
        if meant and theme.templates[meant[0]] not in line:
            return meant[0], parent
    return "", None


def _blocks_of(theme: Theme, key: str, without: Template | None = None) -> set[str]:
    """Return the names of the blocks of a template and of all that it names."""
    return {name for part in theme.parts_of(key).values() if part != without for name, _, _ in _blocks(part)}


def _tell_of_lost_blocks(theme: Theme, pages: Iterable[str], lost: Iterable[_LostBlock]) -> Iterator[Diagnostic]:
    replaced: dict[tuple[Template, str], list[_LostBlock]] = defaultdict(list)
    for block in lost:
        if block.replacement is None:
            message = f'no template that this one extends has a block "{block.name}"'
            hint = suggestion(block.name, block.known) or "the blocks are: " + ", ".join(sorted(block.known))
            span = block.template.span_at(block.start)
            yield Diagnostic("unknown-block", message, span, hint, Severity.WARNING)
        elif not _EMPTY_BLOCK.match(block.template.source, block.start):  # that would only leave something out
            replaced[block.replacement, block.name].append(block)
    if not replaced:
        return
    used = {part.shown_path for page in pages for part in theme.parts_of(page).values()}
    for (template, name), blocks in replaced.items():
        if writers := [block.key for block in blocks if block.template.shown_path in used]:
            more = f" and {len(writers) - 1} more" if writers[1:] else ""
            message = f'has no block "{name}": what {writers[0]}{more} would put there is on no page'
            own = [each for each, _, _ in _blocks(template)]
            hint = suggestion(name, own) or f"write {{% block {name} %}}{{% endblock %}} where it belongs"
            yield Diagnostic("unknown-block", message, template.span_at(0), hint, Severity.WARNING)


def _blocks(template: Template) -> Iterator[tuple[str, int, int]]:
    """Yield the name of each block, where it begins, and how many are around it."""
    depth = 0
    for tag in _BLOCK_TAG.finditer(template.source):
        if tag[1]:
            yield tag[1], tag.start(), depth
        depth += bool(tag[1]) - bool(tag[2])
