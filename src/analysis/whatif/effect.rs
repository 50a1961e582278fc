//! What each project does, whom it displaces and what it buys.

use super::after::{Bought, Seller};
use super::capture::{Nothing, Taken};
use super::losses::{self, LossChange};
use super::{Answers, Asking, Change, Rates, Together, Trial};
use crate::analysis::Error;
use crate::analysis::project::ProjectName;
use crate::analysis::risk::NodeName;
use crate::analysis::split::{FirmName, ProductName, fen, firm_name, place_words, product_name, yuan};
use crate::graph::Flow;
use crate::model::{FirmIx, Nearness, ProductIx};
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// Yuan a year by where the goods come from.
#[derive(Debug, Clone, Copy, PartialEq, Default, Serialize)]
pub struct Place {
    /// From nearby.
    pub near: f64,
    /// From outside.
    pub outside: f64,
    /// From an unknown place.
    pub unknown: f64,
}

/// [WI-4] Net local purchases, yuan a year: captured from outside less what is bought outside for it.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Net {
    /// `None` where the data do not tell what goes into all that is captured, or from where.
    pub value: Option<f64>,
    /// If everything unknown is bought outside.
    pub lo: f64,
    /// If everything unknown is bought nearby, and what is captured from an unknown place came from outside.
    pub hi: f64,
}

/// Who runs the plant.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Runs {
    /// A firm that the data do not know.
    New,
    /// A firm from elsewhere, whose own sales here move first.
    Moves,
    /// A firm that stands here already.
    Expands,
}

/// A project and what it does, with the others.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ProjectEffect {
    /// The project.
    #[serde(flatten)]
    pub project: ProjectName,
    /// Who runs it.
    pub runs: Runs,
    /// Why it changes nothing; `None` where it does.
    pub nothing: Option<Nothing>,
    /// What it sells here, yuan a year.
    pub sold: f64,
    /// Of this, what its own firm sold from elsewhere before.
    pub moved: f64,
    /// Buyers here that it comes to serve.
    pub buyers: usize,
    /// From whom it takes the rest and all, by place.
    pub taken: Place,
    /// Share of its capacity that this uses; `None` without a stated capacity.
    pub used: Option<f64>,
    /// What it buys for it.
    pub bought: Place,
    /// Of what it sells, the share of which the data, or the project, tell what goes into it; `None` where it sells nothing.
    pub recipe_known: Option<f64>,
    /// [WI-4].
    pub net: Net,
    /// [WI-5]: `net` for a yuan invested; `None` where one of them is not known.
    pub net_per_investment: Option<f64>,
}

/// A supplier that loses sales here.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Displaced {
    /// Who.
    pub supplier: NodeName,
    /// What.
    pub product: ProductName,
    /// Whether its goods come from nearby: then it is crowded out.
    pub near: Nearness,
    /// What it loses, yuan a year.
    pub lost: f64,
    /// What it sold of it to buyers here, yuan a year.
    pub sold: f64,
    /// `lost` as a share of its size; `None` without a size.
    pub share: Option<f64>,
    /// Ids of the projects that take it.
    pub projects: Vec<Arc<str>>,
}

/// What a plant buys.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Purchase {
    /// Id of the project.
    pub project: Arc<str>,
    /// Its name.
    pub name: Arc<str>,
    /// What.
    pub product: ProductName,
    /// From whom; `None` where only the place is known, or not even that.
    pub supplier: Option<FirmName>,
    /// Where the goods come from, in words; empty when unknown.
    pub place: Arc<str>,
    /// Whether that is nearby.
    pub near: Nearness,
    /// Yuan a year.
    pub amount: f64,
}

impl Place {
    fn add(&mut self, near: Nearness, yuan: f64) {
        match near {
            Nearness::Near => self.near += yuan,
            Nearness::Far => self.outside += yuan,
            Nearness::Unknown => self.unknown += yuan,
        }
    }

    /// All of it.
    pub fn sum(&self) -> f64 {
        self.near + self.outside + self.unknown
    }
}

impl Net {
    /// Of what is taken and bought; nobody knows what goes into `dark` yuan of it.
    fn of(taken: Place, bought: Place, dark: f64) -> Self {
        let lo = taken.outside - bought.outside - bought.unknown - dark;
        let hi = taken.outside + taken.unknown - bought.outside;
        let is_known = dark <= 0.0 && bought.unknown <= 0.0 && taken.unknown <= 0.0;
        Self { value: is_known.then_some(hi), lo, hi }
    }
}

/// What a yuan invested brings.
fn per(yuan: Option<f64>, investment: Option<f64>) -> Option<f64> {
    Some(yuan? / investment.filter(|investment| *investment > 0.0)?)
}

