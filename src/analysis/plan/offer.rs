//! The projects as sellers: what each uses, whom it may serve, and why it may not be chosen.

use super::choose::{Choice, Problem, Worth, best};
use super::inputs::Inputs;
use super::market::{Demand, Markets};
use super::{Limits, Objective, PlanOptions, Pool, Portfolio, Reason, Resource, Used};
use crate::analysis::Error;
use crate::analysis::numeric::limit::Limit;
use crate::analysis::project::Candidate;
use crate::analysis::split::{Market, Need, Split, SplitTotal, fen, local_tier, needs, rank, yuan};
use crate::graph::SupplyGraph;
use crate::graph::matrix::Csr;
use crate::model::{Location, ProductIx, Tier};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// Projects made up of gaps: those of which most must be recruited.
const GAPS: usize = 200;

/// The projects, the markets that they would enter, and what they may use.
pub(super) struct Offer {
    pub(super) candidates: Vec<Candidate>,
    pub(super) limits: Limits,
    objective: Objective,
    /// What is known to be lacking.
    lacks: Vec<Option<Reason>>,
    /// Whether anybody near buys from outside what it makes.
    is_sought: Vec<bool>,
    /// Part of its sales that does not go back outside for inputs.
    kept: Vec<Option<f64>>,
    /// By what is captured, and by what was aimed at.
    plain: Markets,
    pub(super) markets: Markets,
    before: SplitTotal,
    /// Whether the investment of all that may be chosen is known.
    pub(super) is_costed: bool,
    pub(super) nodes: usize,
}

/// One project for each product to recruit, by product; and how many products have none since others are larger.
pub(super) fn gaps(graph: &SupplyGraph, to_recruit: &BTreeMap<Arc<str>, f64>) -> (Vec<Candidate>, usize) {
    let mut open: Vec<(&Arc<str>, f64)> = to_recruit.iter().map(|(id, sum)| (id, *sum)).collect();
    open.retain(|(_, sum)| *sum > 0.0);
    open.sort_by(|a, b| b.1.total_cmp(&a.1).then_with(|| a.0.cmp(b.0)));
    let left_out = open.len().saturating_sub(GAPS);
    let taken: BTreeSet<&Arc<str>> = open.into_iter().take(GAPS).map(|(id, _)| id).collect();
    let products = graph.dataset().products.iter().enumerate().filter(|(_, product)| taken.contains(&product.id.0));
    (products.map(|(at, _)| gap(graph, ProductIx::from(at))).collect(), left_out)
}

/// The project made up for a product, anywhere.
pub(super) fn gap(graph: &SupplyGraph, at: ProductIx) -> Candidate {
    let product = graph.dataset().product(at);
    Candidate {
        id: product.id.0.clone(),
        name: product.name.clone(),
        firm: None,
        firm_name: None,
        products: vec![at],
        capacity: None,
        place_assumed: false,
        location: Location::UNKNOWN,
        investment: None,
        land: None,
        energy: None,
        stage: None,
        recipe: None,
        row: None,
    }
}

/// What a project uses of something.
fn used(candidate: &Candidate, resource: Resource) -> Option<f64> {
    match resource {
        Resource::Projects => Some(1.0),
        Resource::Investment => candidate.investment,
        Resource::Land => candidate.land,
        Resource::Energy => candidate.energy,
    }
}

impl Resource {
    /// Everything that may be limited.
    pub const ALL: [Self; 4] = [Self::Projects, Self::Investment, Self::Land, Self::Energy];
}

impl Offer {
    pub(super) fn new(
        graph: &SupplyGraph,
        options: &PlanOptions,
        candidates: Vec<Candidate>,
        split: &Split,
    ) -> Result<Self, Error> {
        let tier = local_tier(graph, &options.scope, options.tier.as_ref());
        let needs = needs(graph, &options.scope, &tier, split.year)?;
        let stalls = Stalls {
            candidates: &candidates,
            anywhere: options.of == Pool::Gaps,
            market: Market::new(graph, &options.scope, &tier, split.year, &needs),
            graph,
            tier: &tier,
            needs: &needs,
        };
        let demands = stalls.demands();
        let capacity: Vec<i64> = (0..candidates.len()).map(|at| stalls.capacity(at, &demands)).collect();
        let mut is_sought = vec![false; candidates.len()];
        for demand in &demands {
            for (project, reach) in &demand.projects {
                is_sought[*project] |= reach.iter().any(|need| demand.needs[*need] > 0);
            }
        }
        let inputs = Inputs::new(graph, &options.scope, &tier, split.year)?;
        let kept: Vec<Option<f64>> = candidates.iter().map(|candidate| inputs.kept(candidate)).collect();
        let plain = Markets::new(demands.clone(), &capacity, &vec![1.0; candidates.len()]);
        let markets = match options.objective {
            Objective::Rate | Objective::Loss => plain.clone(),
            Objective::Net => {
                let worth: Vec<f64> = kept.iter().map(|kept| kept.unwrap_or(0.0)).collect();
                Markets::new(demands, &capacity, &worth)
            }
        };
        let lacks: Vec<Option<Reason>> =
            candidates.iter().zip(&kept).map(|(candidate, kept)| lack(candidate, *kept, options)).collect();
        let usable = candidates.iter().zip(&lacks).filter(|(_, lack)| lack.is_none());
        let is_costed = usable.map(|(candidate, _)| candidate.investment).all(|investment| investment.is_some());
        Ok(Self {
            candidates,
            limits: options.limits,
            objective: options.objective,
            lacks,
            is_sought,
            kept,
            plain,
            markets,
            before: split.total.clone(),
            is_costed,
            nodes: options.nodes.unwrap_or(PlanOptions::NODES),
        })
    }

