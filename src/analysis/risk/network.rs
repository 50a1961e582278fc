//! The network on which losses travel: who sells which product to whom, laid out for the cascade.
//!
//! Formulas [ES-1] and [ES-2] of docs/methods.md. Rows and columns become two lists of edges: sales of a line, downstream,
//! and purchases of a buyer, upstream. A *line* is what one firm sells of one product; with one product for each firm, as
//! in the published index, a line is a firm. A *slot* collects what is lost of one input: one slot for each essential
//! product of a buyer, and one for all its inputs that are not essential.

/// How much a buyer depends on an input.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Essentiality {
    /// Its absence does not matter (0).
    Negligible,
    /// Output falls by its share of all inputs (1).
    Linear,
    /// Output falls as the input falls (2).
    Essential,
}

/// A flow of goods, supplier → buyer.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Flow {
    /// Number of the supplier.
    pub supplier: u32,
    /// Number of the buyer.
    pub buyer: u32,
    /// Number of the product.
    pub product: u32,
    /// Yuan a year, or any other unit; positive and finite.
    pub amount: f64,
    /// What the buyer is without it.
    pub essentiality: Essentiality,
}

/// What is known of the firms and products beside their flows; empty lists stand for nothing known.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Beyond {
    /// Revenue of each firm, in the unit of the flows; `None` where it is not known.
    pub revenue: Vec<Option<f64>>,
    /// Cost of each firm, in the unit of the flows.
    pub cost: Vec<Option<f64>>,
    /// Class within which each product can be replaced; each product its own class when empty.
    pub market: Vec<u32>,
    /// Sales of competitors outside the data, by market.
    pub outside: Vec<f64>,
}

/// A sale of a line: where its loss goes, and how much of the buyer's slot it is.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Sale {
    pub(super) slot: u32,
    pub(super) buyer: u32,
    pub(super) share: f64,
}

/// A purchase: who loses the sale, and which share of its sales that is.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Purchase {
    pub(super) supplier: u32,
    pub(super) share: f64,
}

/// A customer, and the share of the supplier's sales that it takes.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Customer {
    pub(super) buyer: u32,
    pub(super) share: f64,
}

/// A line: what one firm sells of one product.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Line {
    pub(super) market: u32,
    pub(super) sales: f64,
}

/// A network ready for the cascade.
#[derive(Debug, Clone, PartialEq)]
pub struct LossNetwork {
    pub(super) lines: Vec<Line>,
    /// Lines of each firm: `lines_of[i]..lines_of[i + 1]`.
    pub(super) lines_of: Vec<u32>,
    /// The firm of each line.
    pub(super) firm_of: Vec<u32>,
    pub(super) sales: Vec<Sale>,
    /// Sales of each line.
    pub(super) sales_of: Vec<u32>,
    pub(super) purchases: Vec<Purchase>,
    /// Purchases of each firm.
    pub(super) purchases_of: Vec<u32>,
    /// The purchases by supplier.
    pub(super) customers: Vec<Customer>,
    /// Customers of each firm.
    pub(super) customers_of: Vec<u32>,
    /// Sales of each market, those outside the data included.
    pub(super) markets: Vec<f64>,
    pub(super) slots: usize,
    /// Sales of each firm inside the data.
    pub sold: Vec<f64>,
    /// Purchases of each firm inside the data.
    pub bought: Vec<f64>,
}

impl LossNetwork {
    /// Lays out the flows among `firms` firms of `products` products.
    ///
    /// Flows of one supplier, buyer and product may come in several pieces. Order does not matter: they are sorted.
    ///
    /// # Panics
    /// When a number is out of range; the callers number firms and products themselves.
    pub fn new(firms: usize, products: usize, mut flows: Vec<Flow>, beyond: &Beyond) -> Self {
        flows.sort_by(|a, b| {
            (a.supplier, a.product, a.buyer).cmp(&(b.supplier, b.product, b.buyer)).then(a.amount.total_cmp(&b.amount))
        });
        let (mut sold, mut bought) = (vec![0.0; firms], vec![0.0; firms]);
        for flow in &flows {
            sold[flow.supplier as usize] += flow.amount;
            bought[flow.buyer as usize] += flow.amount;
        }
        let market = |product: u32| beyond.market.get(product as usize).copied().unwrap_or(product);
        let count = beyond.market.iter().map(|market| *market as usize + 1).max().unwrap_or(products);
        let mut network = Self {
            lines: Vec::new(),
            lines_of: Vec::with_capacity(firms + 1),
            firm_of: Vec::new(),
            sales: Vec::with_capacity(flows.len()),
            sales_of: Vec::new(),
            purchases: Vec::with_capacity(flows.len()),
            purchases_of: Vec::with_capacity(firms + 1),
            customers: Vec::new(),
            customers_of: Vec::new(),
            markets: vec![0.0; count],
            slots: 0,
            sold,
            bought,
        };
        network.lay_purchases(&flows, beyond);
        network.lay_customers();
        network.lay_sales(&flows, beyond, market);
        for (total, outside) in network.markets.iter_mut().zip(&beyond.outside) {
            *total += outside;
        }
        network
    }

    /// Count of slots.
    pub fn slots(&self) -> usize {
        self.slots
    }

