"""BibTeX, RIS, CSL-JSON and CSV: exact bytes, hostile values, and what other programs read back."""

import csv
import io
import json
from collections.abc import Sequence
from datetime import date

import pytest
import rispy
from bibtexparser.entrypoint import parse_string as parse_with_bibtexparser
from bibtexparser.middlewares import SeparateCoAuthors, SplitNameParts
from hypothesis import given, settings
from hypothesis import strategies as st
from pybtex.database import parse_string as parse_with_pybtex  # type: ignore[import-untyped]

from papercatalog.catalog import Catalog
from papercatalog.config import SiteConfig
from papercatalog.exports.bibtex import format_bibtex
from papercatalog.exports.citation import cite_paper, format_citation
from papercatalog.exports.csv_table import defuse, export_csv
from papercatalog.exports.paper_lists import export_paper_lists
from papercatalog.model import Dataset, DatasetUse, Identifiers, Link, Name, Paper, Topic, Venue, VenueRef
from papercatalog.text import find_forbidden_character, squeeze
from typeset import decode_latex

CONFERENCE = Paper(
    id="schroff-2015-facenet",
    title="FaceNet: A Unified Embedding for 3D & R-CNN",
    authors=(Name("Schroff", "Florian"), Name("van der Maaten", "Laurens"), Name(literal="Google Research")),
    year=2014,
    venue=VenueRef("cvpr", year=2015, pages="815-823"),
    identifiers=Identifiers(arxiv="1503.03832", doi="10.1109/CVPR.2015.7298682"),
    links=(Link("code", "https://example.org/code"),),
    topics=("face-recognition",),
    datasets=(DatasetUse("lfw", "evaluated"),),
    added=date(2026, 1, 2),
)
JOURNAL = Paper(
    id="doe-2020-survey",
    title="A survey",
    authors=(Name("Doe", "Jane"), Name("Plato")),
    year=2020,
    venue=VenueRef("pami", volume="42", issue="3", pages="1 \u2013 9", note="under the title “A & B”"),
    identifiers=Identifiers(doi="10.1000/a_b<1>"),
    status="retracted",
    added=date(2026, 1, 1),
)
PREPRINT = Paper(
    id="li-2023-note",
    title="A note",
    authors=(Name("李", "飞飞"),),
    year=2023,
    identifiers=Identifiers(arxiv="2301.00001"),
    added=date(2026, 1, 1),
)
BARE = Paper(id="faces-everywhere", title="Faces everywhere?", added=date(2026, 1, 1))

CONFERENCE_BIB = """\
@inproceedings{schroff-2015-facenet,
  author = {Schroff, Florian and van der Maaten, Laurens and {Google Research}},
  title = {{FaceNet}: A Unified Embedding for {3D} \\& {R}-{CNN}},
  booktitle = {Computer Vision \\& Pattern Recognition},
  year = {2015},
  pages = {815--823},
  doi = {10.1109/CVPR.2015.7298682},
  eprint = {1503.03832},
  archivePrefix = {arXiv},
  url = {https://doi.org/10.1109/CVPR.2015.7298682},
  keywords = {Face recognition},
}
"""
JOURNAL_BIB = """\
@article{doe-2020-survey,
  author = {Doe, Jane and Plato},
  title = {A survey},
  journal = {Transactions on Patterns},
  year = {2020},
  volume = {42},
  number = {3},
  pages = {1--9},
  doi = {10.1000/a_b<1>},
  url = {https://doi.org/10.1000/a_b%3C1%3E},
  note = {Retracted. Under the title “A \\& B”},
}
"""
PREPRINT_BIB = """\
@misc{li-2023-note,
  author = {李, 飞飞},
  title = {A note},
  year = {2023},
  eprint = {2301.00001},
  archivePrefix = {arXiv},
  url = {https://arxiv.org/abs/2301.00001},
}
"""
BARE_BIB = """\
@misc{faces-everywhere,
  title = {Faces everywhere?},
}
"""

HOSTILE_TITLES = [
    "a } , note={x",
    "@article{x,",
    "x @article{y, title={z}}",
    "=HYPERLINK(1)",
    "x\nER  - \nTY",
    "x\n@misc{y,\n}",
    "TY  - JOUR",
    "{ unbalanced",
    "unbalanced }}",
    "back\\slash \\",
    "100% of $5 & #1_a ~ ^",
    'the "x", y = z',
    "a -- b --- c '' `` ?` << ,,",
    "]]> & <",
    "tab\x0bbed",
]


