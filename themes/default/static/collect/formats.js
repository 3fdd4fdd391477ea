// Papers as text: a list and a table in Markdown, a table in LaTeX.

import { siteUrl } from "../search/dom.js";

/** Return a list, a paper a line. */
export function markdownList(papers) {
  const line = ({ title, url, authors, venue, year, status }) => {
    const facts = [authors.join(", "), venue ?? (year && String(year)), status].filter(Boolean).map(markdown);
    return `- ${[markdownLink(markdown(title), siteUrl(url)), ...facts].join(". ")}.\n`;
  };
  return papers.map(line).join("");
}

/** Return a table of makeRows() for GitHub, Pandoc and others. */
export function markdownTable(papers, rows) {
  const line = (cells) => `| ${cells.join(" | ")} |\n`;
  const item = ({ text, note, url, external, shared }) => {
    const name = shared ? `**${markdown(text)}**` : markdown(text);
    return (external ? markdownLink(name, url) : name) + (note ? ` (${markdown(note)})` : "");
  };
  return [
    line([" ", ...papers.map(({ title, url }) => markdownLink(markdown(title), siteUrl(url)))]),
    line(["---", ...papers.map(() => "---")]),
    ...rows.map(({ label, cells }) => line([markdown(label), ...cells.map((items) => items.map(item).join("; ") || "–")])),
  ].join("");
}

/** Return a table of makeRows() in the style of booktabs. Papers are cited by the keys of their BibTeX. */
export function latexTable(papers, rows) {
  const line = (cells) => `    ${cells.join(" & ")} \\\\\n`;
  const width = (0.78 / papers.length).toFixed(2);
  const item = ({ text, note, url, external, shared }) => {
    const name = external ? `\\url{${url}}` : shared ? `\\textbf{${latex(text)}}` : latex(text);
    return name + (note ? ` (${latex(note)})` : "");
  };
  return [
    "% \\usepackage{array,booktabs,url}\n",
    "\\begin{table}\n  \\centering\n  \\small\n",
    `  \\begin{tabular}{>{\\raggedright\\arraybackslash}p{0.15\\linewidth}`,
    `*{${papers.length}}{>{\\raggedright\\arraybackslash}p{${width}\\linewidth}}}\n`,
    "    \\toprule\n",
    line(["", ...papers.map(({ id, title }) => `${latex(title)}~\\cite{${id}}`)]),
    "    \\midrule\n",
    ...rows.map(({ label, cells }) => line([latex(label), ...cells.map((items) => items.map(item).join("; ") || "--")])),
    "    \\bottomrule\n  \\end{tabular}\n\\end{table}\n",
  ].join("");
}

const oneLine = (text) => text.replace(/\s+/g, " ");

/** Escape for Markdown, in a cell of a table too. */
const markdown = (text) => oneLine(text).replace(/[\\`*_{}[\]<>#|~^$&!]/g, "\\$&");

const markdownLink = (label, url) =>
  `[${label}](${url.replace(/[()|\\]/g, (char) => "%" + char.charCodeAt(0).toString(16).toUpperCase())})`;

// What the fonts of pdfLaTeX lack, and its name. Greek letters are signs where they stand alone.
const named = (words) =>
  new Map([...words.matchAll(/(\S) (\S+)/g)].map(([, sign, name]) => [sign, `\\ensuremath{\\${name}}`]));
const SIGNS = named(
  "± pm × times ∞ infty ≤ leq ≥ geq ≈ approx ≠ neq ↔ leftrightarrow ∈ in ∼ sim ∘ circ ℓ ell ⊤ top √ surd ∑ sum ∂ partial ∇ nabla",
);
const GREEK = named(
  "α alpha β beta γ gamma δ delta ε varepsilon ζ zeta η eta θ theta ι iota κ kappa λ lambda μ mu ν nu ξ xi π pi ρ rho σ sigma " +
    "τ tau υ upsilon φ varphi χ chi ψ psi ω omega Γ Gamma Δ Delta Θ Theta Λ Lambda Ξ Xi Π Pi Σ Sigma Υ Upsilon Φ Phi Ψ Psi Ω Omega",
);
const anyOf = (signs) => `[${[...signs.keys()].join("")}]`;
const SIGN = new RegExp(`${anyOf(SIGNS)}|(?<!\\p{Script=Greek})${anyOf(GREEK)}(?!\\p{Script=Greek})`, "gu");

const LATEX = new Map([
  ...["&", "%", "#", "_", "$", "{", "}"].map((char) => [char, `\\${char}`]),
  ["\\", "\\textbackslash{}"],
  ["~", "\\textasciitilde{}"],
  ["^", "\\textasciicircum{}"],
  ["<", "\\textless{}"],
  [">", "\\textgreater{}"],
  ["|", "\\textbar{}"],
  ['"', "''"],
  // At the beginning of a row these two would belong to the end of the row before.
  ["[", "{[}"],
  ["*", "{*}"],
  ["\0", "{}"],
]);

/** Escape for LaTeX, in a cell of a table too; pairs that fonts join into one sign are kept apart. */
const latex = (text) =>
  oneLine(text)
    .replaceAll("\0", "")
    .replace(/([-'`,])(?=\1)|[?!](?=`)/g, "$&\0")
    .replace(/[&%#_${}\\~^<>|"[*\0]/g, (char) => LATEX.get(char))
    .replace(/[⁰ⁱ⁴-ⁿ]+/g, (raised) => `\\textsuperscript{${plain(raised)}}`)
    .replace(/[₀-ₜᵢ-ᵥ]+/g, (lowered) => `\\textsubscript{${plain(lowered)}}`)
    .replace(SIGN, (sign) => SIGNS.get(sign) ?? GREEK.get(sign));

const plain = (script) => script.normalize("NFKC").replaceAll("−", "-");
