"""`catalog import`: what other programs and the catalogue itself write becomes pages; what is there stays."""

import re
import shutil
from pathlib import Path

import pytest

from papercatalog.config import load_config
from papercatalog.content import read_records
from papercatalog.model import Paper
from sitecase import SiteCase, write_minimal

ROOT = Path(__file__).parents[1]
REFERENCES = ROOT / "tests/fixtures/references"
VOCABULARY = ("topics", "datasets", "pages", "venues.yaml", "metrics.yaml", "methods.yaml")
EXPORTS = ("catalog.bib", "catalog.ris", "catalog.csl.json")


def copied(root: Path, names: tuple[str, ...]) -> SiteCase:
    """Return a site with parts of this repository's content."""
    for name in names:
        source = ROOT / "content" / name
        (root / "content").mkdir(parents=True, exist_ok=True)
        (shutil.copytree if source.is_dir() else shutil.copy2)(source, root / "content" / name)
    return SiteCase(root).write("site.yaml", "title: Copy\n")


@pytest.fixture(scope="module")
def catalogue(tmp_path_factory: pytest.TempPathFactory) -> SiteCase:
    """A copy of the catalogue of this repository."""
    return copied(tmp_path_factory.mktemp("catalogue"), (*VOCABULARY, "papers", "synonyms.yaml"))


def papers(site: SiteCase) -> dict[str, Paper]:
    return {paper.title: paper for paper in read_records(load_config(site.root)).catalog.papers}


def facts(paper: Paper) -> dict[str, object]:
    venue = paper.venue
    return {
        "authors": [str(name) for name in paper.authors],
        "year": paper.year,
        "cited year": paper.cited_year,
        "identifiers": paper.identifiers,
        "venue": venue and (venue.id, venue.volume, venue.issue, venue.pages),
        "topics": set(paper.topics),
        "status": paper.status,
    }


@pytest.mark.parametrize("name", EXPORTS)
def test_exports_become_the_same_papers_in_an_empty_catalogue(
    catalogue: SiteCase, real_site: Path, name: str, tmp_path: Path
) -> None:
    site = copied(tmp_path, VOCABULARY)
    outcome = site.run("import", str(real_site / "data" / name))
    assert outcome.code == 0, outcome.text
    assert outcome.stdout == "119 pages written, 0 unchanged\n"
    assert not outcome.stderr

    originals, imported = papers(catalogue), papers(site)
    assert imported.keys() == originals.keys()
    for title, paper in originals.items():
        expected, found = facts(paper), facts(imported[title])
        if name == "catalog.csl.json" and paper.venue and paper.identifiers.doi and paper.identifiers.arxiv:
            # CSL has no place for the preprint of a paper that appeared, and so none for its first year.
            del expected["identifiers"], expected["year"]
            assert imported[title].identifiers.doi == paper.identifiers.doi
        assert {**found, **expected} == found, title

    before = {path: path.read_bytes() for path in site.root.rglob("*.md")}
    assert "0 pages written, 119 unchanged" in site.run("import", str(real_site / "data" / name)).stdout
    assert {path: path.read_bytes() for path in site.root.rglob("*.md")} == before


@pytest.mark.parametrize("name", EXPORTS)
def test_exports_change_nothing_in_the_catalogue_itself(catalogue: SiteCase, real_site: Path, name: str) -> None:
    before = {path: path.read_bytes() for path in (catalogue.root / "content").rglob("*") if path.is_file()}
    outcome = catalogue.run("import", str(real_site / "data" / name))
    assert outcome.code == 0, outcome.text
    assert outcome.stdout.startswith("0 pages written")
    assert {path: path.read_bytes() for path in (catalogue.root / "content").rglob("*") if path.is_file()} == before


@pytest.fixture
def site(tmp_path: Path) -> SiteCase:
    return write_minimal(tmp_path).write(
        "content/venues.yaml",
        "- id: cvpr\n  name: IEEE Conference on Computer Vision and Pattern Recognition\n"
        "  short: CVPR\n  kind: conference\n  aliases: [Conference on Computer Vision and Pattern Recognition]\n",
    )


@pytest.mark.parametrize(
    ("name", "format_"), [("library.bib", "bibtex"), ("library.ris", "ris"), ("library.json", "csl-json")]
)
def test_other_programs_files_become_pages_that_pass_the_check(site: SiteCase, name: str, format_: str) -> None:
    outcome = site.run("import", str(REFERENCES / name))
    assert outcome.code == 0, outcome.text
    written = sorted(path.name for path in (site.root / "content/papers").iterdir())
    assert "doe-2021-survey.md" in written
    assert "van-der-lee-2022-ada-net.md" in written
    assert site.run("check").code == 0

    renamed = site.write("papers.dat", (REFERENCES / name).read_bytes())
    assert renamed.run("import", "papers.dat").code == 2
    outcome = site.run("import", "papers.dat", "--format", format_)
    assert f"0 pages written, {len(written) - 1} unchanged" in outcome.stdout, outcome.text


