//! The public edition (公开版): files that hold what its answer holds, and nothing else.
//!
//! Nothing of the session is written but through [`edition`]: no issues, no rejects, no rows, no network.

use super::map::MapKind;
use super::output::Files;
use super::run::{RunOptions, draw};
use super::{Error, Session};
use crate::analysis::public::{Public, PublicOptions, public};
use crate::analysis::scope::AreaName;
use crate::model::Year;
use crate::render::{self, Format, Style};
use crate::report::words::{Lang, document, public as words};
use crate::report::{Asked, Block, Report, public as report};
use serde::Serialize;
use std::sync::Arc;

/// A single question's part of the edition.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PublicPart {
    /// Local supply rates.
    Rate,
    /// States of products.
    Gap,
}

impl PublicPart {
    /// The reports that it shows.
    fn questions(self) -> &'static [&'static str] {
        match self {
            PublicPart::Rate => &["public", "public_rates", "public_counties", "public_rules"],
            PublicPart::Gap => &["public_products", "public_rules"],
        }
    }
}

/// What may be published, with its options and its reports.
#[derive(Debug)]
pub struct Edition {
    options: PublicOptions,
    public: Public,
    asked: Vec<Asked>,
    as_of: Option<Arc<str>>,
    lang: Lang,
}

/// The edition of a data set.
///
/// # Errors
/// When the chain or the year is not in the data set.
pub fn edition(session: &Session, chain: Option<String>, year: Option<Year>, lang: Lang) -> Result<Edition, Error> {
    let options = PublicOptions { scope: session.scope(chain, year) };
    let public = public(&session.graph, &options)?;
    let as_of = session.dataset().about.as_of.clone();
    let context = report::context(&public, as_of.as_deref().map(str::to_owned), lang);
    let asked = report::present(&public, &context);
    Ok(Edition { options, public, asked, as_of, lang })
}

impl Edition {
    /// The answer as JSON on one line.
    pub fn json(&self) -> Vec<u8> {
        #[derive(Serialize)]
        struct About<'a> {
            title: Option<&'a str>,
            as_of: Option<&'a str>,
            focus: &'a Option<AreaName>,
        }
        #[derive(Serialize)]
        struct Outcome<'a> {
            schema: &'static str,
            request: &'a PublicOptions,
            dataset: About<'a>,
            answer: &'a Public,
        }
        let dataset =
            About { title: self.public.title.as_deref(), as_of: self.as_of.as_deref(), focus: &self.public.focus };
        let outcome = Outcome { schema: "liantu/public/1", request: &self.options, dataset, answer: &self.public };
        let mut bytes = serde_json::to_vec(&outcome).expect("answers hold text keys and finite numbers only");
        bytes.push(b'\n');
        bytes
    }

    /// The reports of a single question.
    pub fn part(&self, part: PublicPart) -> Vec<Report> {
        let asked = self.asked.iter().filter(|asked| part.questions().contains(&asked.question));
        asked.map(|asked| asked.report.clone()).collect()
    }

    /// The report with the maps of these kinds, as far as they have a public edition.
    pub fn maps(&self, kinds: &[MapKind]) -> Vec<Report> {
        let maps = self.asked.iter().filter(|asked| asked.question == "public_maps");
        let mut reports: Vec<Report> = maps.map(|asked| asked.report.clone()).collect();
        let is_shown = |block: &Block| match block {
            Block::Figure(figure) => kinds.iter().any(|kind| has_maps(*kind) && kind.shows(figure)),
            _ => true,
        };
        reports.iter_mut().for_each(|report| report.blocks.retain(is_shown));
        reports
    }

    /// All files of a run, rendered but not yet written.
    ///
    /// # Errors
    /// When a format cannot be written.
    pub fn files(&self, options: &RunOptions) -> Result<Files, Error> {
        let style = Style { lang: self.lang, width: None, colour: false, rows: None };
        let reports: Vec<Report> = self.asked.iter().map(|asked| asked.report.clone()).collect();
        let mut files = Files::new();
        files.insert("answers/public.json".into(), self.json());
        for report in &reports {
            for (key, bytes) in render::csv::csv_tables(report) {
                files.insert(format!("tables/{key}.csv"), bytes);
            }
        }
        let book = document::book(self.public.title.as_deref(), self.lang);
        let pictures = draw(&reports, options.png_scale, Some((&book, options)), &mut files)?;
        files.insert("index.html".into(), render::html::page(&reports, &pictures, &style).into_bytes());
        let markdown = |reports: &[Report]| render::render_all(reports, &pictures, Format::Markdown, &style);
        files.insert(document::REPORT_FILE.into(), markdown(&reports)?);
        files.insert(words::NOTE_FILE.into(), markdown(&reports[reports.len() - 1..])?);
        #[cfg(feature = "word")]
        {
            let context = report::context(&self.public, self.as_of.as_deref().map(str::to_owned), self.lang);
            let paper = report::document(&self.asked, &self.public, &context);
            let picture = |key: &str| files.get(&format!("maps/{key}.png")).map(Vec::as_slice);
            let bytes = render::docx::document(&paper, picture, self.lang)?;
            files.insert(document::WORD_FILE.into(), bytes);
        }
        #[cfg(feature = "excel")]
        files.insert("liantu.xlsx".into(), render::render_all(&reports, &pictures, Format::Xlsx, &style)?);
        Ok(files)
    }
}

/// Whether a kind of map has a public edition.
pub fn has_maps(kind: MapKind) -> bool {
    matches!(kind, MapKind::Panorama | MapKind::Overview)
}
