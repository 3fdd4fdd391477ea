// Short titles beside the dots in a close view, as many as fit without one touching another.

const FROM_ZOOM = 2;
const SIZE = 13; // pixels
const LONGEST = 26; // characters
const REACH = 18; // of the largest dot in the whole picture; dots grow slower than distances

export class Names {
  constructor(svg, dots) {
    this.dots = dots;
    this.topics = [...svg.querySelectorAll("[data-map-names]")];
    this.layer = document.createElementNS(svg.namespaceURI, "g");
    this.layer.setAttribute("class", "map-titles");
    this.layer.setAttribute("aria-hidden", "true");
    svg.append(this.layer);
  }

  /** Draw the names for what `view` shows. */
  show(view) {
    if (view.zoom < FROM_ZOOM) return this.layer.replaceChildren();
    const pixel = view.pixel;
    const inView = this.dots.filter(
      ({ x, y }) => x > view.x && y > view.y && x < view.x + view.width / view.zoom && y < view.y + view.height / view.zoom,
    );
    const taken = this.#topicNames(pixel);
    const texts = [];
    for (const dot of inView) {
      const name = shorten(dot.title);
      const half = (name.length * SIZE * 0.27 + 4) * pixel;
      const y = dot.y + REACH * view.zoom ** -0.6 + SIZE * pixel;
      const box = { left: dot.x - half, right: dot.x + half, top: y - SIZE * pixel, bottom: y + 4 * pixel };
      if (taken.some((other) => overlap(box, other)) || inView.some((other) => other !== dot && covers(box, other))) continue;
      taken.push(box);
      const text = document.createElementNS(this.layer.namespaceURI, "text");
      text.textContent = name;
      text.setAttribute("transform", `translate(${dot.x} ${y}) scale(${pixel})`);
      texts.push(text);
    }
    this.layer.replaceChildren(...texts);
  }

  /** The boxes of the topics' names, which have the same size on the screen in every view. */
  #topicNames(pixel) {
    const shown = this.topics.find((group) => getComputedStyle(group).display !== "none");
    return [...(shown?.children ?? [])].map((label) => {
      const { e: x, f: y } = label.transform.baseVal.consolidate().matrix;
      const lines = [...label.firstElementChild.children].map((line) => line.textContent.length);
      const size = SIZE * 1.2 * pixel;
      const half = Math.max(...lines) * size * 0.3;
      return { left: x - half, right: x + half, top: y - size, bottom: y + size * lines.length };
    });
  }
}

/** "WordNet: A Lexical Database" -> "WordNet"; else the first words. */
function shorten(title) {
  const [name, rest] = title.split(": ", 2);
  if (rest && name.length <= LONGEST) return name;
  if (title.length <= LONGEST) return title;
  return `${title.slice(0, title.lastIndexOf(" ", LONGEST)) || title.slice(0, LONGEST)}…`;
}

const overlap = (a, b) => a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;
const covers = (box, { x, y }) => x > box.left && x < box.right && y > box.top && y < box.bottom;
