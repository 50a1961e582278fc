//! Questions and answers (L4): one file per question, pure functions of a supply graph.
//!
//! An answer is a plain struct with public fields; it is serialised as it stands and is the JSON payload.
//! Nothing here rounds, prints, reads a clock or knows a language; what cannot be computed is `None` with a reason.

pub mod atlas;
pub mod capability;
pub mod catalogue;
pub mod county;
pub mod development;
pub mod ego;
pub mod explain;
pub mod gap;
pub mod innovation;
pub mod key;
pub mod matching;
mod named;
pub mod network;
pub mod numeric;
pub mod overview;
pub mod panorama;
pub mod plan;
pub mod priority;
pub mod project;
pub mod public;
pub mod rate;
pub mod risk;
pub mod roadmap;
pub mod scope;
pub mod split;
mod spot;
pub mod target;
pub mod whatif;

pub use capability::{Capability, CapabilityOptions, capability};
pub use catalogue::{Catalogue, CatalogueOptions, catalogue};
pub use county::{County, CountyOptions, county};
pub use development::{Development, DevelopmentOptions, development};
pub use ego::{Ego, EgoOptions, ego};
pub use explain::{Explain, ExplainOptions, explain};
pub use gap::{Gap, GapOptions, gap};
pub use innovation::{Innovation, InnovationOptions, innovation};
pub use matching::{MatchOptions, Matching, matching};
pub use named::Named;
pub use network::{Network, NetworkOptions, Projection, network};
pub use panorama::{Panorama, PanoramaOptions, panorama};
pub use plan::{Plan, PlanOptions, plan};
pub use rate::{Rate, RateOptions, rate};
pub use risk::{Risk, RiskOptions, risk};
pub use roadmap::{Roadmap, RoadmapOptions, roadmap};
pub use split::{Split, SplitOptions, split};
pub use target::{Target, TargetOptions, target};
pub use whatif::{WhatIf, WhatIfOptions, whatif};

use crate::graph::SupplyGraph;
use key::Question;
use serde::Serialize;

/// Every question this crate can answer.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(untagged)]
pub enum Request {
    /// How much is bought nearby?
    Rate(RateOptions),
    /// What could local firms supply today?
    Split(SplitOptions),
    /// Where is the chain weak?
    Gap(GapOptions),
    /// Whose failure hurts most?
    Risk(RiskOptions),
    /// Which local firms should meet?
    Match(MatchOptions),
    /// Whom to recruit?
    Target(TargetOptions),
    /// From where to where?
    Roadmap(RoadmapOptions),
    /// Which projects to build with what there is?
    Plan(PlanOptions),
    /// What would projects change?
    WhatIf(WhatIfOptions),
    /// What is bought of the five bases, and how safely?
    Catalogue(CatalogueOptions),
    /// What does each county sell and buy, and from whom?
    County(CountyOptions),
    /// What lies near to what is made here?
    Capability(CapabilityOptions),
    /// Who knows what along the chains?
    Innovation(InnovationOptions),
    /// Which gap is answered by which project, by when?
    Development(DevelopmentOptions),
    /// What does the chain look like?
    Panorama(PanoramaOptions),
    /// What surrounds a firm?
    Ego(EgoOptions),
    /// The graph itself.
    Network(NetworkOptions),
    /// Where does a figure come from?
    Explain(ExplainOptions),
}

/// The answers, in the order of the questions.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(untagged)]
pub enum Answer {
    /// To [`Request::Rate`].
    Rate(Box<Rate>),
    /// To [`Request::Split`].
    Split(Box<Split>),
    /// To [`Request::Gap`].
    Gap(Box<Gap>),
    /// To [`Request::Risk`].
    Risk(Box<Risk>),
    /// To [`Request::Match`].
    Match(Box<Matching>),
    /// To [`Request::Target`].
    Target(Box<Target>),
    /// To [`Request::Roadmap`].
    Roadmap(Box<Roadmap>),
    /// To [`Request::Plan`].
    Plan(Box<Plan>),
    /// To [`Request::WhatIf`].
    WhatIf(Box<WhatIf>),
    /// To [`Request::Catalogue`].
    Catalogue(Box<Catalogue>),
    /// To [`Request::County`].
    County(Box<County>),
    /// To [`Request::Capability`].
    Capability(Box<Capability>),
    /// To [`Request::Innovation`].
    Innovation(Box<Innovation>),
    /// To [`Request::Development`].
    Development(Box<Development>),
    /// To [`Request::Panorama`].
    Panorama(Box<Panorama>),
    /// To [`Request::Ego`].
    Ego(Box<Ego>),
    /// To [`Request::Network`].
    Network(Box<Network>),
    /// To [`Request::Explain`].
    Explain(Box<Explain>),
}

