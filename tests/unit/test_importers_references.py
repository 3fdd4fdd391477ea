"""BibTeX, RIS and CSL-JSON: what is read, and what is said about files that are wrong."""

import json
import random
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from papercatalog.diagnostics import CatalogError, Severity, Span
from papercatalog.importers import bibtex, csl_json, ris
from papercatalog.importers.names import plain_name
from papercatalog.importers.publication import Publication
from papercatalog.importers.references import Parsed
from papercatalog.model import Name

FIXTURES = Path(__file__).parent.parent / "fixtures" / "references"


def reporting(parse: Callable[[bytes, str], Parsed]) -> Callable[[bytes, str], Parsed]:
    """Return a parser that returns what it would raise of an unfit file, too."""

    def report(data: bytes, path: str) -> Parsed:
        try:
            return parse(data, path)
        except CatalogError as error:
            return [], list(error.diagnostics)

    return report


parse_bibtex, parse_csl_json, parse_ris = map(reporting, (bibtex.parse_bibtex, csl_json.parse_csl_json, ris.parse_ris))
PARSERS = {"bib": parse_bibtex, "ris": parse_ris, "json": parse_csl_json}

VAN_DER_LEE = Name("van der Lee", "Ann")
GOOGLE = Name(literal="Google Research")
KING = Name("King Jr.", "Martin Luther")


def read(ending: str) -> list[Publication]:
    parsed = PARSERS[ending]((FIXTURES / f"library.{ending}").read_bytes(), f"library.{ending}")
    others = "library.bib:5: warning[incomplete-authors]: the list of authors is not complete: 4 names, and others"
    assert messages(parsed) == ([others] if ending == "bib" else [])
    return parsed[0]


def messages(parsed: Parsed) -> list[str]:
    return [str(problem).splitlines()[0] for problem in parsed[1]]


def test_bibtex_entries() -> None:
    first, survey, unknown = read("bib")
    assert first == Publication(
        title=r"{Ada-NET}: Clustering of {$W_+$} Faces --- 50\% faster",
        span=Span("library.bib", 5),
        abstract=first.abstract,
        authors=(VAN_DER_LEE, Name("Müller", "José"), GOOGLE, KING),
        venue="Proceedings of the IEEE Conference on Computer Vision and Pattern Recognition (CVPR)",
        venue_year=2023,
        pages="12-19",
        arxiv="2202.03800",
        doi="10.1000/a_b",
        keywords=("Clustering", "deep learning"),
        is_latex=True,
    )
    assert (survey.arxiv, survey.venue, survey.year, survey.status) == ("2101.00001", "", 2021, "withdrawn")
    assert survey.source == "https://example.org/survey"
    assert (unknown.venue, unknown.volume, unknown.issue, unknown.venue_year) == ("Journal of Trees", "3", "4", 1999)
    assert unknown.span == Span("library.bib", 27)


def test_ris_records() -> None:
    first, survey = read("ris")
    assert first == Publication(
        title="Ada-NET: Clustering of Faces",
        span=Span("library.ris", 1),
        abstract="We cluster faces on COCO.",
        authors=(VAN_DER_LEE, Name("Müller", "José"), GOOGLE),
        venue="Conference on Computer Vision and Pattern Recognition",
        venue_year=2023,
        pages="12-19",
        arxiv="2202.03800",
        doi="https://doi.org/10.1000/A_b",
        keywords=("clustering",),
    )
    assert (survey.span.line, survey.arxiv, survey.year, survey.source) == (17, "2101.00001", 2021, "")


