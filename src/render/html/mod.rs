//! Reports as one self-contained page: nothing is loaded, it prints on A4, is light and dark, and reads without a script.
//!
//! Pictures are inlined from svg text that the caller drew; they are trusted, everything else is escaped. The page's
//! content policy lets nothing in and runs one script, known by its hash: even a missed escape could neither run nor reach
//! outside. That script (`script/`) only finds, filters, moves and shows what the page holds; it computes nothing.

mod data;
mod network;

use crate::render::{Pictures, Style, is_numeric, number, on_screen, shown};
use crate::report::atlas::Atlas;
use crate::report::table::{Cell, Column, Table, Unit};
use crate::report::words::column::{AREA_NAME, CHAIN_NAME, Head};
use crate::report::words::{self, Lang, Word};
use crate::report::{Block, Figure, KeyFigure, Report};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use data::{Data, clean, figure_keys};
use sha2::{Digest as _, Sha256};
use std::fmt::Write as _;
use unicode_width::UnicodeWidthStr;

/// Rows of a table that a page shows; browsers grow slow beyond, and nobody prints more.
const ROWS_SHOWN: usize = 200;
/// Columns from which a table prints across the page.
const WIDE: usize = 9;
/// Width of a line of words in a cell, in columns of a terminal.
const LONGEST_LINE: usize = 36;

const STYLE: &str = include_str!("style.css");

/// One script in parts that follow each other: what it needs first stands first.
const SCRIPT: &str = concat!(
    "'use strict';\n",
    include_str!("script/core.js"),
    include_str!("script/tables.js"),
    include_str!("script/panel.js"),
    include_str!("script/view.js"),
    include_str!("script/maps.js"),
    include_str!("script/network.js"),
    include_str!("script/find.js"),
    include_str!("script/start.js"),
);

/// Fonts come from the reader's system, embedded pictures from the page itself, the one script is known by its hash, and
/// nothing else is let in.
fn policy() -> String {
    let hash = STANDARD.encode(Sha256::digest(SCRIPT));
    format!(
        "default-src 'none'; script-src 'sha256-{hash}'; style-src 'unsafe-inline'; img-src data:; font-src data:; \
         base-uri 'none'; form-action 'none'"
    )
}

/// The page of the reports; `pictures` holds the svg text of each figure by its key.
pub fn page(reports: &[Report], pictures: &Pictures, style: &Style) -> String {
    page_with(reports, pictures, None, style)
}

/// As [`page`], with everything that can be looked up: the map of the whole network, and the rows behind boxes and firms.
pub fn page_with(reports: &[Report], pictures: &Pictures, atlas: Option<&Atlas>, style: &Style) -> String {
    let lang = style.lang;
    let (title, subtitle) = match reports {
        [only] => (only.title.as_str(), only.subtitle.as_str()),
        several => (words::word(Word::PageTitle, lang), several.first().map_or("", |first| first.subtitle.as_str())),
    };
    let rows = style.rows.unwrap_or(ROWS_SHOWN);
    let mut page = Page { lang, rows, pictures, body: String::new(), contents: Vec::new(), data: Data::new(lang) };
    for (at, report) in reports.iter().enumerate() {
        page.push_report(report, reports.len() > 1, subtitle);
        // The network comes after the maps, which come first.
        if let Some(atlas) = atlas.filter(|_| at == usize::from(reports.len() > 1)) {
            page.push_network(atlas);
        }
    }
    let mut html = String::new();
    let _ = write!(
        html,
        "<!doctype html>\n<html lang=\"{tag}\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta http-equiv=\"Content-Security-Policy\" content=\"{policy}\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <meta name=\"color-scheme\" content=\"light dark\">\n<title>{title}</title>\n<style>\n{STYLE}</style>\n</head>\n\
         <body>\n<header class=\"top\">\n<h1>{title}</h1>\n{subtitle}</header>\n<div class=\"frame\">\n{contents}<main>\n{body}\
         </main>\n</div>\n<footer>{footer}</footer>\n{data}<script>{SCRIPT}</script>\n</body>\n</html>\n",
        tag = lang.tag(),
        policy = policy(),
        title = escaped(title),
        subtitle = paragraph("subtitle", subtitle),
        contents = contents(&page.contents, lang),
        body = page.body,
        footer = escaped(words::word(Word::Footer, lang)),
        data = page.data.element(),
    );
    html
}

/// A line of the table of contents.
struct Entry {
    depth: u8,
    id: String,
    title: String,
}

struct Page<'a> {
    lang: Lang,
    /// Rows shown of a table.
    rows: usize,
    pictures: &'a Pictures,
    body: String,
    contents: Vec<Entry>,
    data: Data,
}

