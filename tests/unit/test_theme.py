"""Theme folders: where they are found, what they inherit, what is refused."""

from pathlib import Path

import pytest

from papercatalog.config import SiteConfig
from papercatalog.diagnostics import CatalogError, Diagnostic
from papercatalog.theme import Theme, load_theme


def write(root: Path, files: dict[str, str | bytes]) -> None:
    for name, content in files.items():
        path = root / "themes" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content.encode() if isinstance(content, str) else content)


def load(root: Path, theme: str = "mine") -> Theme:
    return load_theme(SiteConfig(title="Site", theme=theme, root=root))


def refuse(root: Path, theme: str = "mine") -> list[Diagnostic]:
    with pytest.raises(CatalogError) as caught:
        load(root, theme)
    return list(caught.value.diagnostics)


def test_the_default_theme_comes_with_the_generator(tmp_path: Path) -> None:
    theme = load(tmp_path, "default")
    assert "base.html" in theme.templates
    assert "style.css" in theme.static


def test_the_sites_own_theme_wins_over_one_of_the_generator(tmp_path: Path) -> None:
    write(tmp_path, {"default/templates/base.html": "mine"})
    theme = load(tmp_path, "default")
    assert theme.templates["base.html"].source == "mine"
    assert not theme.static


def test_theme_overrides_single_files_of_the_one_it_extends(tmp_path: Path) -> None:
    write(
        tmp_path,
        {
            "mine/theme.yaml": "extends: base\n",
            "mine/templates/a.html": "mine",
            "mine/static/style.css": "mine",
            "base/templates/a.html": "base",
            "base/templates/b.html": "base",
            "base/static/style.css": "base",
            "base/static/search/main.js": "base",
        },
    )
    theme = load(tmp_path)
    assert theme.templates["a.html"].source == "mine"
    assert theme.templates["b.html"].source == "base"
    assert theme.templates["b.html"].shown_path == "themes/base/templates/b.html"
    assert theme.static == {"search/main.js": b"base", "style.css": b"mine"}


def test_overridden_template_is_still_there_under_the_name_of_its_theme(tmp_path: Path) -> None:
    write(tmp_path, {"mine/theme.yaml": "extends: default\n", "mine/templates/base.html": "mine"})
    theme = load(tmp_path)
    assert theme.templates["base.html"].source == theme.templates["mine/base.html"].source == "mine"
    assert "<!DOCTYPE html>" in theme.templates["default/base.html"].source


def test_address_of_static_files_changes_with_any_of_them(tmp_path: Path) -> None:
    write(tmp_path, {"mine/static/a.css": "a", "mine/static/b/c.js": "c"})
    first = load(tmp_path)
    assert [file.path for file in first.static_files()] == [
        first.assets_path[1:] + "a.css",
        first.assets_path[1:] + "b/c.js",
    ]
    assert len(first.assets_path) == len("/assets/0123456789/")
    assert load(tmp_path).assets_path == first.assets_path
    write(tmp_path, {"mine/static/b/c.js": "d"})
    assert load(tmp_path).assets_path != first.assets_path


def test_scripts_of_ours_are_published_without_their_comments(tmp_path: Path) -> None:
    script = "// Why.\nexport const path = `a//b\n  // kept`; // said\n/** Long. */\nconst slash = /[/]\\//;\n"
    write(tmp_path, {"default/static/main.js": script, "default/static/style.css": "/* Why. */"})
    static = load(tmp_path, "default").static
    assert static["main.js"].decode() == "export const path=`a//b\n  // kept`;const slash=/[/]\\//;"
    assert static["style.css"] == b"/* Why. */"


@pytest.mark.parametrize(
    "script",
    [
        "// Why.\nlet s = `no ${x ? `${x} have` : f({ a: 1 }, `one`)} more`;\n",
        "// Why.\nconst isUrl = (s) => /^https?:\\/\\//.test(s);\nisUrl('');\n",
    ],
)
def test_script_that_would_be_misread_is_published_as_it_is(tmp_path: Path, script: str) -> None:
    write(tmp_path, {"default/static/main.js": script})

    assert load(tmp_path, "default").static["main.js"].decode() == script


