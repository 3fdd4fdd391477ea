// The map of /map/: titles on hover and focus, the keyboard's way from dot to dot, a closer view.
// Without this module it is a picture of links, whose titles the browser shows.

import { Names } from "./names.js";
import { Tip } from "./tip.js";
import { View } from "./view.js";

const STEP = 1.5; // of a zoom by button or key
const PAN = 0.25; // of the view, by button or key
const ARROWS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

const figure = document.querySelector("[data-map]");
if (figure) enhance(figure);

function enhance(figure) {
  const svg = figure.querySelector("[data-map-picture]");
  const dots = [...svg.querySelectorAll("[data-map-dots] > a")].map(readDot);
  const byElement = new Map(dots.map((dot) => [dot.element, dot]));
  const byAddress = new Map(dots.map((dot) => [dot.element.href.baseVal, dot]));
  const tip = new Tip(figure.querySelector("[data-map-tip]"));
  const tools = figure.querySelector("[data-map-tools]");
  const names = new Names(svg, dots.filter(({ element }) => !element.querySelector("text")));
  const view = new View(svg, update);
  const dotOf = (node) => byElement.get(node.closest?.("[data-map-dots] > a"));

  function update() {
    names.show(view);
    tip.hide();
    for (const button of tools.querySelectorAll("button")) {
      const isIdle = button.dataset.mapDo === "in" ? view.zoom >= view.closest : view.zoom <= 1;
      button.setAttribute("aria-disabled", String(isIdle));
    }
    if (byElement.has(document.activeElement)) tip.show(byElement.get(document.activeElement));
  }

  function act(name) {
    const pans = { left: [-PAN, 0], right: [PAN, 0], up: [0, -PAN], down: [0, PAN] };
    if (name === "in") view.zoomBy(STEP);
    else if (name === "out") view.zoomBy(1 / STEP);
    else if (name === "reset") view.reset();
    else view.panBy(...pans[name]);
  }

  // One stop of the Tab key for the whole map; the arrow keys lead on from there.
  let current = dots[0];
  function makeCurrent(dot) {
    current.element.setAttribute("tabindex", "-1");
    current = dot;
    current.element.setAttribute("tabindex", "0");
  }
  for (const dot of dots) dot.element.setAttribute("tabindex", "-1");
  if (current) makeCurrent(current);

  // On the frame: Chromium makes an SVG with listeners for focus a stop of its own.
  const frame = svg.parentElement;
  frame.addEventListener("focusin", (event) => {
    const dot = dotOf(event.target);
    if (!dot) return;
    makeCurrent(dot);
    view.reveal(dot.x, dot.y);
    tip.show(dot);
  });
  frame.addEventListener("focusout", () => tip.hide());
  svg.addEventListener("pointerover", (event) => {
    const dot = dotOf(event.target);
    if (dot && event.pointerType !== "touch" && !view.isDragged) tip.show(dot);
  });
  svg.addEventListener("pointerout", () => tip.hideSoon());
  document.addEventListener("keydown", (event) => event.key === "Escape" && tip.hide());

  figure.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const direction = ARROWS[event.key];
    const dot = dotOf(event.target);
    if (direction && dot && !event.shiftKey) findNext(dots, dot, direction)?.element.focus();
    else if (direction && (dot || tools.contains(event.target))) view.panBy(direction[0] * PAN, direction[1] * PAN);
    else if (dot && event.key === "Home") dots[0].element.focus();
    else if (dot && event.key === "End") dots.at(-1).element.focus();
    else if (event.key === "+" || event.key === "=") dot ? view.zoomBy(STEP, dot) : view.zoomBy(STEP);
    else if (event.key === "-") view.zoomBy(1 / STEP);
    else if (event.key === "0") view.reset();
    else return;
    event.preventDefault();
  });

  tools.addEventListener("click", (event) => {
    const button = event.target.closest("button");
    if (button && button.getAttribute("aria-disabled") !== "true") act(button.dataset.mapDo);
  });

  followLegend(figure.querySelector("[data-map-legend]"), dots);
  for (const list of document.querySelectorAll("[data-map-list]")) followList(list, byAddress);
}

/** Read a dot, and take over from the browser's own tooltip. */
function readDot(element) {
  const title = element.querySelector("title");
  const [name, label = ""] = title.textContent.split("\n");
  title.remove();
  element.setAttribute("aria-label", label ? `${name} (${label})` : name);
  const { e, f } = element.transform.baseVal.consolidate().matrix;
  return { element, title: name, label, x: e, y: f, isBubble: element.classList.contains("bubble") };
}

/** Return the closest dot in a direction; those straight ahead come first. */
function findNext(dots, from, [right, down]) {
  let next = null;
  let least = Infinity;
  for (const dot of dots) {
    const ahead = (dot.x - from.x) * right + (dot.y - from.y) * down;
    const aside = Math.abs((dot.x - from.x) * down) + Math.abs((dot.y - from.y) * right);
    if (ahead > 0 && aside <= 2 * ahead && ahead + 2 * aside < least) {
      least = ahead + 2 * aside;
      next = dot;
    }
  }
  return next;
}

/** Fade all but the topic that the pointer or the focus is on. */
function followLegend(legend, dots) {
  if (!legend) return;
  const fade = (event) => {
    const look = event.target.closest("[data-look]")?.dataset.look;
    for (const { element } of dots) element.classList.toggle("map-faded", Boolean(look) && element.dataset.look !== look);
  };
  const clear = () => dots.forEach(({ element }) => element.classList.remove("map-faded"));
  legend.addEventListener("pointerover", fade);
  legend.addEventListener("focusin", fade);
  legend.addEventListener("pointerleave", clear);
  legend.addEventListener("focusout", clear);
}

/** Mark the dot of the paper that the pointer or the focus is on in the list. */
function followList(list, byAddress) {
  const mark = (isChosen) => (event) => {
    const link = event.target.closest("a");
    byAddress.get(link?.getAttribute("href"))?.element.classList.toggle("map-chosen", isChosen);
  };
  for (const type of ["pointerover", "focusin"]) list.addEventListener(type, mark(true));
  for (const type of ["pointerout", "focusout"]) list.addEventListener(type, mark(false));
}
