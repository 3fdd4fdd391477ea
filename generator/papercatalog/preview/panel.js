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