def test_page_of_a_bibtex_entry(site: SiteCase) -> None:
    site.run("import", str(REFERENCES / "library.bib"), SOURCE_DATE_EPOCH="1795219200")
    assert (site.root / "content/papers/van-der-lee-2022-ada-net.md").read_text(encoding="utf-8") == (
        "---\n"
        'title: "Ada-NET: Clustering of W₊ Faces — 50% faster"\n'
        "authors:\n"
        "  - Ann van der Lee\n"
        "  - José Müller\n"
        "  - {literal: Google Research}\n"
        "  - Martin Luther King Jr.\n"
        "year: 2022\n"
        'venue: {id: cvpr, year: 2023, pages: "12-19"}\n'
        'identifiers: {arxiv: "2202.03800", doi: "10.1000/a_b"}\n'
        "links:\n"
        '  - {kind: code, url: "https://github.com/a/ada_net"}\n'
        "added: 2026-11-21\n"
        "---\n"
        "We cluster faces. Experiments on COCO reach an accuracy of 99.5% on COCO. Code: <https://github.com/a/ada_net>.\n"
    )


def test_formulas_of_an_abstract_are_plain_where_they_can_be_and_typeset_where_not(site: SiteCase) -> None:
    abstract = r"The loss $\mathcal{L}_{\text{cls}}$ costs $O(n^2)$, 5$\frac{1}{2}$ or \$5. $\nothing{x}$ is odd."
    site.write("a.bib", f"@misc{{a, title={{On Trees}}, author={{Doe, Jane}}, abstract={{{abstract}}}}}\n")
    warnings = site.run("import", "a.bib").stderr.split("warning[uncleaned-latex]: ")[1:]
    assert [warning.split(" into plain text")[0] for warning in warnings] == [
        r"cannot turn $\frac{1}{2}$",
        r"cannot turn $\nothing{x}$",
    ]
    site.build()
    (page,) = [page for page in site.public.glob("papers/*/index.html") if "The loss" in page.read_text()]
    shown = page.read_text().partition("<p>The loss ")[2].partition("</p>")[0]
    assert shown.startswith("<math>")
    assert shown.partition("</math>")[2] == r" costs O(n²), 5$\frac{1}{2}$ or $5. $\nothing{x}$ is odd."


def test_what_a_bibtex_entry_leaves_open_is_told_and_nothing_is_invented(site: SiteCase) -> None:
    site.write("a.bib", "@misc{a, title={On Trees}, author={Jane Doe and others}, year={98}, eprint={2413.01234}}\n")
    outcome = site.run("import", "a.bib", SOURCE_DATE_EPOCH="1795219200")

    assert (outcome.code, outcome.stdout) == (0, "1 page written, 0 unchanged\n")
    for code in ("incomplete-authors", "invalid-value", "invalid-identifier"):
        assert f"a.bib:1: warning[{code}]" in outcome.stderr
    assert (site.root / "content/papers/trees.md").read_text(encoding="utf-8") == (
        "---\ntitle: On Trees\nauthors: [Jane Doe]\nadded: 2026-11-21\n---\n\n"
    )


def test_each_piece_of_latex_is_told_of_once(site: SiteCase) -> None:
    site.write("a.bib", r"@misc{a, title={On \foo Trees}, abstract={A \foo and a \foo.}}")

    assert site.run("import", "a.bib").stderr == (
        "a.bib:1: warning[uncleaned-latex]: cannot turn \\foo into plain text: \\foo is not defined\n"
        "  hint: it is imported as it stands: write on the page what the authors meant\n"
        "1 warning\n"
    )


@pytest.mark.parametrize(
    ("url", "kept"),
    [
        (r"\url{https://example.org/a_b}", "https://example.org/a_b"),
        (r"https://example.org/\~{}doe/a\_b", "https://example.org/~doe/a_b"),
        (r"https://example.org/$\sim$doe", "https://example.org/~doe"),
        ("www.example.org", ""),
        ("https://example.org/ü", ""),
        ("https://example.org/a https://example.org/b", "https://example.org/a"),
    ],
)
def test_an_address_is_kept_or_told_of(site: SiteCase, url: str, kept: str) -> None:
    site.write("a.bib", f"@misc{{a, title={{On Trees}}, url={{{url}}}}}")
    outcome = site.run("import", "a.bib")

    page = (site.root / "content/papers/trees.md").read_text(encoding="utf-8")
    assert (f'sources: ["{kept}"]\n' in page) == bool(kept)
    said = f'a.bib:1: warning[invalid-value]: "{url}" is no http or https address and is left out\n'
    assert (said in outcome.stderr) != bool(kept), outcome.text


