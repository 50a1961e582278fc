// Finding and filtering: one field that finds firms, products, segments and rows, and a choice for each filter.

const RESULTS = 12;
const maps = [];
let networkView = null;

/** Said aloud by screen readers. */
const voice = make('p', { class: 'voice', 'aria-live': 'polite' });
const announce = (text) => { voice.textContent = text; };

const boxOf = (good) => {
  for (const map of maps) {
    const box = map.items.find((item) => item.good === good);
    if (box && !map.frame.closest('figure').hidden) return [map, box];
  }
  return null;
};

function goToGood(good) {
  const found = boxOf(good);
  if (!found) return showGood(net.goods.name[good], good, []);
  const [map, box] = found;
  map.show(box);
  return map.open(box);
}

function goToSegment(chain, segment) {
  const good = net.goods.places.findIndex((places, at) => places.some(([c, s]) => c === chain && s === segment) && boxOf(at));
  if (good < 0) return;
  const [map, box] = boxOf(good);
  map.show(box);
  map.frame.focus({ preventScroll: true });
}

/** Everything that has a name: `kind` in words, the name, where it is, and how to get there. */
function index() {
  if (!net) return [];
  const goods = net.goods.name.map((name, good) => ({ kind: say('product'), name, where: net.goods.places[good].map(([c]) => net.chains[c][0]).join('、'), go: () => goToGood(good) }));
  const segments = net.chains.flatMap(([chain, names], c) => names.map((name, s) => ({ kind: say('segment'), name, where: chain, go: () => goToSegment(c, s) })));
  const nodes = net.nodes.name.map((name, node) => ({ node, kind: say('firm'), name, where: net.nodes.about[node], go: () => { networkView.show(node); showNode(node, networkView.frame); } }));
  return [...nodes.filter(({ node }) => net.nodes.named[node]), ...goods, ...segments];
}

/** Names that begin with the text, then those that hold it, then those whose place does. */
function search(entries, text) {
  const wanted = text.toLowerCase();
  const rank = ({ name, where }) => {
    const at = name.toLowerCase().indexOf(wanted);
    if (name.toLowerCase() === wanted) return 0;
    if (at === 0) return 1;
    if (at > 0) return 2;
    return where.toLowerCase().includes(wanted) ? 3 : 4;
  };
  return entries.map((entry, at) => [rank(entry), at, entry]).filter(([of]) => of < 4)
    .sort((a, b) => a[0] - b[0] || a[1] - b[1]).slice(0, RESULTS).map(([, , entry]) => entry);
}

function searchField() {
  const entries = index();
  const list = make('ul', { class: 'results', role: 'listbox', id: 'results', hidden: true });
  const input = make('input', { type: 'search', placeholder: say('search'), 'aria-label': say('search'), role: 'combobox', 'aria-controls': 'results', 'aria-expanded': 'false', autocomplete: 'off', maxlength: '300' });
  find.input = input;
  let options = [];
  let chosen = -1;
  const close = () => {
    list.hidden = true;
    input.setAttribute('aria-expanded', 'false');
    input.removeAttribute('aria-activedescendant');
  };
  const choose = (at) => {
    chosen = at;
    [...list.children].forEach((item, of) => item.setAttribute('aria-selected', String(of === at)));
    if (options[at]) input.setAttribute('aria-activedescendant', `result-${at}`);
    list.children[at]?.scrollIntoView({ block: 'nearest' });
  };
  const take = (at) => {
    const option = options[at];
    close();
    if (option) option.go();
  };
  const refresh = () => {
    const text = input.value.trim();
    if (text === '' && filters.text !== '') setFilter('text', '');
    options = text === '' ? [] : search(entries, text);
    if (text !== '') options.push({ kind: say('text'), name: text, where: '', go: () => goToFirst(text) });
    list.replaceChildren(...options.map(({ kind, name, where }, at) => make('li', { role: 'option', id: `result-${at}`, onmousedown: (event) => { event.preventDefault(); take(at); } },
      make('span', { class: 'kind' }, kind), named(name), make('span', { class: 'where' }, where))));
    list.hidden = options.length === 0;
    input.setAttribute('aria-expanded', String(options.length > 0));
    choose(options.length > 0 ? 0 : -1);
  };
  input.addEventListener('input', refresh);
  input.addEventListener('focus', () => input.value.trim() !== '' && refresh());
  input.addEventListener('blur', close);
  input.addEventListener('keydown', (event) => {
    if (event.key === 'ArrowDown') choose(Math.min(chosen + 1, options.length - 1));
    else if (event.key === 'ArrowUp') choose(Math.max(chosen - 1, 0));
    else if (event.key === 'Enter') take(chosen);
    else if (event.key === 'Escape') close();
    else return;
    event.preventDefault();
  });
  return make('div', { class: 'search' }, input, list);
}

