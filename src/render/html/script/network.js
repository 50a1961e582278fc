// The whole network on a canvas. Positions come with the data. From afar cells and bundles of flows are drawn, closer the
// firms and the largest flows in sight. Drawn is a sheet somewhat larger than what is in sight; while one moves, only that
// sheet is moved, and it is drawn anew where it ends or when the hand rests.

/** Single flows, and bundles, that are drawn at most: more cannot be told apart. */
const STROKES = 1500;
const MOST_BUNDLES = 300;
/** What of the sight the sheet holds beyond each of its sides, and the rest after which a zoomed sheet is drawn anew. */
const BEYOND = 0.2;
const REST = 120;
/** Height of a box in pixels from which single firms and flows are drawn. */
const SINGLE = 9;
/** Widths of flows in pixels; those of bundles are by their share of the largest. */
const WIDTHS = [0.6, 1, 1.6, 2.6, 4.2];
const BUNDLES = [0.7, 1.6, 3.2, 5.5, 9];
/** Height in pixels of the headings of columns, which stay at the top. */
const HEADINGS = 26;

if (net) {
  const amount = net.links.amount.map((text) => Number(text.replace(/[<>,]/g, '')) || 0);
  net.order = amount.map((_, link) => link).sort((a, b) => amount[b] - amount[a] || a - b);
  const top = Math.log10(1 + (amount[net.order[0]] || 0)) || 1;
  net.level = amount.map((value) => Math.min(WIDTHS.length - 1, Math.floor(Math.log10(1 + value) / top * WIDTHS.length)));
  net.amounts = amount;
  net.shown = net.order;
  const chainsOf = net.goods.places.map((places) => new Set(places.map(([chain]) => net.chains[chain][0])));
  const laneOf = (node) => net.lanes[net.cells[net.nodes.cell[node]].lane].name;
  net.inArea = net.nodes.name.map((_, node) => `${laneOf(node)} ${net.nodes.about[node]}`);
  const made = new Map();
  /** Products that somebody in the place sells or buys. */
  net.goodsOf = (area) => {
    if (!made.has(area)) {
      const goods = new Set();
      for (const link of net.order) if (net.touches(link, area)) goods.add(net.links.good[link]);
      made.set(area, goods);
    }
    return made.get(area);
  };
  net.touches = (link, area) => net.inArea[net.links.from[link]].includes(area) || net.inArea[net.links.to[link]].includes(area);
  net.filter = () => {
    const year = filters.year === '' ? null : Number(filters.year);
    net.shown = net.order.filter((link) => (year === null || net.links.year[link] === year)
      && (filters.chain === '' || chainsOf[net.links.good[link]].has(filters.chain))
      && (filters.area === '' || net.touches(link, filters.area)));
  };
}

/** A canvas of this size in pixels of the page, empty. */
function sized(canvas, w, h, dense) {
  const [width, height] = [Math.round(w * dense), Math.round(h * dense)];
  if (canvas.width !== width || canvas.height !== height) Object.assign(canvas, { width, height });
  const context = canvas.getContext('2d');
  context.setTransform(dense, 0, 0, dense, 0, 0);
  context.clearRect(0, 0, w, h);
  return context;
}

class NetworkView extends View {
  constructor(frame) {
    frame.hidden = false;
    super(frame, ...net.size);
    this.top = HEADINGS;
    this.canvas = make('canvas', { 'aria-hidden': 'true' });
    this.status = make('p', { class: 'remark status' });
    this.tip = make('div', { class: 'tip', hidden: true });
    frame.append(this.canvas, this.tip);
    frame.after(this.status);
    const [w, h] = net.node;
    this.items = net.nodes.x.map((x, node) => ({ x, y: net.nodes.y[node], w, h, node }));
    this.linksOf = null;
    this.queued = false;
    this.sheet = make('canvas');
    this.drawn = null;
    this.eye = null;
    this.bundle();
    new ResizeObserver(() => {
      this.drawn = null;
      this.resize();
    }).observe(frame);
    matchMedia('(prefers-color-scheme: dark)').addEventListener('change', () => this.redraw());
  }

  get most() {
    return 3;
  }

  get readable() {
    return 0.9;
  }