@pytest.mark.parametrize(
    ("shown", "kept"),
    [
        (r"https://example.org/\~{}doe/a", "https://example.org/~doe/a"),
        (r"https://example.org/$\sim$doe/a", "https://example.org/~doe/a"),
        (r"https://example.org/{\textasciitilde}doe/a", "https://example.org/~doe/a"),
        ("https://example.org/a。", "https://example.org/a"),
        ("https://example.org/aüb", ""),
    ],
)
def test_an_address_of_an_abstract_is_whole_or_none(site: SiteCase, shown: str, kept: str) -> None:
    site.write("a.bib", f"@misc{{a, title={{On Trees}}, abstract={{The code of our trees is at {shown}.}}}}")
    outcome = site.run("import", "a.bib")

    page = (site.root / "content/papers/trees.md").read_text(encoding="utf-8")
    assert (f'links:\n  - {{kind: project, url: "{kept}"}}\n' in page) == bool(kept), page
    assert ("a.bib:1: warning[ungrounded-link]" in outcome.stderr) != bool(kept), outcome.text
    assert site.run("check").stdout == "2 papers checked, no errors\n"


def test_authors_without_a_fit_address_get_a_number(site: SiteCase) -> None:
    group = "The International Consortium for the Evaluation of Everything That Can Be Measured at All"
    site.write("a.bib", f"@misc{{a, title={{On Trees}}, author={{{{{group}}}}} and Con}}}}")
    outcome = site.run("import", "a.bib")

    assert (
        f'"{group}" makes a web address of 89 characters, more than the 80 allowed, and got a number' in outcome.stderr
    )
    assert '"Con" makes the web address "con", which is a device on Windows, and got a number' in outcome.stderr
    checked = site.run("check")
    assert (checked.code, checked.stdout) == (0, "2 papers checked, no errors\n"), checked.text


def test_a_preprint_is_of_the_year_of_its_first_version(site: SiteCase) -> None:
    site.write(
        "a.bib",
        "@misc{a, title={On Trees}, author={Doe, Jane}, year={2021}, eprint={2010.11929}}\n"
        "@misc{b, title={On Grass}, author={Doe, Jane}, year={2019}, eprint={2010.11930}}\n",
    )
    site.run("import", "a.bib")
    assert "year: 2020\n" in (site.root / "content/papers/doe-2020-trees.md").read_text()
    assert "year: 2019\n" in (site.root / "content/papers/doe-2019-grass.md").read_text()


def test_nothing_is_written_over_what_is_no_page(site: SiteCase) -> None:
    taken = site.root / "content/papers/doe-2020-trees.md"
    taken.symlink_to(site.write("draft.txt", "mine").root / "draft.txt")
    site.write("a.bib", "@misc{a, title={On Trees}, author={Doe, Jane}, year={2020}, eprint={2010.11929}}\n")
    outcome = site.run("import", "a.bib")
    assert outcome.code == 1
    assert "content/papers/doe-2020-trees.md: error[symlink]" in outcome.stderr
    assert (taken.is_symlink(), taken.read_text()) == (True, "mine")


def test_what_is_there_already_is_skipped_and_the_rest_is_written(site: SiteCase) -> None:
    site.paper("given", 'identifiers: {doi: "10.1000/A_B"}')
    outcome = site.run("import", str(REFERENCES / "library.bib"))
    assert outcome.code == 0
    assert "2 pages written" in outcome.stdout
    assert "library.bib:5: warning[duplicate-paper]:" in outcome.stderr
    assert 'Faces — 50% faster" has an identifier of content/papers/given.md: "About given"\n' in outcome.stderr


def test_an_entry_with_an_empty_title_is_skipped_and_the_rest_is_written(site: SiteCase) -> None:
    outcome = site.write("a.bib", "@misc{a, title={{}}}\n@misc{b, title={On Trees}}\n").run("import", "a.bib")

    assert (outcome.code, outcome.stdout) == (0, "1 page written, 0 unchanged\n"), outcome.text
    assert "a.bib:1: warning[missing-title]" in outcome.stderr


def test_text_of_a_pdf_is_told_of_and_its_letters_are_set_apart(site: SiteCase) -> None:
    site.write("a.bib", "@misc{a, title={A ﬁne Paper}, abstract={We are eﬃ-\ncient in pre- and postnatal care.}}\n")
    outcome = site.run("import", "a.bib")

    assert 'a.bib:1: warning[damaged-text]: "eﬃ- cient" is divided as at the end of a line' in outcome.stderr
    assert "1 warning\n" in outcome.stderr
    page = (site.root / "content/papers/fine-paper.md").read_text()
    assert "title: A fine Paper\n" in page
    assert "We are effi- cient in pre- and postnatal care." in page


