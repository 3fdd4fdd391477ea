"""What the preview adds to each page: a script that reloads it, and panels for problems. No published page has them."""

import json
import re
from collections.abc import Sequence

from papercatalog.diagnostics import Diagnostic, printable, sort_diagnostics
from papercatalog.reports import describe_diagnostic

_PAGE = re.compile(r"content(?:/pages)?(/(?:papers/|topics/|datasets/)?[^/]+)\.md")

SCRIPT = b"""\
const shown = Number(document.currentScript.dataset.generation)
new EventSource('/-papercatalog/events').addEventListener('message', (event) => {
  const state = JSON.parse(event.data)
  if (state.generation !== shown) location.reload()
  for (const panel of document.querySelectorAll('.preview-panel')) panel.remove()
  if (state.problems) {
    const count = state.diagnostics.filter((diagnostic) => diagnostic.severity === 'error').length
    const title = count ? `${count} ${count === 1 ? 'error' : 'errors'}; below is the last good site` : state.problems
    show('alert', title, state.diagnostics.toSorted((a, b) => isHere(b) - isHere(a)))
  } else {
    const here = state.diagnostics.filter(isHere)
    if (here.length && sessionStorage.getItem(location.pathname) !== JSON.stringify(here)) {
      show('status', here.length === 1 ? '1 warning' : `${here.length} warnings`, here, () => {
        sessionStorage.setItem(location.pathname, JSON.stringify(here))
      })
    }
  }
})

function isHere(diagnostic) {
  return diagnostic.page !== null && location.pathname.startsWith(diagnostic.page)
}

function show(role, title, diagnostics, onDismiss = () => {}) {
  const panel = make('section', 'preview-panel')
  panel.setAttribute('role', role)
  const close = make('button', '', 'Dismiss')
  close.addEventListener('click', () => {
    panel.remove()
    onDismiss()
  })
  const list = make('ul')
  for (const { place, severity, code, message, hint } of diagnostics) {
    const item = make('li')
    item.append(make('code', '', `${place}: ${severity}[${code}]`), `: ${message}`)
    if (hint) item.append(make('div', '', `hint: ${hint}`))
    list.append(item)
  }
  panel.append(close, make('strong', '', title), list)
  document.body.prepend(panel)
}

function make(tag, className = '', text = '') {
  const element = document.createElement(tag)
  if (className) element.className = className
  element.textContent = text
  return element
}
"""

STYLE = b"""\
.preview-panel {
  position: sticky; top: 0; z-index: 99; margin: 0; padding: 0.75rem 1rem; max-height: 60vh; overflow: auto;
  font: 14px/1.5 system-ui, sans-serif; color: #fff; background: #8b1a1a; overflow-wrap: anywhere;
}
.preview-panel[role='status'] {
  position: fixed; top: auto; right: 1rem; bottom: 1rem; max-width: min(32rem, 90vw); max-height: 40vh;
  color: #2b2100; background: #ffe9a8; border: 1px solid #8a6d00; border-radius: 4px;
}
.preview-panel ul { margin: 0.25rem 0 0; padding-left: 1.25rem; }
.preview-panel code { font: 13px ui-monospace, monospace; color: inherit; background: none; }
.preview-panel button {
  float: right; font: inherit; color: inherit; background: none; border: 1px solid; cursor: pointer;
}
"""


def make_additions(generation: int) -> bytes:
    """Return what takes the place of `</head>`. The script reloads the page when it is told of another generation."""
    return (
        '<link rel="stylesheet" href="/-papercatalog/style.css">'
        f'<script src="/-papercatalog/script.js" data-generation="{generation}" defer></script></head>'
    ).encode()


def describe_state(generation: int, problems: str, diagnostics: Sequence[Diagnostic]) -> str:
    """Return the state of the preview as JSON. `problems` says why the newest build failed, if it did.

    Each diagnostic is as in `catalog check --format json`, with its place in one piece and the page that shows its
    record.
    """
    described = [
        describe_diagnostic(diagnostic)
        | {"place": printable(str(diagnostic.span)), "page": find_page(diagnostic.span.path)}
        for diagnostic in sort_diagnostics(diagnostics)
    ]
    return json.dumps({"generation": generation, "problems": problems, "diagnostics": described})


def find_page(path: str) -> str | None:
    """Return the address of the page that shows the record in a file of content/, None for lists."""
    match = _PAGE.fullmatch(path)
    return f"{match[1]}/" if match else None
