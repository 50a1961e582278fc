//! The questions beside the best set: without each of its projects, with a little more of each limit, with other budgets.

use super::choose::Choice;
use super::loss::Loss;
use super::offer::Offer;
use super::{BudgetPoint, Limits, Margin, Resource};
use rayon::prelude::*;

/// Points of the budget curve for a budget given, and beyond it.
const STEPS: [usize; 2] = [10, 15];

/// More of a limit: its part, and mu of land.
const PART: f64 = 0.1;
const MU: f64 = 100.0;

/// A question beside the best set.
#[derive(Debug, Clone, Copy)]
enum Case {
    Without(usize),
    More(Resource, f64),
    Budget(f64),
}

/// Their answers.
#[derive(Default)]
pub(super) struct Varied {
    /// The best set without each of the chosen projects.
    without: Vec<(usize, Choice)>,
    more: Vec<(Resource, f64, Choice)>,
    budgets: Vec<(f64, Choice)>,
    /// The best of those without one.
    pub(super) next: Option<Choice>,
}

impl Varied {
    pub(super) fn new(offer: &Offer, choice: &Choice) -> Self {
        let cases = cases(offer, choice);
        let solved: Vec<(Case, Choice)> =
            cases.into_par_iter().map(|case| (case, solve(offer, choice, case))).collect();
        let mut varied = Self { without: Vec::new(), more: Vec::new(), budgets: Vec::new(), next: None };
        for (case, choice) in solved {
            match case {
                Case::Without(at) => varied.without.push((at, choice)),
                Case::More(resource, more) => varied.more.push((resource, more, choice)),
                Case::Budget(budget) => varied.budgets.push((budget, choice)),
            }
        }
        varied.next = next(offer, &varied.without);
        varied
    }

    /// Of a chosen project, what the best set without it is worth less, fen.
    pub(super) fn irreplaceable(&self, choice: &Choice, at: usize) -> Option<f64> {
        let (_, other) = self.without.iter().find(|(without, _)| *without == at)?;
        Some((choice.worth - other.worth).max(0.0))
    }

    pub(super) fn margins(&self, offer: &Offer, choice: &Choice) -> Vec<Margin> {
        let before = offer.portfolio(choice);
        let margin = |(resource, more, choice): &(Resource, f64, Choice)| {
            let portfolio = offer.portfolio(choice);
            Some(Margin {
                resource: *resource,
                most: offer.limits.of(*resource)?,
                more: *more,
                gain: portfolio.worth - before.worth,
                rate_gain: portfolio.rate.zip(before.rate).map(|(with, rate)| with - rate),
                portfolio,
            })
        };
        self.more.iter().filter_map(margin).collect()
    }

    pub(super) fn curve(&self, offer: &Offer) -> Vec<BudgetPoint> {
        let mut points: Vec<BudgetPoint> = Vec::new();
        let mut best: Option<&Choice> = None;
        for (budget, choice) in &self.budgets {
            // What a smaller budget allows, a larger one does too.
            let kept = best.filter(|best| best.worth > choice.worth);
            let choice = kept.unwrap_or(choice);
            best = Some(choice);
            let portfolio = offer.portfolio(choice);
            let last = points.last();
            let marginal = last.map(|last| (portfolio.worth - last.portfolio.worth) / (budget - last.budget));
            points.push(BudgetPoint { budget: *budget, marginal, portfolio });
        }
        points
    }
}

/// The budget curve of a choice against failures: the best set of each cost.
pub(super) fn losses(offer: &Offer, loss: &Loss) -> Vec<BudgetPoint> {
    let mut points: Vec<BudgetPoint> = Vec::new();
    for choice in loss.curve.iter().filter(|_| offer.is_costed) {
        let (portfolio, budget) = (offer.portfolio(choice), offer.investment(&choice.set));
        let marginal = points.last().and_then(|last| {
            let more = budget - last.budget;
            (more > 0.0).then(|| (portfolio.worth - last.portfolio.worth) / more)
        });
        points.push(BudgetPoint { budget, marginal, portfolio });
    }
    points
}

fn cases(offer: &Offer, choice: &Choice) -> Vec<Case> {
    let mut cases: Vec<Case> = choice.set.iter().map(|at| Case::Without(*at)).collect();
    for resource in Resource::ALL {
        let Some(most) = offer.limits.of(resource) else { continue };
        let more = match resource {
            Resource::Projects => 1.0,
            Resource::Land => MU,
            Resource::Investment | Resource::Energy => most * PART,
        };
        if more > 0.0 {
            cases.push(Case::More(resource, more));
        }
    }
    let (whole, points) = match offer.limits.budget {
        Some(budget) => (budget, STEPS[1]),
        None => (offer.investment(&choice.set), STEPS[0]),
    };
    if offer.is_costed && whole > 0.0 && whole.is_finite() {
        cases.extend((1..=points).map(|step| Case::Budget(whole * step as f64 / STEPS[0] as f64)));
    }
    cases
}

fn solve(offer: &Offer, choice: &Choice, case: Case) -> Choice {
    let mut allowed = offer.usable();
    let mut limits: Limits = offer.limits;
    // Where the limits are wider, the set chosen fits too.
    let mut fits = true;
    match case {
        Case::Without(at) => (allowed[at], fits) = (false, false),
        Case::More(resource, more) => widen(&mut limits, resource, more),
        Case::Budget(budget) => {
            fits = offer.limits.budget.is_none_or(|before| budget >= before) && budget >= offer.investment(&choice.set);
            limits.budget = Some(budget);
        }
    }
    let found = offer.best(&limits, allowed, (offer.nodes / 10).max(1));
    if fits && found.worth < choice.worth {
        let bound = found.bound.max(choice.worth);
        return Choice { set: choice.set.clone(), worth: choice.worth, bound, ..found };
    }
    found
}

fn widen(limits: &mut Limits, resource: Resource, more: f64) {
    match resource {
        Resource::Projects => limits.at_most = limits.at_most.map(|most| most.saturating_add(1)),
        Resource::Investment => limits.budget = limits.budget.map(|most| most + more),
        Resource::Land => limits.land = limits.land.map(|most| most + more),
        Resource::Energy => limits.energy = limits.energy.map(|most| most + more),
    }
}

/// The best of the sets without one, then the cheapest, then that of the first candidate left out.
fn next(offer: &Offer, without: &[(usize, Choice)]) -> Option<Choice> {
    let better = |a: &Choice, b: &Choice| {
        let order = b.worth.total_cmp(&a.worth);
        order.then_with(|| offer.investment(&a.set).total_cmp(&offer.investment(&b.set))).is_lt()
    };
    let choices = without.iter().map(|(_, choice)| choice).filter(|choice| !choice.set.is_empty());
    let mut best = choices.reduce(|best, other| if better(other, best) { other } else { best })?.clone();
    // No set without one of them exceeds the greatest of their bounds.
    best.bound = without.iter().map(|(_, choice)| choice.bound).fold(best.bound, f64::max);
    best.is_exact = without.iter().all(|(_, choice)| choice.is_exact);
    Some(best)
}
