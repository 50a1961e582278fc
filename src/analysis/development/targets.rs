//! Declared targets beside what there is now and what the projects bring.

use super::DevelopmentOptions;
use crate::analysis::Error;
use crate::analysis::named::plain;
use crate::analysis::project::{ProjectChoice, candidates};
use crate::analysis::rate::{Basis, BuyerScope, Rate, RateLevel, RateOptions, rate};
use crate::analysis::scope::Scope;
use crate::analysis::spot::Spot;
use crate::analysis::whatif::{WhatIfOptions, built, named};
use crate::graph::SupplyGraph;
use crate::model::{Amount, Chain, Indicator, Level, Measure, Metric, Quantity, Target, Tier, Unit, Year};
use serde::Serialize;
use std::sync::Arc;

/// A figure as the data state it.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Stated {
    /// How much; `None` where it is missing or withheld.
    pub value: Option<f64>,
    /// Whether it is withheld.
    pub undisclosed: bool,
    /// Of what.
    pub unit: StatedUnit,
}

/// Unit of a stated figure.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum StatedUnit {
    /// Yuan.
    Yuan,
    /// A fraction of one.
    Share,
    /// As written.
    Named(Arc<str>),
    /// Nobody says.
    Unsaid,
}

impl Stated {
    fn of(quantity: &Quantity) -> Self {
        Self {
            value: quantity.value.known(),
            undisclosed: quantity.value == Amount::Undisclosed,
            unit: match &quantity.unit {
                Some(Unit::Yuan) => StatedUnit::Yuan,
                Some(Unit::Share) => StatedUnit::Share,
                Some(Unit::Named(name)) => StatedUnit::Named(name.clone()),
                None => StatedUnit::Unsaid,
            },
        }
    }
}

/// What there is now.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Known {
    /// Computed from the ledgers.
    Computed {
        /// Year of the ledgers.
        year: Option<Year>,
        /// The rate.
        rate: Box<Measure>,
        /// With every open project built; `None` where there is no open project.
        built: Option<Box<Measure>>,
    },
    /// Reported on the sheet 指标.
    Reported {
        /// Year of the report.
        year: Year,
        /// The figure.
        figure: Stated,
    },
}

impl Known {
    /// Year and value, in the unit of `of`.
    fn at(&self, of: &StatedUnit) -> Option<(Year, f64)> {
        match self {
            Known::Computed { year, rate, .. } if *of == StatedUnit::Share => Some(((*year)?, rate.value?)),
            Known::Reported { year, figure } if figure.unit == *of => Some((*year, figure.value?)),
            _ => None,
        }
    }
}

/// How far one is on the straight line from the base to the target.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Pace {
    /// What the line has at the year of what there is now.
    pub expected: f64,
    /// What there is less that.
    pub ahead: f64,
}

/// A declared target.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct TargetPath {
    /// Place, chain, cluster or firm, as written.
    pub subject: Arc<str>,
    /// Name of the chain that it is, where it is one.
    pub chain: Option<Arc<str>>,
    /// What is measured, as written.
    pub metric: Arc<str>,
    /// 基期.
    pub base_year: Option<Year>,
    /// 基期值.
    pub base: Stated,
    /// 目标年.
    pub target_year: Year,
    /// 目标值.
    pub target: Stated,
    /// 依据.
    pub clause: Option<Arc<str>>,
    /// What there is now; `None` where neither ledgers nor indicators tell.
    pub now: Option<Known>,
    /// Target less what there is now, in the unit of the target; `None` where they do not compare.
    pub to_go: Option<f64>,
    /// Pace; `None` where what there is now is not later than the base, or does not compare.
    pub pace: Option<Pace>,
}

/// The declared targets; of one chain those of this chain.
pub(super) fn targets(
    graph: &SupplyGraph,
    options: &DevelopmentOptions,
    tier: &Tier,
    year: Option<Year>,
) -> Result<Vec<TargetPath>, Error> {
    let asked = options.scope.chain(graph)?;
    let chosen = graph.dataset().targets.iter().filter_map(|target| {
        let chain = chain_of(graph, &target.subject);
        let inside = asked.is_none_or(|asked| chain.is_some_and(|chain| chain.id == asked.id));
        inside.then_some((target, chain))
    });
    let chosen: Vec<(&Target, Option<&Chain>)> = chosen.collect();
    let wanted = chosen.iter().any(|(target, _)| target.known == Some(Metric::LocalRate));
    let rates = if wanted { Some(Rates::new(graph, options, tier, year)?) } else { None };
    Ok(chosen.into_iter().map(|(target, chain)| path(graph, target, chain, rates.as_ref())).collect())
}

/// The chain that a subject names.
fn chain_of<'a>(graph: &'a SupplyGraph, subject: &str) -> Option<&'a Chain> {
    let asked = plain(subject);
    let stem = asked.strip_suffix("产业链").unwrap_or(&asked);
    let called = |chain: &&Chain| {
        let name = plain(&chain.name);
        name == asked || name == stem || name.strip_suffix("产业链") == Some(stem) || *chain.id == *asked
    };
    graph.dataset().chains.iter().find(called)
}