def test_scripts_of_others_are_published_as_they_are(tmp_path: Path) -> None:
    """With their licences, and with whatever no minifier understands."""
    script = "/* Licence: MIT */\nconst list = `${items.map((x) => { return `https://${x}  `; })}`;\n"
    write(tmp_path, {"mine/static/main.js": script, "default/static/vendor.js": script})
    write(tmp_path, {"mine/theme.yaml": "extends: default\n"})

    static = load(tmp_path).static
    assert static["main.js"].decode() == static["vendor.js"].decode() == script


def test_our_scripts_are_all_shortened(tmp_path: Path) -> None:
    scripts = {name: content for name, content in load(tmp_path, "default").static.items() if name.endswith(".js")}
    assert scripts
    assert [name for name, content in scripts.items() if content.startswith(b"//")] == []


def test_leftovers_of_editors_are_no_part_of_a_theme(tmp_path: Path) -> None:
    write(tmp_path, {"mine/static/.DS_Store": "x", "mine/static/a.css~": "x", "mine/static/a.css": "a"})
    assert list(load(tmp_path).static) == ["a.css"]


def test_unknown_theme_is_reported_with_the_nearest_name(tmp_path: Path) -> None:
    (problem,) = refuse(tmp_path, "defualt")
    assert str(problem) == (
        'site.yaml: error[unknown-theme]: there is no theme "defualt"\n  hint: did you mean "default"?'
    )


def test_unknown_parent_is_reported_in_the_theme_that_names_it(tmp_path: Path) -> None:
    write(tmp_path, {"mine/theme.yaml": "extends: ../../etc\n"})
    (problem,) = refuse(tmp_path)
    assert (problem.code, problem.span.path) == ("unknown-theme", "themes/mine/theme.yaml")


def test_loop_of_themes_is_reported(tmp_path: Path) -> None:
    write(tmp_path, {"mine/theme.yaml": "extends: other\n", "other/theme.yaml": "extends: mine\n"})
    (problem,) = refuse(tmp_path)
    assert str(problem).startswith("themes/other/theme.yaml:1:10: error[theme-loop]: mine extends other extends mine")


@pytest.mark.parametrize("text", ["parent: default\n", "- default\n", "extends: [a]\n", "extends:\n"])
def test_theme_file_says_nothing_but_what_it_extends(tmp_path: Path, text: str) -> None:
    write(tmp_path, {"mine/theme.yaml": text})
    assert [problem.code for problem in refuse(tmp_path)] == ["invalid-value"]


def test_empty_theme_file_extends_nothing(tmp_path: Path) -> None:
    write(tmp_path, {"mine/theme.yaml": "# nothing\n", "mine/templates/a.html": "a"})
    assert set(load(tmp_path).templates) == {"a.html", "mine/a.html"}


@pytest.mark.parametrize("name", ["static/leak.txt", "templates/leak.html", "static/folder", "static", "theme.yaml"])
def test_links_in_a_theme_are_refused(tmp_path: Path, name: str) -> None:
    secret = tmp_path / "secret"
    secret.mkdir()
    (secret / "file").write_text("secret")
    write(tmp_path, {"mine/templates/a.html": "a"})
    link = tmp_path / "themes" / "mine" / name
    link.parent.mkdir(exist_ok=True)
    link.symlink_to(secret / "file" if "." in name else secret)
    (problem,) = refuse(tmp_path)
    assert (problem.code, problem.span.path) == ("symlink", f"themes/mine/{name}")


def test_second_name_of_a_file_is_refused(tmp_path: Path) -> None:
    write(tmp_path, {"mine/static/a.css": "a"})
    (tmp_path / "secret").write_text("secret")
    (tmp_path / "themes/mine/static/leak.txt").hardlink_to(tmp_path / "secret")
    (problem,) = refuse(tmp_path)
    assert (problem.code, problem.span.path) == ("hard-link", "themes/mine/static/leak.txt")


def test_theme_that_is_a_link_is_refused(tmp_path: Path) -> None:
    write(tmp_path, {"real/templates/a.html": "a"})
    (tmp_path / "themes" / "mine").symlink_to("real")
    (problem,) = refuse(tmp_path)
    assert (problem.code, problem.span.path) == ("symlink", "themes/mine")


def test_every_unfit_file_is_reported_at_once(tmp_path: Path) -> None:
    write(tmp_path, {"mine/templates/a.html": b"ok\n\xff", "mine/templates/b.html": "zero\u200bwidth"})
    assert [str(problem.span) for problem in refuse(tmp_path)] == [
        "themes/mine/templates/a.html:2:1",
        "themes/mine/templates/b.html:1:5",
    ]
