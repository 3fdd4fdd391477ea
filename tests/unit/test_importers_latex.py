import pytest

from papercatalog.importers.latex import clean_latex


@pytest.mark.parametrize(
    ("raw", "clean"),
    [
        ("UniF^2ace-130K", "UniF²ace-130K"),
        ("(I^2R-Net)", "(I²R-Net)"),
        ("a W_+ Adapter", "a W₊ Adapter"),
        ("the space W_+, to", "the space W₊, to"),
        ("the W+ space", "the W+ space"),
        ("x_i and 10^{-3} and 10^-3 and 2^10", "xᵢ and 10⁻³ and 10⁻³ and 2¹⁰"),
        ("called the ``inpainting game'', which", "called the “inpainting game”, which"),
        ("simulate `in the Wild' behaviour", "simulate ‘in the Wild’ behaviour"),
        ("`don't' and the AUs' relations", "‘don't’ and the AUs' relations"),
        ("called 'WSC-swap' that", "called 'WSC-swap' that"),
        (r"up to 10\% or more", "up to 10% or more"),
        (r"A \& B, \$5, \#1, a\_b, \{x\}", "A & B, $5, #1, a_b, {x}"),
        (r"characteristics, \ie facial shape", "characteristics, i.e. facial shape"),
        (r"models (\eg, face)", "models (e.g., face)"),
        (r"Li \etal. and others, \etc. \vs \wrt \cf", "Li et al. and others, etc. vs. w.r.t. cf."),
        (r"Li \etal{}. and others, \etc{}. \vs{} them", "Li et al. and others, etc. vs. them"),
        (r"0.8013 \pm 0.0243", "0.8013 ± 0.0243"),
        (r"define {\em a network}. We", "define a network. We"),
        (r"\emph{x}, \textbf{y \emph{z}}", "x, y z"),
        (r"Erd\H{o}s, G\"odel, Fr\'echet, \v{S}, fa\c{c}ade, na\"{\i}ve", "Erdős, Gödel, Fréchet, Š, façade, naïve"),
        (r"Nguy{\~{\^e}}n, Ph\d{\^{a}}m, \d{D}at, \DJ at", "Nguyễn, Phậm, Ḍat, Đat"),
        (r"S\o ren Stra{\ss}e", "Søren Straße"),
        (r"\mathcal{W}_+ and \mathbb{R}", "𝒲₊ and ℝ"),
        ("It contains ~3500 images", "It contains ~3500 images"),
        ("to date ~230,000 images", "to date ~230,000 images"),
        ("see Table~3", "see Table 3"),
        ("Landmark-Aware Net~(LA-Net), which", "Landmark-Aware Net (LA-Net), which"),
        ("generation.~Specifically, we", "generation. Specifically, we"),
        ("DreamBooth ~ruiz2023dreambooth , or", "DreamBooth, or"),
        ("approaches ~hu2021lora . Besides", "approaches. Besides"),
        ("in Transformer~vaswani2017attention to bridge", "in Transformer to bridge"),
        ("works~li2020a,wu2021b show", "works show"),
        (r"as in~\cite{li2020a}.", "as in."),
        ("about 1.5sim3.0 AP, by 5.87uparrow.", "about 1.5∼3.0 AP, by 5.87↑."),
        ("3 times faster, a simple 2sim", "3 times faster, a simple 2sim"),
        (r"$\alpha_1 \times 10^{-3}$ and $W_+$", "α₁ × 10⁻³ and W₊"),
        ("at 90$^\\circ$", "at 90°"),
        (r"{\glqq}Wende{\grqq} and \flqq{}Ende\frqq{}, {\textbraceleft}x{\textbraceright}", "„Wende“ and «Ende», {x}"),
        (r"\textquotedblleft Ende\textquotedblright, \glqq Wende\grqq", "“Ende”, „Wende“"),
        (r"short\hyphen{}term {\th}e", "short-term þe"),
        (r"x\textasciicircum{}2, x\^{}2, \~{}me, a\textunderscore{}b", "x^2, x^2, ~me, a_b"),
        (
            r"5\textpercent{} \copyright\ 2020, a\textperiodcentered{}b, et al.\@ and\quad more",
            "5% © 2020, a·b, et al. and more",
        ),
        (r"a {\textless} b \textbar{} c{\textgreater}, \S~5", "a < b | c>, § 5"),
        (r"P{\thinspace}<{\thinspace}0.05 at 25{\textdegree}C, {\textminus}5 {\textmu}m", "P < 0.05 at 25°C, −5 µm"),
        (r"{\ensuremath{\beta}}-carotene, {\textalpha}, \textGamma{} and \ensuremath{H_2}", "β-carotene, α, Γ and H₂"),
        ("costs $5 and $10 each", "costs $5 and $10 each"),
        (r"$\sim$5$\times$ faster, $>$90\% and $\pm$0.5", "∼5× faster, >90% and ±0.5"),
        ("a {GAN} based", "a GAN based"),
        ("plain words, no LaTeX -- really", "plain words, no LaTeX -- really"),
    ],
)
def test_leftovers_become_text(raw: str, clean: str) -> None:
    assert clean_latex(raw) == (clean, [])


