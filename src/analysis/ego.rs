//! Ego map of a firm: who supplies it, who supplies those, whom does it supply, and on whom does it hang?
//!
//! ```text
//! tier 0        the firm
//! tier k  > 0   suppliers: k purchases away, on the shortest way
//! tier −k < 0   customers: k sales away, on the shortest way
//! sole          the buyer has the product from nobody else in the year
//! stops         the firm cannot work without it                                        [CH-2]
//! ```
//!
//! Conventions. A firm stands once, at its nearest tier; one that is as near as a supplier as it is as a customer stands
//! among the suppliers, and all its flows are told. Flows of one year, self-supply left out; a line without an amount is a
//! relation, a purchase of zero is none. Flows towards the firm from tier to tier carry the amounts; those within a tier, or
//! back from a nearer to a farther one, are told apart. An unnamed supplier is what one place sells of one product.
//!
//! Reading: who the data know. A supplier whose own purchases nobody filled in ends its branch, which is not the same as
//! having no suppliers: each tier says how many of its members can be traced further.
//!
//! Complexity: O(flows of the members), and what the search for single points takes (one target). Source: methods §2.3.

mod trade;

use super::Error;
use super::named;
use super::risk::NodeName;
use super::risk::chokepoint::{Feasible, Reach, SinglePoint};
use super::risk::essential::{Dependence, Table};
use super::risk::network::Essentiality;
use super::scope::{AreaName, Scope};
use super::split::ProductName;
use crate::graph::SupplyGraph;
use crate::model::{Role, Year};
use serde::Serialize;
use trade::{Around, Trade};

/// Whose surroundings to show.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct EgoOptions {
    /// Focus, chain, year (the latest when none is given). The focus tells who is here, not who is shown.
    #[serde(flatten)]
    pub scope: Scope,
    /// The firm, by name, other name, id or credit code; `None`: the leader here with most suppliers.
    pub firm: Option<String>,
    /// Tiers of suppliers.
    pub suppliers: u32,
    /// Tiers of customers.
    pub customers: u32,
    /// From whom an input can come, for the single points.
    pub reach: Reach,
}

impl Default for EgoOptions {
    fn default() -> Self {
        Self { scope: Scope::default(), firm: None, suppliers: 3, customers: 1, reach: Reach::Any }
    }
}

/// A member: the firm itself, a supplier or a customer of some tier.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct EgoMember {
    /// 0: the firm; above: suppliers; below: customers.
    pub tier: i32,
    /// Who.
    #[serde(flatten)]
    pub firm: NodeName,
    /// Its role, as far as the data say.
    pub role: Option<Role>,
    /// What passes between it and the tier nearer to the firm, by amount.
    pub products: Vec<ProductName>,
    /// Of that, the priced part, yuan; `None` where nothing is priced, and for the firm itself.
    pub amount: Option<f64>,
    /// Lines of that without an amount.
    pub unpriced_lines: u32,
    /// Whether the data hold purchases of it in the year, so that it can be traced further; never for unnamed suppliers.
    pub traced: bool,
    /// Whether the firm cannot work without it.
    pub stops: bool,
    /// Whether it stops the firm although the inputs concerned have two or more suppliers.
    pub hidden: bool,
    /// What it alone sells to members that depend on it.
    pub sole: Vec<ProductName>,
    /// Members of its own or a farther tier that it supplies too.
    pub also: usize,
}

/// How a flow runs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Course {
    /// From a tier to the next one along the goods.
    Along,
    /// Within a tier.
    Within,
    /// From a nearer supplier to a farther one, past the firm, or the like.
    Aside,
}

/// What one member sold another of one product in the year.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct EgoFlow {
    /// Who sells.
    pub supplier: NodeName,
    /// Its tier.
    pub supplier_tier: i32,
    /// Who buys.
    pub buyer: NodeName,
    /// Its tier.
    pub buyer_tier: i32,
    /// What.
    pub product: ProductName,
    /// How it runs.
    pub course: Course,
    /// Priced amount, yuan; `None` when no line is priced.
    pub amount: Option<f64>,
    /// Lines without an amount.
    pub unpriced_lines: u32,
    /// Share of what the buyer buys of the product; `None` where any of that has no amount.
    pub share: Option<f64>,
    /// Whether the buyer has the product from nobody else.
    pub sole: bool,
    /// Whether the buyer depends on the product.
    pub essential: bool,
}

