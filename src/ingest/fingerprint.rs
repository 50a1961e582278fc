//! A hash of what the data say, whatever file they came in.

use crate::model::{
    Amount, Dataset, Date, Location, Point, ProductIx, ProjectSnapshot, Provision, Quantity, Unit, Year,
};
use sha2::{Digest, Sha256};
use std::sync::Arc;

/// SHA-256, hexadecimal, over every value of the data set but not over file names, sheets and rows.
///
/// Lists are sorted in a data set, hence row order does not matter. Every text carries its length and every list its count,
/// so that no two contents run together.
pub(super) fn fingerprint(dataset: &Dataset) -> Arc<str> {
    let mut out = Canon { hash: Sha256::new(), buffer: Vec::with_capacity(BUFFER + 1024) };
    out.text("liantu/dataset/2");
    about(&mut out, dataset);
    areas(&mut out, dataset);
    firms(&mut out, dataset);
    products(&mut out, dataset);
    chains(&mut out, dataset);
    figures(&mut out, dataset);
    links(&mut out, dataset);
    projects(&mut out, dataset);
    talents(&mut out, dataset);
    clusters(&mut out, dataset);
    stated_figures(&mut out, dataset);
    out.finish()
}

/// Bytes gathered before they are hashed.
const BUFFER: usize = 1 << 16;

struct Canon {
    hash: Sha256,
    buffer: Vec<u8>,
}

impl Canon {
    fn bytes(&mut self, bytes: &[u8]) {
        self.buffer.extend_from_slice(bytes);
        if self.buffer.len() >= BUFFER {
            self.hash.update(&self.buffer);
            self.buffer.clear();
        }
    }

    fn count(&mut self, count: usize) {
        self.number(u32::try_from(count).expect("lists and texts are shorter than 2^32"));
    }

    fn number(&mut self, number: u32) {
        self.bytes(&number.to_le_bytes());
    }

    fn text(&mut self, text: &str) {
        self.count(text.len());
        self.bytes(text.as_bytes());
    }

    fn texts(&mut self, texts: &[Arc<str>]) {
        self.count(texts.len());
        for text in texts {
            self.text(text);
        }
    }

    fn maybe<T>(&mut self, value: Option<T>, write: impl FnOnce(&mut Self, T)) {
        self.bytes(&[u8::from(value.is_some())]);
        if let Some(value) = value {
            write(self, value);
        }
    }

    fn maybe_text(&mut self, text: Option<&Arc<str>>) {
        self.maybe(text, |out, text| out.text(text));
    }

    fn figure(&mut self, figure: f64) {
        // Zero has two signs and one meaning.
        let figure = if figure == 0.0 { 0.0 } else { figure };
        self.bytes(&figure.to_bits().to_le_bytes());
    }

    fn maybe_figure(&mut self, figure: Option<f64>) {
        self.maybe(figure, Self::figure);
    }

    fn year(&mut self, year: Option<Year>) {
        self.bytes(&year.map_or(0, |year| year.0).to_le_bytes());
    }

    fn flag(&mut self, flag: Option<bool>) {
        self.bytes(&[flag.map_or(2, u8::from)]);
    }

    fn amount(&mut self, amount: Amount) {
        match amount {
            Amount::Known(yuan) => {
                self.bytes(&[0]);
                self.figure(yuan);
            }
            Amount::Missing => self.bytes(&[1]),
            Amount::Undisclosed => self.bytes(&[2]),
        }
    }

    fn point(&mut self, point: Option<Point>) {
        self.maybe(point, |out, point| {
            out.figure(point.lon);
            out.figure(point.lat);
        });
    }

    fn location(&mut self, location: &Location) {
        self.number(location.area.map_or(0, |area| area.0));
        self.number(location.zone.map_or(u32::MAX, |zone| zone));
        self.point(location.point);
        self.maybe_text(location.abroad.as_ref());
        self.bytes(&[location.basis as u8]);
        let plants = location.plants.as_deref().unwrap_or_default();
        self.count(plants.len());
        plants.iter().for_each(|plant| self.location(plant));
    }

    fn date(&mut self, date: Option<Date>) {
        self.maybe(date, |out, date| out.text(&date.to_string()));
    }

    fn products(&mut self, products: &[ProductIx]) {
        self.count(products.len());
        for product in products {
            self.number(product.0);
        }
    }

    fn quantity(&mut self, quantity: &Quantity) {
        self.amount(quantity.value);
        match &quantity.unit {
            None => self.bytes(&[0]),
            Some(Unit::Yuan) => self.bytes(&[1]),
            Some(Unit::Share) => self.bytes(&[2]),
            Some(Unit::Named(unit)) => {
                self.bytes(&[3]);
                self.text(unit);
            }
        }
    }

