"""Values that no file may have: each is refused with its own code, at its own line and column."""

import re

import pytest

from conftest import MakeSite

PAGE = "---\ntitle: Fine\nadded: 2026-01-01\n{}\n---\n{}\n"

CHARACTERS = [
    *(0x00, 0x07, 0x08, 0x0B, 0x0C, 0x0D, 0x1B, 0x1F, 0x7F, 0x80, 0x85, 0x9B, 0x9F),
    *(0x115F, 0x1160, 0x200B, 0x200C, 0x200D, 0x2028, 0x2029),
    *(0x202A, 0x202B, 0x202C, 0x202D, 0x202E, 0x2066, 0x2067, 0x2068, 0x2069),
    *(0x2060, 0x2061, 0x2064, 0x206A, 0x206F, 0x3164, 0xFEFF, 0xFFA0, 0xFFF9, 0xFFFB, 0xFFFE, 0xFFFF),
    *(0xE0001, 0xE0020, 0xE0041, 0xE007F),
]

ADDRESSES = [
    "javascript:alert(1)",
    "JaVaScRiPt:alert(1)",
    "javascript&colon;alert(1)",
    "data:text/html,x",
    "vbscript:x",
    "blob:https://example.com/x",
    "file:///etc/passwd",
    "ftp://example.com/",
    "//example.com/",
    "\\\\\\\\example.com",
    "https:\\\\\\\\example.com",
    "https:example.com",
    "https://",
    "https:///x",
    "https://user@example.com/",
    "https://user:word@example.com/",
    "https://example.com/ x",
    'https://example.com/\\"onclick=x',
    "https://example.com/<script>",
    "https://example.com:99999/",
    "https://[::1/",
    "https://exаmple.com/",
    "/papers/x/",
    "mailto:a@example.com",
]

IDS = [
    *("../x", "..", ".", "/etc/passwd", "a/../../b", "%2e%2e%2f", "C:\\\\x", "a\\u2215b", "a\\u2044b", "a\\uff0fb"),
    *("__proto__", "Constructor", "a b", "a--b", "-a", "a.", "a:b", "аpple", "a\\nb", "x" * 81),
]


def refusals(text: str) -> dict[str, tuple[str, str]]:
    """Return (place, code) of the error in each file."""
    found = re.findall(r"(?m)^content/papers/([a-z0-9-]+)\.md:([0-9:]+): error\[([a-z-]+)\]", text)
    assert len({name for name, _, _ in found}) == len(found), text
    return {name: (place, code) for name, place, code in found}


def test_every_forbidden_character_is_refused_at_its_place(make_site: MakeSite) -> None:
    files = {}
    for code in CHARACTERS:
        name = f"u{code:x}"
        files[f"content/papers/{name}-title.md"] = f"---\ntitle: ab{chr(code)}c\nadded: 2026-01-01\n---\n"
        files[f"content/papers/{name}-body.md"] = PAGE.format("year: 2020", f"One.\n\nTwo é {chr(code)}.")

    outcome = make_site(files).run("check")

    expected = {f"u{code:x}-title": ("2:10", "forbidden-character") for code in CHARACTERS}
    expected |= {f"u{code:x}-body": ("8:7", "forbidden-character") for code in CHARACTERS}
    assert outcome.code == 1
    assert refusals(outcome.stderr) == expected
    for code in CHARACTERS:
        assert (
            f"papers/u{code:x}-title.md:2:10: error[forbidden-character]: contains the character U+{code:04X}"
            in outcome.text
        )
    assert not re.search(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u200b-\u200d\u202a-\u202e]", outcome.text)


def test_escapes_do_not_help_a_forbidden_character(make_site: MakeSite) -> None:
    files = {
        f"content/papers/u{code:x}.md": f'---\nadded: 2026-01-01\ntitle: "ab\\U{code:08X}c"\n---\n'
        for code in CHARACTERS
    }

    outcome = make_site(files).run("check")

    assert refusals(outcome.stderr) == {f"u{code:x}": ("3:8", "forbidden-character") for code in CHARACTERS}


@pytest.mark.parametrize("field", ["links:\n  - {{kind: code, url: {0}}}", "sources:\n  - {0}"], ids=["link", "source"])
def test_every_unsafe_address_is_refused_at_its_place(make_site: MakeSite, field: str) -> None:
    quoted = [f'"{address}"' for address in ADDRESSES]
    files = {
        f"content/papers/a{number}.md": PAGE.format(field.format(address), "Text.")
        for number, address in enumerate(quoted)
    }

    outcome = make_site(files).run("check")

    column = field.splitlines()[1].replace("{{", "{").index("{0}") + 1
    assert refusals(outcome.stderr) == {
        f"a{number}": (f"5:{column}", "invalid-value") for number in range(len(ADDRESSES))
    }


@pytest.mark.parametrize("field", ["topics", "aliases", "methods"])
def test_every_unsafe_id_is_refused_at_its_place(make_site: MakeSite, field: str) -> None:
    files = {
        f"content/papers/i{number}.md": PAGE.format(f'{field}: ["{id_}"]', "Text.") for number, id_ in enumerate(IDS)
    }

    outcome = make_site(files).run("check")

    place = f"4:{len(field) + 4}"
    found = refusals(outcome.stderr)
    assert {name: place for name, (place, _) in found.items()} == {f"i{number}": place for number in range(len(IDS))}
    assert {code for _, code in found.values()} == {"invalid-value"}
