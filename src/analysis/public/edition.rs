//! The edition: every figure looked up in what was decided, every name asked whether it may be told.

use super::answer::{
    Extent, Figures, Public, PublicCell, PublicChain, PublicCounty, PublicLeader, PublicLink, PublicProduct,
    PublicRing, PublicSegment, PublicState, Rule,
};
use super::cube::{Firms, Ground, Key, Purchases};
use super::ladder::{AMOUNTS, Band, FIRMS, SHARES, Span};
use super::names::Names;
use super::protect::{self, Shown};
use crate::analysis::overview::SegmentId;
use crate::analysis::panorama::positions;
use crate::analysis::scope::{AreaName, products_of};
use crate::model::{AreaCode, Chain, Nearness, Position, ProductIx, Ring};
use std::collections::BTreeSet;
use std::sync::Arc;

/// Everything decided.
pub(super) struct Edition<'a> {
    pub(super) ground: &'a Ground<'a>,
    pub(super) purchases: Purchases,
    pub(super) firms: Firms,
    /// What stands of each sum of purchases.
    pub(super) shown: Shown,
    /// Band of each number of makers.
    pub(super) makers: Vec<Span>,
    pub(super) names: Names,
}

impl Edition<'_> {
    pub(super) fn answer(&self, asked: Option<&Chain>) -> Public {
        let dataset = self.ground.graph.dataset();
        let is_asked = |chain: &str| asked.is_none_or(|asked| *asked.id == *chain);
        let chains = self.ground.chains.iter().filter(|chain| is_asked(&chain.id));
        Public {
            title: dataset.about.title.as_ref().and_then(|title| self.names.safe(title)),
            focus: self.ground.scope.focus.map(AreaName::of),
            year: self.ground.year,
            tier: self.ground.tier.clone(),
            rule: Rule::USUAL,
            total: self.figures(&Key::Total),
            counties: self.counties(),
            chains: chains.map(|chain| self.chain(chain)).collect(),
            cells: self.cells(is_asked),
            rings: Ring::ALL.map(|ring| PublicRing { ring, amount: self.amount(&Key::Ring(ring)) }).into(),
            links: self.links(is_asked),
            leaders: self.leaders(is_asked),
            extent: self.extent(),
        }
    }

    /// Ids are names where the user gave none; one that would name a firm gives way to a number.
    fn chain_id(&self, id: &Arc<str>) -> Arc<str> {
        let at = || self.ground.chains.iter().position(|chain| chain.id == *id).unwrap_or(0);
        self.names.safe(id).unwrap_or_else(|| format!("chain-{}", at()).into())
    }

    fn segment_id(&self, id: &SegmentId) -> SegmentId {
        let chain = self.ground.chains.iter().find(|chain| chain.id == id.chain);
        let at = || chain.and_then(|chain| chain.segments.iter().position(|segment| segment.id == id.segment));
        let segment = self.names.safe(&id.segment);
        let segment = segment.unwrap_or_else(|| format!("segment-{}", at().unwrap_or(0)).into());
        SegmentId { chain: self.chain_id(&id.chain), segment }
    }

    fn product_id(&self, product: ProductIx) -> Arc<str> {
        let id = &self.ground.graph.dataset().product(product).id.0;
        self.names.safe(id).unwrap_or_else(|| format!("product-{}", product.index()).into())
    }

    fn amount(&self, key: &Key) -> Option<Band> {
        let at = *self.purchases.keys.get(key)?;
        self.shown.amounts[at as usize].map(|span| AMOUNTS.band(span))
    }

    fn rate(&self, key: &Key) -> Option<Band> {
        let at = *self.purchases.keys.get(key)?;
        self.shown.shares[at as usize].map(|span| SHARES.band(span))
    }

    fn figures(&self, key: &Key) -> Figures {
        let none = || FIRMS.span(0.0, 0.0).map_or(Band { lo: 0.0, hi: None }, |span| FIRMS.band(span));
        let makers = self.firms.keys.get(key).map(|&at| FIRMS.band(self.makers[at as usize]));
        let at = self.purchases.keys.get(key).filter(|_| self.rate(key).is_some());
        Figures {
            amount: self.amount(key),
            rate: self.rate(key),
            rate_bounded: at.is_some_and(|&at| self.shown.bounded[at as usize]),
            makers: makers.unwrap_or_else(none),
        }
    }

    fn counties(&self) -> Vec<PublicCounty> {
        let areas = self.purchases.keys.keys().chain(self.firms.keys.keys()).filter_map(|key| match key {
            Key::County(area) => Some(*area),
            _ => None,
        });
        let areas: BTreeSet<AreaCode> = areas.collect();
        let row = |area| PublicCounty { area: AreaName::of(area), figures: self.figures(&Key::County(area)) };
        areas.into_iter().map(row).collect()
    }

    fn chain(&self, chain: &Chain) -> PublicChain {
        let dataset = self.ground.graph.dataset();
        let positions = positions(dataset, chain);
        let inside = |product: ProductIx| chain.place_of(product).is_some();
        let id = |product: ProductIx| self.product_id(product);
        let inputs = dataset.inputs.iter().filter(|input| inside(input.input) && inside(input.product));
        PublicChain {
            id: self.chain_id(&chain.id),
            name: self.names.safe(&chain.name),
            name_en: chain.name_en.as_ref().and_then(|name| self.names.safe(name)),
            figures: self.figures(&Key::Chain(chain.id.clone())),
            segments: positions.into_iter().enumerate().map(|(at, place)| self.segment(chain, at, place)).collect(),
            inputs: inputs.map(|input| (id(input.input), id(input.product), input.required.unwrap_or(true))).collect(),
        }
    }

    fn segment(&self, chain: &Chain, at: usize, position: Position) -> PublicSegment {
        let segment = &chain.segments[at];
        let id = SegmentId { chain: chain.id.clone(), segment: segment.id.clone() };
        let mut products = products_of(chain, at);
        products.sort_by_key(|&product| (chain.place_of(product).and_then(|place| place.order), product));
        let leaders = products.iter().flat_map(|product| self.leading(*product));
        let leaders: BTreeSet<Arc<str>> = leaders.collect();
        PublicSegment {
            id: self.segment_id(&id).segment,
            name: self.names.safe(&segment.name),
            name_en: segment.name_en.as_ref().and_then(|name| self.names.safe(name)),
            position,
            figures: self.figures(&Key::Segment(id)),
            leaders: leaders.into_iter().collect(),
            products: products.into_iter().map(|product| self.product(chain, product)).collect(),
        }
    }

    fn product(&self, chain: &Chain, product: ProductIx) -> PublicProduct {
        let entry = self.ground.graph.dataset().product(product);
        let key = Key::Product(product);
        let is_made = |of: fn(&(_, _)) -> bool| self.firms.of_product.get(&product).is_some_and(of);
        let (certain, possible) = (is_made(|makers| !makers.0.is_empty()), is_made(|makers| !makers.1.is_empty()));
        let members = self.purchases.keys.get(&key).map(|&at| &self.purchases.sums.members[at as usize]);
        let is_wanted = members.is_some_and(|parts| protect::is_safe(&self.purchases.sums, parts));
        PublicProduct {
            id: self.product_id(product),
            name: self.names.safe(&entry.name),
            essential: chain.place_of(product).and_then(|place| place.essential).unwrap_or(false),
            state: match (certain, possible, is_wanted) {
                (true, ..) => PublicState::Made,
                (false, false, true) => PublicState::Gap,
                _ => PublicState::Untold,
            },
            figures: self.figures(&key),
            leaders: self.leading(product).collect(),
        }
    }

    /// Leading local makers of a product.
    fn leading(&self, product: ProductIx) -> impl Iterator<Item = Arc<str>> {
        let makers = self.firms.of_product.get(&product).into_iter().flat_map(|(certain, _)| certain);
        makers
            .filter(|firm| self.names.is_leading(**firm))
            .map(|&firm| self.ground.graph.dataset().firm(firm).name.clone())
    }

    fn cells(&self, is_asked: impl Fn(&str) -> bool) -> Vec<PublicCell> {
        let keys: BTreeSet<&Key> = self.purchases.keys.keys().chain(self.firms.keys.keys()).collect();
        let cell = |key: &Key| match key {
            Key::Cell(area, id) if is_asked(&id.chain) => {
                Some(PublicCell { area: AreaName::of(*area), segment: self.segment_id(id), figures: self.figures(key) })
            }
            _ => None,
        };
        let tells = |cell: &PublicCell| cell.figures.amount.is_some() || cell.figures.makers.lo > 0.0;
        keys.into_iter().filter_map(cell).filter(tells).collect()
    }

    fn links(&self, is_asked: impl Fn(&str) -> bool) -> Vec<PublicLink> {
        let link = |key: &Key| match key {
            Key::Link(from, to) if is_asked(&from.chain) && is_asked(&to.chain) => Some(PublicLink {
                from: self.segment_id(from),
                to: self.segment_id(to),
                amount: self.amount(key)?,
                rate: self.rate(key),
            }),
            _ => None,
        };
        self.purchases.keys.keys().filter_map(link).collect()
    }

    fn leaders(&self, is_asked: impl Fn(&str) -> bool) -> Vec<PublicLeader> {
        let chains = |firm| {
            let makes = |chain: &&Chain| {
                let made_by = |product: &ProductIx| {
                    self.firms.of_product.get(product).is_some_and(|(certain, _)| certain.contains(&firm))
                };
                chain.products.iter().any(|entry| made_by(&entry.product))
            };
            self.ground.chains.iter().copied().filter(makes).collect::<Vec<&Chain>>()
        };
        let dataset = self.ground.graph.dataset();
        let leader = |ix| {
            let (firm, chains) = (dataset.firm(ix), chains(ix));
            let is_shown = chains.is_empty() || chains.iter().any(|chain| is_asked(&chain.id));
            let chains = chains.into_iter().map(|chain| self.chain_id(&chain.id)).collect();
            let area = self.ground.county(&firm.location).map(AreaName::of);
            is_shown.then_some(PublicLeader { name: firm.name.clone(), role: firm.role?, area, chains })
        };
        let mut leaders: Vec<PublicLeader> = self.names.leading().filter_map(leader).collect();
        leaders.sort_by(|a, b| a.role.cmp(&b.role).then_with(|| a.name.cmp(&b.name)));
        leaders
    }

    fn extent(&self) -> Extent {
        let known = |spans: &[Option<Span>]| spans.iter().flatten().count();
        let sums = &self.purchases.sums;
        let is_priced = |members: &&Vec<u32>| {
            let contributions = members.iter().flat_map(|&part| &sums.parts[part as usize].contributions);
            contributions.into_iter().any(|entry| entry.amount > 0.0)
        };
        let is_located = |at: &usize| {
            let mut parts = sums.members[*at].iter().map(|&part| &sums.parts[part as usize]);
            parts
                .any(|part| part.side != Nearness::Unknown && part.contributions.iter().any(|entry| entry.amount > 0.0))
        };
        Extent {
            amounts: sums.members.iter().filter(is_priced).count(),
            amounts_published: known(&self.shown.amounts),
            rates: (0..sums.members.len()).filter(is_located).count(),
            rates_published: known(&self.shown.shares),
            widened: self.shown.widened,
        }
    }
}