def test_a_venue_that_is_not_known_is_told_of_once(site: SiteCase) -> None:
    entries = [("On Grass", "Nature"), ("On Trees", "NATURE"), ("On Weeds", "Science"), ("On Moss", "Nature")]
    site.write("a.bib", "".join(f"@misc{{{i}, title={{{t}}}, journal={{{j}}}}}\n" for i, (t, j) in enumerate(entries)))
    outcome = site.run("import", "a.bib")

    assert outcome.stdout == "4 pages written, 0 unchanged\n", outcome.text
    assert 'a.bib:1: warning[unknown-venue]: unknown venue "Nature", of 3 papers\n' in outcome.stderr
    assert 'a.bib:3: warning[unknown-venue]: unknown venue "Science"\n' in outcome.stderr
    assert outcome.stderr.endswith("\n2 warnings\n")

    (nature, _) = re.findall(r"or as a new one: (- \{.*\})", outcome.stderr)
    venues = (site.root / "content/venues.yaml").read_text() + nature.replace("kind: ...", "kind: journal")
    site.write("content/venues.yaml", venues + "\n")
    assert site.run("import", "a.bib").stdout == "3 pages written, 1 unchanged\n"
    assert "venue: {id: nature}\n" in (site.root / "content/papers/trees.md").read_text()


def test_a_string_of_bibtex_that_is_given_again_holds_from_there_on(site: SiteCase) -> None:
    site.write(
        "a.bib",
        "@String(CVPR = {Journal of Foo})\n@misc{a, title={On Grass}, year=2001, note=last, booktitle=cvpr}\n"
        "@String(CVPR = {CVPR})\n@misc{b, title={On Trees}, year=2002, booktitle=CVPR}\n@string{last = {Retracted}}\n",
    )
    outcome = site.run("import", "a.bib")

    assert outcome.stdout == "2 pages written, 0 unchanged\n", outcome.text
    assert 'a.bib:2: warning[unknown-venue]: unknown venue "Journal of Foo"' in outcome.stderr
    assert "status: retracted\n" in (site.root / "content/papers/grass.md").read_text()
    assert "venue: {id: cvpr, year: 2002}\n" in (site.root / "content/papers/trees.md").read_text()


def test_pieces_of_bibtex_are_joined(site: SiteCase) -> None:
    site.write(
        "a.bib",
        '@string{short = {CVPR}}\n@string(venue = "Proceedings of " # short)\n@string{long = venue # {, 2001}}\n'
        '@misc{a, title="On {C#} " # {and "F#"}, author={Lee, Ann} # " and " # {Roe, Bo}, month=jan#"~1",'
        " year = 20 # {01}, booktitle = LONG}\n",
    )
    outcome = site.run("import", "a.bib")

    assert not outcome.stderr
    page = (site.root / "content/papers/lee-2001-c.md").read_text()
    assert 'title: "On C# and \\"F#\\""\n' in page
    assert "authors: [Ann Lee, Bo Roe]\n" in page
    assert "venue: {id: cvpr, year: 2001}\n" in page


@pytest.mark.parametrize("value", ["{CVPR } # last", "last", '"of " # both'])
def test_pieces_of_bibtex_that_nothing_stands_for_are_told_of(site: SiteCase, value: str) -> None:
    site.write("a.bib", f"@string{{both = {{CVPR }} # last}}\n@misc{{a, title={value} # {{, 2001}}}}\n")

    said = (
        "a.bib:2: error[invalid-bibtex]: title is joined from pieces with #, and one of them is no text and no @string"
    )
    assert said in site.run("import", "a.bib").stderr


def test_strings_of_bibtex_that_grow_without_end_are_refused(site: SiteCase) -> None:
    doubled = "".join(f"@string{{s{n + 1} = s{n} # s{n}}}\n" for n in range(60))
    site.write("a.bib", f"@string{{s0 = {{much}}}}\n{doubled}@misc{{a, title = s60}}\n")

    assert "a.bib:62: error[invalid-bibtex]" in site.run("import", "a.bib", timeout=10).stderr


def test_a_doi_as_the_acm_wrote_it(site: SiteCase) -> None:
    site.write("a.bib", "@misc{a, title={On Trees}, doi={http://doi.acm.org/10.1145/1137627.1137628}}\n")
    assert not site.run("import", "a.bib").stderr
    assert 'identifiers: {doi: "10.1145/1137627.1137628"}\n' in (site.root / "content/papers/trees.md").read_text()


def test_entries_of_bibtex_without_a_key_are_entries(site: SiteCase) -> None:
    site.write("a.bib", "@misc{, title={On Grass}}\n@misc{, title={On Trees}}\n@misc{,title={On Leaves}}\n")
    outcome = site.run("import", "a.bib")
    assert (outcome.stdout, outcome.stderr) == ("3 pages written, 0 unchanged\n", ""), outcome.text


def test_comments_in_an_entry_of_bibtex_hide_no_field(site: SiteCase) -> None:
    site.write(
        "a.bib",
        "@inproceedings{a,\n  author = {Lee, Ann}, % the first\n  title = {On 50% of Trees},\n"
        "  % where it appeared\n  % in the end\n  booktitle = {CVPR},\n% pages = {1--2},\n"
        "  year = 2002, % or so\n  volume = {3} % of four\n}\n",
    )
    outcome = site.run("import", "a.bib")

    assert not outcome.stderr
    page = (site.root / "content/papers/lee-2002-50.md").read_text()
    assert 'title: "On 50% of Trees"\n' in page
    assert 'venue: {id: cvpr, year: 2002, volume: "3"}\n' in page


