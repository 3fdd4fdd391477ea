"""Values that no file may have: each is refused with its own code, at its own line and column."""

import re

import pytest

from conftest import MakeSite

PAGE = "---\ntitle: Fine\nadded: 2026-01-01\n{}\n---\n{}\n"

CHARACTERS = [
    *(0x00, 0x07, 0x08, 0x0B, 0x0C, 0x0D, 0x1B, 0x1F, 0x7F, 0x80, 0x85, 0x9B, 0x9F),
    *(0xAD, 0x034F, 0x17B4, 0x180E, 0x2800, 0x1BCA0, 0x1D173),
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
    files, expected = {}, {}
    for code in CHARACTERS:
        title, body, escape = (f"u{code:x}-{kind}" for kind in ("title", "body", "escape"))
        files[f"content/papers/{title}.md"] = f"---\ntitle: ab{chr(code)}c\nadded: 2026-01-01\n---\n"
        files[f"content/papers/{body}.md"] = PAGE.format("year: 2020", f"One.\n\nTwo é {chr(code)}.")
        files[f"content/papers/{escape}.md"] = f'---\nadded: 2026-01-01\ntitle: "ab\\U{code:08X}c"\n---\n'
        expected |= dict(zip((title, body, escape), ("2:10", "8:7", "3:8"), strict=True))

    outcome = make_site(files).run("check")

    assert outcome.code == 1
    assert refusals(outcome.stderr) == {name: (place, "forbidden-character") for name, place in expected.items()}
    for code in CHARACTERS:
        assert (
            f"u{code:x}-title.md:2:10: error[forbidden-character]: contains the character U+{code:04X}" in outcome.text
        )
    assert not re.search(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u200b-\u200d\u202a-\u202e]", outcome.text)


@pytest.mark.parametrize(
    "mark", ["\u0301", "\u0e47", "\u0651", "\u20d2", "\u0615", "\u05c4", "\u0951", "\u2de6", "\U0001d185"]
)
def test_no_letter_has_so_many_marks_that_they_cover_the_lines_around(make_site: MakeSite, mark: str) -> None:
    titles = {"eight": f"e{mark * 8}x{mark * 8}", "nine": f"e{mark * 9}", "escaped": f'"e{mark * 8}\\U{ord(mark):08x}"'}
    site = make_site(
        {
            f"content/papers/{name}.md": f"---\ntitle: {title}\nadded: 2026-01-01\n---\n"
            for name, title in titles.items()
        }
    )

    outcome = site.run("check")

    assert refusals(outcome.stderr) == {
        "nine": ("2:17", "forbidden-character"),
        "escaped": ("2:8", "forbidden-character"),
    }
    assert outcome.stderr.count(f"contains the character U+{ord(mark):04X}, the ninth mark on one letter") == 2


def test_every_unsafe_address_is_refused_at_its_place(make_site: MakeSite) -> None:
    fields = {"link": ('links:\n  - {{kind: code, url: "{}"}}', "5:23"), "source": ('sources:\n  - "{}"', "5:5")}
    files, expected = {}, {}
    for kind, (field, place) in fields.items():
        for number, address in enumerate(ADDRESSES):
            files[f"content/papers/{kind}-{number}.md"] = PAGE.format(field.format(address), "Text.")
            expected[f"{kind}-{number}"] = (place, "invalid-value")

    assert refusals(make_site(files).run("check").stderr) == expected


def test_every_unsafe_id_is_refused_at_its_place(make_site: MakeSite) -> None:
    files, expected = {}, {}
    for field in ("topics", "aliases", "methods"):
        for number, id_ in enumerate(IDS):
            files[f"content/papers/{field}-{number}.md"] = PAGE.format(f'{field}: ["{id_}"]', "Text.")
            expected[f"{field}-{number}"] = (f"4:{len(field) + 4}", "invalid-value")

    assert refusals(make_site(files).run("check").stderr) == expected


def test_no_formula_draws_over_the_rest_of_its_page(make_site: MakeSite) -> None:
    body = r"One $\raisebox{9em}{Retracted.}$ and $\genfrac{}{}{30em}{}{a}{b}$."
    site = make_site({"content/papers/x.md": PAGE.format("year: 2020", body)})

    outcome = site.build()

    assert outcome.stderr.count("warning[faulty-formula]") == 2
    page = site.html("papers/x")
    assert r"\raisebox{9em}{Retracted.}</code>" in page
    assert not re.search("voffset|linethickness", page)
