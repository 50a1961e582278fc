//! Small economies written by hand, for tests that quote the methods.
#![allow(clippy::unwrap_used, clippy::type_complexity, clippy::too_many_arguments, clippy::too_many_lines)]
#![allow(dead_code, unreachable_pub, missing_docs)]

use liantu::graph::SupplyGraph;
use liantu::model::{
    Amount, AreaCode, Capability, Chain, ChainProduct, Dataset, DeclaredTotal, Firm, FirmId, FirmIx, FirmYear, Input,
    LinkSource, Location, LocationBasis, Point, Position, Product, ProductId, ProductIx, Role, RowRef, Segment,
    SupplyLink, Year, region,
};
use std::sync::Arc;

/// An economy being written down; names are ids.
#[derive(Default)]
pub struct Economy {
    firms: Vec<(String, Location, Option<Role>)>,
    products: Vec<String>,
    links: Vec<(String, Option<String>, Option<Location>, String, Amount, Option<u16>)>,
    totals: Vec<(String, Option<u16>, f64, bool)>,
    makes: Vec<(String, String, Make)>,
    inputs: Vec<(String, String)>,
    books: Vec<(String, u16, Option<f64>, Option<f64>)>,
    industries: Vec<(String, String)>,
    chain: Option<String>,
    focus: Option<AreaCode>,
}

/// What a firm can make, in 万元.
#[derive(Default, Clone, Copy)]
pub struct Make {
    pub output: Option<f64>,
    pub capacity: Option<f64>,
    pub spare: Option<f64>,
    pub committed: Option<f64>,
}

/// A location at a division.
pub fn at(code: u32) -> Location {
    let point = liantu::model::division::find(AreaCode(code)).and_then(|division| division.centroid);
    Location { area: Some(AreaCode(code)), basis: LocationBasis::Produced, point, ..Location::UNKNOWN }
}

/// A location at a division, so many kilometres north of 30° N 117° E.
pub fn km(code: u32, km: f64) -> Location {
    let lat = 30.0 + (km / 6371.0088).to_degrees();
    Location { point: Some(Point { lon: 117.0, lat }), ..at(code) }
}

/// 万元, known.
pub fn wan(amount: f64) -> Amount {
    Amount::Known(amount * 1e4)
}

impl Economy {
    pub fn focus(mut self, code: u32) -> Self {
        self.focus = Some(AreaCode(code));
        self
    }

    pub fn firm(mut self, name: &str, location: Location) -> Self {
        self.firms.push((name.into(), location, None));
        self
    }

    pub fn leader(mut self, name: &str, location: Location) -> Self {
        self.firms.push((name.into(), location, Some(Role::Leader)));
        self
    }

    pub fn trader(mut self, name: &str, location: Location) -> Self {
        self.firms.push((name.into(), location, Some(Role::Trader)));
        self
    }

    /// `buyer` buys `product` from `supplier`.
    pub fn buys(self, buyer: &str, supplier: &str, product: &str, amount: Amount) -> Self {
        self.buys_in(buyer, supplier, product, amount, None)
    }

    pub fn buys_in(mut self, buyer: &str, supplier: &str, product: &str, amount: Amount, year: Option<u16>) -> Self {
        self.links.push((buyer.into(), Some(supplier.into()), None, product.into(), amount, year));
        self
    }

    /// `buyer` buys `product` from somebody unnamed at a place.
    pub fn buys_from(mut self, buyer: &str, place: Location, product: &str, amount: Amount) -> Self {
        self.links.push((buyer.into(), None, Some(place), product.into(), amount, None));
        self
    }

    pub fn total(self, buyer: &str, total: f64, complete: bool) -> Self {
        self.total_in(buyer, None, total, complete)
    }

    pub fn total_in(mut self, buyer: &str, year: Option<u16>, total: f64, complete: bool) -> Self {
        self.totals.push((buyer.into(), year, total, complete));
        self
    }

    pub fn makes(mut self, firm: &str, product: &str, make: Make) -> Self {
        self.makes.push((firm.into(), product.into(), make));
        self
    }

    /// Revenue and operating cost of a firm in 2024, in 万元.
    pub fn books(mut self, firm: &str, revenue: Option<f64>, cost: Option<f64>) -> Self {
        self.books.push((firm.into(), 2024, revenue.map(|wan| wan * 1e4), cost.map(|wan| wan * 1e4)));
        self
    }

    /// Industry code of a firm.
    pub fn industry(mut self, firm: &str, code: &str) -> Self {
        self.industries.push((firm.into(), code.into()));
        self
    }

    /// `input` goes into `product`; both belong to the chain.
    pub fn input(mut self, product: &str, input: &str) -> Self {
        self.inputs.push((product.into(), input.into()));
        self.chain = Some("chain".into());
        self
    }

    pub fn graph(self) -> SupplyGraph {
        SupplyGraph::build(Arc::new(self.dataset()))
    }

