// The drawn maps of the chains: their boxes are found by `data-box`, which the drawing carries.

const SVG = 'http://www.w3.org/2000/svg';

class MapView extends View {
  constructor(picture) {
    const svg = picture.querySelector('svg');
    const { width, height } = svg.viewBox.baseVal;
    picture.classList.add('live');
    picture.style.aspectRatio = `${width} / ${height}`;
    svg.setAttribute('width', '100%');
    svg.setAttribute('height', '100%');
    super(picture, width, height);
    this.svg = svg;
    this.items = this.boxes();
    this.halo = document.createElementNS(SVG, 'rect');
    this.halo.setAttribute('class', 'halo');
    this.halo.setAttribute('rx', '50');
    svg.append(this.halo);
    this.select(null);
    new ResizeObserver(() => this.resize()).observe(picture);
  }

  /** Boxes with all groups that draw them; the first of these says the name. */
  boxes() {
    const boxes = new Map();
    for (const group of this.svg.querySelectorAll('[data-box]')) {
      const box = boxes.get(group.dataset.box);
      if (box) {
        box.groups.push(group);
        continue;
      }
      const { x, y, width, height } = group.getBBox();
      const tip = group.querySelector('title')?.textContent ?? '';
      const good = net ? net.goods.id.indexOf(group.dataset.box) : -1;
      const name = good >= 0 ? net.goods.name[good] : tip.split(' · ')[0];
      boxes.set(group.dataset.box, { x, y, w: width, h: height, groups: [group], state: group.dataset.state, tip, name, good });
    }
    return [...boxes.values()];
  }

  get most() {
    return this.room.w / this.width * 12;
  }

  get readable() {
    return Math.min(0.1, this.room.w / this.width * 3);
  }

  apply() {
    const { w, h } = this.room;
    this.svg.setAttribute('viewBox', [this.x, this.y, w / this.k, h / this.k].map((side) => side.toFixed(2)).join(' '));
  }

  select(box) {
    this.selected = box;
    this.halo.setAttribute('visibility', box ? 'visible' : 'hidden');
    if (!box) return;
    const edge = 25;
    for (const [name, value] of [['x', box.x - edge], ['y', box.y - edge], ['width', box.w + 2 * edge], ['height', box.h + 2 * edge]]) {
      this.halo.setAttribute(name, value);
    }
    announce(box.tip);
  }

  press(event) {
    const group = event.target.closest('[data-box]');
    const box = group && this.items.find((item) => item.groups.includes(group));
    if (!box) return;
    this.select(box);
    this.open(box);
  }

  open(box) {
    const fact = box.tip.startsWith(`${box.name} · `) ? box.tip.slice(box.name.length + 3) : stateWord.get(box.state);
    showGood(box.name, box.good, [fact], this.frame);
    this.select(box);
  }

  show(box) {
    this.select(box);
    this.reveal(box, this.readable);
    this.halo.scrollIntoView({ block: 'center', behavior: 'instant' });
  }

  /** Whether the map is of the chain: all that it shows lies in it. */
  isOf(chain) {
    return this.items.every((box) => box.good < 0 || net.goods.places[box.good].some(([at]) => net.chains[at][0] === chain));
  }

  filter() {
    const known = net !== null && this.items.length > 0;
    const hidden = known && filters.chain !== '' && !this.isOf(filters.chain);
    this.frame.closest('figure').hidden = hidden;
    for (const box of this.items) {
      const wrongState = filters.state !== '' && box.state !== filters.state;
      const elsewhere = filters.area !== '' && box.good >= 0 && !net.goodsOf(filters.area).has(box.good);
      box.hidden = wrongState || elsewhere;
      for (const group of box.groups) group.classList.toggle('dim', box.hidden);
    }
  }
}