  /** Sums the flows by the cells they run between, for the view from afar. */
  bundle() {
    const bundles = new Map();
    const cells = net.cells.length;
    for (const link of net.shown) {
      const from = net.nodes.cell[net.links.from[link]];
      const to = net.nodes.cell[net.links.to[link]];
      if (from === to) continue;
      const key = from * cells + to;
      bundles.set(key, (bundles.get(key) ?? 0) + net.amounts[link] + 0.01);
    }
    this.bundles = [...bundles].map(([key, sum]) => ({ from: Math.floor(key / cells), to: key % cells, sum }))
      .sort((a, b) => b.sum - a.sum || a.from - b.from || a.to - b.to).slice(0, MOST_BUNDLES);
    const live = new Uint8Array(net.nodes.x.length);
    for (const link of net.shown) live[net.links.from[link]] = live[net.links.to[link]] = 1;
    this.live = live;
  }

  filter() {
    net.filter();
    this.bundle();
    this.redraw();
  }

  /** Shows in the next frame, however often it is asked to before that. */
  apply() {
    if (this.queued) return;
    this.queued = true;
    requestAnimationFrame(() => {
      this.queued = false;
      this.present();
    });
  }

  /** As `apply`, when what is drawn has changed and not only where one looks. */
  redraw() {
    this.drawn = null;
    this.apply();
  }

  /** Whether the sheet holds all that is in sight, at this scale. */
  covers() {
    const { drawn, k, room } = this;
    const side = (from, size, start, length, end) => Math.max(from, 0) >= start - 1e-6 && Math.min(from + size, end) <= start + length + 1e-6;
    return drawn.k === k && side(this.x, room.w / k, drawn.x, drawn.w / k, this.width) && side(this.y, room.h / k, drawn.y, drawn.h / k, this.height);
  }

  present() {
    const zoomed = this.drawn && this.drawn.k !== this.k;
    if (!this.drawn || (!zoomed && !this.covers())) this.draw();
    if (zoomed) {
      clearTimeout(this.resting);
      this.resting = setTimeout(() => this.redraw(), REST);
    }
    const { w, h } = this.room;
    const dense = Math.min(devicePixelRatio || 1, 2);
    const context = sized(this.canvas, w, h, dense);
    const { drawn, k } = this;
    const scale = k / drawn.k;
    context.drawImage(this.sheet, (drawn.x - this.x) * k, (drawn.y - this.y) * k, drawn.w * scale, drawn.h * scale);
    this.eye = { x: this.x, y: this.y, k, w, h };
    this.prepare(context);
    this.drawHeadings(context, w, h);
  }

  prepare(context) {
    context.font = `12px ${getComputedStyle(this.frame).fontFamily}`;
    context.textBaseline = 'middle';
  }

  /** Draws the sheet: what is in sight and some way around it. */
  draw() {
    const { k, room } = this;
    const [dx, dy] = [room.w * BEYOND, room.h * BEYOND];
    const [w, h] = [room.w + 2 * dx, room.h + 2 * dy];
    this.eye = { x: this.x - dx / k, y: this.y - dy / k, k, w, h };
    this.drawn = this.eye;
    const style = getComputedStyle(this.frame);
    const colour = (name) => style.getPropertyValue(name).trim();
    this.ink = { ink: colour('--ink'), soft: colour('--soft'), rule: colour('--rule'), paper: colour('--paper'), band: colour('--band'), wire: colour('--bar'), accent: colour('--accent') };
    const context = sized(this.sheet, w, h, Math.min(devicePixelRatio || 1, 2));
    this.prepare(context);
    const single = net.node[1] * k >= SINGLE;
    this.drawCells(context, single);
    if (single) this.drawLinks(context);
    else this.drawBundles(context);
    this.drawNodes(context, single);
    this.drawChosen(context);
  }

  sx(x) {
    return (x - this.eye.x) * this.eye.k;
  }

  sy(y) {
    return (y - this.eye.y) * this.eye.k;
  }

  /** Whether a box is on the sheet. */
  sees(x, y, w, h) {
    const { eye } = this;
    const [left, top] = [this.sx(x), this.sy(y)];
    return left < eye.w && top < eye.h && left + w * eye.k > 0 && top + h * eye.k > 0;
  }

