//! A bare network, as researchers exchange them: numbered firms, who sells how much to whom, classes instead of names.
//!
//! It has no place, year or chain, hence it is no [`Dataset`](crate::model::Dataset); amounts bear any unit.

use std::cmp::Ordering;
use std::sync::Arc;

/// Firms, flows, and what is to happen to them.
///
/// Firms, classes, markets, scenarios are sorted by [`id_order`], flows by supplier, product and buyer, each once: the order of
/// rows in the files is not to be seen.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct BareNetwork {
    /// The firms.
    pub firms: Vec<BareFirm>,
    /// Product classes: of firms, and of flows that name a product of their own.
    pub classes: Vec<Arc<str>>,
    /// Classes within which suppliers replace each other.
    pub markets: Vec<Arc<str>>,
    /// The flows of goods; all above zero.
    pub flows: Vec<BareFlow>,
    /// Weights of the firms, in the order asked for.
    pub weights: Vec<BareWeights>,
    /// What is to happen; `None` lets each firm stop in turn.
    pub scenarios: Option<Vec<BareScenario>>,
    /// Whether flows name their products; otherwise a flow carries the class of its supplier.
    pub products_given: bool,
    /// Whether a table says what is essential; otherwise everything is.
    pub needs_given: bool,
    /// Whether firms name their markets; otherwise a class is a market.
    pub markets_given: bool,
    /// What a reader of the figures should know of the files.
    pub notes: Vec<BareNote>,
}

/// A firm.
#[derive(Debug, Clone, PartialEq)]
pub struct BareFirm {
    /// As the files call it.
    pub id: Arc<str>,
    /// What it makes, and as what it needs inputs: number of a class.
    pub class: u32,
    /// Number of the market.
    pub market: u32,
    /// All its sales, in the unit of the flows.
    pub revenue: Option<f64>,
    /// All its purchases, in the unit of the flows.
    pub cost: Option<f64>,
    /// What it could sell of its class beyond what it sells, in the unit of the flows.
    pub spare: Option<f64>,
}

/// Goods from one firm to another, all rows of the file together.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct BareFlow {
    /// Number of the supplier.
    pub supplier: u32,
    /// Number of the buyer.
    pub buyer: u32,
    /// Number of the class of what is delivered.
    pub product: u32,
    /// What the buyer is without it.
    pub need: Need,
    /// Above zero, at most 1e30.
    pub amount: f64,
}

/// What a class of buyers is without a class of inputs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Need {
    /// 0: it does not matter.
    Negligible,
    /// 1: output falls by its share of all inputs.
    Partial,
    /// 2: output falls as the input falls.
    Essential,
}

/// A weight of each firm.
#[derive(Debug, Clone, PartialEq)]
pub struct BareWeights {
    /// Heading of its column.
    pub name: Arc<str>,
    /// By firm; at least zero, at most 1e30.
    pub of: Vec<f64>,
}

/// Firms that stop together, wholly or in part.
#[derive(Debug, Clone, PartialEq)]
pub struct BareScenario {
    /// As the files call it.
    pub id: Arc<str>,
    /// By firm, each once.
    pub shocks: Vec<BareShock>,
}

/// What a firm loses at first; shares in [0, 1].
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct BareShock {
    /// Number of the firm.
    pub firm: u32,
    /// Share of its output.
    pub down: f64,
    /// Share of its purchases.
    pub up: f64,
}

/// What was read as meant, though the files could have meant something else.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum BareNote {
    /// Columns of a file that are not known and were not read.
    UnknownColumns {
        /// Name of the file.
        file: Arc<str>,
        /// Their headings.
        headings: Vec<String>,
    },
    /// So many rows of the list of flows are of nought and were left out.
    NoFlow(usize),
    /// So many rows say more of a flow that another row began; they were added up.
    Summed(usize),
    /// Classes that the table of essentiality lacks as supplying or buying ones; such inputs count as essential.
    UnknownClasses(Vec<Arc<str>>),
    /// Flows name their products, so each product is a market, and the markets of the firms were not used.
    MarketsUnused,
}

/// The order of ids: whole numbers by value first, then everything else by its characters.
///
/// ```
/// use liantu::model::bare::id_order;
/// let mut ids = vec!["甲", "10", "9", "F2"];
/// ids.sort_by(|a, b| id_order(a, b));
/// assert_eq!(ids, ["9", "10", "F2", "甲"]);
/// ```
pub fn id_order(a: &str, b: &str) -> Ordering {
    let digits = |id: &str| !id.is_empty() && id.bytes().all(|byte| byte.is_ascii_digit());
    match (digits(a), digits(b)) {
        (true, true) => {
            let (short, long) = (a.trim_start_matches('0'), b.trim_start_matches('0'));
            short.len().cmp(&long.len()).then_with(|| short.cmp(long)).then_with(|| a.cmp(b))
        }
        (a_counts, b_counts) => b_counts.cmp(&a_counts).then_with(|| a.cmp(b)),
    }
}

#[cfg(test)]
mod tests {
    use super::id_order;

    #[test]
    fn only_the_same_text_is_the_same_id() {
        let sorted =
            ["0", "00", "07", "7", "10", "99999999999999999999999999999999999999999", "", "-1", "1.5", "a", "甲"];
        for (at, a) in sorted.iter().enumerate() {
            for (other, b) in sorted.iter().enumerate() {
                assert_eq!(id_order(a, b), at.cmp(&other), "{a} {b}");
            }
        }
    }
}