def test_a_name_without_its_string_is_no_author(site: SiteCase) -> None:
    outcome = site.write("a.bib", "@misc{a,\n  title = {On Trees},\n  author = ANN\n}\n").run("import", "a.bib")

    said = "a.bib:3: error[invalid-bibtex]: author is in no braces, and no @string of the file is called ANN\n"
    assert (outcome.code, said in outcome.stderr) == (1, True), outcome.text


def test_what_entries_of_biblatex_take_from_others(site: SiteCase) -> None:
    site.write(
        "a.bib",
        "@xdata{cvpr, booktitle={CVPR}, year=2001, xdata={CVPR, more}}\n@xdata{more, abstract={We do.}}\n"
        "@inproceedings{a, title={On Trees}, author={Lee, Ann}, xdata={cvpr}}\n"
        "@proceedings{v, title={CVPR}, xdata={cvpr}, year=2003}\n"
        "@inproceedings{b, title={On Grass}, author={Lee, Ann}, crossref={v}}\n"
        "@inproceedings{c, title={On Leaves}, author={Lee, Ann}, xdata={more, gone}}\n",
    )
    outcome = site.run("import", "a.bib")

    assert outcome.stdout == "3 pages written, 0 unchanged\n", outcome.text
    assert (
        'a.bib:6: warning[invalid-value]: there is no entry "gone", of which this one takes fields\n' in outcome.stderr
    )
    assert "missing-title" not in outcome.stderr
    page = (site.root / "content/papers/lee-2001-trees.md").read_text()
    assert "venue: {id: cvpr, year: 2001}\n" in page
    assert page.endswith("---\nWe do.\n")
    assert "venue: {id: cvpr, year: 2003}\n" in (site.root / "content/papers/lee-2003-grass.md").read_text()
    assert (site.root / "content/papers/leaves.md").read_text().endswith("---\nWe do.\n")


def test_a_volume_of_proceedings_is_no_paper(site: SiteCase) -> None:
    site.write(
        "a.bib",
        "@inproceedings{a, title={On Trees}, author={Lee, Ann}, crossref={DBLP:conf/cvpr/2019}}\n"
        "@proceedings{DBLP:conf/cvpr/2019, title={Proc. CVPR 2019}, editor={Doe, Jane}, year={2019}}\n"
        "@proceedings{c, title={On Grass}, author={Lee, Ann}, booktitle={CVPR}, year={2001}}\n",
    )
    outcome = site.run("import", "a.bib")

    assert outcome.stdout == "2 pages written, 0 unchanged\n", outcome.text
    assert "a.bib:2: warning[not-a-paper]: the entry is a volume of proceedings, not a paper, and is skipped" in (
        outcome.stderr
    )
    assert "venue: {id: cvpr, year: 2019}" in (site.root / "content/papers/lee-2019-trees.md").read_text()


def test_pages_that_are_not_known_yet_are_none(site: SiteCase) -> None:
    site.write("a.bib", "@misc{a, title={On Trees}, booktitle={CVPR}, year={2023}, pages={1--1}}\n")
    assert 'a.bib:1: warning[invalid-value]: "1-1" is what IEEE writes' in site.run("import", "a.bib").stderr
    assert "venue: {id: cvpr, year: 2023}\n" in (site.root / "content/papers/trees.md").read_text()


def test_two_digits_of_the_year_are_no_volume(site: SiteCase) -> None:
    site.write(
        "a.bib",
        "@misc{a, title={On Trees}, booktitle={Proceedings of CVPR 98}, year={1998}}\n"
        "@misc{b, title={On Grass}, booktitle={Proceedings of CVPR 12}, year={1998}}\n",
    )
    site.run("import", "a.bib")
    assert "venue: {id: cvpr, year: 1998}\n" in (site.root / "content/papers/trees.md").read_text()
    assert 'venue: {id: cvpr, year: 1998, volume: "12"}\n' in (site.root / "content/papers/grass.md").read_text()


def test_names_of_bibtex_that_need_latex_to_be_read(site: SiteCase) -> None:
    names = r"Hans-J.\ Lee and Prokhorov, G. {\relax Yu}. and Gu\dh mundsson, {\TH}{\'o}r"
    site.write("a.bib", f"@misc{{a, title={{On Trees}}, author={{{names}}}}}\n")
    outcome = site.run("import", "a.bib")

    assert not outcome.stderr
    page = (site.root / "content/papers/trees.md").read_text(encoding="utf-8")
    assert "authors: [Hans-J. Lee, G. Yu. Prokhorov, Þór Guðmundsson]\n" in page