impl Page<'_> {
    fn push(&mut self, html: &str) {
        self.body.push_str(html);
    }

    /// Gives the next heading its place in the contents and returns its id.
    fn enter(&mut self, depth: u8, title: &str) -> String {
        let id = format!("s{}", self.contents.len() + 1);
        self.contents.push(Entry { depth, id: id.clone(), title: title.to_owned() });
        id
    }

    fn push_report(&mut self, report: &Report, is_one_of_several: bool, subtitle: &str) {
        self.push("<section class=\"report\">\n");
        if is_one_of_several {
            let id = self.enter(1, &report.title);
            self.push(&format!("<h2 class=\"report-title\" id=\"{id}\">{}</h2>\n", escaped(&report.title)));
            if report.subtitle != subtitle {
                self.push(&paragraph("subtitle", &report.subtitle));
            }
        }
        self.push_key_figures(&report.key_figures);
        for block in &report.blocks {
            match block {
                Block::Heading(heading) => {
                    let id = self.enter(2, heading);
                    self.push(&format!("<h2 id=\"{id}\">{}</h2>\n", escaped(heading)));
                }
                Block::Paragraph(text) => self.push(&paragraph("text", text)),
                Block::Table(table) => self.push_table(table),
                Block::Figure(figure) => self.push_figure(figure),
            }
        }
        if !report.notes.is_empty() {
            let title = words::word(Word::Notes, self.lang);
            let items: String = report.notes.iter().map(|note| format!("<li>{}</li>\n", escaped(note))).collect();
            self.push(&format!("<aside class=\"notes\">\n<h3>{}</h3>\n<ul>\n{items}</ul>\n</aside>\n", escaped(title)));
        }
        self.push("</section>\n");
    }

    fn push_key_figures(&mut self, figures: &[KeyFigure]) {
        if figures.is_empty() {
            return;
        }
        self.push("<dl class=\"cards\">\n");
        for figure in figures {
            let value = number::with_unit(&figure.value, figure.unit, self.lang);
            let class = if matches!(figure.value, Cell::Missing(_) | Cell::Text(_)) { " class=\"words\"" } else { "" };
            let card = format!(
                "<div class=\"card\"><dt>{}</dt><dd{class}>{}</dd>{}</div>\n",
                escaped(&figure.label),
                sized(&value),
                if figure.note.is_empty() {
                    String::new()
                } else {
                    format!("<dd class=\"remark\">{}</dd>", escaped(&figure.note))
                },
            );
            self.push(&card);
        }
        self.push("</dl>\n");
    }

    fn push_table(&mut self, table: &Table) {
        let (count, cut) = shown(table, Some(self.rows), self.lang);
        self.data.push_rows(table, count, self.lang);
        let figures = figure_keys(table);
        let table = &on_screen(table, count);
        let id = self.enter(3, &table.title);
        let wide = if table.columns.len() >= WIDE { " wide" } else { "" };
        self.push(&format!("<section class=\"table{wide}\">\n<h3 id=\"{id}\">{}</h3>\n", escaped(&table.title)));
        self.push(&format!(
            "<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-labelledby=\"{id}\">\n\
             <table data-key=\"{}\">\n<thead><tr>",
            table.key
        ));
        let right: Vec<bool> = (0..table.columns.len()).map(|column| is_numeric(table, column)).collect();
        for (at, (column, right)) in table.columns.iter().zip(&right).enumerate() {
            let heading = words::heading(column, self.lang);
            let shape = if *right { " class=\"n\"".to_owned() } else { least_width(table, at, &heading, self.lang) };
            let facet = facet(column, self.lang).map_or_else(String::new, |facet| format!(" data-facet=\"{facet}\""));
            self.push(&format!("<th scope=\"col\"{shape}{facet}>{}</th>", escaped(&heading)));
        }
        self.push("</tr></thead>\n<tbody>\n");
        for (at, row) in table.rows.iter().enumerate() {
            match figures.as_ref().map(|keys| keys[at]).filter(|key| !key.is_empty()) {
                Some(key) => self.push(&format!("<tr data-figure=\"{}\">", escaped(key))),
                None => self.push("<tr>"),
            }
            for ((cell, column), right) in row.iter().zip(&table.columns).zip(&right) {
                self.push(&table_cell(cell, column.unit, *right, self.lang));
            }
            self.push("</tr>\n");
        }
        self.push("</tbody>\n</table>\n</div>\n");
        self.push_table_notes(table, cut);
        self.push("</section>\n");
    }

    fn push_table_notes(&mut self, table: &Table, cut: Option<String>) {
        if table.rows.is_empty() {
            self.push(&paragraph("remark", words::word(Word::NoRows, self.lang)));
        }
        if let Some(cut) = cut {
            self.push(&paragraph("remark cut", &cut));
        }
        if let Some(note) = &table.note {
            self.push(&paragraph("remark", &format!("{}{note}", words::word(Word::NotePrefix, self.lang))));
        }
    }

    fn push_network(&mut self, atlas: &Atlas) {
        let id = self.enter(3, &atlas.title);
        self.data.set_network(network::network(atlas, self.lang));
        self.push(&format!(
            "<figure class=\"network\">\n<figcaption id=\"{id}\">{}</figcaption>\n\
             <div class=\"canvas\" tabindex=\"0\" role=\"application\" aria-labelledby=\"{id}\" hidden></div>\n{}{}</figure>\n",
            escaped(&atlas.title),
            paragraph("remark", &atlas.note),
            network::table(atlas, self.lang),
        ));
    }

    fn push_figure(&mut self, figure: &Figure) {
        let (key, title) = (figure.key(), figure.title());
        let id = self.enter(3, title);
        // An xml declaration in front of the drawing has no place inside a page.
        let drawn = self.pictures.get(key).and_then(|svg| svg.find("<svg").map(|start| &svg[start..]));
        let picture = match drawn {
            Some(svg) => format!(
                "<div class=\"picture\" tabindex=\"0\" role=\"group\" aria-labelledby=\"{id}\">\n{}\n</div>",
                with_own_font(svg, key)
            ),
            None => paragraph("remark", &words::picture_elsewhere(key, self.lang)),
        };
        self.push(&format!(
            "<figure>\n<figcaption id=\"{id}\">{}</figcaption>\n{picture}\n</figure>\n",
            escaped(title)
        ));
    }
}