def test_csl_items() -> None:
    first, survey = read("json")
    assert first == Publication(
        title="Ada-NET: Clustering of W Faces",
        span=Span("library.json", 2),
        abstract="We cluster <faces> on COCO.",
        authors=(VAN_DER_LEE, GOOGLE, KING),
        venue="CVPR",
        venue_year=2023,
        volume="7",
        pages="12-19",
        arxiv="2202.03800",
        doi="10.1000/A_b",
    )
    assert (survey.span.line, survey.title, survey.year) == (14, "A Survey of Graphs", 2021)
    assert survey.authors == (plain_name("Jane Doe"),)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", "x.bib: error[no-entries]: the file holds no entries"),
        ("Just words.", "x.bib: error[no-entries]: the file holds no entries"),
        ("\n@article{a, title={A}\n", "x.bib:2: error[invalid-bibtex]: the entry cannot be read: "),
        (
            "@a{k, title={A}}\n@a{k, title={B}}",
            'x.bib:2: error[duplicate-key]: the key "k" is there already, in line 1',
        ),
        (
            "@a{k, year={1}, title={A}, title={B}}",
            "x.bib:1: error[duplicate-key]: an entry has more than one of these fields: title",
        ),
        (
            '@a{k,\n title = "A" # b}',
            "x.bib:2: error[invalid-bibtex]: title is joined from pieces with #, and one of them is no text and no ",
        ),
        (
            "@a{k,\n title={Solid work on widgets} author={Lee, Ann}}",
            "x.bib:2: error[invalid-bibtex]: there is a second = in the value of title",
        ),
        (
            "@a{k, title={A},\n year=2019\n abstract={We do.}}",
            "x.bib:2: error[invalid-bibtex]: there is a second = in the value of year",
        ),
        (
            '@a{k, file="x.pdf"\n title="A"}\n@a{l, title={B}}',
            "x.bib:1: error[invalid-bibtex]: there is a second = in the value of file",
        ),
        (
            "@a{k,\n title={A}},\n author={Lee, Ann}\n}\n@a{l, title={B}}",
            "x.bib:2: error[invalid-bibtex]: this text is in no entry: is there one } too many before it?",
        ),
        (
            "@a{k, title={A}, abstract={We do} all that} we can}}",
            "x.bib:1: error[invalid-bibtex]: this text is in no entry",
        ),
        ("@a{k, year=2000}", "x.bib:1: warning[missing-title]: the entry has no title and is skipped"),
        ("@a{k, title={" + "a" * 10_001 + "}}", "x.bib:1: error[too-large]: a field of 10,001 characters"),
        ("@a{k, title={A}, author={" + "A and " * 6000 + "B}}", "x.bib:1: error[too-large]: has 6,001 authors"),
        ("@" * 30_000, "x.bib: error[too-large]: has 30,000 entries, more than the 5,000 allowed"),
        ("@a{k, title={A\x07}}", "x.bib:1:15: error[forbidden-character]: contains the character U+0007"),
    ],
)
def test_wrong_bibtex(text: str, expected: str) -> None:
    (message,) = messages(parse_bibtex(text.encode(), "x.bib"))
    assert message.startswith(expected)


@pytest.mark.parametrize(
    "text",
    [
        "Of {two} libraries:\n@a{k, title={A}}}\n\n@comment{b = {c}}\n@a{l, title={B}} and so on",
        '@a{k, title={A = "B" # C}, month="10~" # jan}\n@a(l, title = "B = {"}C{"}", url={https://x.org/?a=b})\n',
    ],
)
def test_odd_but_complete_bibtex(text: str) -> None:
    publications, problems = parse_bibtex(text.encode(), "x.bib")
    assert (len(publications), problems) == (2, [])


@pytest.mark.parametrize(
    ("authors", "named", "said"),
    [
        ("Jane Doe and others", ["Jane Doe"], "1 name, and others"),
        ("others", [], "0 names, and others"),
        ("Lee, Ann and Coauthors", ["Ann Lee"], "1 name, and others"),
        ("Doe, J. et al.", ["J. Doe"], "1 name, and others"),
        ("Ann van der Lee and Jane Doe et al", ["Ann van der Lee", "Jane Doe"], "2 names, and others"),
        ("{The Others} and {et al.}", ["The Others"], "1 name, and others"),
        ("Others, Jane and Al, Bet", ["Jane Others", "Bet Al"], ""),
    ],
)
def test_authors_who_are_not_named_are_told_of(authors: str, named: list[str], said: str) -> None:
    (publication,), problems = parse_bibtex(f"@misc{{a, title={{A}}, author={{{authors}}}}}".encode(), "x.bib")

    assert [str(name) for name in publication.authors] == named
    assert [problem.message for problem in problems] == (
        [f"the list of authors is not complete: {said}"] if said else []
    )