def test_names_of_biblatex_that_say_what_their_parts_are(site: SiteCase) -> None:
    names = (
        "Lee, Ann and family=Maaten, given=Laurens, given-i=L, prefix=van der, useprefix=false"
        " and family=Sadat, given=Anwar, prefix=el- and given={Mary Ann},"
        " family=Roe, suffix=Jr. and family=Plato"
    )
    outcome = site.write("a.bib", f"@misc{{a, title={{On Trees}}, author={{{names}}}}}\n").run("import", "a.bib")

    assert not outcome.stderr
    page = (site.root / "content/papers/trees.md").read_text(encoding="utf-8")
    assert "authors: [Ann Lee, Laurens van der Maaten, Anwar el-Sadat, Mary Ann Roe Jr., Plato]\n" in page


@pytest.mark.parametrize("between", [" ", "; ", ";", "\n"])
def test_several_addresses_in_one_field_of_ris(site: SiteCase, between: str) -> None:
    addresses = between.join(["https://example.org/?a=1;b=2", "https://arxiv.org/abs/2202.03800"])
    site.write("a.ris", f"TY  - JOUR\nTI  - On Trees\nUR  - {addresses}\nER  - \n")

    assert not site.run("import", "a.ris").stderr
    page = (site.root / "content/papers/trees.md").read_text()
    assert 'identifiers: {arxiv: "2202.03800"}\n' in page
    assert 'sources: ["https://example.org/?a=1;b=2"' in page


def test_ris_as_web_of_science_writes_it(site: SiteCase) -> None:
    site.write(
        "a.ris",
        b"TY  - CPAPER\nAU  - Lee, Ann\nA1  - IEEE\nTI  - On Trees\nT2  - CVPR\nPY  - 1998\nC3  - A\rC3  - B\r"
        b"SP  - 5\nEP  - 9\nER  - \n\nTY  - JOUR\nA1  - Roe, Bo\nTI  - On Grass\nER  - \n",
    )
    outcome = site.run("import", "a.ris")

    assert outcome.stdout == "2 pages written, 0 unchanged\n", outcome.text
    assert outcome.stderr.startswith(
        'a.ris:1: warning[incomplete-authors]: "IEEE" stands as A1 beside the authors and is left out\n'
    )
    assert outcome.stderr.endswith("1 warning\n")
    page = (site.root / "content/papers/lee-1998-trees.md").read_text()
    assert 'authors: [Ann Lee]\nyear: 1998\nvenue: {id: cvpr, year: 1998, pages: "5-9"}\n' in page
    assert "authors: [Bo Roe]\n" in (site.root / "content/papers/grass.md").read_text()


def test_a_person_in_braces_is_told_of(site: SiteCase) -> None:
    names = "{Doe, Jane} and {Trees Research, Inc.} and {Team of Trees}"
    outcome = site.write("a.bib", f"@misc{{a, title={{On Trees}}, author={{{names}}}}}\n").run("import", "a.bib")

    assert outcome.stderr.count("unclear-name") == 1, outcome.text
    assert 'a.bib:1: warning[unclear-name]: "Doe, Jane" is in braces, and was taken for a group\n' in outcome.stderr


def test_a_subtitle_makes_no_title(site: SiteCase) -> None:
    outcome = site.write("a.bib", "@misc{a, subtitle={On Trees}}\n").run("import", "a.bib")
    assert outcome.stdout == "0 pages written, 0 unchanged\n"
    assert "a.bib:1: warning[missing-title]" in outcome.stderr


def test_a_paper_that_comes_twice_is_written_once(site: SiteCase) -> None:
    site.write(
        "two.bib",
        "@misc{a, title={On the Nature of Things and Faces}}\n@misc{b, title={On the Nature of Things and Face}}\n",
    )
    outcome = site.run("import", "two.bib")
    assert "1 page written" in outcome.stdout
    assert (
        'two.bib:2: warning[similar-title]: "On the Nature of Things and Face" seems to be there twice'
        in outcome.stderr
    )


def test_similar_titles_with_identifiers_of_their_own_are_two_papers(site: SiteCase) -> None:
    site.write(
        "two.bib",
        "@misc{a, title={On the Nature of Things and Faces, Part I}, eprint={2001.00001}}\n"
        "@misc{b, title={On the Nature of Things and Faces, Part II}, eprint={2001.00002}}\n",
    )
    assert "2 pages written" in site.run("import", "two.bib").stdout
    assert "warning[similar-title]" in site.run("check").stderr


BUTTONS = "---\ntitle: Known Paper About Buttons\nauthors: [Ann Lee]\nyear: 2020\nadded: 2026-01-02\n---\nMine.\n"