    pub fn dataset(mut self) -> Dataset {
        let row = RowRef { source: 0, row: 2 };
        self.firms.sort_by(|a, b| a.0.cmp(&b.0));
        let mut products: Vec<String> = self.products.clone();
        products.extend(self.links.iter().map(|link| link.3.clone()));
        products.extend(self.makes.iter().map(|make| make.1.clone()));
        products.extend(self.inputs.iter().flat_map(|(a, b)| [a.clone(), b.clone()]));
        products.sort();
        products.dedup();
        let firm = |name: &str| FirmIx::from(self.firms.iter().position(|entry| entry.0 == name).expect(name));
        let product =
            |name: &str| ProductIx::from(products.binary_search_by(|entry| entry.as_str().cmp(name)).unwrap());
        let mut links: Vec<SupplyLink> = (self.links.iter())
            .map(|(buyer, supplier, place, item, amount, year)| SupplyLink {
                buyer: firm(buyer),
                supplier: supplier.as_deref().map(firm),
                product: product(item),
                amount: *amount,
                year: year.map(Year),
                origin: place.clone().map(Arc::new),
                source: LinkSource::Unstated,
                contract: None,
                range: None,
                row,
            })
            .collect();
        links.sort_by(|a, b| {
            let key = |link: &SupplyLink| (link.buyer, link.product, link.year, link.supplier);
            let place = |link: &SupplyLink| link.origin.as_ref().and_then(|origin| origin.area);
            key(a).cmp(&key(b)).then(place(a).cmp(&place(b))).then(a.amount.partial_cmp(&b.amount).unwrap())
        });
        let mut capabilities: Vec<Capability> = (self.makes.iter())
            .map(|(maker, item, make)| Capability {
                firm: firm(maker),
                product: product(item),
                year: None,
                output: make.output.map(|wan| wan * 1e4),
                capacity: make.capacity.map(|wan| wan * 1e4),
                stated_spare: make.spare.map(|wan| wan * 1e4),
                committed: make.committed.map(|wan| wan * 1e4),
                under_construction: false,
                row,
            })
            .collect();
        capabilities.sort_by_key(|made| (made.firm, made.product));
        let mut totals: Vec<DeclaredTotal> = (self.totals.iter())
            .map(|(buyer, year, total, complete)| DeclaredTotal {
                buyer: firm(buyer),
                product: None,
                year: year.map(Year),
                total: wan(*total),
                complete: Some(*complete),
                row,
            })
            .collect();
        totals.sort_by_key(|total| (total.buyer, total.year));
        let mut inputs: Vec<Input> = (self.inputs.iter())
            .map(|(made, used)| Input {
                product: product(made),
                input: product(used),
                cost_share: None,
                required: Some(true),
            })
            .collect();
        inputs.sort_by_key(|input| (input.product, input.input));
        let chains = self.chain.iter().map(|name| {
            let mut members: Vec<ProductIx> = inputs.iter().flat_map(|input| [input.product, input.input]).collect();
            members.sort_unstable();
            members.dedup();
            let place = |product| ChainProduct { product, segment: 0, order: None, essential: None };
            Chain {
                id: name.as_str().into(),
                name: name.as_str().into(),
                name_en: None,
                segments: vec![Segment {
                    id: "all".into(),
                    name: "all".into(),
                    name_en: None,
                    position: Some(Position::Midstream),
                }],
                products: members.into_iter().map(place).collect(),
                template: None,
            }
        });
        let chains = chains.collect();
        let firms = (self.firms.iter())
            .map(|(name, location, role)| Firm {
                id: FirmId::from(name.as_str()),
                credit_code: None,
                name: name.as_str().into(),
                aliases: Vec::new(),
                location: location.clone(),
                registered_at: None,
                counted_at: None,
                role: *role,
                trader: *role == Some(Role::Trader),
                chains: Vec::new(),
                qualifications: Vec::new(),
                size: None,
                industry: (self.industries.iter()).find(|entry| entry.0 == *name).map(|entry| entry.1.as_str().into()),
                group: None,
                contact: None,
                row,
                listed: true,
            })
            .collect();
        let products = (products.iter())
            .map(|name| Product {
                id: ProductId::from(name.as_str()),
                name: name.as_str().into(),
                synonyms: Vec::new(),
                base_class: None,
                industry: Vec::new(),
                minimum_scale: None,
            })
            .collect();
        let mut firm_years: Vec<FirmYear> = (self.books.iter())
            .map(|(name, year, revenue, cost)| FirmYear {
                firm: firm(name),
                year: Year(*year),
                revenue: *revenue,
                output: None,
                cost: *cost,
                research: None,
                employees: None,
                patents: None,
                tax: None,
                land: None,
                energy: None,
                row,
            })
            .collect();
        firm_years.sort_by_key(|entry| (entry.firm, entry.year));
        let mut dataset =
            Dataset { firms, products, chains, inputs, links, totals, capabilities, firm_years, ..Dataset::default() };
        dataset.about.focus = self.focus;
        dataset.regions = region::shipped();
        dataset
    }
}