def catalog_of(*papers: Paper) -> Catalog:
    return Catalog(
        papers=papers,
        topics=(Topic("face-recognition", "Face recognition"),),
        datasets=(Dataset("lfw", "LFW"),),
        venues=(
            Venue("cvpr", "Computer Vision & Pattern Recognition", "CVPR", "conference"),
            Venue("pami", "Transactions on Patterns", "TPAMI", "journal"),
            Venue("w", "Workshop on Faces", "WF", "workshop"),
        ),
    )


def untitled(title: str, **facts: object) -> Paper:
    return Paper(**{"id": "x", "title": title, "added": date(2026, 1, 1), **facts})  # type: ignore[arg-type]


ALL = catalog_of(CONFERENCE, JOURNAL, PREPRINT, BARE)
SITE = SiteConfig("Faces")


def files_of(catalog: Catalog, extension: str) -> dict[str, str]:
    files = export_paper_lists(SITE, catalog, [])
    return {file.path: file.content.decode() for file in files if file.path.endswith(f".{extension}")}


def bibtex_of(paper: Paper, base_url: str | None = None) -> str:
    return format_bibtex(cite_paper(paper, ALL, base_url))


def read_with_bibtexparser(text: str) -> list[dict[str, str]]:
    library = parse_with_bibtexparser(text)
    assert not library.failed_blocks
    assert not library.comments
    return [{field.key: field.value for field in entry.fields} for entry in library.entries]


def read_with_both(text: str) -> dict[str, str]:
    """Return the fields of the only record, as two parsers see them alike."""
    (fields,) = read_with_bibtexparser(text)
    (entry,) = parse_with_pybtex(text, "bibtex").entries.values()
    assert dict(entry.fields) == {name: value for name, value in fields.items() if name != "author"}
    return fields


def read_names(text: str) -> list[tuple[str, str]]:
    """Return (family, given) of each author, as two parsers see them alike."""
    (entry,) = parse_with_pybtex(text, "bibtex").entries.values()
    by_pybtex = [
        ([*person.prelast_names, *person.last_names], [*person.first_names, *person.middle_names], person.lineage_names)
        for person in entry.persons["author"]
    ]
    library = parse_with_bibtexparser(text, append_middleware=[SeparateCoAuthors(), SplitNameParts()])
    names = library.entries[0]["author"]
    assert by_pybtex == [(name.von + name.last, name.first, name.jr) for name in names]
    return [(decode_latex(" ".join(family)), decode_latex(" ".join(given))) for family, given, _ in by_pybtex]


@pytest.mark.parametrize(
    ("paper", "expected"),
    [(CONFERENCE, CONFERENCE_BIB), (JOURNAL, JOURNAL_BIB), (PREPRINT, PREPRINT_BIB), (BARE, BARE_BIB)],
    ids=lambda value: value.id if isinstance(value, Paper) else "",
)
def test_bibtex_of_each_kind_of_paper(paper: Paper, expected: str) -> None:
    assert bibtex_of(paper) == expected


def test_bibtex_has_one_file_a_paper_and_one_for_all() -> None:
    assert files_of(ALL, "bib") == {
        "papers/schroff-2015-facenet/cite.bib": CONFERENCE_BIB,
        "papers/doe-2020-survey/cite.bib": JOURNAL_BIB,
        "papers/li-2023-note/cite.bib": PREPRINT_BIB,
        "papers/faces-everywhere/cite.bib": BARE_BIB,
        "data/catalog.bib": "\n".join([CONFERENCE_BIB, JOURNAL_BIB, PREPRINT_BIB, BARE_BIB]),
    }


def test_a_paper_that_is_nowhere_else_is_cited_by_its_page_here_if_that_has_an_address() -> None:
    bib = bibtex_of(BARE, "https://example.org/")

    assert "url = {https://example.org/papers/faces-everywhere/}" in bib