/// The svg with a family of fonts of its own: each brings only the glyphs it uses, and of two families of one name a browser
/// would take the later for both.
fn with_own_font(svg: &str, key: &str) -> String {
    svg.replace("font-family:\"Liantu Sans SC\"", &format!("font-family:\"Liantu Sans SC {key}\"")).replacen(
        "font-family=\"'Liantu Sans SC'",
        &format!("font-family=\"'Liantu Sans SC {key}'"),
        1,
    )
}

/// What readers filter by: year, chain, place or state; and the keys of figures, which lead to the rows behind them.
fn facet(column: &Column, lang: Lang) -> Option<&'static str> {
    let is = |head: Head| column.heading == head.column(lang).heading;
    match column.key {
        "year" => Some("year"),
        "chain" => Some("chain"),
        "state" => Some("state"),
        "figure" => Some("figure"),
        "area" | "place" => Some("area"),
        "name" if is(AREA_NAME) => Some("area"),
        "name" if is(CHAIN_NAME) => Some("chain"),
        _ => None,
    }
}

/// The contents, unless there is too little to find one's way in.
fn contents(entries: &[Entry], lang: Lang) -> String {
    if entries.len() < 2 {
        return String::new();
    }
    let title = escaped(words::word(Word::Contents, lang));
    let mut html = format!("<nav aria-label=\"{title}\">\n<details open>\n<summary>{title}</summary>\n<ol>\n");
    for Entry { depth, id, title } in entries {
        let _ = writeln!(html, "<li class=\"d{depth}\"><a href=\"#{id}\">{}</a></li>", escaped(title));
    }
    html + "</ol>\n</details>\n</nav>\n"
}

/// Room for a column of words: short ones stay on one line, long ones get a readable measure; else browsers squeeze Chinese
/// to one character per line, since it may break anywhere.
fn least_width(table: &Table, column: usize, heading: &str, lang: Lang) -> String {
    let cells = table.rows.iter().filter_map(|row| row.get(column));
    let widths = cells.map(|cell| number::cell(cell, table.columns[column].unit, lang).width());
    let widest = widths.chain([heading.width()]).max().unwrap_or(0);
    // A Chinese character is one em wide and counts two; the padding on both sides takes an em and a half more.
    format!(" style=\"min-width:{}em\"", widest.min(LONGEST_LINE).div_ceil(2) + 2)
}

fn table_cell(cell: &Cell, unit: Unit, right: bool, lang: Lang) -> String {
    let text = escaped(&number::cell(cell, unit, lang));
    let side = if right { "n" } else { "" };
    match (cell, unit) {
        (Cell::Missing(_), _) => format!("<td class=\"{side} missing\">{text}</td>"),
        (Cell::Number(share), Unit::Share) if *share > 0.0 && *share <= 1.0 => bar(&text, 0.0, *share),
        (Cell::Interval { lo, hi, .. }, Unit::Share) => bar(&text, *lo, *hi),
        _ if right => format!("<td class=\"n\">{text}</td>"),
        _ => format!("<td>{text}</td>"),
    }
}

