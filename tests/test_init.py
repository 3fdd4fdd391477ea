"""`catalog init`: what it writes is a catalogue that works at once, of no field in particular."""

import os
import re
import shutil
import subprocess
import sys
import textwrap
from dataclasses import fields
from pathlib import Path

import click
import pytest

from papercatalog import __version__
from sitecase import SiteCase, read_tree

ROOT = Path(__file__).parents[1]


@pytest.fixture
def new(tmp_path: Path) -> SiteCase:
    """A catalogue as `catalog init` leaves it."""
    outcome = SiteCase(tmp_path).run("init", "papers")
    assert outcome.code == 0, outcome.text
    return SiteCase(tmp_path / "papers")


def test_new_catalogue_has_an_example_of_each_kind_and_the_workflows(new: SiteCase) -> None:
    assert sorted(read_tree(new.root / "content")) == [
        "datasets/button-box.md",
        "metrics.yaml",
        "pages/about.md",
        "papers/sample-2024-buttons.md",
        "topics/sorting.md",
    ]
    assert {".gitignore", "Makefile", "README.md", "site.yaml"} <= {path.name for path in new.root.iterdir()}
    assert (new.root / "docs/fields.md").is_file()
    assert (new.root / "requirements.txt").read_text() == f"papercatalog=={__version__}\n"
    assert read_tree(new.root / ".github") == read_tree(ROOT / ".github")
    assert [path.name for path in new.root.parent.iterdir()] == ["papers"]


def test_it_passes_its_own_checks_and_builds_without_a_warning_but_that_of_its_address(new: SiteCase) -> None:
    checked = new.run("check")
    assert (checked.code, checked.stderr) == (0, "")
    assert "1 paper checked" in checked.stdout

    built = new.build()
    assert re.findall(r"warning\[([a-z-]+)\]", built.stderr) == ["no-base-url"]
    assert "1 warning" in built.stderr
    assert new.build("--base-url", "https://example.org/papers/").stderr == ""
    assert "ButtonNet" in new.html("papers/sample-2024-buttons")


def test_site_yaml_names_every_key_there_is(new: SiteCase) -> None:
    from papercatalog.config import SiteConfig

    text = (new.root / "site.yaml").read_text()
    assert set(re.findall(r"^(?:# )?([a-z_]+):", text, re.MULTILINE)) == {
        field.name for field in fields(SiteConfig)
    } - {"root"}
    new.write("site.yaml", re.sub(r"^# ([a-z_]+:)", r"\1", text, flags=re.MULTILINE))
    assert new.run("check").code == 0


def test_it_knows_nothing_of_this_repositorys_catalogue(new: SiteCase) -> None:
    subject = re.compile(rb"\b(faces?|facial|visual relations)\b", re.IGNORECASE)

    assert not [path for path, data in read_tree(new.root).items() if subject.search(data)]
    new.build("--base-url", "https://example.org/")
    assert not [path for path, data in new.tree().items() if path.endswith("html") and subject.search(data)]


def test_every_target_and_command_of_its_workflows_and_readme_exists(new: SiteCase) -> None:
    targets = set(re.findall(r"^([$()\w./-]+):", (new.root / "Makefile").read_text(), re.MULTILINE))
    texts = [path.read_text() for path in [*(new.root / ".github/workflows").iterdir(), new.root / "README.md"]]
    asked = {target for text in texts for target in re.findall(r"^(?: *run: )?make (\S+)", text, re.MULTILINE)}

    assert asked >= {".venv/.installed", "test", "audit", "site"}
    assert {target.replace(".venv", "$(VENV)") for target in asked} <= targets


def test_the_theme_of_its_readme_works(new: SiteCase) -> None:
    readme = (new.root / "README.md").read_text()
    template = re.search(r"```html\n(.*?)```", readme, re.DOTALL)
    sheet = re.search(r"```css\n(.*?)```", readme, re.DOTALL)
    assert template
    assert sheet
    assert all(f"`{text}`" in readme for text in ("theme: mine", "extends: default", "themes/mine/theme.yaml"))
    new.edit("site.yaml", "# theme: default", "theme: mine #")
    new.write("themes/mine/theme.yaml", "extends: default\n")
    new.write("themes/mine/templates/base.html", textwrap.dedent(template[1]))
    new.write("themes/mine/static/mine.css", textwrap.dedent(sheet[1]))
    new.write("themes/mine/static/logo.svg", '<svg xmlns="http://www.w3.org/2000/svg"/>')
    assert new.build("--base-url", "https://example.org/").stderr == ""

    html = new.html("topics/sorting")
    title, navigation = re.findall(r'class="site-title".*?</a>|<nav aria-label="Main">.*?</nav>', html, re.DOTALL)
    assert re.search(r'<img src="[^"]*/logo.svg" alt="" width="24" height="24"> A Catalogue of Papers</a>', title)
    assert '<li><a href="../../about/">About</a></li>' in navigation
    assert html.index("/style.css") < html.index("/mine.css")
    assert "--accent: #06607a" in (next(new.public.glob("assets/*/mine.css"))).read_text()
    assert "<p>Kept by the reading group.</p>" in html


