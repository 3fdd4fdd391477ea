// The citation box: copies the format that is shown, and downloads it. Without scripts every
// format can be read and marked, and BibTeX downloaded.

function enhance(box) {
  const copy = box.querySelector("[data-copy]");
  const download = box.querySelector("[data-download]");
  const status = box.querySelector("[data-status]");
  const bibtex = download.href; // a file of the site; the other formats are made from what is on the page
  let made = "";
  let telling = 0;

  const shown = () => box.querySelector("input:checked");
  const block = () => box.querySelector("input:checked + label + pre");

  function update() {
    const name = box.querySelector("input:checked + label").textContent;
    const { extension } = block().dataset;
    URL.revokeObjectURL(made);
    made = "";
    if (shown() !== box.querySelector("input")) {
      made = URL.createObjectURL(new Blob([block().textContent + "\n"], { type: "application/octet-stream" }));
    }
    download.href = made || bibtex;
    download.download = `${box.dataset.cite}.${extension}`;
    download.textContent = `Download ${name}`;
    tell("");
  }

  // The same words again are news to a screen reader only where for a moment there were none; a press that comes
  // meanwhile begins anew, and is told of once.
  function tell(text) {
    clearTimeout(telling);
    status.textContent = "";
    if (text) telling = setTimeout(() => (status.textContent = text), 100);
  }

  box.addEventListener("change", update);
  copy.addEventListener("click", async () => {
    try {
      await navigator.clipboard.writeText(block().textContent);
      tell("Copied.");
    } catch {
      // Without a secure connection there is no clipboard: marked, the text can be copied by key.
      getSelection().selectAllChildren(block());
      tell("Marked. Copy it with the keyboard.");
    }
  });
  addEventListener("pageshow", update); // a browser that went back may have restored another format, and has by then
}

const box = document.querySelector("[data-cite]");
if (box) enhance(box);