/// A share with a thin bar below it, from nought or from its lower bound.
fn bar(text: &str, lo: f64, hi: f64) -> String {
    let (start, width) = (number::percent_of_width(lo), number::percent_of_width(hi - lo));
    format!("<td class=\"n share\">{text}<i style=\"margin-left:{start}%;width:{width}%\"></i></td>")
}

/// A number with its unit set smaller.
fn sized(value: &str) -> String {
    match value.split_once(' ') {
        Some((number, unit)) if number.ends_with(|c: char| c.is_ascii_digit()) => {
            format!("{} <small>{}</small>", escaped(number), escaped(unit))
        }
        _ => escaped(value),
    }
}

fn paragraph(class: &str, text: &str) -> String {
    if text.is_empty() { String::new() } else { format!("<p class=\"{class}\">{}</p>\n", escaped(text)) }
}

/// Text that means nothing to a browser; what could turn the reading direction of the line is left out.
fn escaped(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    for c in clean(text).chars() {
        match c {
            '&' => safe.push_str("&amp;"),
            '<' => safe.push_str("&lt;"),
            '>' => safe.push_str("&gt;"),
            '"' => safe.push_str("&quot;"),
            '\'' => safe.push_str("&#39;"),
            c => safe.push(c),
        }
    }
    safe
}

#[cfg(test)]
mod tests {
    use super::{escaped, page};
    use crate::render::{Pictures, Style};
    use crate::report::figure::Panorama;
    use crate::report::table::{Cell, Column, Table, Unit};
    use crate::report::{Block, Figure, Report};

    fn long_table(rows: i64) -> Report {
        let columns = vec![Column { key: "n", heading: "数".into(), unit: Unit::Count, detail: false }];
        let rows = (0..rows).map(|row| vec![Cell::Integer(row)]).collect();
        let table = Table { key: "t", title: "长表".into(), columns, rows, note: None };
        Report { title: "<b>".into(), blocks: vec![Block::Table(table)], ..Report::default() }
    }

    #[test]
    fn long_tables_show_their_first_rows() {
        let html = page(&[long_table(1_234)], &Pictures::new(), &Style::default());
        assert_eq!(html.matches("<tr>").count(), 201);
        assert!(html.contains("仅显示前 200 行，共 1,234 行"));
        assert!(!page(&[long_table(200)], &Pictures::new(), &Style::default()).contains("仅显示"));
    }

    #[test]
    fn rows_that_are_not_shown_are_beside_the_document() {
        let html = page(&[long_table(1_234)], &Pictures::new(), &Style::default());
        let (_, rest) = html.split_once("id=\"liantu-data\">").unwrap();
        let data: serde_json::Value = serde_json::from_str(rest.split_once("</script>").unwrap().0).unwrap();
        let cells = data["tables"]["t"]["cells"].as_array().unwrap();
        let text = |at: usize| data["texts"][usize::try_from(cells[at].as_u64().unwrap()).unwrap()].as_str();
        assert_eq!((cells.len(), text(0), text(1_033)), (1_034, Some("200"), Some("1,233")));
    }

    #[test]
    fn the_policy_knows_the_script_of_the_page() {
        use base64::Engine as _;
        use sha2::Digest as _;
        let html = page(&[long_table(1)], &Pictures::new(), &Style::default());
        let script = html.split_once("<script>").unwrap().1.split_once("</script>").unwrap().0;
        let hash = base64::engine::general_purpose::STANDARD.encode(sha2::Sha256::digest(script));
        assert!(html.contains(&format!("script-src 'sha256-{hash}';")));
        assert!(!script.contains("innerHTML") && !script.contains("eval("), "texts stay texts");
    }

    #[test]
    fn every_text_is_escaped() {
        assert_eq!(escaped("<a href='x'>\"&\u{202e}\u{1b}"), "&lt;a href=&#39;x&#39;&gt;&quot;&amp; ");
        assert!(!page(&[long_table(1)], &Pictures::new(), &Style::default()).contains("<b>"));
    }

    #[test]
    fn pictures_are_inlined_without_their_declaration() {
        let panorama = Panorama {
            key: "panorama-x".into(),
            title: "全景图".into(),
            subtitle: String::new(),
            columns: Vec::new(),
            edges: Vec::new(),
            changes: None,
            present: None,
            risks: Vec::new(),
            legend: Default::default(),
        };
        let report = Report { blocks: vec![Block::Figure(Figure::Panorama(Box::new(panorama)))], ..Report::default() };
        let pictures = Pictures::from([("panorama-x".into(), "<?xml version=\"1.0\"?><svg id=\"p\"></svg>".into())]);
        let html = page(std::slice::from_ref(&report), &pictures, &Style::default());
        assert!(html.contains("<svg id=\"p\">") && !html.contains("<?xml"));
        assert!(page(&[report], &Pictures::new(), &Style::default()).contains("panorama-x.svg"));
    }
}