    fn finish(mut self) -> Arc<str> {
        self.hash.update(&self.buffer);
        let digest = self.hash.finalize();
        Arc::from(digest.iter().map(|byte| format!("{byte:02x}")).collect::<String>())
    }
}

fn about(out: &mut Canon, dataset: &Dataset) {
    let about = &dataset.about;
    out.maybe_text(about.title.as_ref());
    out.number(about.focus.map_or(0, |area| area.0));
    out.texts(&about.chains);
    out.maybe_text(about.as_of.as_ref());
    out.year(about.year);
    // Data sets that say nothing of it keep the fingerprint that they always had.
    if !about.origins.is_empty() {
        out.texts(&about.origins);
    }
}

fn areas(out: &mut Canon, dataset: &Dataset) {
    out.count(dataset.zones.len());
    for zone in &dataset.zones {
        out.text(&zone.name);
        out.number(zone.area.map_or(0, |area| area.0));
        out.point(zone.point);
        out.texts(&zone.neighbours);
    }
    out.count(dataset.regions.len());
    for region in &dataset.regions {
        out.text(&region.name);
        out.texts(&region.prefixes);
    }
}

fn firms(out: &mut Canon, dataset: &Dataset) {
    out.count(dataset.firms.len());
    for firm in &dataset.firms {
        out.text(&firm.id.0);
        out.maybe_text(firm.credit_code.as_ref());
        out.text(&firm.name);
        out.texts(&firm.aliases);
        out.location(&firm.location);
        out.number(firm.registered_at.map_or(0, |area| area.0));
        out.number(firm.counted_at.map_or(0, |area| area.0));
        out.maybe(firm.role, |out, role| out.bytes(&[role as u8]));
        out.flag(Some(firm.trader));
        out.texts(&firm.chains);
        out.count(firm.qualifications.len());
        for qualification in &firm.qualifications {
            out.bytes(&[*qualification as u8]);
        }
        out.maybe(firm.size, |out, size| out.bytes(&[size as u8]));
        out.maybe_text(firm.industry.as_ref());
        out.maybe_text(firm.group.as_ref());
        out.maybe_text(firm.contact.as_ref());
        out.flag(Some(firm.listed));
    }
}

fn products(out: &mut Canon, dataset: &Dataset) {
    out.count(dataset.products.len());
    for product in &dataset.products {
        out.text(&product.id.0);
        out.text(&product.name);
        out.texts(&product.synonyms);
        out.maybe(product.base_class, |out, class| out.bytes(&[class as u8]));
        out.texts(&product.industry);
        // Data sets that never say it keep their fingerprint.
        if product.minimum_scale.is_some() {
            out.maybe_figure(product.minimum_scale);
        }
    }
}

fn chains(out: &mut Canon, dataset: &Dataset) {
    out.count(dataset.chains.len());
    for chain in &dataset.chains {
        out.text(&chain.id);
        out.text(&chain.name);
        out.maybe_text(chain.name_en.as_ref());
        out.maybe_text(chain.template.as_ref());
        out.count(chain.segments.len());
        for segment in &chain.segments {
            out.text(&segment.id);
            out.text(&segment.name);
            out.maybe_text(segment.name_en.as_ref());
            out.maybe(segment.position, |out, position| out.bytes(&[position as u8]));
        }
        out.count(chain.products.len());
        for entry in &chain.products {
            out.number(entry.product.0);
            out.number(entry.segment);
            out.maybe(entry.order, |out, order| out.bytes(&order.to_le_bytes()));
            out.flag(entry.essential);
        }
    }
    out.count(dataset.inputs.len());
    for input in &dataset.inputs {
        out.number(input.product.0);
        out.number(input.input.0);
        out.maybe_figure(input.cost_share);
        out.flag(input.required);
    }
}

fn figures(out: &mut Canon, dataset: &Dataset) {
    out.count(dataset.firm_years.len());
    for row in &dataset.firm_years {
        out.number(row.firm.0);
        out.year(Some(row.year));
        let figures = [row.revenue, row.output, row.cost, row.research, row.employees, row.patents];
        for figure in figures.into_iter().chain([row.tax, row.land, row.energy]) {
            out.maybe_figure(figure);
        }
    }
    out.count(dataset.capabilities.len());
    for row in &dataset.capabilities {
        out.number(row.firm.0);
        out.number(row.product.0);
        out.year(row.year);
        for figure in [row.output, row.capacity, row.stated_spare, row.committed] {
            out.maybe_figure(figure);
        }
        out.flag(Some(row.under_construction));
    }
    out.count(dataset.totals.len());
    for row in &dataset.totals {
        out.number(row.buyer.0);
        out.number(row.product.map_or(u32::MAX, |product| product.0));
        out.year(row.year);
        out.amount(row.total);
        out.flag(row.complete);
    }
}