    /// Which candidates are known well enough to be chosen.
    pub(super) fn usable(&self) -> Vec<bool> {
        self.lacks.iter().map(Option::is_none).collect()
    }

    /// What each project uses of something limited; `None` where there is no limit.
    pub(super) fn limit(&self, limits: &Limits, resource: Resource) -> Option<Limit> {
        let most = limits.of(resource)?;
        let costs = self.candidates.iter().map(|candidate| used(candidate, resource).unwrap_or(0.0)).collect();
        Some(Limit { costs, most })
    }

    /// What decides between sets of equal worth: investment, or one for each project where an investment is unknown.
    pub(super) fn cost(&self, at: usize) -> f64 {
        if self.is_costed { self.candidates[at].investment.unwrap_or(0.0) } else { 1.0 }
    }

    /// What a project would sell alone of each product, yuan a year.
    pub(super) fn takes(&self, at: usize) -> Vec<(ProductIx, f64)> {
        let mut takes: BTreeMap<ProductIx, i64> = BTreeMap::new();
        for sale in self.plain.sales(&[at]) {
            *takes.entry(ProductIx(sale.pool.product)).or_insert(0) += sale.fen;
        }
        takes.into_iter().map(|(product, fen)| (product, yuan(fen))).collect()
    }

    /// The best set of these under some limits.
    pub(super) fn best(&self, limits: &Limits, allowed: Vec<bool>, nodes: usize) -> Choice {
        let problem = Problem {
            count: self.candidates.len(),
            limits: Resource::ALL.into_iter().filter_map(|resource| self.limit(limits, resource)).collect(),
            costs: (0..self.candidates.len()).map(|at| self.cost(at)).collect(),
            step: if self.objective == Objective::Net { 0.0 } else { 1.0 },
            nodes,
        };
        best(&problem, &self.markets, &allowed)
    }

    /// What a set is worth, in fen.
    pub(super) fn worth(&self, set: &[usize]) -> f64 {
        let mut state = self.markets.nothing();
        set.iter().fold(0.0, |sum, at| sum + self.markets.add(&mut state, *at))
    }

    /// Yuan that a project captures alone; `None` where nobody says what it makes or where it stands.
    pub(super) fn captured_alone(&self, at: usize) -> Option<f64> {
        let unknown = matches!(self.lacks[at], Some(Reason::NoProduct | Reason::NoPlace));
        (!unknown).then(|| yuan(self.plain.captured(&[at])))
    }

    /// Yuan that a project is worth alone; `None` where that is unknown.
    pub(super) fn worth_alone(&self, at: usize) -> Option<f64> {
        self.captured_alone(at)?;
        match self.objective {
            Objective::Rate | Objective::Loss => {}
            Objective::Net => drop(self.kept[at]?),
        }
        Some(self.worth(&[at]) / 100.0)
    }

    /// Why a project is not chosen, which would add so many fen to those that are, and whether it saves any loss.
    pub(super) fn reason(&self, at: usize, adds: f64, saves: bool) -> Reason {
        if let Some(lack) = self.lacks[at] {
            return lack;
        }
        let is_large = |resource: &Resource| {
            let most = self.limits.of(*resource).unwrap_or(f64::INFINITY);
            let limit = Limit { costs: Vec::new(), most };
            used(&self.candidates[at], *resource).is_some_and(|used| !limit.allows(used))
        };
        if !self.is_sought[at] {
            Reason::NoBuyer
        } else if self.plain.captured(&[at]) == 0 {
            Reason::Spared
        } else if self.worth(&[at]) <= 0.0 {
            Reason::NoNetGain
        } else if let Some(resource) = Resource::ALL.iter().find(|resource| is_large(resource)) {
            Reason::TooLarge(*resource)
        } else if !saves {
            Reason::SavesNothing
        } else if adds <= 0.0 && self.objective != Objective::Loss {
            Reason::Covered
        } else {
            Reason::Beaten
        }
    }

    /// The rate when so much is captured.
    fn rate(&self, captured: f64) -> Option<f64> {
        let before = &self.before;
        let located = before.supplied + before.bridgeable + before.to_recruit;
        (located > 0.0).then(|| ((before.supplied + before.bridgeable + captured) / located).min(1.0))
    }