/** Filters all tables by the text and goes to the first that has it. */
function goToFirst(text) {
  setFilter('text', text);
  const first = tables.find((table) => !table.section.classList.contains('unmatched'));
  if (first) first.section.scrollIntoView({ block: 'start', behavior: 'instant' });
  announce(first ? '' : say('none'));
}

/** What a filter can be set to: what the tables and the network say. */
function choices() {
  const column = (facet, split) => tables.flatMap((table) => table.columns.flatMap((of, at) => (of.facet !== facet ? []
    : rowsOf(table).flatMap((row) => (row.cells[at].startsWith('—') ? [] : split(row.cells[at]))))));
  const one = (cell) => [cell];
  const several = (cell) => cell.split(/[、,;]\s*/);
  const sorted = (values) => [...new Set(values)].sort((a, b) => (a < b ? -1 : 1));
  const states = new Set([...document.querySelectorAll('[data-state]')].map((group) => group.dataset.state));
  return {
    year: sorted([...column('year', one).filter((year) => /^\d{4}$/.test(year)), ...(net ? net.years.map(String) : [])]).reverse().map((year) => [year, year]),
    chain: sorted(net ? net.chains.map(([name]) => name) : column('chain', several)).map((name) => [name, name]),
    area: (net ? net.lanes.map(({ name }) => name) : sorted(column('area', one))).map((name) => [name, name]),
    state: data.states.filter(([state]) => states.has(state)),
  };
}

function filterBar() {
  const fields = Object.entries(choices()).filter(([, values]) => values.length > 1).map(([key, values]) => {
    const options = [make('option', { value: '' }, `${say(key)}：${say('all')}`), ...values.map(([value, text]) => make('option', { value }, text))];
    return make('select', { 'aria-label': say(key), 'data-filter': key, onchange: (event) => setFilter(key, event.target.value) }, ...options);
  });
  const reset = make('button', { type: 'button', class: 'reset', hidden: true, onclick: () => {
    for (const field of fields) field.value = '';
    find.input.value = '';
    for (const key of Object.keys(filters)) filters[key] = '';
    setFilter('text', '');
  } }, say('reset'));
  const state = make('p', { class: 'filtered', hidden: true });
  onFilter(() => {
    const set = Object.entries(filters).filter(([, value]) => value !== '').map(([key, value]) => (key === 'state' ? stateWord.get(value) : value));
    reset.hidden = state.hidden = set.length === 0;
    state.textContent = `${say('filtered')}：${set.join(' · ')}`;
  });
  const theme = make('button', { type: 'button', class: 'theme', title: say('theme'), 'aria-label': say('theme'), onclick: () => {
    const dark = document.documentElement.dataset.theme ?? (matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light');
    document.documentElement.dataset.theme = dark === 'dark' ? 'light' : 'dark';
    networkView?.redraw();
  } }, '◐');
  return make('div', { class: 'toolbar', role: 'search', 'aria-label': say('toolbar') }, searchField(), ...fields, reset, theme, state);
}