def test_a_workshop_paper_is_in_proceedings() -> None:
    bib = bibtex_of(untitled("X", venue=VenueRef("w")))

    assert bib.startswith("@inproceedings{x,")
    assert "booktitle = {Workshop on Faces}" in bib


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("Ada-NETS in the LFW World", "Ada-{NETS} in the {LFW} World"),
        ("Am I a C++ Programmer?", "Am {I} a {C}++ Programmer?"),
        ("A Top1 I²R-Net, 2nd W₊", r"A {Top1} {I²R}-Net, 2nd {W}\textsubscript{+}"),
        (
            "β-VAE and Δ-Nets: ℓ₁ ≤ 10⁻¹²",
            r"{$\beta$}-{VAE} and {$\Delta$}-Nets: {$\ell$}\textsubscript{1} {$\leq$} 10\textsuperscript{-12}",
        ),
        (
            "ΔΣ and ϵ-Greedy αβ-CROWN in A ∩ −B",
            r"{$\Delta$}{$\Sigma$} and {$\epsilon$}-Greedy {$\alpha$}{$\beta$}-{CROWN} in A {$\cap$} {\textminus}{B}",
        ),
        ("Η αναγνώριση προσώπων και η β₁ ∈ ΔΣ", r"{Η} αναγνώριση προσώπων και η β\textsubscript{1} {$\in$} {ΔΣ}"),
        ("De\u0301JA\u0300 vu", "{De\u0301JA\u0300} vu"),
        ("Face: A Story", "Face: A Story"),
    ],
)
def test_bibtex_protects_the_capitals_that_a_style_would_spoil(title: str, expected: str) -> None:
    assert f"title = {{{expected}}}" in bibtex_of(untitled(title))


@pytest.mark.parametrize("title", HOSTILE_TITLES)
def test_hostile_title_stays_one_bibtex_record(title: str) -> None:
    fields = read_with_both(bibtex_of(untitled(title)))

    assert decode_latex(fields["title"], has_maths=True) == squeeze(title.replace("\x0b", ""))
    assert set(fields) == {"title"}


def test_hostile_titles_together_stay_as_many_records() -> None:
    catalog = catalog_of(*(untitled(title, id=f"x{n}") for n, title in enumerate(HOSTILE_TITLES)))
    bulk = files_of(catalog, "bib")["data/catalog.bib"]

    assert len(read_with_bibtexparser(bulk)) == len(HOSTILE_TITLES)
    assert len(parse_with_pybtex(bulk, "bibtex").entries) == len(HOSTILE_TITLES)


def test_braces_in_a_doi_stay_one_record_and_still_resolve() -> None:
    fields = read_with_both(bibtex_of(untitled("X", identifiers=Identifiers(doi="10.1000/a}b{%_"))))

    assert fields["doi"] == "10.1000/a%7Db%7B%_"
    assert fields["url"] == "https://doi.org/10.1000/a%7Db%7B%25_"


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        (Name("and Sons", "Smith"), ("and Sons", "Smith")),
        (Name("Doe, Jr.", "John"), ("Doe, Jr.", "John")),
        (Name("Nguyen Van"), ("Nguyen Van", "")),
        (Name("others"), ("others", "")),
        (Name(literal="Barnes and Noble, Inc."), ("Barnes and Noble, Inc.", "")),
        (Name("", "Cher"), ("Cher", "")),
    ],
)
def test_names_that_look_like_several_stay_one(name: Name, expected: tuple[str, str]) -> None:
    bib = bibtex_of(untitled("X", authors=(name, Name("Doe", "Jane"))))

    assert read_names(bib) == [expected, ("Doe", "Jane")]


def is_allowed(text: str) -> bool:
    return find_forbidden_character(text) is None and bool(text)


# What passes the content check: one line without controls and other forbidden characters.
lines = st.text(st.characters(exclude_categories=["Cs"]), max_size=40).map(squeeze).filter(is_allowed)
tricky_lines = st.lists(st.sampled_from([*"{}\\&%#_$~^@,\"'`-<>=?! aB3₊⁻¹²βΣ∞−", " and ", "ER  - "]), min_size=1).map(
    "".join
)
any_line = lines | tricky_lines.map(squeeze).filter(bool)


@settings(deadline=None)  # a busy machine is no failure
@given(title=any_line)
def test_any_title_comes_back_from_bibtex(title: str) -> None:
    fields = read_with_both(bibtex_of(untitled(title)))

    assert decode_latex(fields["title"], has_maths=True) == title


@settings(deadline=None)  # a busy machine is no failure
@given(names=st.lists(st.tuples(any_line, any_line), min_size=1, max_size=3))
def test_any_names_come_back_from_bibtex(names: Sequence[tuple[str, str]]) -> None:
    authors = tuple(Name(family, given) for family, given in names)

    assert read_names(bibtex_of(untitled("X", authors=authors))) == names