@pytest.mark.parametrize(
    ("authors", "named"),
    [
        (
            r"Lee, Ann and \v{C}ernock\'y, Jan and \L{}ukasz Kaiser and \AA ke Bj\"orck and \'Etienne Roy",
            ["Lee, Ann", "Černocký, Jan", "Kaiser, Łukasz", "Björck, Åke", "Roy, Étienne"],
        ),
        (r"Jan {\O}ystein Hansen AND {\v S}t\v{e}p\'an Nov\'ak", ["Hansen, Jan Øystein", "Novák, Štěpán"]),
        (r"\`{A}lex {\ss}en and Ng{\^o}, {\DJ}\d{a}t", ["ßen, Àlex", "Ngô, Đạt"]),
        ("Kim, Bob and", ["Kim, Bob"]),
        ("and Kim, Bob\n  and\tand Lee, Ann and ", ["Kim, Bob", "Lee, Ann"]),
        ("{Simon and {Schuster}} and An {and B}", ["Simon and Schuster", "and B, An"]),
        ("ATLAS Collaboration and the Toy Group and Lee, Ann", ["ATLAS Collaboration", "the Toy Group", "Lee, Ann"]),
        (r"Sand, Anders and Andr\'e and {\{ and Bo}", ["Sand, Anders", "André", "{ and Bo"]),
    ],
)
def test_names_of_bibtex_are_split_at_each_and_outside_braces(authors: str, named: list[str]) -> None:
    (publication,), problems = parse_bibtex(f"@misc{{a, title={{A}}, author={{{authors}}}}}".encode(), "x.bib")

    assert [name.literal or ", ".join(filter(None, (name.family, name.given))) for name in publication.authors] == named
    assert not problems


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        (r"author={Lee, Ann and Roe, Jo\foo{x}n}", r"cannot turn \foo into plain text: \foo is not defined"),
        (r"author={{A \foo{x} Group}}", r"cannot turn \foo into plain text: \foo is not defined"),
        (r"author={Nguy{\^{\~e}}n, An}", r"cannot turn \^ into plain text: it has no letter to stand on"),
        (r"journal={Trees}, pages={1\foo 2}", r"cannot turn \foo into plain text: \foo is not defined"),
        (r"author={Nguy{\~{\^e}}n, An}, note={at \url{https://x.org/}}", ""),
    ],
)
def test_latex_that_stays_in_other_fields_is_told_of(fields: str, said: str) -> None:
    _, problems = parse_bibtex(f"@misc{{a,\n title={{A}}, {fields}}}".encode(), "x.bib")

    assert [(problem.code, problem.message, str(problem.span)) for problem in problems] == (
        [("uncleaned-latex", said, "x.bib:1")] if said else []
    )


@pytest.mark.parametrize(
    ("ending", "text"),
    [
        ("ris", "TY  - JOUR\nTI  - A\nAU  - Doe, Jane\nAU  - et al.\nPY  - 98\nER  - \n"),
        (
            "json",
            '[{"title": "A", "author": [{"family": "Doe", "given": "Jane"}, {"literal": "others"}], "issued": "98"}]',
        ),
    ],
)
def test_other_formats_tell_as_much(ending: str, text: str) -> None:
    (publication,), problems = PARSERS[ending](text.encode(), "x")

    assert (publication.authors, publication.year) == ((plain_name("Jane Doe"),), None)
    assert [problem.code for problem in problems] == ["invalid-value", "incomplete-authors"]


@pytest.mark.parametrize(
    "text",
    [
        "@misc{a, title={A}, author={M&uuml;ller, Jo}}",
        r"@misc{a, title={A}, author={Jo M{\&}uuml;ller}}",
        "TY  - JOUR\nTI  - A\nAU  - M&uuml;ller, Jo\nER  - \n",
        '[{"title": "A", "author": [{"family": "M&uuml;ller", "given": "Jo"}]}]',
    ],
)
def test_entities_in_names_are_decoded(text: str) -> None:
    ending = {"@": "bib", "T": "ris", "[": "json"}[text[0]]
    (publication,), problems = PARSERS[ending](text.encode(), "x")
    assert (publication.authors, problems) == ((Name("Müller", "Jo"),), [])


@pytest.mark.parametrize(
    "text",
    [
        "@misc{a, title={A}, author={Phillips, Jr., Albert J.}}",
        "TY  - JOUR\nTI  - A\nAU  - Phillips, Albert J., Jr.\nER  - \n",
        "TY  - JOUR\nTI  - A\nAU  - Phillips, Jr., Albert J.\nER  - \n",
        '[{"title": "A", "author": [{"family": "Phillips", "given": "Albert J.", "suffix": "Jr."}]}]',
    ],
)
def test_one_person_with_a_suffix_in_every_format(text: str) -> None:
    ending = {"@": "bib", "T": "ris", "[": "json"}[text[0]]
    (publication,), problems = PARSERS[ending](text.encode(), "x")
    assert (publication.authors, problems) == ((Name("Phillips Jr.", "Albert J."),), [])


