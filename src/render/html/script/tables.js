// Tables: all their rows, those that the document shows and those beside it; filtered, and shown a part at a time.

const FIRST = 50;
const MORE = 200;

function readTable(element) {
  const headings = [...element.tHead.rows[0].cells];
  const columns = headings.map((th) => ({
    heading: th.textContent, facet: th.dataset.facet ?? '', numeric: th.classList.contains('n'),
  }));
  const rows = [...element.tBodies[0].rows].map((tr) => ({
    tr, figure: tr.dataset.figure ?? '', cells: [...tr.cells].map((td) => td.textContent),
  }));
  const section = element.closest('section');
  const title = section.querySelector('h3');
  const keyed = rows.some((row) => row.figure !== '');
  return {
    key: element.dataset.key, element, section, title, columns, rows, keyed, shown: rows.length,
    rest: data.tables[element.dataset.key], page: rows.length, status: null,
  };
}

/** All rows; those beside the document are read when they are first needed. */
function rowsOf(table) {
  if (table.rest) {
    const width = table.columns.length;
    const step = width + (table.keyed ? 1 : 0);
    const { cells } = table.rest;
    for (let at = 0; at + step <= cells.length; at += step) {
      const texts = cells.slice(at, at + width).map((text) => data.texts[text]);
      table.rows.push({ tr: null, cells: texts, figure: table.keyed ? data.texts[cells[at + width]] : '' });
    }
    table.rest = null;
  }
  return table.rows;
}

function rowElement(table, row) {
  if (row.tr) return row.tr;
  const cells = row.cells.map((text, at) => {
    const missing = text.startsWith('—') ? ' missing' : '';
    const td = make('td', { class: (table.columns[at].numeric ? 'n' : '') + missing }, text);
    const percent = /^(\d+(?:\.\d+)?)%$/.exec(text);
    if (percent && table.columns[at].numeric && Number(percent[1]) > 0 && Number(percent[1]) <= 100) {
      td.classList.add('share');
      const bar = make('i');
      bar.style.width = `${percent[1]}%`;
      td.append(bar);
    }
    return td;
  });
  row.tr = make('tr', { 'data-figure': row.figure === '' ? null : row.figure }, ...cells);
  return row.tr;
}

function matches(table, row) {
  const bad = table.columns.some((column, at) => {
    const wanted = column.facet === 'state' ? (stateWord.get(filters.state) ?? '') : (filters[column.facet] ?? '');
    if (wanted === '') return false;
    return column.facet === 'area' ? !row.cells[at].includes(wanted) : !listed(row.cells[at], wanted);
  });
  if (bad) return false;
  return filters.text === '' || row.cells.some((cell) => cell.includes(filters.text));
}

function isFiltered(table) {
  return filters.text !== '' || table.columns.some((column) => filters[column.facet]);
}

function showTable(table) {
  const filtered = isFiltered(table);
  const touched = filtered || table.touched || table.page > FIRST;
  if (!touched) return;
  table.touched = true;
  const rows = filtered ? rowsOf(table).filter((row) => matches(table, row)) : table.page > table.shown ? rowsOf(table) : table.rows;
  const part = rows.slice(0, Math.max(table.page, filtered ? MORE : table.shown));
  table.element.tBodies[0].replaceChildren(...part.map((row) => rowElement(table, row)));
  const total = rows.length;
  table.status.textContent = !filtered ? '' : part.length < total ? say('rowsShown', total, part.length) : say('rows', total);
  const open = !filtered && table.rest !== null && table.rest !== undefined;
  table.more.hidden = !(part.length < total || open);
  table.section.classList.toggle('unmatched', filtered && total === 0);
}

const tables = [...document.querySelectorAll('table[data-key]')].map(readTable);

for (const table of tables) {
  table.status = make('p', { class: 'remark status', 'aria-live': 'polite' });
  table.more = make('button', { type: 'button', class: 'more', onclick: () => {
    table.page = Math.max(table.page, table.element.tBodies[0].rows.length) + MORE;
    rowsOf(table);
    showTable(table);
  } }, say('more'));
  table.more.hidden = !table.rest;
  table.section.append(table.status, table.more);
}
onFilter(() => {
  for (const table of tables) {
    table.page = table.shown;
    showTable(table);
  }
});

/** Rows of all tables whose cells name the thing, by table. */
function rowsNaming(name) {
  const found = [];
  for (const table of tables) {
    const rows = rowsOf(table).filter((row) => row.cells.some((cell, at) => !table.columns[at].numeric && cell === name));
    if (rows.length > 0) found.push({ table, rows });
  }
  return found;
}

/** Scrolls a table into sight, filtered to the rows that say the text; the year and other filters stay. */
function goToTable(table, text) {
  if (find.input) find.input.value = text;
  setFilter('text', text);
  table.section.scrollIntoView({ block: 'start', behavior: 'instant' });
  table.element.parentElement.focus({ preventScroll: true });
}