/// Why a question cannot be answered.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// A chain that the data set does not have.
    #[error("no chain `{name}` in the data set; it has {}; hint: `liantu chain list` names templates", if known.is_empty() { "none" } else { known })]
    UnknownChain {
        /// What was asked for.
        name: String,
        /// What there is.
        known: String,
    },
    /// A key that no figure has.
    #[error("no figure `{key}`; hint: nearest are {nearest}")]
    UnknownFigure {
        /// What was asked for.
        key: String,
        /// The keys most like it.
        nearest: String,
    },
    /// A key that several figures share.
    #[error("`{key}` could be {count} figures; hint: say which, such as {candidates}")]
    AmbiguousFigure {
        /// What was asked for.
        key: String,
        /// How many.
        count: usize,
        /// Their keys, or the first of them.
        candidates: String,
    },
    /// A product that the data set does not have.
    #[error("no product `{name}` in the data set; hint: type its name or id as in the data")]
    UnknownProduct {
        /// What was asked for.
        name: String,
    },
    /// A name of a scenario or a measure that the data set does not have.
    #[error("no {kind} `{name}` in the data set{}", if nearest.is_empty() { "; hint: type its name or id as in the data".to_owned() } else { format!("; hint: nearest are {nearest}") })]
    UnknownName {
        /// What it was to be.
        kind: Named,
        /// What was asked for.
        name: String,
        /// The names most like it.
        nearest: String,
    },
    /// A name that several bear.
    #[error("`{name}` could be more than one {kind}; hint: say which, such as {candidates}")]
    AmbiguousName {
        /// What it was to be.
        kind: Named,
        /// What was asked for.
        name: String,
        /// What it could be.
        candidates: String,
    },
    /// A centre of a circle of which nobody knows where it lies.
    #[error(
        "nobody knows where `{name}` lies, so there is no circle around it; hint: name a county, or give the zone its coordinates in 园区"
    )]
    NoCentre {
        /// What was asked for.
        name: String,
    },
    /// A block within the focus area, which sells on.
    #[error(
        "`from:{place}` lies within the focus area, whose own sales a block does not cut, so nothing would happen; hint: `area:{place}` stops what lies there, or ask with another --focus"
    )]
    BlockInside {
        /// What was asked for.
        place: String,
    },
    /// A link between two of which one does not supply the other.
    #[error("`{supplier}` delivers {} to `{buyer}`{}; hint: the supplier stands first, and the purchases name who supplies whom", product.as_ref().map_or("nothing with an amount".to_owned(), |product| format!("no `{product}` with an amount")), year.map_or(String::new(), |year| format!(" in {year}")))]
    NoFlow {
        /// Who was to supply.
        supplier: String,
        /// Who was to buy.
        buyer: String,
        /// What; `None`: anything.
        product: Option<String>,
        /// The year of the question.
        year: Option<u16>,
    },
    /// A measure without what its kind needs.
    #[error("the measure in `{place}` has no {what}; hint: expand needs firm and amount, stock needs days")]
    IncompleteMeasure {
        /// File, sheet and row.
        place: String,
        /// What it lacks.
        what: &'static str,
    },
    /// A weight or goalpost of a criterion that the question does not have.
    #[error("no criterion `{key}`; hint: there are {known}")]
    UnknownCriterion {
        /// What was asked for.
        key: String,
        /// What there is.
        known: String,
    },
    /// A weight or goalpost that is no such number.
    #[error(
        "`{number}` for criterion `{key}` cannot be; hint: weights are 0 or more, goalposts above 0, in yuan or as they are counted"
    )]
    BadCriterion {
        /// The criterion.
        key: String,
        /// The number.
        number: String,
    },
    /// Weights that are all zero.
    #[error("every criterion that is known weighs 0; hint: give one of {known} a weight")]
    NoWeight {
        /// The criteria that tell something.
        known: String,
    },
    /// Outlines of which none is that of a place asked about.
    #[error("no outline in `{file}` belongs to a place here, such as {} {}; hint: its features need adcode or name", wanted.code, wanted.name)]
    NoOutlines {
        /// The file.
        file: String,
        /// One that is looked for.
        wanted: scope::AreaName,
    },
    /// A county of which no map of the focus area can show anything.
    #[error(
        "`{county}` is no part of `{focus}`, which the map shows; hint: choose one of its counties, or another area with --focus"
    )]
    OutsideFocus {
        /// What was asked for.
        county: String,
        /// The focus area.
        focus: String,
    },
    /// A year without any line.
    #[error("no purchase line of {year}; there are: {known}")]
    UnknownYear {
        /// What was asked for.
        year: u16,
        /// What there is.
        known: String,
    },
}