@pytest.mark.parametrize(
    ("fields", "arxiv", "year", "said"),
    [
        ("year={98}", "", None, '"98" has no year of four digits and is left out'),
        ("date={'98-03}", "", None, '"\'98-03" has no year of four digits and is left out'),
        ("year={in press}", "", None, '"in press" has no year of four digits and is left out'),
        ("year={c. 1998}", "", 1998, ""),
        ("eprint={2202.03800}", "2202.03800", None, ""),
        ("eprint={arXiv:2202.03800v2}, archiveprefix={ArXiv}", "2202.03800", None, ""),
        ("eprint={hal-0123}, archiveprefix={HAL}", "", None, '"HAL:hal-0123" is no arXiv identifier and is left out'),
        ("eprint={2213.03800}", "", None, '"2213.03800" is no arXiv identifier and is left out'),
        (
            "eprint={abcd}, url={https://arxiv.org/abs/2202.03800}",
            "2202.03800",
            None,
            '"abcd" is no arXiv identifier and is left out',
        ),
        (
            "journal={arXiv preprint arXiv:2213.03800}",
            "",
            None,
            '"arXiv preprint arXiv:2213.03800" is no arXiv identifier and is left out',
        ),
        ("journal={CoRR}, volume={abs/2202.03800}", "2202.03800", None, ""),
        (
            "journal={CoRR}, volume={abs/2202.038}",
            "",
            None,
            '"CoRR abs/2202.038" is no arXiv identifier and is left out',
        ),
        ("journal={arXiv preprint}, year={2015}", "", 2015, ""),
    ],
)
def test_what_cannot_be_imported_is_told(fields: str, arxiv: str, year: int | None, said: str) -> None:
    (publication,), problems = parse_bibtex(f"@misc{{a, title={{A}}, {fields}}}".encode(), "x.bib")

    assert (publication.arxiv, publication.year) == (arxiv, year)
    assert [problem.message for problem in problems] == ([said] if said else [])
    assert all(problem.severity is Severity.WARNING for problem in problems)


@pytest.mark.parametrize(
    ("authors", "suspect"),
    [
        ("Ann Lee, Bob Roe, Carl Coe", "Ann Lee, Bob Roe, Carl Coe"),
        ("Ann Lee, Bob Roe", "Ann Lee, Bob Roe"),
        ("Lee, A., Roe, B. and Coe, C.", "Lee, A., Roe, B."),
        ("Lee, Ann; Roe, Bob", "Lee, Ann; Roe, Bob"),
        ("Ann Lee; Bob Roe", "Ann Lee; Bob Roe"),
        ("Ann Lee, Bob Roe, and Carl Coe", "Ann Lee, Bob Roe,"),
        ("A. Lee, B. Roe and C. Coe", "A. Lee, B. Roe"),
        ("van der Lee, Ann Marie and Bob Roe", ""),
        ("Lee, Ann Marie", ""),
        ("van der Lee, Ann Marie", ""),
        ("Lee, Jr., Ann Marie", ""),
        ("García Márquez, Gabriel José and Roe, Bo", ""),
        ("{Lee, Roe, and Sons; a Firm}", ""),
    ],
)
def test_authors_who_are_joined_by_commas_are_told_of(authors: str, suspect: str) -> None:
    _, problems = parse_bibtex(f"@misc{{a, title={{A}}, author={{{authors}}}}}".encode(), "x.bib")
    said = f'"{suspect}" looks like more than one name, and was taken for one'
    assert [(problem.code, problem.message) for problem in problems] == ([("unclear-name", said)] if suspect else [])
    if " and " not in authors and "{" not in authors:
        _, problems = parse_ris(f"TY  - JOUR\nTI  - A\nAU  - {authors}\nER  - \n".encode(), "x.ris")
        assert [problem.message for problem in problems] == ([said] if suspect else [])


@pytest.mark.parametrize(
    ("fields", "arxiv"),
    [
        ("note={arXiv:2202.03800 [cs]}", "2202.03800"),
        ("howpublished={arXiv preprint arXiv:2202.03800}", "2202.03800"),
        (r"howpublished={\url{https://arxiv.org/abs/2202.03800v2}}", "2202.03800"),
        ("publisher={arXiv}, number={arXiv:2202.03800}", "2202.03800"),
        ("note={A sequel to arXiv:2202.03800}", ""),
        ("howpublished={Technical report}, number={2202.03800}", ""),
    ],
)
def test_where_bibtex_may_have_the_number_of_a_preprint(fields: str, arxiv: str) -> None:
    (publication,), problems = parse_bibtex(f"@misc{{a, title={{A}}, {fields}}}".encode(), "x.bib")
    assert (publication.arxiv, problems) == (arxiv, [])


def test_an_entry_of_bibtex_takes_over_what_is_said_of_its_volume() -> None:
    text = (
        "@inproceedings{a, title={On Ears}, author={Roe, R.}, crossref={Vol:1}, pages={5}}\n"
        "@incollection{b, title={On Noses}, crossref={book}, year={2002}}\n"
        "@inproceedings{c, title={On Chins}, crossref={gone}}\n"
        "@proceedings{vol:1, title={All}, booktitle={CVPR}, editor={Doe, J.}, doi={10.1000/all}, year={2018}}\n"
        "@book{book, title={Heads}, author={Lee, Ann}, volume={3}, year={2001}}\n"
    )
    (ears, noses, chins, _), problems = parse_bibtex(text.encode(), "x.bib")
    assert (ears.venue, ears.venue_year, ears.pages, ears.doi) == ("CVPR", 2018, "5", "")
    assert (noses.venue, noses.venue_year, noses.volume, noses.authors) == ("Heads", 2002, "3", ())
    assert (chins.venue, chins.year) == ("", None)
    assert [str(problem).splitlines()[0] for problem in problems] == [
        'x.bib:3: warning[invalid-value]: there is no entry "gone", of which this one is a part',
        "x.bib:4: warning[not-a-paper]: the entry is a volume of proceedings, not a paper, and is skipped",
    ]


