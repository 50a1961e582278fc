// A picture that one moves and zooms: by pointer, wheel, buttons and keys. How it is drawn, the pictures themselves know.

const views = [];
/** Movement in pixels from which a press is a drag and no click. */
const DRAG = 4;
const CLOSEST = 6;

class View {
  /** `frame` holds the picture of `width` × `height` units; `items` are the boxes that keys step through. */
  constructor(frame, width, height) {
    Object.assign(this, { frame, width, height, x: 0, y: 0, k: 1, top: 0, items: [], selected: null, whole: true });
    views.push(this);
    const button = (text, key, action) => make('button', { type: 'button', title: say(key), 'aria-label': say(key), onclick: action }, text);
    this.controls = make('div', { class: 'zoom', role: 'group', 'aria-label': say('mapHelp') },
      button('+', 'zoomIn', () => this.zoom(1.5)), button('−', 'zoomOut', () => this.zoom(1 / 1.5)), button('⤢', 'fit', () => this.fit()));
    frame.before(make('div', { class: 'bar' }, make('span', { class: 'help remark' }, say('mapHelp')), this.controls));
    this.listen();
  }

  get room() {
    return { w: this.frame.clientWidth || 1, h: this.frame.clientHeight || 1 };
  }

  /** The scale at which everything is seen, below the headings that stay at the top. */
  get least() {
    return Math.min(this.room.w / this.width, (this.room.h - this.top) / this.height);
  }

  fit() {
    this.whole = true;
    this.k = this.least;
    this.x = (this.width - this.room.w / this.k) / 2;
    this.y = (this.height - (this.room.h + this.top) / this.k) / 2;
    this.apply();
  }

  /** After a change of size the whole stays whole, and what was chosen in sight. */
  resize() {
    if (this.whole) this.fit();
    else if (this.selected) this.reveal(this.selected, this.k);
    else this.apply();
  }

  /** Zooms about a point of the frame, by default its middle. */
  zoom(factor, px = this.room.w / 2, py = this.room.h / 2) {
    const k = Math.min(Math.max(this.k * factor, this.least * 0.8), Math.max(this.most, this.least));
    this.whole = false;
    this.x += px / this.k - px / k;
    this.y += py / this.k - py / k;
    this.k = k;
    this.apply();
  }

  /** Moves by pixels; something of the picture always stays in sight. */
  pan(dx, dy) {
    const { w, h } = this.room;
    this.whole = false;
    this.x = Math.min(Math.max(this.x + dx / this.k, -0.7 * w / this.k), this.width - 0.3 * w / this.k);
    this.y = Math.min(Math.max(this.y + dy / this.k, -0.7 * h / this.k), this.height - 0.3 * h / this.k);
    this.apply();
  }

  /** Brings a box into sight, at a scale at which it can be read. */
  reveal(box, readable) {
    const { w, h } = this.room;
    this.k = Math.max(this.k, readable);
    this.whole = this.whole && this.k === this.least;
    const inside = box.x > this.x && box.y > this.y + this.top / this.k && box.x + box.w < this.x + w / this.k && box.y + box.h < this.y + h / this.k;
    if (!inside) {
      this.x = box.x + box.w / 2 - w / this.k / 2;
      this.y = box.y + box.h / 2 - h / this.k / 2;
    }
    this.apply();
  }

  /** The nearest box in a direction from the selected one; without one, that nearest the top left in sight. */
  step(dx, dy) {
    const middle = (box) => [box.x + box.w / 2, box.y + box.h / 2];
    const [x, y] = this.selected ? middle(this.selected) : [this.x, this.y];
    let best = null;
    let least = Infinity;
    for (const item of this.items) {
      if (item === this.selected || item.hidden) continue;
      const [ix, iy] = middle(item);
      const along = (ix - x) * dx + (iy - y) * dy;
      const across = Math.abs((ix - x) * dy) + Math.abs((iy - y) * dx);
      const distance = this.selected ? along + 3 * across : Math.hypot(ix - x, iy - y);
      if ((this.selected && along <= 0) || distance >= least) continue;
      [best, least] = [item, distance];
    }
    if (best) {
      this.select(best);
      this.reveal(best, this.readable);
    }
  }

  listen() {
    const { frame } = this;
    frame.addEventListener('wheel', (event) => {
      if (!event.ctrlKey && !event.metaKey && document.activeElement !== frame) return;
      event.preventDefault();
      const at = frame.getBoundingClientRect();
      this.zoom(Math.exp(-event.deltaY * (event.deltaMode === 1 ? 0.05 : 0.0015)), event.clientX - at.left, event.clientY - at.top);
    }, { passive: false });
    frame.addEventListener('keydown', (event) => this.key(event));
    this.drag();
  }

  drag() {
    const { frame } = this;
    const fingers = new Map();
    let moved = 0;
    frame.addEventListener('pointerdown', (event) => {
      if (event.button !== 0) return;
      fingers.set(event.pointerId, event);
      if (fingers.size === 1) moved = 0;
    });
    frame.addEventListener('pointermove', (event) => {
      const last = fingers.get(event.pointerId);
      if (!last) return this.hover(event);
      const [dx, dy] = [last.clientX - event.clientX, last.clientY - event.clientY];
      const others = [...fingers.values()].filter((finger) => finger.pointerId !== event.pointerId);
      if (others.length === 1) {
        const spread = (finger) => Math.hypot(finger.clientX - others[0].clientX, finger.clientY - others[0].clientY) || 1;
        const at = frame.getBoundingClientRect();
        this.zoom(spread(event) / spread(last), others[0].clientX - at.left, others[0].clientY - at.top);
      } else {
        this.pan(dx, dy);
      }
      moved += Math.abs(dx) + Math.abs(dy);
      if (moved > DRAG && !frame.hasPointerCapture(event.pointerId)) frame.setPointerCapture(event.pointerId);
      fingers.set(event.pointerId, event);
      return undefined;
    });
    const lift = (event) => fingers.delete(event.pointerId);
    frame.addEventListener('pointerup', lift);
    frame.addEventListener('pointercancel', lift);
    frame.addEventListener('click', (event) => {
      if (moved <= DRAG) this.press(event);
    });
  }

  key(event) {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const arrows = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
    const actions = {
      '+': () => this.zoom(1.25), '=': () => this.zoom(1.25), '-': () => this.zoom(0.8), 0: () => this.fit(),
      Enter: () => this.selected && this.open(this.selected), Escape: () => this.select(null),
    };
    const arrow = arrows[event.key];
    if (arrow && event.shiftKey) this.pan(arrow[0] * 80, arrow[1] * 80);
    else if (arrow) this.step(...arrow);
    else if (actions[event.key]) actions[event.key]();
    else return;
    event.preventDefault();
  }

  hover() {}
}
