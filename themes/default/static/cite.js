// The citation box: copies the format that is shown, and downloads it. Without scripts every
// format can be read and marked, and BibTeX downloaded.

function enhance(box) {
  const copy = box.querySelector("[data-copy]");
  const download = box.querySelector("[data-download]");
  const status = box.querySelector("[data-status]");
  const bibtex = download.href; // a file of the site; the other formats are made from what is on the page
  let made = "";

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
    status.textContent = "";
  }

  box.addEventListener("change", update);
  copy.addEventListener("click", async () => {
    try {
      await navigator.clipboard.writeText(block().textContent);
      status.textContent = "Copied.";
    } catch {
      // Without a secure connection there is no clipboard: marked, the text can be copied by key.
      getSelection().selectAllChildren(block());
      status.textContent = "Marked. Copy it with the keyboard.";
    }
  });
  addEventListener("pageshow", update); // a browser that went back may have restored another format, and has by then
}

const box = document.querySelector("[data-cite]");
if (box) enhance(box);