  drawCells(context, single) {
    for (const cell of net.cells) {
      if (!this.sees(cell.x, cell.y, cell.w, cell.h)) continue;
      context.fillStyle = this.ink.band;
      context.strokeStyle = this.ink.rule;
      context.lineWidth = 1;
      const box = [this.sx(cell.x), this.sy(cell.y), cell.w * this.k, cell.h * this.k];
      context.fillRect(...box);
      context.strokeRect(...box);
      const text = `${net.lanes[cell.lane].name} · ${say('firms', cell.count)}`;
      if (single) this.label(context, text, box[0] + 6, this.sy(cell.y + 18), box[2] - 12, this.ink.soft);
    }
  }

  /** One line of text, cut to the room there is. */
  label(context, text, x, y, room, colour) {
    if (room < 12) return;
    let shown = text.length > 80 ? `${text.slice(0, 80)}…` : text;
    while (shown.length > 1 && context.measureText(shown).width > room) {
      shown = `${shown.slice(0, Math.max(1, Math.floor(shown.length * room / context.measureText(shown).width) - 1))}…`;
      if (shown === '…' || shown.length <= 2) break;
    }
    context.fillStyle = colour;
    context.fillText(shown, x, y, room);
  }

  curve(path, x1, y1, x2, y2) {
    const bend = Math.max(Math.abs(x2 - x1) / 2, 30 * this.k);
    path.moveTo(x1, y1);
    path.bezierCurveTo(x1 + bend, y1, x2 - bend, y2, x2, y2);
  }

  drawBundles(context) {
    const most = this.bundles[0]?.sum ?? 1;
    const paths = BUNDLES.map(() => new Path2D());
    for (const { from, to, sum } of this.bundles) {
      const [a, b] = [net.cells[from], net.cells[to]];
      const level = Math.min(BUNDLES.length - 1, Math.floor(Math.sqrt(sum / most) * BUNDLES.length));
      this.curve(paths[level], this.sx(a.x + a.w), this.sy(a.y + a.h / 2), this.sx(b.x), this.sy(b.y + b.h / 2));
    }
    this.strokeAll(context, paths, BUNDLES);
    this.status.textContent = say('shown', net.shown.length);
  }

  drawLinks(context) {
    const paths = WIDTHS.map(() => new Path2D());
    const [w, h] = net.node;
    let drawn = 0;
    let met = 0;
    for (const link of net.shown) {
      const [from, to] = [this.items[net.links.from[link]], this.items[net.links.to[link]]];
      if (!this.sees(from.x, from.y, w, h) && !this.sees(to.x, to.y, w, h)) continue;
      met += 1;
      if (drawn >= STROKES) continue;
      drawn += 1;
      this.curve(paths[net.level[link]], this.sx(from.x + w), this.sy(from.y + h / 2), this.sx(to.x), this.sy(to.y + h / 2));
    }
    this.strokeAll(context, paths, WIDTHS);
    this.status.textContent = met > drawn ? say('drawn', met, drawn) : say('shown', met);
  }

  /** The thin ones first and faint, so that the large ones are seen. */
  strokeAll(context, paths, widths) {
    context.strokeStyle = this.ink.wire;
    paths.forEach((path, level) => {
      context.globalAlpha = 0.3 + 0.1 * level;
      context.lineWidth = widths[level];
      context.stroke(path);
    });
    context.globalAlpha = 1;
  }

  drawNodes(context, single) {
    const [w, h] = [net.node[0] * this.k, net.node[1] * this.k];
    const named = single && h >= 13;
    context.lineWidth = 1;
    for (const { x, y, node } of this.items) {
      if (!this.sees(x, y, ...net.node)) continue;
      context.globalAlpha = this.live[node] ? 1 : 0.25;
      context.fillStyle = single ? this.ink.paper : this.ink.rule;
      context.fillRect(this.sx(x), this.sy(y), w, h);
      if (!single) continue;
      context.strokeStyle = this.ink.soft;
      if (!net.nodes.named[node]) context.setLineDash([3, 3]);
      context.strokeRect(this.sx(x), this.sy(y), w, h);
      context.setLineDash([]);
      if (named) this.label(context, net.nodes.short[node], this.sx(x) + 5, this.sy(y) + h / 2, w - 10, this.ink.ink);
    }
    context.globalAlpha = 1;
    if (!single) this.drawCounts(context);
  }