def test_the_venues_of_its_readme_complete_an_import(new: SiteCase) -> None:
    venues = re.search(r"```yaml\n(.*?)```", (new.root / "README.md").read_text(), re.DOTALL)
    assert venues
    new.write("content/venues.yaml", textwrap.dedent(venues[1]))
    new.write("a.bib", "@article{a, title={On Grass}, year=2009, journal={Proc. Natl. Acad. Sci. U. S. A.}}\n")

    outcome = new.run("import", "a.bib")
    assert (outcome.code, outcome.stderr) == (0, "")
    assert "venue: {id: pnas, year: 2009}\n" in (new.root / "content/papers/grass.md").read_text()


def test_the_page_of_a_renamed_person_stays_where_its_readme_says(new: SiteCase) -> None:
    entry = re.search(r"`(- \{id: ann-lee, .*?\})`", (new.root / "README.md").read_text())
    assert entry
    for name in ("Ann Lee", "Anna Lee"):
        page = f"---\ntitle: A Paper by {name}\nauthors: [{name}]\nadded: 2026-01-01\n---\n"
        new.write(f"content/papers/{name[:4].strip().lower()}.md", page)
    new.write("content/authors.yaml", f"{entry[1]}\n").build()

    assert [path.name for path in (new.public / "authors").glob("ann*")] == ["ann-lee"]
    html = new.html("authors/ann-lee")
    assert "<h1>Anna Lee</h1>" in html
    assert "A Paper by Ann Lee" in html
    assert "A Paper by Anna Lee" in html


def test_readme_says_where_the_templates_are_and_what_they_see(new: SiteCase) -> None:
    named = re.search(
        r"`\.venv/(lib/python3\.\*/site-packages/papercatalog/themes/)`", (new.root / "README.md").read_text()
    )
    assert named
    (themes,) = Path(sys.prefix).glob(named[1])
    assert (themes / "default/templates/base.html").is_file()
    assert "Templates see `site`" in (themes.parent / "render.py").read_text(encoding="utf-8")


@pytest.mark.parametrize("what", ["a file in it", "a file"])
def test_what_is_there_is_refused_and_left_as_it_is(tmp_path: Path, what: str) -> None:
    target = tmp_path / "papers"
    if what == "a file":
        target.write_text("mine")
    else:
        target.mkdir()
        if what == "a file in it":
            (target / ".hidden").write_text("mine")
    before = read_tree(tmp_path)

    outcome = SiteCase(tmp_path).run("init", "papers")

    assert outcome.code == 2
    assert "error[unfit-folder]" in outcome.stderr
    assert "hint: name a folder that does not exist yet, or has nothing in it but .git" in outcome.stderr
    assert read_tree(tmp_path) == before


def test_an_empty_folder_is_filled(tmp_path: Path) -> None:
    (tmp_path / "papers").mkdir()

    assert SiteCase(tmp_path).run("init", "papers").code == 0
    assert SiteCase(tmp_path / "papers").run("check").code == 0


def test_the_folder_one_is_in_is_filled_beside_its_git_repository(tmp_path: Path) -> None:
    (tmp_path / ".git").mkdir()
    (tmp_path / ".git/HEAD").write_text("ref: refs/heads/main\n")

    outcome = SiteCase(tmp_path).run("init", ".")

    assert outcome.code == 0
    assert outcome.stdout == "a new catalogue is in .; begin with its README.md, or with: make serve\n"
    assert not [path.name for path in tmp_path.iterdir() if "papercatalog-" in path.name]
    assert SiteCase(tmp_path).run("check").code == 0


def test_nothing_is_left_behind_where_it_fails(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from papercatalog.starter import start_catalogue

    def fail(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "rename", fail)
    with pytest.raises(OSError, match="No space left"):
        start_catalogue(tmp_path / "papers")

    assert not list(tmp_path.iterdir())


@pytest.mark.slow
def test_wheel_is_all_that_make_site_and_make_test_and_other_catalogues_need(new: SiteCase, wheel: Path) -> None:
    """pip finds the wheel of this checkout in place of a released one; the libraries it needs are here already."""
    environment = {**os.environ, "PIP_NO_INDEX": "1", "PIP_NO_DEPS": "1", "PIP_FIND_LINKS": str(wheel.parent)}

    def make(*targets: str) -> subprocess.CompletedProcess[str]:
        command = ["make", *targets, f"PYTHON={sys.executable}"]
        return subprocess.run(command, cwd=new.root, env=environment, capture_output=True, text=True, check=False)

    installed = make(".venv/.installed")
    assert installed.returncode == 0, installed.stdout + installed.stderr
    own = next((new.root / ".venv/lib").glob("python*/site-packages"))
    (own / "dependencies.pth").write_text(f"{Path(click.__file__).parents[1]}\n", encoding="utf-8")
    done = make("site", "test")

    assert done.returncode == 0, done.stdout + done.stderr
    assert (own / "papercatalog/themes/default/templates/base.html").is_file()
    assert (new.root / "public/papers/sample-2024-buttons/index.html").is_file()
    assert "1 paper checked, no errors" in done.stdout
    assert "files as built" in done.stdout

    copy = new.root.parent / "copy"
    shutil.copytree(ROOT / "content", copy / "content")
    (copy / "site.yaml").write_text("title: A copy\n")
    environment = {"PATH": "/usr/bin:/bin", "HOME": str(copy)}
    subprocess.run([new.root / ".venv/bin/catalog", "build"], cwd=copy, env=environment, check=True)
    assert len(list((copy / "public/papers").glob("*/cite.bib"))) == 119
