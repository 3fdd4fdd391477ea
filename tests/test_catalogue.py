"""The catalogue of this repository: complete, clean, and made from its listing by the importer."""

import json
import re
import shutil
from html import unescape
from pathlib import Path

import yaml

from papercatalog.importers.listing import parse_listing
from papercatalog.importers.prose import clean_prose
from papercatalog.markdown import plain_text, render_markdown
from sitecase import SiteCase

ROOT = Path(__file__).parents[1]
LISTING = ROOT / "tests/fixtures/catalogue-listing.txt"
FACTS = ROOT / "tests/fixtures/catalogue-facts.yaml"


def test_every_paper_has_its_page_topic_and_citation(real_site: Path) -> None:
    papers = json.loads((real_site / "data/papers.json").read_text(encoding="utf-8"))["papers"]

    assert len(papers) == 119
    for paper in papers:
        assert paper["topics"], paper["id"]
        assert (real_site / paper["url"].strip("/") / "index.html").is_file()
        assert f"{{{paper['id']}," in (real_site / "papers" / paper["id"] / "cite.bib").read_text(encoding="utf-8")


def test_every_topic_and_dataset_has_a_paper(real_site: Path) -> None:
    topics = json.loads((real_site / "data/topics.json").read_text(encoding="utf-8"))["topics"]
    datasets = json.loads((real_site / "data/datasets.json").read_text(encoding="utf-8"))["datasets"]

    assert 20 <= len(topics) <= 25
    assert len(datasets) >= 70
    assert not [record["id"] for record in topics + datasets if not record["papers"]]


def test_an_abstract_on_something_else_names_no_dataset(tmp_path: Path) -> None:
    shutil.copytree(ROOT / "content", tmp_path / "content")
    site = SiteCase(tmp_path).write("site.yaml", "title: Again\n")
    site.write("logos.bib", "@misc{a, title={Logos}, year={2024}, abstract={We draw SVG files, and NOW they move.}}")
    assert site.run("import", "logos.bib").code == 0

    (page,) = (tmp_path / "content/papers").glob("logos*.md")
    assert "datasets" not in page.read_text(encoding="utf-8")


def test_our_own_words_have_no_slips_and_write_numbers_one_way(real_site: Path) -> None:
    data = real_site / "data"
    papers = json.loads((data / "papers.json").read_text(encoding="utf-8"))["papers"]
    texts = {paper["id"]: paper["summary"] for paper in papers}
    for folder in ("topics", "datasets", "pages"):
        for file in (ROOT / "content" / folder).glob("*.md"):
            texts[file.stem] = file.read_text(encoding="utf-8").split("\n---\n", 1)[1]

    for name, text in texts.items():
        assert not re.search(r"[,;:][,.;:]|\.\.|\s[,.;:]\s|\S  \S", text), f"{name}: stray punctuation"
        assert not re.search(r"(?<![\w-])[\d.,]+[kKM]\b", text), f"{name}: a number with k or M"
        assert not re.search(r"(?<![\d.,-])(?!19|20)\d{4} [a-z]", text), f"{name}: thousands without a comma"


def test_numbers_are_in_the_unit_of_their_metric(real_site: Path) -> None:
    metrics = yaml.safe_load((ROOT / "content/metrics.yaml").read_text(encoding="utf-8"))
    units = {metric["id"]: metric.get("unit") for metric in metrics}
    for paper in json.loads((real_site / "data/papers.json").read_text(encoding="utf-8"))["papers"]:
        for result in paper.get("results", []):
            if result.get("kind") != "gain" and "unit" in result and units[result["metric"]]:
                assert result["unit"] == units[result["metric"]], paper["id"]


def test_a_bound_reads_as_one_beside_its_number(real_site: Path) -> None:
    """A page says "Inference speed, Pixel 2 phone, lower bound": "over" or "or more" would hang in the air there."""
    papers = json.loads((real_site / "data/papers.json").read_text(encoding="utf-8"))["papers"]
    parts = {part for paper in papers for result in paper["results"] for part in result.get("setting", "").split(", ")}

    assert "lower bound" in parts
    assert not parts & {"about", "around", "over", "up to", "less than", "more than", "or less", "or more"}


def test_abstract_on_the_page_is_the_text_of_the_record() -> None:
    for file in (ROOT / "content/papers").glob("*.md"):
        body = file.read_text(encoding="utf-8").split("\n---\n", 1)[1]
        html = render_markdown(body, lambda path: path, lambda _: None)

        assert " ".join(unescape(re.sub("<[^>]*>", "", html)).split()) == " ".join(plain_text(body).split())
        assert not re.search(r"<(?!/?(p|a)\b)", html), f"{file.name} has markup that nobody wrote"


def test_rendered_abstract_is_the_cleaned_text_of_the_listing() -> None:
    entries, problems = parse_listing(LISTING.read_bytes(), LISTING.name)

    assert len(entries) == 119
    assert not problems
    for entry in entries:
        prose, _ = clean_prose(entry.abstract, entry.abstract_span)
        html = render_markdown(prose.markdown, lambda path: path, lambda _: None)
        assert unescape(re.sub("<[^>]*>", "", html)).strip() == prose.text


def test_listing_becomes_the_catalogue(tmp_path: Path) -> None:
    for name in ("topics", "datasets", "pages", "venues.yaml"):
        source = ROOT / "content" / name
        copy = shutil.copytree if source.is_dir() else shutil.copy2
        (tmp_path / "content").mkdir(exist_ok=True)
        copy(source, tmp_path / "content" / name)
    site = SiteCase(tmp_path).write("site.yaml", "title: Again\n")

    first = site.run("import", str(LISTING), "--facts", str(FACTS))
    assert first.code == 0, first.text
    assert "119 pages written, 0 unchanged" in first.stdout
    assert first.stderr.count("warning[uncleaned-latex]") == 2
    ids = {path.name for path in (tmp_path / "content/papers").iterdir()}
    assert ids == {path.name for path in (ROOT / "content/papers").iterdir()}

    before = {path: path.read_bytes() for path in (tmp_path / "content").rglob("*.md")}
    assert "0 pages written, 119 unchanged" in site.run("import", str(LISTING), "--facts", str(FACTS)).stdout
    assert {path: path.read_bytes() for path in (tmp_path / "content").rglob("*.md")} == before


def test_importing_into_the_finished_catalogue_changes_no_curated_field(tmp_path: Path) -> None:
    shutil.copytree(ROOT / "content", tmp_path / "content")
    site = SiteCase(tmp_path).write("site.yaml", "title: Again\n")
    outcome = site.run("import", str(LISTING), "--facts", str(FACTS))
    assert outcome.code == 0, outcome.text

    for file in (tmp_path / "content/papers").iterdir():
        old = (ROOT / "content/papers" / file.name).read_text(encoding="utf-8").splitlines()
        new = iter(file.read_text(encoding="utf-8").splitlines())
        assert all(line in new for line in old), f"{file.name} lost a line"