@pytest.mark.parametrize(
    "entry",
    [
        "title={Known Paper About Buttons II}, author={Lee, Ann}, year=2020, doi={10.1000/two}",
        "title={Known Paper on Buttons}, author={Lee, Ann}, year=2020, doi={10.1000/two}",
        "title={Known Paper About Bottoms}, author={Lee, Ann}, year=2020",
        "title={Known Paper About Buttons}, author={Roe, Bo}, year=2020, doi={10.1000/two}",
        "title={Known Paper About Buttons}, author={Lee, Ann}, year=2011, doi={10.1000/two}",
    ],
)
def test_a_page_is_completed_only_if_it_surely_is_the_paper(site: SiteCase, entry: str) -> None:
    page = site.write("content/papers/lee-2020-known.md", BUTTONS).root / "content/papers/lee-2020-known.md"
    outcome = site.write("a.bib", f"@misc{{a, {entry}}}\n").run("import", "a.bib")
    assert outcome.code == 0, outcome.text
    assert page.read_text(encoding="utf-8") == BUTTONS
    written = len(list(page.parent.iterdir())) == 3
    assert written or "if they are two, give the arXiv identifier or the DOI of both" in outcome.stderr, outcome.text


def test_an_author_who_is_listed_twice_is_imported_once(site: SiteCase) -> None:
    site.write("a.bib", "@misc{a, title={On Trees}, author={Jane Doe and Ann Lee and Doe, Jane}, year={1998}}\n")
    outcome = site.run("import", "a.bib")

    assert 'warning[repeated-value]: "Jane Doe" is listed twice, and was imported once' in outcome.stderr
    assert "authors: [Jane Doe, Ann Lee]\n" in (site.root / "content/papers/doe-1998-trees.md").read_text()


@pytest.mark.parametrize("author", ["author={Lee, A.}", "author={Lee, Ann and Roe, Bo}"])
def test_the_same_title_authors_and_year_complete_a_page(site: SiteCase, author: str) -> None:
    site.write("content/papers/lee-2020-known.md", BUTTONS)
    site.write("a.bib", f"@misc{{a, title={{Known paper about  Buttons}}, {author}, year=2020, doi={{10.1000/one}}}}\n")
    assert "1 page written" in site.run("import", "a.bib").stdout
    completed = BUTTONS.replace("added:", 'identifiers: {doi: "10.1000/one"}\nadded:')
    assert (site.root / "content/papers/lee-2020-known.md").read_text(encoding="utf-8") == completed


@pytest.mark.parametrize(
    ("present", "completed"),
    [
        ('identifiers: {arxiv: "2001.00001"} # mine', 'identifiers: {arxiv: "2001.00001", doi: "10.1000/one"} # mine'),
        ("identifiers: {doi: 10.1000/one}", 'identifiers: {arxiv: "2001.00001", doi: 10.1000/one}'),
        ("identifiers:\n  doi: 10.1000/one", 'identifiers:\n  arxiv: "2001.00001"\n  doi: 10.1000/one'),
        (
            'identifiers: {arxiv: "2001.00001", doi: 10.1000/two}',
            'identifiers: {arxiv: "2001.00001", doi: 10.1000/two}',
        ),
    ],
)
def test_a_page_gets_the_identifier_and_the_abstract_that_it_lacks(
    site: SiteCase, present: str, completed: str
) -> None:
    page = BUTTONS.replace("added:", f"{present}\nadded:").replace("Mine.\n", "")
    site.write("content/papers/lee-2020-known.md", page)
    fields = "title={Known Paper About Buttons}, author={Lee, Ann}, year=2020, doi={10.1000/one}, eprint={2001.00001}"
    site.write("a.bib", f"@misc{{a, {fields}, abstract={{Found on ToySet.}}}}\n")
    assert site.run("import", "a.bib").stdout == "1 page written, 0 unchanged\n"

    use = "datasets:\n  - {id: toy-set, role: mentioned}\n"
    expected = page.replace(f"{present}\n", f"{completed}\n{use}") + "Found on ToySet.\n"
    assert (site.root / "content/papers/lee-2020-known.md").read_text(encoding="utf-8") == expected
    assert site.run("import", "a.bib").stdout == "0 pages written, 1 unchanged\n"
    assert site.run("check").code == 0


def test_a_page_gets_nothing_that_its_own_abstract_does_not_show(site: SiteCase) -> None:
    site.write("content/papers/lee-2020-known.md", BUTTONS)
    fields = "title={Known Paper About Buttons}, author={Lee, Ann}, year=2020, doi={10.1000/one}"
    site.write("a.bib", f"@misc{{a, {fields}, abstract={{Found on ToySet, see https://github.com/a/b.}}}}\n")
    assert site.run("import", "a.bib").stdout == "1 page written, 0 unchanged\n"
    completed = BUTTONS.replace("added:", 'identifiers: {doi: "10.1000/one"}\nadded:')
    assert (site.root / "content/papers/lee-2020-known.md").read_text(encoding="utf-8") == completed
    assert site.run("check").code == 0


