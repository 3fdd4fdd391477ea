// The title of a dot beside it, inside the frame that both are in.

const GAP = 8; // pixels between the dot and the text
const GRACE = 250; // milliseconds to bring the pointer from the dot onto the text, as who magnifies the screen must

export class Tip {
  constructor(element) {
    this.element = element;
    element.addEventListener("pointerenter", () => clearTimeout(this.timer));
    element.addEventListener("pointerleave", () => this.hideSoon());
  }

  show(dot) {
    clearTimeout(this.timer);
    const label = document.createElement("small");
    label.textContent = dot.label;
    this.element.replaceChildren(dot.title, label);
    this.element.hidden = false;
    const frame = this.element.parentElement.getBoundingClientRect();
    const mark = dot.element.querySelector(".mark").getBoundingClientRect();
    const { offsetWidth: width, offsetHeight: height } = this.element;
    const middle = (mark.left + mark.right) / 2 - frame.left;
    const left = Math.max(0, Math.min(middle - width / 2, frame.width - width));
    const above = mark.top - frame.top - height - GAP;
    const top = above >= 0 ? above : mark.bottom - frame.top + GAP;
    this.element.style.transform = `translate(${left}px, ${top}px)`;
  }

  hideSoon() {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.hide(), GRACE);
  }

  hide() {
    clearTimeout(this.timer);
    this.element.hidden = true;
  }
}
