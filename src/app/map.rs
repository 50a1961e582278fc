//! Maps: which question each kind of map belongs to, and the files of the kinds asked for.

use std::fmt;
use std::fs;
use std::io::ErrorKind;
use std::path::Path;
use std::str::FromStr;
use std::sync::Arc;

use crate::analysis::{
    CountyOptions, DevelopmentOptions, EgoOptions, GapOptions, InnovationOptions, PanoramaOptions, RateOptions,
    Request, RiskOptions, RoadmapOptions,
};
use crate::app::picture::{Picture, Printing};
use crate::app::public::edition;
use crate::app::run::{atlas, figures};
use crate::app::{Error, Session};
use crate::ingest;
use crate::model::Boundaries;
use crate::render::figure::positions::Positions;
use crate::render::{self, Pictures, Style};
use crate::report::words::Lang;
use crate::report::{Block, Figure, Report};

/// Kinds of maps with their names on the command line, which are also what the keys of their figures begin with.
macro_rules! kinds {
    ($($(#[$doc:meta])* $kind:ident $name:literal,)*) => {
        /// A kind of map.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        pub enum MapKind {
            $($(#[$doc])* $kind,)*
        }

        impl MapKind {
            /// Every kind, in the order of the help text.
            pub const ALL: &'static [MapKind] = &[$(MapKind::$kind,)*];

            /// The name on the command line.
            pub const fn as_str(self) -> &'static str {
                match self {
                    $(MapKind::$kind => $name,)*
                }
            }
        }
    };
}

kinds! {
    /// 产业链全景图: products of a chain, one map for each chain.
    Panorama "panorama",
    /// 环节供需总图: segments of all chains.
    Overview "overview",
    /// 树状图: a chain as a tree, one for each chain.
    Tree "tree",
    /// 创新与人才图: who knows what along the chains.
    Innovation "innovation",
    /// 发展路径图: gaps, projects and targets in time.
    Path "path",
    /// 县区供需示意图: counties where they lie.
    CountyMap "county-map",
    /// 县区配套率图: rates of the counties.
    CountyTiles "county-tiles",
    /// 县区配套图: which county supplies which.
    CountySupply "county-supply",
    /// 企业上下游图: suppliers and customers of a firm by tier.
    Ego "ego",
    /// 风险传导图: how one failure spreads.
    Cascade "cascade",
    /// 采购来源流向图: purchases by ring, from near to far.
    Rings "rings",
    /// 招商路线图: origins, gaps, places to land.
    Roadmap "roadmap",
    /// 县区环节热力图: counties by segment.
    Heat "heat",
}

impl MapKind {
    /// The question whose answer it draws.
    fn request(self, asked: &MapOptions) -> Request {
        let gap = asked.gap.clone();
        let GapOptions { scope, tier, trader_as_origin, .. } = asked.gap.clone();
        let firm = asked.firm.clone();
        match self {
            MapKind::Panorama => Request::Panorama(PanoramaOptions { gap, ..asked.panorama.clone() }),
            MapKind::Overview | MapKind::Tree => Request::Panorama(PanoramaOptions {
                gap,
                links: self == MapKind::Overview,
                risks: Some(false),
                chains: asked.panorama.chains.clone(),
                ..PanoramaOptions::default()
            }),
            MapKind::Innovation => Request::Innovation(InnovationOptions { scope, tier, trader_as_origin }),
            MapKind::Path => Request::Development(DevelopmentOptions { scope, tier, trader_as_origin }),
            MapKind::CountyMap | MapKind::CountyTiles | MapKind::CountySupply | MapKind::Heat => {
                let boundaries = asked.boundaries.clone();
                Request::County(CountyOptions { scope, tier, trader_as_origin, boundaries })
            }
            MapKind::Ego => Request::Ego(EgoOptions { scope, firm, ..EgoOptions::default() }),
            MapKind::Cascade => Request::Risk(RiskOptions { scope, firm, ..RiskOptions::default() }),
            MapKind::Rings => Request::Rate(RateOptions { scope, ..RateOptions::default() }),
            MapKind::Roadmap => Request::Roadmap(RoadmapOptions { scope, tier, trader_as_origin, origins: Vec::new() }),
        }
    }

    /// Whether a figure of that question's report is of this kind.
    pub(super) fn shows(self, figure: &Figure) -> bool {
        let is =
            |name: &str| figure.key().strip_prefix(name).is_some_and(|rest| rest.is_empty() || rest.starts_with('-'));
        // A panorama of several chains, and of what a leader buys, is one too.
        is(self.as_str()) || (self == MapKind::Panorama && (is("chains") || is("purchases")))
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
    /// The firm of maps about one firm; `None`: the leader with most suppliers, the first risk.
    pub firm: Option<String>,
    /// Which chains, county or leader a panorama shows; its focus, year and tier are those above.
    pub panorama: PanoramaOptions,
    /// Language.
    pub lang: Lang,
    /// How large pictures become.
    pub printing: Printing,
    /// Outlines of counties.
    pub boundaries: Option<Arc<Boundaries>>,
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
    // Several kinds may draw one answer: each question is asked once.
    let mut asked: Vec<(Request, Report)> = Vec::new();
    let report = |kind: &MapKind| {
        let request = kind.request(options);
        let known = asked.iter().find(|(other, _)| *other == request).map(|(_, report)| report.clone());
        let mut report = match known {
            Some(report) => report,
            None => {
                let report = session.report(&session.answer(&request)?, options.lang);
                asked.push((request, report.clone()));
                report
            }
        };
        report.blocks.retain(|block| if let Block::Figure(figure) = block { kind.shows(figure) } else { true });
        Ok(report)
    };
    options.kinds.iter().map(report).collect()
}

/// The maps as drawn, those of a kind that keeps positions beside their last drawing.
///
/// # Errors
/// When a map cannot be drawn.
pub fn draw(reports: &[Report], kept: &mut Positions) -> Result<Vec<Picture>, Error> {
    let draw = |figure: &Figure| {
        let svg = render::figure::svg_beside(figure, kept)?;
        Ok(Picture { key: figure.key().to_owned(), title: figure.title().to_owned(), svg })
    };
    reports.iter().flat_map(figures).map(draw).collect()
}

/// One page with the maps and the tables behind them.
///
/// # Errors
/// When the network cannot be asked for.
pub fn page(
    session: &Session,
    reports: &[Report],
    pictures: &[Picture],
    options: &MapOptions,
) -> Result<String, Error> {
    let drawn: Pictures = pictures.iter().map(|picture| (picture.key.clone(), picture.svg.clone())).collect();
    let scope = &options.gap.scope;
    let looked_up = || atlas(session, scope.chain.clone(), scope.year, options.lang);
    // What a reader looks up are firms and rows.
    let atlas = (!options.public).then(looked_up).transpose()?;
    let style = Style { lang: options.lang, ..Style::default() };
    Ok(render::html::page_with(reports, &drawn, atlas.as_ref(), &style))
}

/// Outlines of counties in a GeoJSON file; `number` is its 审图号 where the file gives none.
///
/// # Errors
/// When the file cannot be used, or nobody gives the number.
pub fn boundaries(path: &Path, number: Option<&str>) -> Result<Arc<Boundaries>, Error> {
    Ok(Arc::new(ingest::geo::read(path, number)?))
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
