//! What a cascade starts from: firms that stop, wholly or in part, and flows that are cut.

/// A firm's first loss: 1 when it stops.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Shock {
    /// Number of the firm.
    pub firm: u32,
    /// Share of its output lost to its customers.
    pub down: f64,
    /// Share of its purchases no longer made.
    pub up: f64,
}

/// A cut flow, as a share of the buyer's input slot.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct CutInput {
    pub(super) slot: u32,
    pub(super) supplier: u32,
    pub(super) product: u32,
    pub(super) share: f64,
}

/// A cut flow, as a share of the supplier's sales.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct CutSale {
    pub(super) supplier: u32,
    pub(super) buyer: u32,
    pub(super) share: f64,
}

/// What is lost before anything spreads; the same for any order in which it was said.
///
/// ```
/// use liantu::analysis::risk::start::{Shock, Start};
///
/// let flood = Start::new(vec![Shock { firm: 3, down: 0.5, up: 0.5 }, Shock { firm: 1, down: 1.0, up: 1.0 }]);
/// assert_eq!(flood.shocks()[0].firm, 1);
/// ```
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Start {
    /// By firm, each once.
    pub(super) shocks: Vec<Shock>,
    /// Shares of input slots that nobody delivers any more, by slot.
    pub(super) lost_inputs: Vec<(u32, f64)>,
    /// Shares of firms' sales that nobody takes any more, by firm.
    pub(super) lost_sales: Vec<(u32, f64)>,
    /// The cut flows behind these, by slot.
    pub(super) cut_inputs: Vec<CutInput>,
    /// The cut flows behind these, by supplier.
    pub(super) cut_sales: Vec<CutSale>,
}

impl Start {
    /// Shocks in [0, 1]; what lies outside is moved to the nearest bound. Of several shocks to one firm the largest counts.
    pub fn new(shocks: Vec<Shock>) -> Self {
        Self::default().with(shocks)
    }

    /// One firm stops wholly.
    pub fn stopped(firm: u32) -> Self {
        Self::new(vec![Shock { firm, down: 1.0, up: 1.0 }])
    }

    /// The same with more shocks, for cut flows that go with firms that stop.
    #[must_use]
    pub fn with(mut self, shocks: Vec<Shock>) -> Self {
        self.shocks.extend(shocks);
        self.shocks.sort_by_key(|shock| shock.firm);
        let mut single: Vec<Shock> = Vec::with_capacity(self.shocks.len());
        for shock in self.shocks {
            let (down, up) = (bounded(shock.down), bounded(shock.up));
            match single.last_mut().filter(|last| last.firm == shock.firm) {
                Some(last) => (last.down, last.up) = (last.down.max(down), last.up.max(up)),
                None => single.push(Shock { firm: shock.firm, down, up }),
            }
        }
        Self { shocks: single, ..self }
    }

    /// The cut flows alone.
    #[must_use]
    pub fn without_shocks(self) -> Self {
        Self { shocks: Vec::new(), ..self }
    }

    /// The shocks by firm, each firm once.
    pub fn shocks(&self) -> &[Shock] {
        &self.shocks
    }

    /// Cut inputs: number of the slot and the share of it that is gone, by slot.
    pub fn lost_inputs(&self) -> &[(u32, f64)] {
        &self.lost_inputs
    }

    /// Cut sales: number of the firm and the share of its sales that is gone, by firm.
    pub fn lost_sales(&self) -> &[(u32, f64)] {
        &self.lost_sales
    }

    /// The upstream shock of a firm.
    pub(super) fn shock_up(&self, firm: u32) -> f64 {
        let at = self.shocks.binary_search_by_key(&firm, |shock| shock.firm);
        at.map_or(0.0, |at| self.shocks[at].up)
    }

    /// The share of a firm's sales that is cut.
    pub(super) fn sales_cut(&self, firm: u32) -> f64 {
        let at = self.lost_sales.binary_search_by_key(&firm, |lost| lost.0);
        at.map_or(0.0, |at| self.lost_sales[at].1)
    }
}

/// Into [0, 1]; what is not a number is 0.
fn bounded(shock: f64) -> f64 {
    if shock > 0.0 { shock.min(1.0) } else { 0.0 }
}