    /// A choice as the answer shows it.
    pub(super) fn portfolio(&self, choice: &Choice) -> Portfolio {
        let set = &choice.set;
        let captured = yuan(self.plain.captured(set));
        let sales = self.markets.sales(set);
        // From zero on: the sum of nothing would be minus zero.
        let kept = sales.iter().map(|sale| yuan(sale.fen) * self.kept[sale.project].unwrap_or(0.0));
        let net = set.iter().all(|at| self.kept[*at].is_some()).then(|| kept.fold(0.0, |sum, yuan| sum + yuan));
        let sum =
            |resource| set.iter().try_fold(0.0, |sum, at| used(&self.candidates[*at], resource).map(|used| sum + used));
        Portfolio {
            chosen: set.iter().map(|at| self.candidates[*at].id.clone()).collect(),
            worth: choice.worth / 100.0,
            captured,
            net,
            rate: self.rate(captured),
            used: Used {
                projects: set.len(),
                investment: sum(Resource::Investment),
                land: sum(Resource::Land),
                energy: sum(Resource::Energy),
            },
            is_exact: choice.is_exact,
            bound: choice.bound.is_finite().then_some(choice.bound / 100.0),
        }
    }

    /// What a set invests, yuan; what is unknown as nothing.
    pub(super) fn investment(&self, set: &[usize]) -> f64 {
        set.iter().filter_map(|at| self.candidates[*at].investment).fold(0.0, |sum, yuan| sum + yuan)
    }
}

/// What must be known of a project and is not.
fn lack(candidate: &Candidate, kept: Option<f64>, options: &PlanOptions) -> Option<Reason> {
    let unknown = |resource: &Resource| options.limits.of(*resource).is_some() && used(candidate, *resource).is_none();
    if candidate.products.is_empty() {
        Some(Reason::NoProduct)
    } else if options.of == Pool::Projects && !candidate.location.is_known() {
        Some(Reason::NoPlace)
    } else if let Some(resource) = Resource::ALL.iter().find(|resource| unknown(resource)) {
        Some(Reason::UnknownUse(*resource))
    } else if options.objective == Objective::Net && kept.is_none() {
        Some(Reason::UnknownRecipe)
    } else {
        None
    }
}

/// What it takes to see which needs each project may serve.
struct Stalls<'s, 'g> {
    graph: &'g SupplyGraph,
    candidates: &'s [Candidate],
    /// Whether the projects stand wherever they are needed.
    anywhere: bool,
    market: Market<'s>,
    tier: &'s Tier,
    needs: &'s [Need],
}

impl Stalls<'_, '_> {
    /// The products that projects make, each with its buyers and sellers.
    fn demands(&self) -> Vec<Demand> {
        let products = self.graph.dataset().products.len();
        let by_product = Csr::group(products, self.needs.iter().map(|need| need.product.index()));
        let mut makers: BTreeMap<ProductIx, Vec<usize>> = BTreeMap::new();
        for (at, candidate) in self.candidates.iter().enumerate() {
            for product in &candidate.products {
                makers.entry(*product).or_default().push(at);
            }
        }
        let demands =
            makers.into_iter().map(|(product, makers)| self.demand(product, by_product.row(product.index()), &makers));
        demands.collect()
    }

    fn demand(&self, product: ProductIx, needs: &[u32], makers: &[usize]) -> Demand {
        let need = |at: usize| &self.needs[needs[at] as usize];
        let all = || 0..needs.len();
        let sellers = if needs.is_empty() { Vec::new() } else { self.market.sellers(product) };
        let sellers = sellers.into_iter().map(|(firm, spare)| {
            let reach = all().filter(|at| self.market.rank(firm, need(*at).buyer).is_some());
            (fen(spare), reach.collect())
        });
        let projects = makers.iter().map(|maker| {
            let reach = all().filter(|at| self.may_serve(*maker, need(*at)));
            (*maker, reach.collect())
        });
        Demand {
            product: product.0,
            needs: all().map(|at| fen(need(at).outside)).collect(),
            sellers: sellers.collect(),
            projects: projects.collect(),
        }
    }

    fn may_serve(&self, maker: usize, need: &Need) -> bool {
        let candidate = &self.candidates[maker];
        let buyer = &self.graph.dataset().firm(need.buyer).location;
        self.anywhere || (candidate.firm != Some(need.buyer) && rank(self.tier, &candidate.location, buyer).is_some())
    }

    /// Fen a year: what was said, else all that it may serve.
    fn capacity(&self, at: usize, demands: &[Demand]) -> i64 {
        let Some(capacity) = self.candidates[at].capacity else {
            let reached = demands.iter().flat_map(|demand| {
                let own = demand.projects.iter().filter(|(project, _)| *project == at);
                own.flat_map(|(_, reach)| reach.iter().map(|need| demand.needs[*need]))
            });
            return reached.fold(0, i64::saturating_add);
        };
        fen(capacity)
    }
}