def test_subtitle_and_issue_of_biblatex() -> None:
    text = "@article{a, title={Faces}, subtitle={A {History}}, journaltitle={Trees}, issue={4}}"
    (publication,), problems = parse_bibtex(text.encode(), "x.bib")
    assert (publication.title, publication.issue, problems) == ("Faces: A {History}", "4", [])


@pytest.mark.parametrize(
    ("ending", "text"),
    [
        ("bib", "@incollection{a, title={A}, booktitle={B}, date={1991}, origdate={1963-05}}"),
        (
            "json",
            '[{"title": "A", "container-title": "B", "issued": "1991", "original-date": {"date-parts": [[1963]]}}]',
        ),
    ],
)
def test_a_reprint_is_of_the_year_of_its_first_edition(ending: str, text: str) -> None:
    (publication,), problems = PARSERS[ending](text.encode(), "x")
    assert (publication.year, publication.venue_year, problems) == (1963, 1991, [])


def test_tags_that_crossref_leaves_in_bibtex() -> None:
    text = "@article{a, title={CO<sub>2</sub> in <i>E. coli</i> &amp; more}, abstract={Where $a<b$ and $c>d$.}}"
    (publication,), problems = parse_bibtex(text.encode(), "x.bib")
    assert (publication.title, publication.abstract) == ("CO₂ in E. coli & more", "Where $a<b$ and $c>d$.")
    assert problems == []


def test_tags_and_entities_as_reference_managers_write_them_in_latex() -> None:
    zotero = (
        r"{CO}{\textless}sub{\textgreater}2{\textless}/sub{\textgreater} in {\textless}i{\textgreater}{Zea} mays"
        r"{\textless}/i{\textgreater}"
    )
    span = r'A {\textless}span style="font-variant:small-caps;"{\textgreater}D{\textless}/span{\textgreater} gene'
    text = (
        f"@article{{a, title={{{zotero}}}, journal={{Signaling \\& Behavior}},"
        " abstract={Where p {\\textless} 0.05.}}\n"
        f"@article{{b, title={{{span}}}, journal={{Signaling &amp; Behavior}}, abstract={{Where p &lt; 0.05.}}}}\n"
        "@article{c, title={{\\&}lt;i{\\&}gt;FLC{\\&}lt;/i{\\&}gt; and R{\\&}D}, abstract={Where p \\&lt; 0.05; so.}}\n"
    )
    publications, problems = parse_bibtex(text.encode(), "x.bib")
    assert [(publication.title, publication.venue) for publication in publications] == [
        ("{CO}₂ in {Zea} mays", "Signaling & Behavior"),
        ("A D gene", "Signaling & Behavior"),
        (r"FLC and R{\&}D", ""),
    ]
    assert [publication.abstract for publication in publications] == [
        r"Where p {\textless} 0.05.",
        "Where p < 0.05.",
        "Where p < 0.05; so.",
    ]
    assert problems == []


@pytest.mark.parametrize("ending", ["ris", "json"])
def test_tags_that_were_escaped_twice(ending: str) -> None:
    title = "Of &lt;i&gt;Zea&lt;/i&gt; &amp; the word &lt;unk&gt;"
    text = {"ris": f"TY  - JOUR\nTI  - {title}\nER  - \n", "json": json.dumps([{"title": title}])}[ending]
    (publication,), problems = PARSERS[ending](text.encode(), "x")
    assert (publication.title, problems) == ("Of Zea & the word <unk>", [])


def test_what_web_of_science_puts_into_two_pairs_of_braces() -> None:
    text = "@article{a, title={{On Trees}}, doi={{10.1000/a_(b)}}, url={{https://x.org/a}}, year={{2019}}}"
    (publication,), problems = parse_bibtex(text.encode(), "x.bib")
    assert (publication.doi, publication.source, publication.year) == ("10.1000/a_(b)", "https://x.org/a", 2019)
    assert problems == []


def test_addresses_as_mendeley_writes_them() -> None:
    text = (
        r"@article{a, title={A}, url={https://x.org/a{\_}b http://y.org/c}}"
        "\n"
        r"@misc{b, title={B}, doi={10.1000/a{\_}b}, url={https://x.org/not an address}}"
    )
    (first, second), problems = parse_bibtex(text.encode(), "x.bib")
    assert (first.source, second.source, second.doi) == ("https://x.org/a_b", "", "10.1000/a_b")
    assert [problem.message for problem in problems] == [
        '"https://x.org/not an address" is no http or https address and is left out'
    ]


