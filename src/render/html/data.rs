//! What the script of a page reads beside the document: words, the rows that the page does not show, the network.
//!
//! Texts that repeat, as names and reasons do, are written once and meant by number. Everything is cleaned as the document's
//! own text is, and no sign that a browser could take for markup is left: `<` stands as `\u003c`.

use crate::render::{number, on_screen};
use crate::report::figure::BoxState;
use crate::report::table::{Cell, Table};
use crate::report::words::{Lang, page, panorama};
use serde::Serialize;
use std::collections::{BTreeMap, HashMap};

/// Cells of a table beyond which a page leaves its last rows to the files: some megabytes are what a browser takes at once.
const MOST_CELLS: usize = 100_000;

/// Everything beside the document.
#[derive(Serialize, Default)]
pub(super) struct Data {
    words: BTreeMap<&'static str, &'static str>,
    states: Vec<(&'static str, &'static str)>,
    /// Texts that cells mean by their position.
    texts: Vec<String>,
    /// By the key of the table.
    tables: BTreeMap<&'static str, Rest>,
    #[serde(skip_serializing_if = "Option::is_none")]
    network: Option<super::network::Network>,
    #[serde(skip)]
    known: HashMap<String, usize>,
}

/// Rows of a table below those that the page shows.
#[derive(Serialize)]
struct Rest {
    /// Cells, row by row; behind each row the key of its figures where the table has such keys.
    cells: Vec<usize>,
    /// Rows in all, those that no page holds included.
    total: usize,
}

impl Data {
    pub(super) fn new(lang: Lang) -> Self {
        let states = BoxState::ALL.map(|state| (state.as_str(), panorama::state(state, lang))).to_vec();
        Self { words: page::controls(lang).into_iter().collect(), states, ..Self::default() }
    }

    /// Keeps the rows from `shown` on.
    pub(super) fn push_rows(&mut self, table: &Table, shown: usize, lang: Lang) {
        let width = table.columns.iter().filter(|column| !column.detail).count().max(1);
        let most = table.rows.len().min(shown.max(MOST_CELLS / width));
        if most <= shown {
            return;
        }
        let figures = figure_keys(table);
        let screen = on_screen(table, most);
        let mut cells = Vec::with_capacity((most - shown) * (width + 1));
        for (at, row) in screen.rows.iter().enumerate().skip(shown) {
            for (cell, column) in row.iter().zip(&screen.columns) {
                cells.push(self.text(number::cell(cell, column.unit, lang)));
            }
            if let Some(figures) = &figures {
                cells.push(self.text(figures[at].to_owned()));
            }
        }
        self.tables.insert(table.key, Rest { cells, total: table.rows.len() });
    }

    pub(super) fn set_network(&mut self, network: super::network::Network) {
        self.network = Some(network);
    }

    fn text(&mut self, text: String) -> usize {
        let text = clean(&text);
        if let Some(&at) = self.known.get(&text) {
            return at;
        }
        let at = self.texts.len();
        self.known.insert(text.clone(), at);
        self.texts.push(text);
        at
    }

    /// The data as a script element of a kind that browsers do not run.
    pub(super) fn element(&self) -> String {
        let json = serde_json::to_string(self).expect("texts and whole numbers always serialise");
        let json = json.replace('<', "\\u003c").replace('>', "\\u003e").replace('&', "\\u0026");
        format!("<script type=\"application/json\" id=\"liantu-data\">{json}</script>\n")
    }
}

/// The key of the figures of each row; nothing where the table has none.
pub(super) fn figure_keys(table: &Table) -> Option<Vec<&str>> {
    let column = table.columns.iter().position(|column| column.key == "figure")?;
    let mut keys = Vec::with_capacity(table.rows.len());
    for row in &table.rows {
        keys.push(if let Some(Cell::Text(key)) = row.get(column) { key.as_str() } else { "" });
    }
    Some(keys)
}

/// Text without what could turn the reading direction of the line or move a cursor.
pub(super) fn clean(text: &str) -> String {
    let turns = |c: &char| matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    text.chars().filter(|c| !turns(c)).map(|c| if c.is_control() && c != '\n' { ' ' } else { c }).collect()
}
