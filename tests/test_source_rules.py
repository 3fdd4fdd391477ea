"""Rules about the source that keep values of strangers harmless, and what is installed what was declared."""

import re
import sys
import tomllib
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest

from sources import imports

ROOT = Path(__file__).parent.parent
PACKAGE = ROOT / "generator" / "papercatalog"


# How values become markup: in templates quoted and escaped, in scripts as text.

UNQUOTED = re.compile(r"=\s*'?\s*\{")
UNESCAPED = re.compile(r"\|\s*(?:safe|forceescape)\b|\bMarkup\b|autoescape|<style|\son\w+\s*=|\sstyle\s*=")
PARSES_OR_RUNS = re.compile(
    r"\b(?:innerHTML|outerHTML|insertAdjacentHTML|createContextualFragment|document\.write|srcdoc|setHTML|eval)\b"
    r"|\bDOMParser\b|\bnew Function\b|\bset(?:Timeout|Interval)\(\s*[\"'`]|javascript:|\.on[a-z]+\s*=[^=]"
)


def read_theme_files(kind: str) -> dict[str, str]:
    files = sorted((ROOT / "themes").rglob(f"*.{kind}"))
    assert files
    return {file.relative_to(ROOT).as_posix(): file.read_text(encoding="utf-8") for file in files}


def without_quoted_attributes(template: str) -> str:
    """Return what is left without comments, statements, what stands inside expressions, and double quotes."""
    template = re.sub(r"(?s)\{#.*?#\}|\{%.*?%\}", "", template)
    return re.sub('"[^"]*"', '""', re.sub(r"(?s)\{\{.*?\}\}", "{{}}", template))


@pytest.mark.parametrize(("file", "template"), read_theme_files("html").items())
def test_values_in_attributes_are_in_double_quotes_and_escaped(file: str, template: str) -> None:
    # Escaping does not help where a space or another quote ends the value.
    assert not UNQUOTED.search(without_quoted_attributes(template))
    assert not UNESCAPED.search(template)


@pytest.mark.parametrize(("file", "script"), read_theme_files("js").items())
def test_scripts_make_elements_and_never_parse_or_run_text(file: str, script: str) -> None:
    assert not PARSES_OR_RUNS.search(script)


@pytest.mark.parametrize(("file", "sheet"), read_theme_files("css").items())
def test_sheets_are_written_so_that_safari_reads_them(file: str, sheet: str) -> None:
    # There text-decoration takes a line alone; what says more is passed over. And user-select has a prefix.
    assert set(re.findall(r"text-decoration:\s*([^;]+);", sheet)) <= {"none", "underline"}
    assert all("-webkit-user-select" in before for before in sheet.split("\n  user-select")[:-1])


@pytest.mark.parametrize(("file", "sheet"), read_theme_files("css").items())
def test_signs_with_words_for_those_who_hear_them_are_said_plainly_first(file: str, sheet: str) -> None:
    # Firefox before 128 and Safari before 17.4 pass over a sign with such words, and would show none.
    assert all(f"content: {sign};" in sheet for sign in re.findall(r'content: ("[^"]*") / ', sheet))


def test_scripts_of_the_preview_never_parse_or_run_text() -> None:
    sources = [file.read_text(encoding="utf-8") for file in (PACKAGE / "preview").glob("*.*")]
    assert any("EventSource" in source for source in sources)
    assert not [source for source in sources if PARSES_OR_RUNS.search(source)]


@pytest.mark.parametrize(
    ("pattern", "text"),
    [
        *((UNQUOTED, text) for text in ("<a href={{ x }}>", '<a class="b" title = {{ x }}', "<a title='{{ x }}'")),
        *((UNESCAPED, text) for text in ("{{ x | safe }}", "{{ x|safe }}", "{% autoescape false %}", "<p onclick=x>")),
        *((PARSES_OR_RUNS, text) for text in ("a.innerHTML = b", "eval(x)", "b.onclick = x", 'setTimeout("x")')),
    ],
)
def test_the_rules_see_what_breaks_them(pattern: re.Pattern[str], text: str) -> None:
    assert pattern.search(without_quoted_attributes(text) if pattern is UNQUOTED else text)


def test_markup_is_made_in_one_place_and_templates_come_from_themes_only() -> None:
    sources = {file.relative_to(PACKAGE).as_posix(): file.read_text(encoding="utf-8") for file in PACKAGE.rglob("*.py")}

    def having(pattern: str) -> list[str]:
        return [name for name, text in sources.items() if re.search(pattern, text)]

    assert having(r"\bMarkup\(") == ["render.py"]
    assert sources["render.py"].count("Markup(render_markdown(") == sources["render.py"].count("Markup(") == 1
    assert "autoescape=True" in sources["render.py"]
    assert not having("from_string|select_autoescape")
    assert not having(
        r"\b(?:eval|exec|__import__)\(|\byaml\.(?:load|unsafe_load|full_load)\b|\bos\.system\b|shell=True"
    )


# What is imported is declared, and what is declared is locked with its hash.

LOCKED = re.compile(r"(?m)^([\w.-]+)==\S+.*\\\n((?:\s+--hash=sha256:[0-9a-f]{64}.*\n)+)")


def test_every_import_is_declared_and_locked() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    needed = {
        "requirements.lock": set(map(_name, project["project"]["dependencies"])),
        "requirements-dev.lock": set(map(_name, project["dependency-groups"]["dev"])),
    }
    of_package, of_tests = needed.values()

    assert _imported(PACKAGE) <= of_package
    assert _imported(ROOT / "tests") <= of_package | of_tests
    for lock, names in needed.items():
        text = (ROOT / lock).read_text(encoding="utf-8")
        locked = {_name(found[1]) for found in LOCKED.finditer(text)}
        assert names <= locked, lock
        assert locked == set(map(_name, re.findall(r"(?m)^([\w.-]+)==", text))), lock


def _imported(folder: Path) -> set[str]:
    """Return the distributions that the files of a folder import."""
    distributions = packages_distributions()
    own = {file.stem for file in folder.rglob("*.py")} | {"papercatalog"}
    names = {name for file in folder.rglob("*.py") for name in imports(file)} - own - sys.stdlib_module_names
    return {_name(distribution) for name in names for distribution in distributions.get(name, [name])}


def _name(requirement: str) -> str:
    return re.split(r"[\s<>=!~;\[]", requirement)[0].lower().replace("_", "-").replace(".", "-")


def test_installing_and_testing_leave_the_folder_of_the_catalogue_out_of_the_module_path() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")

    assert re.search(r"/python -P -m pip ", makefile)
    assert not re.search(r"/python -m ", makefile)
    for line in makefile.splitlines():
        assert "install -r" not in line or ".lock" not in line or "--require-hashes" in line