def test_numbers_by_which_dblp_tells_people_apart_become_ids() -> None:
    authors = 'Wei Li 0001 and\n                  Zo{\\"{e}} M{\\"{u}}ller and Wei Li 0023'
    (publication,), problems = parse_bibtex(f"@misc{{a, title={{A}}, author={{{authors}}}}}".encode(), "x.bib")
    assert publication.authors == (
        Name("Li", "Wei", id="wei-li-0001"),
        Name("Müller", "Zoë"),
        Name("Li", "Wei", id="wei-li-0023"),
    )
    assert problems == []


def test_the_address_of_a_publishers_file_is_no_number_of_a_preprint() -> None:
    text = "@article{a, title={A}, doi={10.1000/a}, eprint={\n  https://academic.oup.com/a/article-pdf/35/1/x.pdf\n}}"
    (publication,), problems = parse_bibtex(text.encode(), "x.bib")
    assert (publication.arxiv, problems) == ("", [])


def test_what_bibtex_says_in_other_fields() -> None:
    text = r"@misc{a, title={A}, howpublished={See \url{https://x.org/a\_b}}, eventtitle={CVPR}, eid={L1}, year=2020}"
    (publication,), problems = parse_bibtex(text.encode(), "x.bib")
    assert (publication.source, publication.venue, publication.pages) == ("https://x.org/a_b", "CVPR", "L1")
    assert problems == []


def test_editors_without_authors_are_told_of_in_every_format() -> None:
    for ending, text in {
        "bib": "@book{a, title={A}, editor={Doe, Jane}}",
        "ris": "TY  - EDBOOK\nTI  - A\nED  - Doe, Jane\nER  - \n",
        "json": '[{"title": "A", "editor": [{"family": "Doe"}]}]',
    }.items():
        (publication,), (problem,) = PARSERS[ending](text.encode(), "x")
        assert (publication.authors, problem.code, problem.severity) == ((), "incomplete-authors", Severity.WARNING)


def test_what_zotero_writes_into_the_note_and_the_event_of_csl() -> None:
    item = {"title": "A", "event-title": "CVPR 2019", "note": "arXiv:2202.03800 [cs]\nversion: 2", "issued": "2019"}
    (publication,), problems = parse_csl_json(json.dumps([item]).encode(), "x.json")
    assert (publication.arxiv, publication.venue, publication.venue_year) == ("2202.03800", "CVPR 2019", 2019)
    assert problems == []


@pytest.mark.parametrize(
    ("authors", "named", "suspect"),
    [
        (["F. Schroff", "J.-P. de Roux", "WHO"], ["Schroff, F.", "de Roux, J.-P.", "WHO"], ""),
        (["Florian Schroff", "Ann van der Lee"], ["Schroff, Florian", "van der Lee, Ann"], ""),
        (["F. Schroff"], ["Schroff, F."], ""),
        (["A Toy Company"], ["A Toy Company"], "A Toy Company"),
        (["Lee, Ann", "Google Research"], ["Lee, Ann", "Google Research"], ""),
        (["CMS Collaboration", "The Toy Group"], ["CMS Collaboration", "The Toy Group"], ""),
        (["Florian Schroff"], ["Florian Schroff"], "Florian Schroff"),
        (["Schroff F", "J. Roe"], ["Schroff F", "Roe, J."], "Schroff F"),
    ],
)
def test_authors_of_ris_without_commas(authors: list[str], named: list[str], suspect: str) -> None:
    lines = "".join(f"AU  - {author}\n" for author in authors)
    (publication,), problems = parse_ris(f"TY  - JOUR\nTI  - A\n{lines}ER  - \n".encode(), "x.ris")

    assert [name.literal or f"{name.family}, {name.given}" for name in publication.authors] == named
    said = f'"{suspect}" has no comma, and was taken for a group'
    assert [(problem.code, problem.message) for problem in problems] == ([("unclear-name", said)] if suspect else [])


@pytest.mark.parametrize(
    ("lines", "pages"),
    [
        ("SP  - 123-145", "123-145"),
        ("SP  - 123\nEP  - 145", "123-145"),
        ("SP  - 123-145\nEP  - 145", "123-145"),
        ("SP  - 3-1\nEP  - 3-12", "3-1-3-12"),
    ],
)
def test_pages_of_ris(lines: str, pages: str) -> None:
    (publication,), problems = parse_ris(f"TY  - JOUR\nTI  - A\nT2  - B\n{lines}\nER  - ".encode(), "x.ris")
    assert (publication.pages, problems) == (pages, [])


