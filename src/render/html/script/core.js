// What everything else uses: the data beside the document, words, elements, what is filtered.
// Texts of the data reach the document by textContent alone, so they stay texts.

const data = JSON.parse(document.getElementById('liantu-data').textContent);
const net = data.network ?? null;

/** The word of a control; `{n}` and `{m}` stand for counts. */
const say = (key, n, m) => data.words[key].replace('{n}', count(n)).replace('{m}', count(m));
const count = (n) => (n === undefined ? '' : String(n).replace(/\B(?=(\d{3})+$)/g, ','));

/** An element with attributes, listeners (`onclick`) and children; texts become text nodes. */
function make(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === false || value === null || value === undefined) continue;
    if (name.startsWith('on')) element.addEventListener(name.slice(2), value);
    else element.setAttribute(name, value === true ? '' : value);
  }
  element.append(...children.filter((child) => child !== null && child !== undefined));
  return element;
}

/** A name from the data: its reading direction cannot leak into what stands around it. */
const named = (text) => make('bdi', {}, text);

/** What is filtered; an empty text filters nothing. `text` looks into the rows of all tables. */
const filters = { year: '', chain: '', area: '', state: '', text: '' };
const watchers = [];
const onFilter = (watch) => watchers.push(watch);
function setFilter(key, value) {
  filters[key] = value;
  for (const watch of watchers) watch();
}

/** Whether any of these filters is set. */
const filtering = (...keys) => keys.some((key) => filters[key] !== '');

/** The field that finds; made at the start. */
const find = { input: null };

const stateWord = new Map(data.states);

/** A part of a list of names in a cell, as in 轴承、光伏. */
const listed = (cell, name) => cell === name || cell.split(/[、,;]\s*/).includes(name);