@settings(deadline=None)  # a busy machine is no failure
@given(literals=st.lists(any_line, min_size=1, max_size=3))
def test_any_organisations_come_back_from_bibtex(literals: Sequence[str]) -> None:
    authors = tuple(Name(literal=literal) for literal in literals)

    assert read_names(bibtex_of(untitled("X", authors=authors))) == [(literal, "") for literal in literals]


def ris_of(catalog: Catalog) -> str:
    (text,) = files_of(catalog, "ris").values()
    return text


def test_ris_of_each_kind_of_paper() -> None:
    lines = """\
TY  - CPAPER
ID  - schroff-2015-facenet
AU  - Schroff, Florian
AU  - van der Maaten, Laurens
AU  - Google Research
TI  - FaceNet: A Unified Embedding for 3D & R-CNN
T2  - Computer Vision & Pattern Recognition
J2  - CVPR
PY  - 2015
SP  - 815
EP  - 823
AN  - arXiv:1503.03832
DO  - 10.1109/CVPR.2015.7298682
UR  - https://doi.org/10.1109/CVPR.2015.7298682
KW  - Face recognition
ER  -\N{SPACE}

TY  - JOUR
ID  - doe-2020-survey
AU  - Doe, Jane
AU  - Plato
TI  - A survey
T2  - Transactions on Patterns
J2  - TPAMI
PY  - 2020
VL  - 42
IS  - 3
SP  - 1
EP  - 9
DO  - 10.1000/a_b<1>
UR  - https://doi.org/10.1000/a_b%3C1%3E
N1  - Retracted. Under the title “A & B”
ER  -\N{SPACE}

TY  - UNPB
ID  - li-2023-note
AU  - 李, 飞飞
TI  - A note
PY  - 2023
PB  - arXiv
AN  - arXiv:2301.00001
UR  - https://arxiv.org/abs/2301.00001
ER  -\N{SPACE}

TY  - UNPB
ID  - faces-everywhere
TI  - Faces everywhere?
ER  -\N{SPACE}
"""
    assert ris_of(ALL) == lines.replace("\n", "\r\n")


def test_hostile_titles_stay_one_ris_record_each() -> None:
    catalog = catalog_of(*(untitled(title, id=f"x{number}") for number, title in enumerate(HOSTILE_TITLES)))
    records = rispy.loads(ris_of(catalog))

    assert [record["title"] for record in records] == [squeeze(title.replace("\x0b", "")) for title in HOSTILE_TITLES]


@settings(deadline=None)  # a busy machine is no failure
@given(title=any_line, family=any_line)
def test_any_text_comes_back_from_ris(title: str, family: str) -> None:
    (record,) = rispy.loads(ris_of(catalog_of(untitled(title, authors=(Name(family, "X"),)))))

    assert (record["title"], record["authors"]) == (title, [f"{family}, X"])


def test_csl_of_each_kind_of_paper() -> None:
    (text,) = files_of(ALL, "csl.json").values()

    assert json.loads(text) == [
        {
            "id": "schroff-2015-facenet",
            "type": "paper-conference",
            "title": "FaceNet: A Unified Embedding for 3D & R-CNN",
            "author": [
                {"family": "Schroff", "given": "Florian"},
                {"family": "van der Maaten", "given": "Laurens"},
                {"literal": "Google Research"},
            ],
            "issued": {"date-parts": [[2015]]},
            "container-title": "Computer Vision & Pattern Recognition",
            "container-title-short": "CVPR",
            "page": "815-823",
            "DOI": "10.1109/CVPR.2015.7298682",
            "URL": "https://doi.org/10.1109/CVPR.2015.7298682",
            "keyword": "Face recognition",
        },
        {
            "id": "doe-2020-survey",
            "type": "article-journal",
            "title": "A survey",
            "author": [{"family": "Doe", "given": "Jane"}, {"family": "Plato"}],
            "issued": {"date-parts": [[2020]]},
            "container-title": "Transactions on Patterns",
            "container-title-short": "TPAMI",
            "volume": "42",
            "issue": "3",
            "page": "1-9",
            "DOI": "10.1000/a_b<1>",
            "URL": "https://doi.org/10.1000/a_b%3C1%3E",
            "note": "Retracted. Under the title “A & B”",
        },
        {
            "id": "li-2023-note",
            "type": "article",
            "title": "A note",
            "author": [{"family": "李", "given": "飞飞"}],
            "issued": {"date-parts": [[2023]]},
            "genre": "preprint",
            "publisher": "arXiv",
            "number": "arXiv:2301.00001",
            "URL": "https://arxiv.org/abs/2301.00001",
        },
        {"id": "faces-everywhere", "type": "article", "title": "Faces everywhere?", "genre": "preprint"},
    ]


