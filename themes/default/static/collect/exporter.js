// Text for readers to take along: copied, or saved as a file.

import { make, makeButton } from "../search/dom.js";

/**
 * Make a row of buttons for each of [{label, file, type, text}]. `text` is a function that gives the text or
 * its promise; what has no `file` can only be copied.
 */
export function makeExports(formats) {
  const status = make("p", { class: "collect-status", role: "status" });
  const rows = formats.map((format) => {
    const item = make("li", {}, make("span", {}, format.label));
    item.append(labelledButton("Copy", `Copy ${format.label}`, () => copy(format, item, status)));
    if (format.file) {
      item.append(labelledButton("Download", `Download ${format.label}`, () => download(format, status)));
    }
    return item;
  });
  return make("div", {}, make("ul", { class: "collect-exports" }, ...rows), status);
}

/** Make a button that says more to those who hear it: which paper, which format. */
export function labelledButton(text, label, act) {
  return makeButton({ class: "collect-button", "aria-label": label }, act, text);
}

async function copy({ label, text }, item, status) {
  status.textContent = "";
  item.querySelector("textarea")?.remove();
  const loading = Promise.resolve().then(text);
  try {
    await writeClipboard(loading);
    status.textContent = `${label} copied.`;
  } catch {
    try {
      const area = make("textarea", { readonly: "", rows: "6", "aria-label": label, spellcheck: "false" });
      area.value = await loading;
      item.append(area);
      area.select();
      status.textContent = "This browser does not let the site copy. The text is selected: copy it from there.";
    } catch {
      fail(label, status);
    }
  }
}

/** Ask for the clipboard at once: some browsers refuse when the press of the button is too long ago. */
async function writeClipboard(loading) {
  if (typeof ClipboardItem === "undefined") return navigator.clipboard.writeText(await loading);
  const blob = loading.then((text) => new Blob([text], { type: "text/plain" }));
  return navigator.clipboard.write([new ClipboardItem({ "text/plain": blob })]);
}

async function download({ label, file, type, text }, status) {
  try {
    const url = URL.createObjectURL(new Blob([await text()], { type }));
    make("a", { href: url, download: file }).click();
    setTimeout(() => URL.revokeObjectURL(url), 60_000); // some browsers begin late
    status.textContent = `${file} saved.`;
  } catch {
    fail(label, status);
  }
}

function fail(label, status) {
  status.textContent = `${label} could not be loaded. Check the connection and try again.`;
}