impl Request {
    /// Name of the question: the subcommand, the schema and the file of its answer.
    pub fn name(&self) -> &'static str {
        match self {
            Request::Rate(_) => "rate",
            Request::Split(_) => "split",
            Request::Gap(_) => "gap",
            Request::Risk(_) => "risk",
            Request::Capability(_) => "capability",
            Request::Innovation(_) => "innovation",
            Request::Development(_) => "development",
            Request::Match(_) => "match",
            Request::Target(_) => "target",
            Request::Roadmap(_) => "roadmap",
            Request::Plan(_) => "plan",
            Request::WhatIf(_) => "whatif",
            Request::Catalogue(_) => "catalogue",
            Request::County(_) => "county",
            Request::Panorama(_) => "panorama",
            Request::Ego(_) => "ego",
            Request::Network(_) => "network",
            Request::Explain(_) => "explain",
        }
    }

    /// The request for the rows behind the figures that its answer leads with; `None` where there are no such figures.
    pub fn evidence(&self) -> Option<Request> {
        let local = |scope: &scope::Scope, tier: &Option<scope::TierName>, trader_as_origin| RateOptions {
            scope: scope.clone(),
            tiers: tier.iter().cloned().collect(),
            trader_as_origin,
            ..RateOptions::default()
        };
        let (question, figures) = match self {
            Request::Rate(options) => (options.clone(), Question::Rate),
            Request::Split(options) => {
                (local(&options.scope, &options.tier, options.trader_as_origin), Question::Split)
            }
            Request::Gap(options) => (local(&options.scope, &options.tier, options.trader_as_origin), Question::Gap),
            Request::Risk(_)
            | Request::Capability(_)
            | Request::Innovation(_)
            | Request::Development(_)
            | Request::Match(_)
            | Request::Plan(_)
            | Request::Target(_)
            | Request::Roadmap(_)
            | Request::WhatIf(_)
            | Request::Catalogue(_)
            | Request::County(_)
            | Request::Panorama(_)
            | Request::Ego(_)
            | Request::Network(_)
            | Request::Explain(_) => return None,
        };
        Some(Request::Explain(ExplainOptions { question, figures: explain::Figures::Shown(figures) }))
    }

    /// Answers the question.
    ///
    /// # Errors
    /// When the request names a chain or a year that the data set does not have.
    pub fn run(&self, graph: &SupplyGraph) -> Result<Answer, Error> {
        Ok(match self {
            Request::Rate(options) => Answer::Rate(Box::new(rate(graph, options)?)),
            Request::Split(options) => Answer::Split(Box::new(split(graph, options)?)),
            Request::Gap(options) => Answer::Gap(Box::new(gap(graph, options)?)),
            Request::Risk(options) => Answer::Risk(Box::new(risk(graph, options)?)),
            Request::Capability(options) => Answer::Capability(Box::new(capability(graph, options)?)),
            Request::Innovation(options) => Answer::Innovation(Box::new(innovation(graph, options)?)),
            Request::Development(options) => Answer::Development(Box::new(development(graph, options)?)),
            Request::Match(options) => Answer::Match(Box::new(matching(graph, options)?)),
            Request::Target(options) => Answer::Target(Box::new(target(graph, options)?)),
            Request::Roadmap(options) => Answer::Roadmap(Box::new(roadmap(graph, options)?)),
            Request::Plan(options) => Answer::Plan(Box::new(plan(graph, options)?)),
            Request::WhatIf(options) => Answer::WhatIf(Box::new(whatif(graph, options)?)),
            Request::Catalogue(options) => Answer::Catalogue(Box::new(catalogue(graph, options)?)),
            Request::County(options) => Answer::County(Box::new(county(graph, options)?)),
            Request::Panorama(options) => Answer::Panorama(Box::new(panorama(graph, options)?)),
            Request::Ego(options) => Answer::Ego(Box::new(ego(graph, options)?)),
            Request::Network(options) => Answer::Network(Box::new(network(graph, options)?)),
            Request::Explain(options) => Answer::Explain(Box::new(explain(graph, options)?)),
        })
    }
}