    /// Count of firms.
    pub fn firms(&self) -> usize {
        self.sold.len()
    }

    /// Upstream: the share of i's sales that go to j, of its revenue where that is larger [ES-2].
    fn lay_purchases(&mut self, flows: &[Flow], beyond: &Beyond) {
        let mut order: Vec<u32> = (0..flows.len() as u32).collect();
        order.sort_by_key(|at| {
            let flow = &flows[*at as usize];
            (flow.buyer, flow.supplier, *at)
        });
        let mut at = 0;
        for buyer in 0..self.firms() as u32 {
            self.purchases_of.push(self.purchases.len() as u32);
            let first = self.purchases.len();
            while let Some(flow) = order.get(at).map(|at| &flows[*at as usize]).filter(|flow| flow.buyer == buyer) {
                let supplier = flow.supplier as usize;
                let revenue = beyond.revenue.get(supplier).copied().flatten().unwrap_or(0.0);
                let share = flow.amount / revenue.max(self.sold[supplier]);
                match self.purchases[first..].last_mut().filter(|last| last.supplier == flow.supplier) {
                    Some(last) => last.share += share,
                    None => self.purchases.push(Purchase { supplier: flow.supplier, share }),
                }
                at += 1;
            }
        }
        self.purchases_of.push(self.purchases.len() as u32);
    }

    /// The purchases turned round.
    fn lay_customers(&mut self) {
        let mut starts = vec![0_u32; self.firms() + 1];
        for purchase in &self.purchases {
            starts[purchase.supplier as usize + 1] += 1;
        }
        for at in 1..starts.len() {
            starts[at] += starts[at - 1];
        }
        let mut free = starts.clone();
        self.customers = vec![Customer { buyer: 0, share: 0.0 }; self.purchases.len()];
        for buyer in 0..self.firms() {
            for purchase in &self.purchases[self.purchases_of[buyer] as usize..self.purchases_of[buyer + 1] as usize] {
                let at = &mut free[purchase.supplier as usize];
                self.customers[*at as usize] = Customer { buyer: buyer as u32, share: purchase.share };
                *at += 1;
            }
        }
        self.customers_of = starts;
    }

    /// Downstream: the share of the buyer's input that a sale is [ES-1].
    fn lay_sales(&mut self, flows: &[Flow], beyond: &Beyond, market: impl Fn(u32) -> u32) {
        let (slot_of, total_of) = self.number_slots(flows);
        let mut at = 0;
        for firm in 0..self.firms() as u32 {
            self.lines_of.push(self.lines.len() as u32);
            let mut product = None;
            while let Some(flow) = flows.get(at).filter(|flow| flow.supplier == firm) {
                if product != Some(flow.product) {
                    product = Some(flow.product);
                    self.sales_of.push(self.sales.len() as u32);
                    self.firm_of.push(firm);
                    self.lines.push(Line { market: market(flow.product), sales: 0.0 });
                }
                if let Some(line) = self.lines.last_mut() {
                    line.sales += flow.amount;
                    self.markets[line.market as usize] += flow.amount;
                }
                let (slot, buyer) = (slot_of[at], flow.buyer as usize);
                if slot != NO_SLOT {
                    let cost = beyond.cost.get(buyer).copied().flatten().unwrap_or(0.0);
                    let recorded = self.bought[buyer] / cost.max(self.bought[buyer]);
                    let share = flow.amount / total_of[slot as usize] * recorded;
                    self.sales.push(Sale { slot, buyer: flow.buyer, share });
                }
                at += 1;
            }
        }
        self.sales_of.push(self.sales.len() as u32);
        self.lines_of.push(self.lines.len() as u32);
    }

    /// The slot of each flow, and what each slot holds in all: one product's purchases, or all purchases of the buyer.
    fn number_slots(&mut self, flows: &[Flow]) -> (Vec<u32>, Vec<f64>) {
        let mut order: Vec<u32> = (0..flows.len() as u32).collect();
        let key = |flow: &Flow| match flow.essentiality {
            Essentiality::Negligible => (flow.buyer, 2, 0),
            Essentiality::Linear => (flow.buyer, 1, 0),
            Essentiality::Essential => (flow.buyer, 0, flow.product),
        };
        order.sort_by_key(|at| (key(&flows[*at as usize]), *at));
        let mut slot_of = vec![NO_SLOT; flows.len()];
        let mut total_of: Vec<f64> = Vec::new();
        let mut last = None;
        // A product may be essential for some and linear for other flows of one buyer: the slot holds all that is bought of it.
        for at in order {
            let flow = &flows[at as usize];
            if flow.essentiality == Essentiality::Negligible {
                continue;
            }
            if last != Some(key(flow)) {
                last = Some(key(flow));
                total_of.push(0.0);
            }
            let slot = total_of.len() - 1;
            total_of[slot] += flow.amount;
            if flow.essentiality == Essentiality::Linear {
                total_of[slot] = self.bought[flow.buyer as usize];
            }
            slot_of[at as usize] = slot as u32;
        }
        self.slots = total_of.len();
        (slot_of, total_of)
    }
}

const NO_SLOT: u32 = u32::MAX;