  drawCounts(context) {
    for (const cell of net.cells) {
      const text = say('firms', cell.count);
      const [x, y] = [this.sx(cell.x + cell.w / 2), this.sy(cell.y) + 9];
      const width = context.measureText(text).width;
      context.globalAlpha = 0.85;
      context.fillStyle = this.ink.paper;
      context.fillRect(x - width / 2 - 4, y - 8, width + 8, 16);
      context.globalAlpha = 1;
      context.fillStyle = this.ink.ink;
      context.fillText(text, x - width / 2, y);
    }
  }

  /** The chosen firm with its flows, over everything else. */
  drawChosen(context) {
    if (!this.selected) return;
    const [w, h] = net.node;
    const path = new Path2D();
    for (const link of this.linksOf.slice(0, STROKES)) {
      const [from, to] = [this.items[net.links.from[link]], this.items[net.links.to[link]]];
      this.curve(path, this.sx(from.x + w), this.sy(from.y + h / 2), this.sx(to.x), this.sy(to.y + h / 2));
    }
    context.strokeStyle = this.ink.accent;
    context.lineWidth = 1.6;
    context.stroke(path);
    context.lineWidth = 3;
    context.strokeRect(this.sx(this.selected.x) - 2, this.sy(this.selected.y) - 2, w * this.k + 4, h * this.k + 4);
  }

  /** Headings of columns and lanes stay in sight at the edges. */
  drawHeadings(context, w, h) {
    context.globalAlpha = 0.92;
    context.fillStyle = this.ink.paper;
    context.fillRect(0, 0, w, HEADINGS - 2);
    context.globalAlpha = 1;
    context.font = context.font.replace('12px', 'bold 13px');
    for (const { name, from, to } of net.columns) {
      const [left, right] = [Math.max(this.sx(from), 0), Math.min(this.sx(to), w)];
      if (right - left > 10) this.label(context, name, left + 4, 12, Math.max(right - left - 8, 60), this.ink.ink);
    }
    for (const { name, from, to } of net.lanes) {
      const [top, bottom] = [Math.max(this.sy(from), HEADINGS), Math.min(this.sy(to), h)];
      if (bottom - top < 12) continue;
      const width = Math.min(context.measureText(name).width, 120);
      context.globalAlpha = 0.85;
      context.fillStyle = this.ink.paper;
      context.fillRect(0, top, width + 10, 20);
      context.globalAlpha = 1;
      this.label(context, name, 4, top + 10, 120, this.ink.ink);
    }
  }

  at(event) {
    const box = this.canvas.getBoundingClientRect();
    const [x, y] = [(event.clientX - box.left) / this.k + this.x, (event.clientY - box.top) / this.k + this.y];
    return this.items.find((item) => x >= item.x && y >= item.y && x <= item.x + item.w && y <= item.y + item.h);
  }

  hover(event) {
    const item = net.node[1] * this.k >= 4 ? this.at(event) : null;
    this.frame.style.cursor = item ? 'pointer' : '';
    this.tip.hidden = !item;
    if (!item) return;
    const box = this.frame.getBoundingClientRect();
    this.tip.textContent = `${net.nodes.name[item.node]} · ${net.nodes.about[item.node]}`;
    this.tip.style.left = `${Math.min(event.clientX - box.left + 12, box.width - 260)}px`;
    this.tip.style.top = `${event.clientY - box.top + 14}px`;
  }

  press(event) {
    const item = this.at(event);
    if (item) this.open(item);
    else this.select(null);
  }

  open(item) {
    showNode(item.node, this.frame);
  }

  /** Chooses a box of the canvas, or a firm by its number. */
  select(what) {
    const item = typeof what === 'number' ? this.items[what] : what;
    this.selected = item;
    this.linksOf = item && net.shown.filter((link) => net.links.from[link] === item.node || net.links.to[link] === item.node);
    if (item) announce(`${net.nodes.name[item.node]} · ${net.nodes.about[item.node]}`);
    this.redraw();
  }

  /** Goes to a firm. */
  show(node) {
    this.frame.scrollIntoView({ block: 'center', behavior: 'instant' });
    this.select(node);
    this.reveal(this.items[node], this.readable);
  }
}