@pytest.mark.parametrize(
    ("raw", "clean", "offset", "message"),
    [
        (
            r"named {\name}, which",
            r"named {\name}, which",
            7,
            r"cannot turn \name into plain text: \name is not defined",
        ),
        (r"{a \b 10\%}", r"{a \b 10%}", 3, "\\b is not defined"),
        (r"50\% of $\frac{1}{2}$", r"50% of $\frac{1}{2}$", 8, "the formula has no plain form"),
        ("an open { brace", "an open { brace", 8, "the brace is not closed"),
        ("a closed } brace", "a closed } brace", 9, "it has no counterpart"),
        ("x in {0, 1}", "x in {0, 1}", 5, "it may be a set"),
        ("the snake_case name", "the snake_case name", 9, "it may be part of a name"),
        ("model_2 is", "model_2 is", 5, "it may be part of a name"),
        ("W^* is", "W^* is", 1, "it has no such form in Unicode"),
        ("a ` tick", "a ` tick", 2, "it has no counterpart"),
        ("an end''", "an end''", 6, "it has no counterpart"),
        (r"A\^{} 2 Net", r"A\^{} 2 Net", 1, "nothing stands under it"),
        ("the end \\", "the end \\", 8, "a backslash at the end"),
    ],
)
def test_what_has_no_certain_meaning_stays_and_is_reported(raw: str, clean: str, offset: int, message: str) -> None:
    text, problems = clean_latex(raw)
    assert text == clean
    assert [problem.offset for problem in problems] == [offset]
    assert message in problems[0].message


def test_deep_braces_are_reported_not_followed() -> None:
    raw = "{" * 3000 + "x" + "}" * 3000
    text, problems = clean_latex(raw)
    assert text == raw
    assert len(problems) == 1


@pytest.mark.parametrize(
    ("raw", "clean", "spots"),
    [
        (r"\foo{ab}c", r"\foo{ab}c", [r"\foo"]),
        (r"\foo{}c and \bar[1]{x} faces", r"\foo{}c and \bar[1]{x} faces", [r"\foo", r"\bar"]),
        (r"\SI{5}{\meter} of \foo*{50\%}bar", r"\SI{5}{\meter} of \foo*{50%}bar", [r"\SI", r"\meter", r"\foo"]),
        (r"\foo {a} [b] {\emph{c}}d, {e}", r"\foo {a} [b] {c}d, e", [r"\foo"]),
        (r"\v{abc}d", r"\v{abc}d", [r"\v"]),
        (r"open \foo{x", r"open \foo{x", [r"\foo", "{"]),
    ],
)
@pytest.mark.parametrize("is_latex", [True, False])
def test_unknown_macro_keeps_its_arguments_apart(raw: str, clean: str, spots: list[str], is_latex: bool) -> None:
    text, problems = clean_latex(raw, is_latex=is_latex)
    assert (text, [problem.spot for problem in problems]) == (clean, spots)


def test_group_with_an_unknown_macro_keeps_its_braces_in_latex_unless_it_is_everything() -> None:
    assert clean_latex(r"{We} use {\name}s", is_latex=True)[0] == r"We use {\name}s"
    assert clean_latex(r"{We use \name}", is_latex=True)[0] == r"We use \name"