def test_what_publishers_and_endnote_write_into_ris() -> None:
    text = (
        "TY  - JOUR\nTI  - Of H<sub>2</sub>O in <i>E. coli</i>\nT2  - Computers &amp; Graphics\n"
        "N2  - A factor of 10<sup>5</sup> where a < b.\nUR  - https://example.org/x\n"
        "UR  - https://arxiv.org/abs/2202.03800\nUR  - https://doi.org/10.1000/a\nKW  - Faces\nGraph cuts\n\nER  - "
    )
    (publication,), problems = parse_ris(text.encode(), "x.ris")
    assert not problems
    assert (publication.title, publication.venue) == ("Of H₂O in E. coli", "Computers & Graphics")
    assert publication.abstract == "A factor of 10⁵ where a < b."
    assert (publication.arxiv, publication.doi, publication.keywords) == (
        "2202.03800",
        "10.1000/a",
        ("Faces", "Graph cuts"),
    )
    assert publication.source == "https://example.org/x"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", ["x.ris: error[no-entries]: the file holds no entries"]),
        (
            "words\nand words\nTY  - JOUR\nTI  - A\nER  - \nwords",
            [
                "x.ris:1:1: error[invalid-ris]: a line that is in no record",
                "x.ris:6:1: error[invalid-ris]: a line that is in no record",
            ],
        ),
        (
            "TY  - JOUR\nTI  - A\nTY  - JOUR\nTI  - B",
            [
                "x.ris:1: error[invalid-ris]: the record has no end: is the file complete?",
                "x.ris:3: error[invalid-ris]: the record has no end: is the file complete?",
            ],
        ),
        ("TY  - JOUR\nER  - ", ["x.ris:1: warning[missing-title]: the entry has no title and is skipped"]),
    ],
)
def test_wrong_ris(text: str, expected: list[str]) -> None:
    assert messages(parse_ris(text.encode(), "x.ris")) == expected


def test_what_publishers_write_before_a_record_of_ris_is_skipped() -> None:
    header = 'Provider: John Wiley & Sons, Ltd\r\nDatabase: J-STAGE\r\nContent:text/plain; charset="UTF-8"\r\n\r\n'
    record = "TY  - JOUR\r\nTI  - On Trees\r\nAB  - We do.\r\nContent: leaves.\r\nER  - \r\n"
    publications, problems = parse_ris(f"{header}{record}\r\n{header}{record}".encode(), "x.ris")
    assert [publication.abstract for publication in publications] == ["We do. Content: leaves."] * 2
    assert problems == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", "x.json:1: error[invalid-csl-json]: is no list of items"),
        ("[]", "x.json: error[no-entries]: the file holds no entries"),
        ("{}", "x.json:1: error[invalid-csl-json]: is no list of items"),
        ("[\n1]", "x.json:2: error[invalid-csl-json]: is no item"),
        ("[{}\n{}]", "x.json:1: error[invalid-csl-json]: is no list of items"),
        ('[{"title": "A"},]', "x.json:1:17: error[invalid-csl-json]: is no JSON: Expecting value"),
        ('[{"title": "A",\n "b"}]', "x.json:2:5: error[invalid-csl-json]: is no JSON: Expecting ':' delimiter"),
        ('[{"a": ' + "[" * 100_000, "x.json:1: error[invalid-csl-json]: the item is nested too deep"),
        (
            '[{"issued": ' + "9" * 5_000 + "}]",
            "x.json:1: warning[missing-title]: the entry has no title and is skipped",
        ),
        ('[{"title": 5}]', 'x.json:1: warning[invalid-value]: "title" is no text and is left out'),
    ],
)
def test_wrong_csl_json(text: str, expected: str) -> None:
    message, *more = messages(parse_csl_json(text.encode(), "x.json"))
    assert message.startswith(expected)
    assert more == (["x.json:1: warning[missing-title]: the entry has no title and is skipped"] if "5" in text else [])


def test_empty_values_of_csl_variables_are_passed_over() -> None:
    item = {"title": "A", "author": [], "issued": {"date-parts": [[]]}, "keyword": [], "page": None, "DOI": ""}
    publications, problems = parse_csl_json(json.dumps([item]).encode(), "x.json")
    assert (publications, problems) == ([Publication("A", Span("x.json", 1))], [])


def test_csl_values_of_wrong_types_are_told_and_left_out() -> None:
    item = {"title": "A", "abstract": 5, "DOI": {"a": "b"}, "note": True, "issued": [{}], "volume": 7, "URL": 1.5}
    item |= {"container-title": "Trees"}
    (publication,), problems = parse_csl_json(json.dumps([item]).encode(), "x.json")

    assert publication == Publication("A", Span("x.json", 1), venue="Trees", volume="7")
    said = [f'"{variable}" is no text and is left out' for variable in ("note", "issued", "DOI", "URL", "abstract")]
    assert [problem.message for problem in problems] == said
    assert {problem.severity for problem in problems} == {Severity.WARNING}


