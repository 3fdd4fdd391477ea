"""Formulas to MathML that is safe, well-formed and bounded, whatever a stranger writes."""

import re
import time
from contextlib import suppress
from xml.etree import ElementTree as ET

import html5lib
import pytest
from hypothesis import given
from hypothesis import strategies as st

from papercatalog.math import MAX_BRACES, MAX_LENGTH, FormulaError, to_mathml


@pytest.mark.parametrize(
    "tex",
    [
        r"\mathcal{O}(n \log n)",
        r"\frac{1}{2}\sum_{i=1}^{n} x_i",
        r"\sqrt[3]{x} \neq \|w\|_2^2",
        r"\mathbb{R}^{d\times d}",
        r"\operatorname{arg\,max}_\theta p_\theta(x)",
        r"\begin{pmatrix}1&2\\3&4\end{pmatrix}",
        r"\begin{cases}1&x>0\\0\end{cases}",
        r"\hat{y} = \text{softmax}(Wx + b)",
        r"90^\circ, \pm 5, 10\%",
        r"\color{red}{x}",
        r"\binom{n}{k} \genfrac{}{}{0pt}{}{a}{b}",
        r"\begin{array}{c|c}a&b\\\hline c&d\end{array}",
    ],
)
@pytest.mark.parametrize("display", [False, True])
def test_formula_is_valid_html_and_xml_without_style(tex: str, display: bool) -> None:
    mathml = to_mathml(tex, display=display)

    assert mathml.startswith('<math display="block">' if display else "<math>")
    assert ET.fromstring(mathml).tag == "math"
    html5lib.HTMLParser(strict=True).parse(
        f"<!DOCTYPE html><html><head><title>x</title></head><body>{mathml}</body></html>"
    )
    assert not re.search(r"\s(style|href|on\w+)=", mathml)


def test_alignment_is_kept_as_classes() -> None:
    mathml = to_mathml(r"\begin{aligned}a&=b\\c&=d\end{aligned}")

    assert mathml.count('<mtd class="math-right">') == mathml.count('<mtd class="math-left">') == 2


@pytest.mark.parametrize(
    ("tex", "reason"),
    [
        ("x" * (MAX_LENGTH + 1), f"it has {MAX_LENGTH + 1} characters, more than {MAX_LENGTH}"),
        ("{x}" * (MAX_BRACES + 1), f"it has {MAX_BRACES + 1} braces, more than {MAX_BRACES}"),
        (r"\nothing", 'Unknown command "\\nothing"'),
        (r"\sqrt" * 100 + "{x}", "it is nested more than 60 deep"),
        (r"x \raisebox{9em}{This paper was retracted.}", "it raises or lowers a part of itself"),
        (r"\text{\raisebox{-1em}{x}}", "it raises or lowers a part of itself"),
        (r"\genfrac{}{}{30em}{}{a}{b}", "it says how thick a line is"),
        (r"\newcommand{\a}{\a\a}\a", "it defines a command, which could write any number of brackets"),
        (r"\def\a{(((((((((}\a\a", "it defines a command, which could write any number of brackets"),
        (r"\let\o(\o\o\o\o", "it defines a command, which could write any number of brackets"),
    ],
)
def test_refusal_says_why(tex: str, reason: str) -> None:
    with pytest.raises(FormulaError) as caught:
        to_mathml(tex)
    assert str(caught.value) == reason


@pytest.mark.parametrize(
    "tex", [r"\href{javascript:alert(1)}{x}", r"\text{<script>}", r'\text{" onclick="x}', "<b>", "&lt;"]
)
def test_hostile_formula_makes_no_html(tex: str) -> None:
    try:
        mathml = to_mathml(tex)
    except FormulaError:
        return
    assert {element.tag for element in ET.fromstring(mathml).iter()} <= {"math", "mrow", "mi", "mo", "mtext"}
    assert not re.search(r"<\w+[^>]*\son", mathml)


@pytest.mark.parametrize(
    "unit", ["{", "x^", "_", r"\frac", r"\left(", r"\begin{matrix}", "&", "\\\\", r"\hat ", r"\def\a{"]
)
def test_pathological_formula_is_fast(unit: str) -> None:
    started = time.process_time()
    with suppress(FormulaError):
        to_mathml((unit * MAX_LENGTH)[:MAX_LENGTH])
    assert time.process_time() - started < 1


@given(st.text(alphabet=st.sampled_from("xyz12^_{}\\&<>\"'$#%~ frac"), max_size=60))
def test_any_formula_is_refused_or_well_formed(tex: str) -> None:
    try:
        mathml = to_mathml(tex)
    except FormulaError:
        return
    ET.fromstring(mathml)


OPENINGS = [
    "(",
    "[",
    r"\{",
    "⟨",
    "⌈",
    "⟦",
    r"\langle ",
    r"\lfloor ",
    r"\lvert ",
    r"\ulcorner ",
    r"\bigl(",
    r"\mathopen(",
]


@pytest.mark.parametrize(
    "tex", [*(opening * 40 for opening in OPENINGS), "{(}" * 40, r"((\\" * 20, "(" * 40 + "{" + ")" * 40 + "}"]
)
def test_brackets_without_end_are_refused_before_each_doubles_the_work(tex: str) -> None:
    with pytest.raises(FormulaError, match="brackets that are not closed"):
        to_mathml(tex)


@pytest.mark.parametrize(
    "unit",
    [
        *("(^)", "[_]", r"\{^\}", r"\langle^\rangle ", r"\lBrace^\rBrace ", "(x^)", "{(^)}"),
        *(r"(\hat)", r"(\frac a)", r"(\text )", r"(\operatorname )", "(%)\n", r"(\begingroup)\endgroup "),
        *(r"\ket\hat ", r"\bra\sqrt ", r"\braket^", r"\pmod\hat ", r"\pod_"),
    ],
)
def test_brackets_whose_end_is_the_argument_of_something_are_refused(unit: str) -> None:
    with pytest.raises(FormulaError, match="brackets that are not closed"):
        to_mathml(unit * 40)


@pytest.mark.parametrize(
    "tex",
    [
        "(" * 40 + ")" * 40,
        "[0, 1) " * 30,
        r"f\left(x\right) \{a\} " * 12,
        "]a, b[" * 12,
        r"\lfloor x \rfloor " * 40,
        r"p(\theta_i, x^2) " * 40,
    ],
)
def test_brackets_that_are_closed_are_fine(tex: str) -> None:
    assert to_mathml(tex).startswith("<math>")