/// What one supplier sells here of one product, from near or from far.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
struct Sales {
    node: u32,
    product: ProductIx,
    near: Nearness,
}

/// What it loses, and to which projects.
#[derive(Default)]
struct Lost {
    yuan: f64,
    projects: BTreeSet<Arc<str>>,
}

impl Asking<'_> {
    fn flow(&self, taken: &Taken) -> &Flow {
        &self.buying.graph.flows()[taken.flow as usize]
    }

    /// What plants that pass take, by place.
    fn taken(&self, trial: &Trial<'_>, asked: impl Fn(&Taken) -> bool) -> Place {
        let mut place = Place::default();
        for taken in trial.taken.iter().filter(|taken| asked(taken)) {
            place.add(self.buying.nearness(self.flow(taken)), taken.amount);
        }
        place
    }

    fn near(&self, trial: &Trial<'_>, bought: &Bought) -> Nearness {
        self.buying.tier.near(&bought.place, &trial.plants[bought.plant].at)
    }

    /// Whether a plant buys from itself: no purchase.
    fn is_own(trial: &Trial<'_>, bought: &Bought) -> bool {
        match bought.supplier {
            Some(Seller::Plant(plant)) => plant == bought.plant,
            Some(Seller::Firm(firm)) => trial.plants[bought.plant].firm == Some(firm),
            None => false,
        }
    }

    fn bought(&self, trial: &Trial<'_>, asked: impl Fn(usize) -> bool) -> Place {
        let mut place = Place::default();
        let bought = trial.bought.iter().filter(|bought| asked(bought.plant) && !Self::is_own(trial, bought));
        for bought in bought {
            place.add(self.near(trial, bought), bought.amount);
        }
        place
    }

    /// Each project with the others.
    pub(super) fn effects(&self, trial: &Trial<'_>) -> Vec<ProjectEffect> {
        (0..trial.projects.len()).map(|at| self.effect(trial, at)).collect()
    }

    fn effect(&self, trial: &Trial<'_>, at: usize) -> ProjectEffect {
        let project = &trial.projects[at];
        let plant = trial.of.binary_search(&at).ok();
        let is_its = |taken: &&Taken| Some(taken.plant) == plant;
        let taken = self.taken(trial, |taken| is_its(&taken));
        let bought = self.bought(trial, |of| Some(of) == plant);
        let sold = taken.sum();
        let told = plant.map_or(0.0, |plant| trial.known_recipe[plant]);
        let parent = self.plant(project).parent;
        let seller = |taken: &Taken| self.buying.graph.supplier_firm(self.flow(taken));
        let moved = trial.taken.iter().filter(is_its).filter(|taken| parent.is_some() && seller(taken) == parent);
        let buyers: BTreeSet<FirmIx> = trial.taken.iter().filter(is_its).map(|taken| self.flow(taken).buyer).collect();
        let dark = if sold - told > 1e-9 * sold { sold - told } else { 0.0 };
        let net = Net::of(taken, bought, dark);
        ProjectEffect {
            project: ProjectName::of(self.buying.graph, project),
            runs: match (project.firm, parent) {
                (None, _) => Runs::New,
                (Some(_), Some(_)) => Runs::Moves,
                (Some(_), None) => Runs::Expands,
            },
            nothing: trial.nothing[at],
            sold,
            moved: moved.map(|taken| taken.amount).sum(),
            buyers: buyers.len(),
            taken,
            used: project.capacity.filter(|capacity| *capacity > 0.0).map(|capacity| sold / capacity),
            bought,
            recipe_known: (sold > 0.0).then(|| 1.0 - dark / sold),
            net,
            net_per_investment: per(net.value.filter(|_| sold > 0.0), project.investment),
        }
    }

    /// What all of them do, and which failures change.
    pub(super) fn together(
        &self,
        before: &Answers,
        trial: &Trial<'_>,
        after: &Answers,
    ) -> Result<(Together, Vec<LossChange>), Error> {
        let (taken, bought) = (self.taken(trial, |_| true), self.bought(trial, |_| true));
        let sold = taken.sum();
        let dark = sold - trial.known_recipe.iter().sum::<f64>();
        let dark = if dark > 1e-9 * sold { dark } else { 0.0 };
        let net = Net::of(taken, bought, dark);
        let investments = trial.of.iter().map(|at| trial.projects[*at].investment);
        let investment: Option<f64> = investments.sum::<Option<f64>>().filter(|_| !trial.of.is_empty());
        let probability = self.options.stop_probability;
        let compared = (before.losses.as_ref().zip(after.losses.as_ref()))
            .map(|(before, after)| losses::compare(before, after, probability));
        let (losses, expected) = compared.map_or((Vec::new(), None), |(losses, expected)| (losses, Some(expected)));
        let together = Together {
            sold,
            taken,
            bought,
            net,
            rate: self.rates(before, trial, after)?,
            split: Change { before: before.split.total.clone(), after: after.split.total.clone() },
            was_bridgeable: yuan((fen(before.split.total.bridgeable) - fen(after.split.total.bridgeable)).max(0)),
            investment,
            expected,
            net_per_investment: per(net.value, investment),
            avoided_per_investment: per(expected.map(|expected| expected.avoided), investment),
        };
        Ok((together, losses))
    }

    /// [WI-1] of all buyers.
    fn rates(&self, before: &Answers, trial: &Trial<'_>, after: &Answers) -> Result<Rates, Error> {
        let graph = self.buying.graph;
        let chain = self.buying.scope.chain(graph)?;
        let is_asked = |taken: &Taken| self.buying.scope.holds(graph, chain, self.flow(taken));
        let taken = self.taken(trial, is_asked);
        let total = &before.split.total;
        let located = total.supplied + total.bridgeable + total.to_recruit + taken.unknown;
        let captured = (total.supplied + taken.outside + taken.unknown) / located;
        Ok(Rates { before: total.rate, captured: (located > 0.0).then_some(captured), after: after.split.total.rate })
    }

    /// Who loses sales here, most first.
    pub(super) fn displaced(&self, trial: &Trial<'_>) -> Vec<Displaced> {
        let mut lost: BTreeMap<Sales, Lost> = BTreeMap::new();
        for taken in &trial.taken {
            let flow = self.flow(taken);
            let sales = Sales { node: flow.supplier, product: flow.product, near: self.buying.nearness(flow) };
            let entry = lost.entry(sales).or_default();
            entry.yuan += taken.amount;
            entry.projects.insert(trial.projects[trial.of[taken.plant]].id.clone());
        }
        let mut rows: Vec<Displaced> = lost.into_iter().map(|(sales, lost)| self.loser(&sales, lost)).collect();
        rows.sort_by(|a, b| {
            let key = |row: &Displaced| (row.supplier.id.clone(), row.product.id.clone(), row.near);
            b.lost.total_cmp(&a.lost).then_with(|| key(a).cmp(&key(b)))
        });
        rows
    }

    fn loser(&self, of: &Sales, lost: Lost) -> Displaced {
        let (graph, system) = (self.buying.graph, &self.system);
        let sales = graph.sales_of(of.node).iter().map(|at| &graph.flows()[*at as usize]);
        let here = sales.filter(|flow| flow.product == of.product && self.buying.counts(flow));
        let size = system.size[of.node as usize].0;
        Displaced {
            supplier: NodeName::of(system, self.buying.scope, of.node),
            product: product_name(graph, of.product),
            near: of.near,
            lost: lost.yuan,
            sold: here.filter(|flow| self.buying.nearness(flow) == of.near).map(|flow| flow.amount).sum(),
            share: (size > 0.0).then(|| lost.yuan / size),
            projects: lost.projects.into_iter().collect(),
        }
    }

    /// What the plants buy, most first.
    pub(super) fn purchases(&self, trial: &Trial<'_>) -> Vec<Purchase> {
        let mut sums: BTreeMap<(usize, ProductIx, Option<Seller>, String, Nearness), f64> = BTreeMap::new();
        for bought in trial.bought.iter().filter(|bought| !Self::is_own(trial, bought) && bought.amount > 0.0) {
            let place = place_words(self.buying.graph, &bought.place);
            let key = (bought.plant, bought.product, bought.supplier, place, self.near(trial, bought));
            *sums.entry(key).or_insert(0.0) += bought.amount;
        }
        let mut rows: Vec<(f64, Purchase)> = sums
            .into_iter()
            .map(|((plant, product, supplier, place, near), amount)| {
                let project = &trial.projects[trial.of[plant]];
                let supplier = supplier.map(|supplier| match supplier {
                    Seller::Firm(firm) => firm_name(self.buying.graph, firm),
                    Seller::Plant(plant) => firm_name(&trial.graph, trial.firms[plant]),
                });
                let purchase = Purchase {
                    project: project.id.clone(),
                    name: project.name.clone(),
                    product: product_name(self.buying.graph, product),
                    supplier,
                    place: place.into(),
                    near,
                    amount,
                };
                (amount, purchase)
            })
            .collect();
        rows.sort_by(|a, b| b.0.total_cmp(&a.0));
        rows.into_iter().map(|(_, purchase)| purchase).collect()
    }
}
