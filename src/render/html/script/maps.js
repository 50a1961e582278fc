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
      const node = net && good < 0 ? net.nodes.name.findIndex((of, at) => of === name && net.nodes.named[at]) : -1;
      boxes.set(group.dataset.box, { x, y, w: width, h: height, groups: [group], state: group.dataset.state, tip, name, good, node });
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
    if (box.node >= 0) showNode(box.node, this.frame, [fact]);
    else showGood(box.name, box.good, [fact], this.frame);
    this.select(box);
  }

  show(box) {
    this.select(box);
    this.reveal(box, this.readable);
    this.halo.scrollIntoView({ block: 'center', behavior: 'instant' });
  }

  /** Whether the product of a box lies in the chain; what is no product lies in every one. */
  static lies(box, chain) {
    return box.good < 0 || net.goods.places[box.good].some(([at]) => net.chains[at][0] === chain);
  }

  /** Whether all that the map shows lies in the chain. */
  isOf(chain) {
    return this.items.every((box) => MapView.lies(box, chain));
  }

  filter() {
    const { chain, state, area } = filters;
    const asked = net !== null && this.items.length > 0 && chain !== '';
    // The map of another chain goes; on a map of several, what lies in others fades.
    const several = asked && !net.chains.some(([name]) => this.isOf(name));
    this.frame.closest('figure').hidden = asked && !several && !this.isOf(chain);
    for (const box of this.items) {
      const wrongState = state !== '' && box.state !== undefined && box.state !== state;
      const elsewhere = area !== '' && box.good >= 0 && !net.goodsOf(area).has(box.good);
      const otherArea = area !== '' && box.name !== area && net !== null && net.lanes.some(({ name }) => name === box.name);
      box.hidden = wrongState || elsewhere || otherArea || (several && !MapView.lies(box, chain));
      for (const group of box.groups) group.classList.toggle('dim', box.hidden);
    }
  }
}
