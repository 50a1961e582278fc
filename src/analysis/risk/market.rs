//! How much of a loss competitors make good: the four kinds of replaceability [ES-3].

use super::cascade::{Replaceability, Rules};
use super::down::Down;
use super::fixed::{Level, ONE, fraction, level};
use super::network::{Line, LossNetwork, Seller};

/// Below this share of a market what is left of it is summed seller by seller: taking losses from the whole would leave
/// little but the error of rounding, when a firm of 1e15 yuan leaves a market to one of 1e-9.
const SLENDER: f64 = 1.0 / 1024.0;

/// What is left in a market to replace others.
#[derive(Debug, Clone, Copy)]
pub(super) enum Offer {
    /// Nothing replaces.
    Nothing,
    /// Sales of competitors, and its own, as a share of the market.
    Sales(f64),
    /// Spare capacity that is left, the line that has most of it, what the others have, and what is to be replaced.
    Spare { left: f64, largest: (u32, u32), rest: f64, wanted: f64 },
}

impl Offer {
    /// What the line's customers do without when it has lost `loss`: σ times that.
    pub(super) fn unreplaced(self, network: &LossNetwork, line: u32, seller: &Seller, loss: Level) -> Level {
        match self {
            Self::Nothing => loss,
            Self::Sales(available) if seller.sales < available => level(seller.sales / available * fraction(loss)),
            Self::Sales(_) => loss,
            Self::Spare { left, largest, rest, wanted } => {
                let own = &network.lines[line as usize];
                // Taking the largest part from the whole would leave little but the error of rounding.
                let is_largest = (own.firm, own.product) == largest;
                let others = if is_largest { rest } else { (left - own.spare * fraction(ONE - loss)).max(0.0) };
                if others < wanted { level((1.0 - others / wanted) * fraction(loss)) } else { 0 }
            }
        }
    }
}

/// How much of its place in the market a firm with that loss leaves.
pub(super) fn vacated(rules: &Rules, loss: Level) -> Level {
    match rules.replaceability {
        Replaceability::Paper => loss,
        Replaceability::Conservative if loss > level(rules.epsilon) => ONE,
        Replaceability::Conservative | Replaceability::Off | Replaceability::Capacity => 0,
    }
}

impl Down {
    /// What the market still offers.
    pub(super) fn offer(&self, network: &LossNetwork, rules: &Rules, market: u32) -> Offer {
        let whole = network.markets[market as usize];
        let sum = |of: &dyn Fn(&Line) -> f64| network.rivals(market).map(of).sum::<f64>();
        let loss = |line: &Line| self.levels[line.firm as usize];
        match rules.replaceability {
            Replaceability::Off => Offer::Nothing,
            Replaceability::Paper | Replaceability::Conservative => {
                let left = fraction(ONE.saturating_sub(self.markets[market as usize].gone));
                if left > SLENDER {
                    return Offer::Sales(left);
                }
                let left = sum(&|line| line.open * fraction(ONE - vacated(rules, loss(line))));
                Offer::Sales((whole.outside + left) / whole.sales)
            }
            Replaceability::Capacity => self.spare(network, market),
        }
    }

    fn spare(&self, network: &LossNetwork, market: u32) -> Offer {
        let loss = |line: &Line| self.levels[line.firm as usize];
        let left = |line: &Line| line.spare * fraction(ONE - loss(line));
        let mut most = (0.0, (u32::MAX, u32::MAX));
        let (mut rest, mut wanted) = (0.0, 0.0);
        for line in network.rivals(market) {
            let mut part = left(line);
            if part > most.0 {
                std::mem::swap(&mut part, &mut most.0);
                most.1 = (line.firm, line.product);
            }
            rest += part;
            wanted += line.open * fraction(loss(line));
        }
        Offer::Spare { left: rest + most.0, largest: most.1, rest, wanted }
    }
}
