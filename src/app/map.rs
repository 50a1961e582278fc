//! Maps: which question each kind of map belongs to, and the files of the kinds asked for.

use std::fmt;
use std::fs;
use std::io::ErrorKind;
use std::path::Path;
use std::str::FromStr;

use crate::analysis::{GapOptions, PanoramaOptions, Request};
use crate::app::output::Files;
use crate::app::public::edition;
use crate::app::run::{atlas, figures};
use crate::app::{Error, Session};
use crate::render::figure::positions::Positions;
use crate::render::{self, Pictures, Style};
use crate::report::words::Lang;
use crate::report::{Block, Figure, Report};

/// A kind of map.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum MapKind {
    /// 产业链全景图: products of a chain, one map for each chain.
    Panorama,
    /// 环节供需总图: segments of all chains.
    Overview,
}

impl MapKind {
    /// Every kind, in the order of the help text.
    pub const ALL: &'static [MapKind] = &[MapKind::Panorama, MapKind::Overview];

    /// The name on the command line.
    pub const fn as_str(self) -> &'static str {
        match self {
            MapKind::Panorama => "panorama",
            MapKind::Overview => "overview",
        }
    }

    /// The question whose answer it draws.
    fn request(self, asked: &MapOptions) -> Request {
        let gap = asked.gap.clone();
        match self {
            MapKind::Panorama => Request::Panorama(PanoramaOptions { gap, links: false, risks: None }),
            MapKind::Overview => Request::Panorama(PanoramaOptions { gap, links: true, risks: Some(false) }),
        }
    }

    /// Whether a figure of that question's report is of this kind.
    pub(super) fn shows(self, figure: &Figure) -> bool {
        match self {
            MapKind::Panorama => matches!(figure, Figure::Panorama(_)),
            MapKind::Overview => matches!(figure, Figure::Overview(_)),
        }
    }
}

impl fmt::Display for MapKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl FromStr for MapKind {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let known = MapKind::ALL.iter().copied().find(|kind| kind.as_str() == text);
        known.ok_or_else(|| {
            let names: Vec<&str> = MapKind::ALL.iter().map(|kind| kind.as_str()).collect();
            format!("unknown kind of map; hint: use one of {}", names.join(", "))
        })
    }
}

/// What to draw.
#[derive(Debug, Clone, PartialEq)]
pub struct MapOptions {
    /// Kinds, each once.
    pub kinds: Vec<MapKind>,
    /// Focus, chain, year, tier, reference.
    pub gap: GapOptions,
    /// Language.
    pub lang: Lang,
    /// Pixels of a png for each unit of its svg.
    pub png_scale: f32,
    /// Only what may be published.
    pub public: bool,
}

/// Reports of the questions asked, with the figures of the kinds asked for only.
///
/// # Errors
/// When a question cannot be answered.
pub fn reports(session: &Session, options: &MapOptions) -> Result<Vec<Report>, Error> {
    if options.public {
        let scope = &options.gap.scope;
        return Ok(edition(session, scope.chain.clone(), scope.year, options.lang)?.maps(&options.kinds));
    }
    let report = |kind: &MapKind| {
        let answer = session.answer(&kind.request(options))?;
        let mut report = session.report(&answer, options.lang);
        report.blocks.retain(|block| if let Block::Figure(figure) = block { kind.shows(figure) } else { true });
        Ok(report)
    };
    options.kinds.iter().map(report).collect()
}

/// One page with the maps and the tables behind them; nothing where there is no map.
///
/// # Errors
/// When a map cannot be drawn.
pub fn page(
    session: &Session,
    reports: &[Report],
    kept: &mut Positions,
    options: &MapOptions,
) -> Result<Option<String>, Error> {
    let mut pictures = Pictures::new();
    for figure in reports.iter().flat_map(figures) {
        pictures.insert(figure.key().to_owned(), render::figure::svg_beside(figure, kept)?);
    }
    if pictures.is_empty() {
        return Ok(None);
    }
    let scope = &options.gap.scope;
    let looked_up = || atlas(session, scope.chain.clone(), scope.year, options.lang);
    // What a reader looks up are firms and rows.
    let atlas = (!options.public).then(looked_up).transpose()?;
    let style = Style { lang: options.lang, ..Style::default() };
    Ok(Some(render::html::page_with(reports, &pictures, atlas.as_ref(), &style)))
}

/// The maps as pictures, in the formats named by their endings.
///
/// # Errors
/// When a map cannot be drawn.
pub fn pictures(
    reports: &[Report],
    endings: &[&str],
    kept: &mut Positions,
    options: &MapOptions,
) -> Result<Files, Error> {
    let mut files = Files::new();
    for figure in reports.iter().flat_map(figures) {
        let svg = render::figure::svg_beside(figure, kept)?;
        if endings.contains(&"png") {
            files.insert(format!("{}.png", figure.key()), render::figure::png(&svg, options.png_scale)?);
        }
        if endings.contains(&"svg") {
            files.insert(format!("{}.svg", figure.key()), svg.into_bytes());
        }
    }
    Ok(files)
}

/// Positions of the last maps; none where the file is not there yet.
///
/// # Errors
/// When the file is there and holds something else: it is somebody's, and would be overwritten.
pub fn positions(path: &Path) -> Result<Positions, Error> {
    let refused = || Error::Positions { path: path.display().to_string() };
    match fs::read(path) {
        Ok(bytes) => Positions::read(&bytes).ok_or_else(refused),
        Err(cause) if cause.kind() == ErrorKind::NotFound => Ok(Positions::default()),
        Err(_) => Err(refused()),
    }
}