def test_two_entries_complete_one_page(site: SiteCase) -> None:
    page = "content/papers/lee-2020-known.md"
    site.write(page, BUTTONS.replace("authors: [Ann Lee]", 'identifiers: {arxiv: "2001.00001", doi: "10.1000/one"}'))
    site.write(
        "a.bib",
        "@misc{a, title={Known Buttons}, author={Lee, Ann}, year=2020, eprint={2001.00001}}\n"
        "@misc{b, title={Known to Few: What Buttons Do}, author={Lee, Ann}, year=2020, doi={10.1000/one},"
        " keywords={examples}}\n",
    )
    assert site.run("import", "a.bib").stdout == "1 page written, 0 unchanged\n"
    text = (site.root / page).read_text(encoding="utf-8")
    assert "authors: [Ann Lee]\n" in text
    assert "topics: [examples]\n" in text
    assert site.run("import", "a.bib").stdout == "0 pages written, 1 unchanged\n"


def test_hint_of_a_paper_under_another_id_can_be_followed(site: SiteCase) -> None:
    site.write("content/papers/buttons.md", BUTTONS)
    site.write("a.bib", "@misc{a, title={Known Paper About Buttons}, author={Lee, Ann}, year=2020, doi={10.1000/a}}\n")
    site.write("b.bib", "@misc{a, title={Known Paper About Buttons}, author={Roe, Bo}, year=2020, doi={10.1000/a}}\n")
    assert "add lee-2020-known to the aliases of that page" in site.run("import", "a.bib").stderr
    assert "aliases" not in site.run("import", "b.bib").stderr
    site.edit("content/papers/buttons.md", "added:", "aliases: [lee-2020-known]\nadded:")
    assert "1 page written" in site.run("import", "a.bib").stdout


@pytest.mark.parametrize(
    ("name", "data", "code", "message"),
    [
        ("x.bib", b"@article{a, title={A}", 1, "x.bib:1: error[invalid-bibtex]"),
        ("x.bib", b"@misc{a, title={A}}\n@misc{b, title={B\xff}}", 1, "x.bib:2:18: error[not-utf-8]"),
        ("x.bib", b" " * (1024 * 1024 + 1), 1, "x.bib: error[too-large]"),
        ("x.txt", b" " * (16 * 1024 * 1024 + 1), 1, "x.txt: error[too-large]"),
        ("x.bib", b"@misc{a, title={A}, doi={10.1000/a}, DOI={10.1000/b}}", 1, "than one of these fields: doi\n"),
        ("x.ris", b"TY  - JOUR\nTI  - A", 1, "x.ris:1: error[invalid-ris]"),
        ("x.json", b'[{"title": "A\\u202e"}]', 1, 'error[forbidden-character]: "title" contains the character U+202E'),
        ("x.json", b'[{"title": "A", "URL": "https://x.org/", "note": "\\ud800"}]', 0, ""),
        ("x.json", b'[{"title": "A\\ud800"}]', 1, 'error[forbidden-character]: "title" contains the character U+D800'),
        (
            "x.json",
            b'[{"title": "A", "author": [{"family": "B\\u0007"}]}]',
            1,
            'error[forbidden-character]: "authors" contains the character U+0007, which is invisible or a control',
        ),
        (
            "x.json",
            rb'[{"title": "A\u0301\u0301\u0301\u0301\u0301\u0301\u0301\u0301\u0301"}]',
            1,
            "the ninth mark on one letter",
        ),
        ("x.csv", b"title", 2, "use --format"),
    ],
)
def test_unfit_files_write_nothing(site: SiteCase, name: str, data: bytes, code: int, message: str) -> None:
    outcome = site.write(name, data).run("import", name)
    assert (outcome.code, message in outcome.stderr) == (code, True), outcome.text
    assert len(list((site.root / "content/papers").iterdir())) == (1 if code else 2)


def test_what_is_wrong_with_facts_is_told_where_they_stand(site: SiteCase) -> None:
    site.write("papers.txt", "A Study of Nothing\nWe study nothing, and find that there is a lot of it everywhere.\n")
    site.write("facts.yaml", "- title: A Study of Nothing\n  year: 2020\n  authors: [Jane Doe, Jane Doe]\n")
    outcome = site.run("import", "papers.txt", "--facts", "facts.yaml")
    assert 'facts.yaml:3:12: warning[repeated-value]: "Jane Doe" is listed twice' in outcome.stderr


def test_thousands_of_facts_that_match_nothing_are_told_without_delay(site: SiteCase) -> None:
    site.write("papers.txt", "".join(f"A Study of Number {n}\nToo short.\n" for n in range(6_000)))
    site.write("facts.yaml", "".join(f"- title: Studies of Number {n}\n" for n in range(6_000)))

    outcome = site.run("import", "papers.txt", "--facts", "facts.yaml", timeout=15)  # to look for each takes longer

    assert 'hint: did you mean "A Study of Number 1"?\n' in outcome.stderr
    assert outcome.stderr.endswith("1 error, 6,000 warnings (the first 200 are shown)\n")


def test_facts_are_for_listings_only(site: SiteCase) -> None:
    site.write("facts.yaml", "")
    outcome = site.run("import", str(REFERENCES / "library.bib"), "--facts", "facts.yaml")
    assert (outcome.code, "--facts is for listings only" in outcome.stderr) == (2, True)