def csv_of(catalog: Catalog, config: SiteConfig = SITE) -> str:
    (file,) = export_csv(config, catalog, [])
    return file.content.decode()


def test_csv_of_each_kind_of_paper() -> None:
    lines = """\
"id","title","authors","year","venue","topics","datasets","arxiv","doi","code","url","status"
"schroff-2015-facenet","FaceNet: A Unified Embedding for 3D & R-CNN",\
"Florian Schroff; Laurens van der Maaten; Google Research","2014","CVPR 2015","Face recognition","LFW",\
"arXiv:1503.03832","10.1109/CVPR.2015.7298682","https://example.org/code","/papers/schroff-2015-facenet/",""
"doe-2020-survey","A survey","Jane Doe; Plato","2020","TPAMI","","","","10.1000/a_b<1>","",\
"/papers/doe-2020-survey/","retracted"
"li-2023-note","A note","飞飞 李","2023","","","","arXiv:2301.00001","","","/papers/li-2023-note/",""
"faces-everywhere","Faces everywhere?","","","","","","","","","/papers/faces-everywhere/",""
"""
    assert csv_of(ALL) == lines.replace("\n", "\r\n")


def test_csv_gives_full_addresses_where_the_site_has_one() -> None:
    assert csv_of(catalog_of(BARE), SiteConfig("Faces", base_url="https://example.org/a/")).endswith(
        '"https://example.org/a/papers/faces-everywhere/",""\r\n'
    )


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r", "\uff1d", "\uff0b", "\uff0d", "\uff20"])
def test_no_csv_cell_is_a_formula(start: str) -> None:
    assert defuse(f"{start}HYPERLINK(1)") == f"'{start}HYPERLINK(1)"
    assert defuse(f"a;{start}b; {start}c") == f"a;'{start}b; '{start}c"
    assert defuse(f"a{start}b") == f"a{start}b"


def test_hostile_titles_stay_one_csv_row_each() -> None:
    catalog = catalog_of(*(untitled(title, id=f"x{n}") for n, title in enumerate(HOSTILE_TITLES)))
    _, *rows = csv.reader(io.StringIO(csv_of(catalog), newline=""))

    assert [row[1] for row in rows] == [defuse(title) for title in HOSTILE_TITLES]


def test_printed_citation_of_each_kind_of_paper() -> None:
    article = untitled("X", venue=VenueRef("pami", pages="e12"))
    pageless = untitled("Y", venue=VenueRef("cvpr"))
    papers = CONFERENCE, JOURNAL, PREPRINT, BARE, article, pageless
    lines = [format_citation(cite_paper(paper, ALL)) for paper in papers]

    conference = """\
Florian Schroff, Laurens van der Maaten, and Google Research. 2015. FaceNet: A Unified Embedding for 3D & R-CNN. \
In Computer Vision & Pattern Recognition, pages 815\u2013823. https://doi.org/10.1109/CVPR.2015.7298682"""
    journal = """\
Jane Doe and Plato. 2020. A survey. Transactions on Patterns, 42(3), pages 1\u20139. \
Retracted. Under the title “A & B”. https://doi.org/10.1000/a_b%3C1%3E"""
    preprint = "飞飞 李. 2023. A note. arXiv:2301.00001. https://arxiv.org/abs/2301.00001"
    others = (
        "Faces everywhere?",
        "X. Transactions on Patterns, page e12.",
        "Y. In Computer Vision & Pattern Recognition.",
    )
    assert lines == [conference, journal, preprint, *others]


@pytest.mark.parametrize(("paper", "venue"), [(CONFERENCE, "CVPR 2015"), (JOURNAL, "TPAMI"), (BARE, None)])
def test_short_venue(paper: Paper, venue: str | None) -> None:
    assert ALL.format_venue(paper) == venue


def test_identifiers_lead_to_arxiv_and_doi() -> None:
    known = Identifiers(arxiv="cs.CV/0701001", doi="10.1000/a<b>#c")

    assert known.arxiv_url == "https://arxiv.org/abs/cs.CV/0701001"
    assert known.pdf_url == "https://arxiv.org/pdf/cs.CV/0701001"
    assert known.doi_url == "https://doi.org/10.1000/a%3Cb%3E%23c"
    assert (Identifiers().arxiv_url, Identifiers().pdf_url, Identifiers().doi_url) == (None, None, None)
