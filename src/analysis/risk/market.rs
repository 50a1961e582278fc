//! How much of a loss competitors make good: the four kinds of replaceability [ES-3].

use super::cascade::{Replaceability, Rules, Workspace};
use super::network::{Line, LossNetwork, Market};

/// Below this share of a market what is left of it is summed seller by seller: taking losses from the whole would leave
/// little but the error of rounding, when a firm of 1e15 yuan leaves a market to one of 1e-9.
const SLENDER: f64 = 1.0 / 1024.0;

/// What is left in a market to replace others.
#[derive(Debug, Clone, Copy)]
pub(super) enum Offer {
    /// Nothing replaces.
    Nothing,
    /// Sales of competitors, and its own.
    Sales(f64),
    /// Spare capacity that is left, and what is to be replaced.
    Spare { left: f64, wanted: f64 },
}

impl Offer {
    /// The share σ of the line's loss that its customers do without.
    pub(super) fn unreplaced(self, line: &Line, loss: f64) -> f64 {
        match self {
            Self::Nothing => 1.0,
            Self::Sales(available) if line.sales < available => line.sales / available,
            Self::Sales(_) => 1.0,
            Self::Spare { left, wanted } => {
                let others = (left - line.spare * (1.0 - loss)).max(0.0);
                if others < wanted { 1.0 - others / wanted } else { 0.0 }
            }
        }
    }
}

impl Workspace {
    /// What the market still offers.
    pub(super) fn offer(&self, network: &LossNetwork, rules: &Rules, market: u32) -> Offer {
        match rules.replaceability {
            Replaceability::Off => Offer::Nothing,
            Replaceability::Paper => Offer::Sales(self.left(network, market, Size::Sales, |loss| loss)),
            Replaceability::Conservative => {
                let gone = |loss| if loss > rules.epsilon { 1.0 } else { 0.0 };
                Offer::Sales(self.left(network, market, Size::Sales, gone))
            }
            Replaceability::Capacity => Offer::Spare {
                left: self.left(network, market, Size::Spare, |loss| loss),
                wanted: self.gone(network, market, Size::Sales, |loss| loss),
            },
        }
    }

    /// What is left of the market's size when each line has lost the share `lost` of its own.
    fn left(&self, network: &LossNetwork, market: u32, size: Size, lost: impl Fn(f64) -> f64) -> f64 {
        let (whole, outside) = size.of_market(&network.markets[market as usize]);
        let left = whole - self.gone(network, market, size, &lost);
        if left > whole * SLENDER {
            return left;
        }
        let sellers = network.sellers(market).iter().map(|line| &network.lines[*line as usize]);
        outside + sellers.map(|line| size.of(line) * (1.0 - lost(self.down[line.firm as usize].loss))).sum::<f64>()
    }

    /// What the hit lines of the market have lost of its size.
    fn gone(&self, network: &LossNetwork, market: u32, size: Size, lost: impl Fn(f64) -> f64) -> f64 {
        let mut gone = 0.0;
        let mut next = self.markets[market as usize].first;
        while next != 0 {
            let line = &network.lines[(next - 1) as usize];
            next = self.lines[(next - 1) as usize].next;
            gone += size.of(line) * lost(self.down[line.firm as usize].loss);
        }
        gone
    }
}

/// By what a market is measured.
#[derive(Debug, Clone, Copy)]
enum Size {
    Sales,
    Spare,
}

impl Size {
    fn of(self, line: &Line) -> f64 {
        match self {
            Self::Sales => line.open,
            Self::Spare => line.spare,
        }
    }

    /// The whole, and how much of it is outside the data.
    fn of_market(self, market: &Market) -> (f64, f64) {
        match self {
            Self::Sales => (market.sales, market.outside),
            Self::Spare => (market.spare, 0.0),
        }
    }
}
