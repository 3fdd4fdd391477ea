// Which part of the picture is seen: the viewBox, and every way to move it. One finger scrolls the
// page as everywhere; two fingers, the wheel with Ctrl, and a dragged mouse move the map.

const CLOSEST = 8;
const CLICK = 4; // pixels that a mouse may move during a click
const EDGE = 0.12; // of the view: how far from its border a focused dot stays

export class View {
  constructor(svg, onChange) {
    this.svg = svg;
    this.onChange = onChange;
    this.closest = CLOSEST;
    const { width, height } = svg.viewBox.baseVal;
    Object.assign(this, { width, height, zoom: 1, x: 0, y: 0, isDragged: false });
    svg.style.touchAction = "pan-x pan-y"; // the page scrolls, and two fingers are ours
    svg.addEventListener("wheel", (event) => this.#onWheel(event), { passive: false });
    this.#followTouch();
    this.#followMouse();
    // Called at once, and when a phone is turned.
    new ResizeObserver(() => this.#set(this.zoom, this.x, this.y)).observe(svg);
  }

  /** The length of the picture that a pixel of the screen shows. */
  get pixel() {
    const box = this.svg.getBoundingClientRect();
    return Math.max(this.width / box.width, this.height / box.height) / this.zoom;
  }

  /** The edges of what is seen: more than was asked for where the frame has another shape. */
  get edges() {
    const box = this.svg.getBoundingClientRect();
    const [x, y] = [this.x + this.width / this.zoom / 2, this.y + this.height / this.zoom / 2];
    const [aside, up] = [(box.width / 2) * this.pixel, (box.height / 2) * this.pixel];
    return { left: x - aside, right: x + aside, top: y - up, bottom: y + up };
  }

  /** Come closer by a factor, to a point of the picture; to the middle of the view without one. */
  zoomBy(factor, { x, y } = { x: this.x + this.width / this.zoom / 2, y: this.y + this.height / this.zoom / 2 }) {
    const zoom = Math.min(CLOSEST, Math.max(1, this.zoom * factor));
    const ratio = this.zoom / zoom;
    this.#set(zoom, x - (x - this.x) * ratio, y - (y - this.y) * ratio);
  }

  /** Move by parts of the view. */
  panBy(right, down) {
    this.#set(this.zoom, this.x + (right * this.width) / this.zoom, this.y + (down * this.height) / this.zoom);
  }

  reset() {
    this.#set(1, 0, 0);
  }

  /** Move as little as it takes for a point to be well inside the view. */
  reveal(x, y) {
    const [width, height] = [this.width / this.zoom, this.height / this.zoom];
    const left = Math.min(Math.max(this.x, x - width * (1 - EDGE)), x - width * EDGE);
    const top = Math.min(Math.max(this.y, y - height * (1 - EDGE)), y - height * EDGE);
    this.#set(this.zoom, left, top);
  }

  #set(zoom, x, y) {
    const inside = (value, size) => Math.min(Math.max(value, 0), size - size / zoom);
    this.zoom = zoom;
    this.x = inside(x, this.width);
    this.y = inside(y, this.height);
    this.svg.setAttribute("viewBox", `${this.x} ${this.y} ${this.width / zoom} ${this.height / zoom}`);
    // Dots grow slower than distances, and names not at all.
    this.svg.style.setProperty("--mark-zoom", String(zoom ** -0.6));
    this.svg.style.setProperty("--name-zoom", String(1 / zoom));
    this.svg.style.setProperty("--pixel", String(this.pixel));
    this.svg.classList.toggle("map-zoomed", zoom > 1);
    this.onChange();
  }

  #pointAt(clientX, clientY) {
    const point = new DOMPoint(clientX, clientY).matrixTransform(this.svg.getScreenCTM().inverse());
    return { x: point.x, y: point.y };
  }

  #onWheel(event) {
    if (!event.ctrlKey && !event.metaKey) return;
    event.preventDefault();
    const lines = event.deltaMode === WheelEvent.DOM_DELTA_LINE ? 16 : 1;
    this.zoomBy(Math.exp(-Math.max(-100, Math.min(100, event.deltaY * lines)) / 200), this.#pointAt(event.clientX, event.clientY));
  }

  #followTouch() {
    let last = null;
    const read = ([a, b]) => ({
      x: (a.clientX + b.clientX) / 2,
      y: (a.clientY + b.clientY) / 2,
      spread: Math.hypot(a.clientX - b.clientX, a.clientY - b.clientY),
    });
    const start = (event) => (last = event.touches.length === 2 ? read(event.touches) : null);
    const move = (event) => {
      if (!last || event.touches.length !== 2) return;
      event.preventDefault();
      const now = read(event.touches);
      const pixel = this.pixel;
      this.#set(this.zoom, this.x - (now.x - last.x) * pixel, this.y - (now.y - last.y) * pixel);
      this.zoomBy(now.spread / (last.spread || 1), this.#pointAt(now.x, now.y));
      last = now;
    };
    this.svg.addEventListener("touchstart", start, { passive: true });
    this.svg.addEventListener("touchmove", move, { passive: false });
    this.svg.addEventListener("touchend", start, { passive: true });
    this.svg.addEventListener("touchcancel", start, { passive: true });
  }

  #followMouse() {
    let from = null;
    this.svg.addEventListener("pointerdown", (event) => {
      this.isDragged = false;
      if (event.pointerType === "touch" || event.button !== 0 || this.zoom === 1) return;
      from = { clientX: event.clientX, clientY: event.clientY, x: this.x, y: this.y };
    });
    this.svg.ownerDocument.addEventListener("pointermove", (event) => {
      if (!from) return;
      const [right, down] = [event.clientX - from.clientX, event.clientY - from.clientY];
      if (!this.isDragged && Math.hypot(right, down) < CLICK) return;
      this.isDragged = true;
      this.svg.classList.add("map-dragged");
      this.#set(this.zoom, from.x - right * this.pixel, from.y - down * this.pixel);
    });
    for (const type of ["pointerup", "pointercancel"]) {
      this.svg.ownerDocument.addEventListener(type, () => {
        from = null;
        this.svg.classList.remove("map-dragged");
      });
    }
    // A link would be dragged away instead of the map, Safari would mark the text below it, and a drag that ends
    // on a dot is no click.
    this.svg.addEventListener("dragstart", (event) => event.preventDefault());
    this.svg.addEventListener("selectstart", (event) => event.preventDefault());
    this.svg.addEventListener("click", (event) => this.isDragged && event.preventDefault(), { capture: true });
  }
}