fn path(graph: &SupplyGraph, target: &Target, chain: Option<&Chain>, rates: Option<&Rates>) -> TargetPath {
    let (base, goal) = (Stated::of(&target.base), Stated::of(&target.target));
    let computed = rates.filter(|_| target.known == Some(Metric::LocalRate));
    let computed = computed.and_then(|rates| rates.now(graph, &target.subject, chain));
    let now = computed.or_else(|| reported(graph, target));
    let at = now.as_ref().and_then(|now| now.at(&goal.unit));
    let begin = target.base_year.zip(base.value).filter(|_| base.unit == goal.unit);
    TargetPath {
        subject: target.subject.clone(),
        chain: chain.map(|chain| chain.name.clone()),
        metric: target.metric.clone(),
        base_year: target.base_year,
        target_year: target.target_year,
        clause: target.clause.clone(),
        to_go: at.zip(goal.value).map(|((_, now), goal)| goal - now),
        pace: begin.zip(goal.value).zip(at).and_then(|((begin, goal), at)| pace(begin, (target.target_year, goal), at)),
        base,
        target: goal,
        now,
    }
}

/// The latest indicator of the same subject and name.
fn reported(graph: &SupplyGraph, target: &Target) -> Option<Known> {
    let (subject, metric) = (plain(&target.subject), plain(&target.metric));
    let same = |row: &&Indicator| plain(&row.subject) == subject && plain(&row.indicator) == metric;
    let known = graph.dataset().indicators.iter().filter(same).filter(|row| row.value.value.known().is_some());
    let row = known.max_by_key(|row| row.year)?;
    Some(Known::Reported { year: row.year, figure: Stated::of(&row.value) })
}

fn pace((from, base): (Year, f64), (to, target): (Year, f64), (year, now): (Year, f64)) -> Option<Pace> {
    if year <= from || to <= from {
        return None;
    }
    let years = |later: Year| f64::from(later.0 - from.0);
    // Beyond its year the target itself is what was to be reached.
    let expected = base + (target - base) * (years(year) / years(to)).min(1.0);
    Some(Pace { expected, ahead: now - expected })
}

/// The rates of the local area, now and with the open projects.
struct Rates {
    year: Option<Year>,
    focus: Option<Arc<str>>,
    now: Rate,
    built: Option<Rate>,
}

impl Rates {
    fn new(graph: &SupplyGraph, options: &DevelopmentOptions, tier: &Tier, year: Option<Year>) -> Result<Self, Error> {
        let trader_as_origin = options.trader_as_origin;
        // A project of another chain moves purchases of this one too.
        let scope = Scope { chain: None, year, ..options.scope.clone() };
        let asked =
            RateOptions { scope: scope.clone(), tiers: vec![named(tier)], trader_as_origin, ..RateOptions::default() };
        let open = !candidates(graph, &scope, &ProjectChoice::default())?.is_empty();
        let build = WhatIfOptions { scope, tier: options.tier.clone(), trader_as_origin, ..WhatIfOptions::default() };
        let focus = options.scope.focus.map(|focus| Arc::from(crate::model::division::name(focus)));
        let built = open.then(|| rate(&built(graph, &build)?, &asked)).transpose()?;
        Ok(Self { year, focus, now: rate(graph, &asked)?, built })
    }

    fn now(&self, graph: &SupplyGraph, subject: &str, chain: Option<&Chain>) -> Option<Known> {
        let (level, id) = match chain {
            Some(chain) => (RateLevel::Chain, Some(chain.id.clone())),
            None => self.place(graph, subject)?,
        };
        let find = |rate: &Rate| {
            let fits = |row: &&crate::analysis::rate::RateRow| {
                row.level == level
                    && row.scope == BuyerScope::All
                    && row.basis == Basis::Amount
                    && row.year == self.year
                    && id.as_ref().is_none_or(|id| row.id == *id)
            };
            rate.rows.iter().find(fits).map(|row| Box::new(row.measure.clone()))
        };
        Some(Known::Computed { year: self.year, rate: find(&self.now)?, built: self.built.as_ref().and_then(find) })
    }

    /// The focus area itself, or a county.
    fn place(&self, graph: &SupplyGraph, subject: &str) -> Option<(RateLevel, Option<Arc<str>>)> {
        if self.focus.as_ref().is_some_and(|focus| plain(focus) == plain(subject)) {
            return Some((RateLevel::Total, None));
        }
        match Spot::find(graph, subject) {
            Ok(Spot::Tier(Tier::Area(area))) if area.level() == Level::County => {
                Some((RateLevel::County, Some(area.to_string().into())))
            }
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::pace;
    use crate::model::Year;

    #[test]
    fn pace_is_a_straight_line_that_ends_at_the_target() {
        let line = |year, now| pace((Year(2024), 0.4), (Year(2028), 0.6), (Year(year), now));
        assert_eq!(line(2024, 0.5), None);
        let half = line(2026, 0.45);
        assert!(half.is_some_and(|pace| (pace.expected - 0.5).abs() < 1e-12 && (pace.ahead + 0.05).abs() < 1e-12));
        assert!(line(2030, 0.7).is_some_and(|pace| (pace.expected - 0.6).abs() < 1e-12));
        assert_eq!(pace((Year(2028), 1.0), (Year(2028), 2.0), (Year(2029), 1.0)), None);
    }
}
