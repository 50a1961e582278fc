// The panel at the side: what is behind a box, a firm or a figure.

/** Rows of one table, and supplies, that the panel shows at most; the tables hold all. */
const PANEL_ROWS = 4;
const PANEL_FLOWS = 100;

const panel = make('aside', { class: 'panel', role: 'dialog', 'aria-label': say('evidence'), tabindex: '-1', hidden: true });
let panelFrom = null;

function openPanel(title, facts, parts, from) {
  if (from) panelFrom = from;
  else if (panel.hidden) panelFrom = document.activeElement;
  const close = make('button', { type: 'button', class: 'close', 'aria-label': say('close'), onclick: closePanel }, '×');
  const list = facts.filter(Boolean).map((fact) => make('p', { class: 'fact' }, named(fact)));
  panel.replaceChildren(close, make('h2', {}, named(title)), ...list, ...parts);
  toggle(false);
  panel.scrollTop = 0;
  panel.focus({ preventScroll: true });
}

/** Shows or hides the panel; what it came from stays where it is on the screen, though the page grows or shrinks. */
function toggle(hidden) {
  const top = () => panelFrom?.getBoundingClientRect?.().top ?? 0;
  const before = top();
  panel.hidden = hidden;
  scrollBy({ top: top() - before, behavior: 'instant' });
}

function closePanel() {
  toggle(true);
  for (const view of views) view.select(null);
  panelFrom?.focus?.({ preventScroll: true });
}

panel.addEventListener('keydown', (event) => {
  if (event.key === 'Escape') closePanel();
});

/** One row as a list of headings and values; what is missing is left to the table. */
function rowCard(table, row) {
  const entries = table.columns.map((column, at) => [column.heading, row.cells[at]]).filter(([, text]) => text && !text.startsWith('—'));
  const card = make('dl', { class: 'rowcard' }, ...entries.flatMap(([heading, text]) => [make('dt', {}, heading), make('dd', {}, named(text))]));
  if (row.figure === '') return card;
  const key = make('button', { type: 'button', class: 'figurekey', title: say('behind'), onclick: () => showFigure(row.figure) }, row.figure);
  return make('div', {}, card, make('p', { class: 'remark' }, `${say('figure')} `, key));
}

/** Tables in which the thing stands, each with its first rows. */
function tableParts(name) {
  const found = rowsNaming(name);
  if (found.length === 0) return [];
  const parts = found.map(({ table, rows }) => {
    const go = make('button', { type: 'button', class: 'link', onclick: () => goToTable(table, name) }, `${say('goTo')} (${say('rows', rows.length)})`);
    return make('details', { class: 'part' }, make('summary', {}, table.title.textContent), ...rows.slice(0, PANEL_ROWS).map((row) => rowCard(table, row)), go);
  });
  parts[0].open = true;
  return [make('h3', {}, say('inTables')), ...parts];
}

/** The rows that a figure was added from, where the page has them; else how to ask for them. */
function showFigure(key) {
  const behind = tables.filter((table) => table.keyed).map((table) => {
    const rows = rowsOf(table).filter((row) => row.figure === key || row.figure.startsWith(`${key}/`));
    return { table, rows };
  }).filter(({ rows }) => rows.length > 0);
  const command = make('code', {}, `liantu explain DATA '${key}'`);
  const evidence = behind.filter(({ table }) => table.columns.some((column) => column.facet === 'figure'));
  const parts = (evidence.length > 0 ? evidence : behind).map(({ table, rows }) => make('details', { class: 'part', open: true },
    make('summary', {}, `${table.title.textContent} · ${say('rows', rows.length)}`), ...rows.slice(0, PANEL_ROWS * 5).map((row) => rowCard(table, { ...row, figure: '' }))));
  if (evidence.length === 0) parts.push(make('p', { class: 'remark' }, `${say('notHere')} `, command));
  openPanel(key, [say('figure')], parts);
}

/** Supplies as a table: who, what, when, how much, and the cells they stand in. */
function flowPart(title, links, other) {
  const rows = links.slice(0, PANEL_FLOWS).map((link) => {
    const ends = other === 'both' ? [net.links.from[link], net.links.to[link]] : [net.links[other][link]];
    const buttons = ends.flatMap((node, at) => [at > 0 ? ' → ' : '', make('button', { type: 'button', class: 'link', onclick: () => showNode(node) }, named(net.nodes.name[node]))]);
    const good = net.goods.name[net.links.good[link]];
    const rowsBehind = net.links.rows[link].map(([source, row]) => `${net.sources[source] ?? ''}${row}`);
    return make('tr', {}, make('td', {}, ...buttons), make('td', {}, named(good)), make('td', { class: 'n' }, net.links.year[link] ?? ''),
      make('td', { class: 'n' }, net.links.amount[link] || '—'), make('td', { class: 'where' }, rowsBehind.join('\n')));
  });
  const head = [say('firm'), say('product'), say('year'), say('amount'), say('source')].map((text) => make('th', { scope: 'col' }, text));
  const table = make('div', { class: 'scroll', tabindex: '0' }, make('table', {}, make('thead', {}, make('tr', {}, ...head)), make('tbody', {}, ...rows)));
  const summary = make('summary', {}, `${title} · ${links.length > PANEL_FLOWS ? say('rowsShown', links.length, PANEL_FLOWS) : say('shown', links.length)}`);
  return make('details', { class: 'part', open: true }, summary, table);
}

/** A product: its states, the rows that name it, and who sells it to whom. */
function showGood(name, good, facts, from) {
  const parts = [];
  if (net && good >= 0) {
    const links = net.shown.filter((link) => net.links.good[link] === good);
    parts.push(links.length > 0 ? flowPart(say('flows'), links, 'both') : make('p', { class: 'remark' }, say('noFlows')));
  }
  const places = good >= 0 ? net.goods.places[good].map(([chain, segment]) => `${net.chains[chain][0]} › ${net.chains[chain][1][segment]}`) : [];
  openPanel(name, [...facts, ...places], [...parts, ...tableParts(name)], from);
}

/** A firm: where it is, what it sells and buys, and the rows that name it. */
function showNode(node, from, facts = []) {
  const of = (end) => net.shown.filter((link) => net.links[end][link] === node);
  const parts = [];
  for (const [end, other, title] of [['from', 'to', 'sales'], ['to', 'from', 'purchases']]) {
    const links = of(end);
    if (links.length > 0) parts.push(flowPart(say(title), links, other));
  }
  if (parts.length === 0) parts.push(make('p', { class: 'remark' }, say('noFlows')));
  const onMap = make('button', { type: 'button', class: 'link', onclick: () => networkView.show(node) }, say('onMap'));
  const name = net.nodes.name[node];
  openPanel(name, [...facts, net.nodes.about[node]], [onMap, ...parts, ...(net.nodes.named[node] ? tableParts(name) : [])], from);
  networkView.select(node);
}
