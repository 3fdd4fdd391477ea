// Short titles of the dots in a close view, as many as fit without one touching another.

const FROM_ZOOM = 2;
const SIZE = 13; // pixels
const LONGEST = 26; // characters
const REACH = 15; // of a dot whose size is 1

export class Names {
  constructor(svg, dots) {
    this.dots = dots;
    this.topics = [...svg.querySelectorAll("[data-map-names]")];
    this.layer = document.createElementNS(svg.namespaceURI, "g");
    this.layer.setAttribute("class", "map-titles");
    this.layer.setAttribute("aria-hidden", "true");
    svg.append(this.layer);
    this.measure = document.createElement("canvas").getContext("2d");
    this.measure.font = `${SIZE}px ${getComputedStyle(svg.querySelector("text") ?? svg).fontFamily}`;
  }

  /** Draw the names for what `view` shows. */
  show(view) {
    if (view.zoom < FROM_ZOOM) return this.layer.replaceChildren();
    const pixel = view.pixel;
    const style = getComputedStyle(this.layer);
    const reach = REACH * style.getPropertyValue("--mark-size") * style.getPropertyValue("--mark-zoom");
    const edges = view.edges;
    const inView = this.dots.filter((dot) => covers(edges, dot, reach));
    const taken = this.#topicNames(view.zoom);
    const texts = [];
    for (const dot of inView) {
      const name = shorten(dot.title);
      const half = (this.measure.measureText(name).width / 2 + 4) * pixel;
      const y = dot.y + (dot.isBubble ? 0.35 * SIZE * pixel : reach + SIZE * pixel); // in it, or below it
      const box = { left: dot.x - half, right: dot.x + half, top: y - SIZE * pixel, bottom: y + 4 * pixel };
      if (taken.some((other) => overlap(box, other)) || inView.some((other) => other !== dot && covers(box, other, reach))) continue;
      taken.push(box);
      const text = document.createElementNS(this.layer.namespaceURI, "text");
      text.textContent = name;
      text.setAttribute("transform", `translate(${dot.x} ${y}) scale(${pixel})`);
      texts.push(text);
    }
    this.layer.replaceChildren(...texts);
  }

  /** The boxes of the topics' names, which have the same size on the screen in every view. */
  #topicNames(zoom) {
    const shown = this.topics.find((group) => getComputedStyle(group).display !== "none");
    return [...(shown?.children ?? [])].map((label) => {
      const { e, f } = label.transform.baseVal.consolidate().matrix;
      const { x, y, width, height } = label.firstElementChild.getBBox();
      return { left: e + x / zoom, right: e + (x + width) / zoom, top: f + y / zoom, bottom: f + (y + height) / zoom };
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
const covers = (box, { x, y }, reach) =>
  x > box.left - reach && x < box.right + reach && y > box.top - reach && y < box.bottom + reach;