@pytest.mark.parametrize(
    ("authors", "named", "said"),
    [
        ("Jane Doe", ["Doe, Jane"], ""),
        (
            "van der Lee, Ann and Jane <i>Doe</i>; {Google Research}",
            ["van der Lee, Ann", "Doe, Jane", "Google Research"],
            "",
        ),
        ({"family": "Doe", "given": "Jane"}, ["Doe, Jane"], ""),
        ([{"family": "Doe", "given": 5}, "Ann Lee"], ["Lee, Ann"], "1 of 2 cannot be read"),
        ([{}, {"family": []}, " ", None, 7, ["Ann Lee"]], [], "6 of 6 cannot be read"),
        (7, [], "1 of 1 cannot be read"),
        (["Ann Lee", "et al."], ["Lee, Ann"], "1 name, and others"),
    ],
)
def test_authors_of_csl_are_read_or_told_of(authors: object, named: list[str], said: str) -> None:
    text = json.dumps([{"title": "A", "author": authors}])
    (publication,), problems = parse_csl_json(text.encode(), "x.json")

    assert [name.literal or ", ".join(filter(None, (name.family, name.given))) for name in publication.authors] == named
    assert [(problem.code, problem.message, problem.severity) for problem in problems] == (
        [("incomplete-authors", f"the list of authors is not complete: {said}", Severity.WARNING)] if said else []
    )


@pytest.mark.parametrize(
    ("abstract", "expected"),
    [
        (
            "<jats:title>Abstract</jats:title><jats:p>We show this.</jats:p><jats:p>And 2 more.</jats:p>",
            "We show this. And 2 more.",
        ),
        ("<jats:sec><jats:title>Aims</jats:title><p>Few.</p></jats:sec>", "Aims: Few."),
        ("Faces &amp; Places &#38; &lt;i&gt;", "Faces & Places & <i>"),
        ("The <unk> token, <i>R</i>&D, x&copy=2, a<c and d>e", "The <unk> token, R&D, x&copy=2, a<c and d>e"),
    ],
)
def test_markup_of_publishers_in_csl(abstract: str, expected: str) -> None:
    item = {"title": abstract, "abstract": abstract, "URL": "https://x.org/?a=1&amp;b=2"}
    (publication,), _ = parse_csl_json(json.dumps([item]).encode(), "x.json")
    assert (publication.title, publication.abstract) == (expected, expected)
    assert publication.source == item["URL"]


HOSTILE = {
    "bib": ("@a{", "@a{k,title={", "{", "}", '"', "#", "\\", "@string{a=", "title=", ",", "\n", " and ", "%", "$", "~"),
    "ris": ("TY  - J\n", "ER  - \n", "TI  - ", "AU  - ,,,", "\n", "x\n", "XX  -\n", "\u2028"),
    "json": ("[", "{", '{"title":', '"', "\\u0000", ",", "]", "}", "1e999", "NaN", "null", ":", "\n"),
}


@pytest.mark.parametrize("ending", PARSERS)
@settings(max_examples=300, deadline=None)
@given(data=st.data())
def test_anything_gives_publications_or_diagnostics(ending: str, data: st.DataObject) -> None:
    pieces = st.sampled_from(HOSTILE[ending]) | st.text(max_size=8)
    text = "".join(data.draw(st.lists(pieces, max_size=40)))
    publications, problems = PARSERS[ending](text.encode("utf-8", "replace"), "x")
    assert publications or problems
    assert all(problem.span.path == "x" and problem.message for problem in problems)


@pytest.mark.parametrize("ending", PARSERS)
def test_mutated_files_never_surprise(ending: str) -> None:
    rng = random.Random(3)
    original = (FIXTURES / f"library.{ending}").read_bytes()
    for _ in range(300):
        data = bytearray(original)
        for _ in range(rng.randint(1, 6)):
            at = rng.randrange(len(data))
            end = at + rng.randint(0, 30)
            data[at:end] = rng.choice([b"", b"{", b"}", b'"', b"@", b"\xff", b"\n", bytes(data[at:end]) * 3])
        publications, problems = PARSERS[ending](bytes(data), "x")
        assert publications or problems


def repeated(ending: str) -> list[str]:
    return [piece * (1_000_000 // len(piece)) for piece in HOSTILE[ending]]


@pytest.mark.parametrize(("ending", "parse"), PARSERS.items())
def test_a_megabyte_of_anything_takes_less_than_two_seconds(ending: str, parse: Callable[[bytes, str], Parsed]) -> None:
    for text in repeated(ending):
        started = time.process_time()
        parse(text.encode(), "x")
        assert time.process_time() - started < 2, text[:20]