/// A tier in numbers.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct EgoTier {
    /// As of its members.
    pub tier: i32,
    /// Firms.
    pub firms: usize,
    /// Unnamed suppliers, each what one place sells of one product.
    pub unnamed: usize,
    /// Members in the focus area; `None` without a focus.
    pub local: Option<usize>,
    /// Members of whom nobody knows where they stand.
    pub unlocated: usize,
    /// Members whose purchases the data hold.
    pub traced: usize,
    /// Members without whom the firm cannot work.
    pub stops: usize,
    /// Priced flows between it and the nearer tier, yuan; `None` where nothing is priced.
    pub amount: Option<f64>,
    /// Lines of these without an amount.
    pub unpriced_lines: u32,
}

/// Answer: the firm and its tiers.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Ego {
    /// Focus area, when there is one.
    pub focus: Option<AreaName>,
    /// Year.
    pub year: Option<Year>,
    /// The firm; `None` when nobody was asked for and nobody buys.
    pub firm: Option<NodeName>,
    /// From whom an input can come, for the single points.
    pub reach: Reach,
    /// Whether the firm can work at all; `None` when it depends on nothing.
    pub feasible: Option<Feasible>,
    /// Tiers that have members, the farthest suppliers first.
    pub tiers: Vec<EgoTier>,
    /// Members by tier, the farthest suppliers first; in a tier by amount, then by id.
    pub members: Vec<EgoMember>,
    /// Flows between members by tier of the buyer, then by amount.
    pub flows: Vec<EgoFlow>,
    /// Firms without which the firm cannot work.
    pub point_count: usize,
    /// Of them, those that are no members: farther away, or not asked for.
    pub points_beyond: usize,
    /// The nearest of them, with the way from the firm upstream.
    pub single_points: Vec<SinglePoint>,
}

/// Shows the surroundings of a firm.
///
/// # Errors
/// When the options name a firm, a chain or a year that the data set does not have.
///
/// ```
/// use liantu::analysis::{EgoOptions, ego};
/// use liantu::graph::SupplyGraph;
/// let graph = SupplyGraph::build(std::sync::Arc::new(liantu::model::Dataset::default()));
/// assert!(ego(&graph, &EgoOptions::default()).unwrap().firm.is_none());
/// ```
pub fn ego(graph: &SupplyGraph, options: &EgoOptions) -> Result<Ego, Error> {
    let scope = &options.scope;
    let trade = Trade::new(graph, scope)?;
    let centre = match &options.firm {
        Some(name) => Some(named::firm(graph, name)?),
        None => trade.usual(),
    };
    let empty = Ego {
        focus: scope.focus.map(AreaName::of),
        year: trade.year,
        firm: None,
        reach: options.reach,
        feasible: None,
        tiers: Vec::new(),
        members: Vec::new(),
        flows: Vec::new(),
        point_count: 0,
        points_beyond: 0,
        single_points: Vec::new(),
    };
    let Some(centre) = centre else { return Ok(empty) };
    let around = Around::new(&trade, centre, options);
    let sold = trade.sold();
    let none = Table::default();
    let dependence = Dependence::new(graph.dataset(), sold.into_iter(), &none, &none);
    let essential = |product, buyer| dependence.of(product, buyer).0 == Essentiality::Essential;
    let structure = trade.chokepoints(centre, options, &essential)?;
    let flows = around.flows(&trade, &essential);
    let members = around.members(&trade, &flows, &structure);
    let target = structure.targets.into_iter().next();
    Ok(Ego {
        firm: Some(NodeName::at(graph, scope, centre)),
        feasible: target.as_ref().filter(|target| target.inputs > 0).map(|target| target.feasible),
        tiers: summed(&members, scope),
        point_count: structure.stops.len(),
        points_beyond: structure.stops.keys().filter(|node| !around.holds(**node)).count(),
        single_points: target.map(|target| target.single_points).unwrap_or_default(),
        members,
        flows: flows.into_values().collect(),
        ..empty
    })
}

/// Each tier that has members, in the order of the members.
fn summed(members: &[EgoMember], scope: &Scope) -> Vec<EgoTier> {
    let tier = |members: &[EgoMember]| {
        let count = |is: &dyn Fn(&EgoMember) -> bool| members.iter().filter(|member| is(member)).count();
        let amounts = members.iter().filter_map(|member| member.amount);
        EgoTier {
            tier: members.first().map_or(0, |member| member.tier),
            firms: count(&|member| member.firm.unnamed.is_none()),
            unnamed: count(&|member| member.firm.unnamed.is_some()),
            local: scope.focus.map(|_| count(&|member| member.firm.local == Some(true))),
            unlocated: count(&|member| member.firm.place.is_empty()),
            traced: count(&|member| member.traced),
            stops: count(&|member| member.stops),
            amount: amounts.fold(None, |sum, amount| Some(sum.unwrap_or(0.0) + amount)),
            unpriced_lines: members.iter().map(|member| member.unpriced_lines).sum(),
        }
    };
    members.chunk_by(|a, b| a.tier == b.tier).map(tier).collect()
}