fn links(out: &mut Canon, dataset: &Dataset) {
    out.count(dataset.links.len());
    for link in &dataset.links {
        let ends = [link.buyer.0, link.supplier.map_or(u32::MAX, |supplier| supplier.0), link.product.0];
        // Most of what is hashed is links: three numbers are written at once.
        let [[a, b, c, d], [e, f, g, h], [i, j, k, l]] = ends.map(u32::to_le_bytes);
        out.bytes(&[a, b, c, d, e, f, g, h, i, j, k, l]);
        out.amount(link.amount);
        out.year(link.year);
        // Basis and point of a line's origin follow from its place.
        out.maybe(link.origin.as_ref(), |out, origin| {
            out.number(origin.area.map_or(0, |area| area.0));
            out.number(origin.zone.map_or(u32::MAX, |zone| zone));
            out.maybe_text(origin.abroad.as_ref());
        });
        out.bytes(&[link.source as u8]);
        out.maybe(link.contract.as_ref(), |out, contract| {
            out.count(contract.as_bytes().len());
            out.bytes(contract.as_bytes());
        });
        out.maybe(link.range, |out, (lo, hi)| {
            out.figure(lo);
            out.figure(hi);
        });
    }
}

fn projects(out: &mut Canon, dataset: &Dataset) {
    out.count(dataset.projects.len());
    for project in &dataset.projects {
        out.text(&project.id.0);
        out.text(&project.name);
        out.maybe_text(project.number.as_ref());
        out.count(project.snapshots.len());
        for snapshot in &project.snapshots {
            project_snapshot(out, snapshot);
        }
    }
}

fn project_snapshot(out: &mut Canon, snapshot: &ProjectSnapshot) {
    for date in [snapshot.date, snapshot.signed, snapshot.started, snapshot.opened] {
        out.date(date);
    }
    out.maybe(snapshot.kind, |out, kind| out.bytes(&[kind as u8]));
    out.maybe(snapshot.stage, |out, stage| out.bytes(&[stage as u8]));
    out.number(snapshot.firm.map_or(u32::MAX, |firm| firm.0));
    out.products(&snapshot.products);
    out.location(&snapshot.location);
    out.location(&snapshot.origin);
    out.flag(snapshot.enclave);
    out.flag(snapshot.counted);
    for amount in [snapshot.investment, snapshot.paid_in, snapshot.capacity] {
        out.amount(amount);
    }
    out.maybe_figure(snapshot.land);
    out.maybe_figure(snapshot.energy);
    out.maybe_text(snapshot.responsible.as_ref());
}

fn talents(out: &mut Canon, dataset: &Dataset) {
    out.count(dataset.talents.len());
    for talent in &dataset.talents {
        out.text(&talent.name);
        for text in [&talent.category, &talent.field, &talent.employer] {
            out.maybe_text(text.as_ref());
        }
        out.products(&talent.products);
        out.location(&talent.location);
        out.number(talent.firm.map_or(u32::MAX, |firm| firm.0));
    }
}

fn clusters(out: &mut Canon, dataset: &Dataset) {
    out.count(dataset.clusters.len());
    for cluster in &dataset.clusters {
        out.text(&cluster.name);
        out.maybe(cluster.level, |out, level| out.bytes(&[level as u8]));
        out.texts(&cluster.chains);
        out.count(cluster.scope.len());
        for location in &cluster.scope {
            out.location(location);
        }
        out.maybe_figure(cluster.square_km);
        out.date(cluster.recognised);
        for provision in &cluster.provisions {
            match provision {
                Provision::Unknown => out.bytes(&[0]),
                Provision::Absent => out.bytes(&[1]),
                Provision::Present => out.bytes(&[2]),
                Provision::Described(text) => {
                    out.bytes(&[3]);
                    out.text(text);
                }
            }
        }
    }
}

/// Indicators and targets.
fn stated_figures(out: &mut Canon, dataset: &Dataset) {
    out.count(dataset.indicators.len());
    for indicator in &dataset.indicators {
        out.text(&indicator.subject);
        out.text(&indicator.indicator);
        out.year(Some(indicator.year));
        out.quantity(&indicator.value);
    }
    out.count(dataset.targets.len());
    for target in &dataset.targets {
        out.text(&target.subject);
        out.text(&target.metric);
        out.year(target.base_year);
        out.quantity(&target.base);
        out.year(Some(target.target_year));
        out.quantity(&target.target);
        out.maybe_text(target.clause.as_ref());
    }
}
