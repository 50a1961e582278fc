//! 产业链: rows and templates to chains and products.

use crate::ingest::check;
use crate::ingest::hash::FastMap;
use crate::ingest::mapping::{Field, SheetKind};
use crate::ingest::normalise::name;
use crate::issue::{Code, Issue, Origin};
use crate::model::{ChainTemplate, template::TemplateProduct};
use std::collections::BTreeSet;
use std::sync::Arc;

use super::Job;
use super::cells;
use super::chain_book::{self, PlaceDraft};
use super::log::{RowAt, rows_of};

/// Reads the chain rows, then adds the templates that the data set names.
pub(super) fn read(job: &mut Job<'_>) {
    let mut rows: Vec<RowAt<'_>> = rows_of(job.tables, SheetKind::Chains).collect();
    // A canonical order, so that of two rows that disagree the same one stands whatever the order in the sheet.
    rows.sort_by_cached_key(|at| {
        let text = |field| at.cell(field).to_text();
        let fields = [Field::Chain, Field::Product, Field::ProductId, Field::Segment, Field::Position, Field::Order];
        let rest = [Field::Essential, Field::Synonyms, Field::MinimumScale];
        (fields.map(text), rest.map(text), at.row_ref())
    });
    for at in rows {
        row(job, at);
    }
    name_chains(job);
    let templates = job.templates;
    let ids = shared_ids(templates);
    for template in job.chains.templates(templates) {
        add_template(job, template, &ids);
    }
}

fn row(job: &mut Job<'_>, at: RowAt<'_>) {
    let missing = [Field::Chain, Field::Segment, Field::Product].into_iter().find(|field| at.text(*field).is_none());
    if let Some(field) = missing {
        return job.log.set_aside(at, at.issue(field, Code::MissingCell));
    }
    let text = |field| at.text(field).unwrap_or_default();
    let product = product(job, at);
    let order = cells::number(at, Field::Order, &mut job.log).map(|order| {
        // 层级 is a small whole number; the cast saturates.
        order.round() as i32
    });
    let position = cells::choice(at, Field::Position, cells::position, &mut job.log);
    let essential = cells::flag(at, Field::Essential, &mut job.log);
    let chain = job.chains.describe(&text(Field::Chain), job.templates);
    let segment = chain.segment(&text(Field::Segment), position, order);
    match chain.products.get(&product) {
        Some(known) if known.segment != segment => {
            job.log.set_aside(at, at.row_issue(Code::DuplicateRow).with(known.segment.as_str()));
        }
        _ => {
            chain.add(product, PlaceDraft { segment, order, essential });
            job.log.used(at);
        }
    }
}

/// The product of a chain row, entered when new and completed.
fn product(job: &mut Job<'_>, at: RowAt<'_>) -> u32 {
    let text = at.text(Field::Product).unwrap_or_default();
    let id = at.text(Field::ProductId);
    // An id may stand where a name is asked for and the other way round, as everywhere.
    let same_id = |text: &str| job.products.with_id(text).or_else(|| job.products.named(text));
    let known = job.products.named(&text).or_else(|| same_id(&text)).or_else(|| same_id(id.as_deref()?));
    let product = known.unwrap_or_else(|| job.products.enter(&text, true));
    if let Some(other) = id.as_deref().and_then(|id| job.products.identify(product, id)) {
        let other = job.products.drafts[other as usize].name.to_string();
        job.log.raise(at.issue(Field::ProductId, Code::BadChoice).with(other));
    }
    job.products.call(product, &text);
    for synonym in cells::names(at, Field::Synonyms) {
        job.products.call(product, &synonym);
    }
    let class = cells::choice(at, Field::BaseClass, cells::base_class, &mut job.log);
    let industries = check::industries(at, &mut job.log);
    minimum_scale(job, at, product);
    let draft = &mut job.products.drafts[product as usize];
    draft.base_class = draft.base_class.or(class);
    draft.industry.extend(industries);
    product
}

/// 最小经济规模 of a product: of rows that disagree the first stands.
fn minimum_scale(job: &mut Job<'_>, at: RowAt<'_>, product: u32) {
    let read = cells::sum(at, Field::MinimumScale, &mut job.units, &mut job.log).known();
    let Some(yuan) = read else { return };
    if yuan <= 0.0 {
        return job.log.raise(at.issue(Field::MinimumScale, Code::BadNumber));
    }
    match &job.products.drafts[product as usize].minimum_scale {
        None => {
            let text = at.cell(Field::MinimumScale).to_text();
            let said = [text.into(), at.origin(None).to_string().into()];
            job.products.drafts[product as usize].minimum_scale = Some((yuan, said));
        }
        Some((known, _)) if known.to_bits() == yuan.to_bits() => {}
        Some((_, stands)) => {
            let details = stands.iter().map(ToString::to_string).collect();
            job.log.raise(Issue { details, ..at.issue(Field::MinimumScale, Code::ConflictingRecord) });
        }
    }
}

/// Enters the chains named in 说明, by firms and by the options; a name found nowhere is an issue, once.
fn name_chains(job: &mut Job<'_>) {
    let mut unknown: BTreeSet<String> = BTreeSet::new();
    for (text, at) in std::mem::take(&mut job.named_chains) {
        let chain = known_chain(job, &text);
        if chain.is_none() && unknown.insert(name::key(&text)) {
            let issue = match at {
                Some(at) => at.issue(Field::Value, Code::UnknownChain),
                None => Issue::new(Code::UnknownChain, Origin::default(), text.as_ref()),
            };
            job.log.raise(Issue { text: text.to_string(), ..issue });
        }
        let name = chain.unwrap_or(text);
        if !job.about.chains.contains(&name) {
            job.about.chains.push(name);
        }
    }
    for at in rows_of(job.tables, SheetKind::Firms) {
        for text in cells::names(at, Field::Chain) {
            if known_chain(job, &text).is_none() && unknown.insert(name::key(&text)) {
                let issue = at.issue(Field::Chain, Code::UnknownChain);
                job.log.raise(Issue { text: text.to_string(), ..issue });
            }
        }
    }
    for draft in &mut job.firms.drafts {
        for chain in &mut draft.firm.chains {
            *chain = job.chains.name_of(chain, job.templates).unwrap_or_else(|| chain.clone());
        }
        draft.firm.chains.sort();
        draft.firm.chains.dedup();
    }
}

fn known_chain(job: &mut Job<'_>, text: &str) -> Option<Arc<str>> {
    if let Some(name) = job.chains.name_of(text, job.templates) {
        return Some(name);
    }
    chain_book::find(job.templates, text)?;
    Some(job.chains.enter(text, job.templates).name.clone())
}

/// The id of each product name: that of the first template, in order of id, that has the name.
fn shared_ids(templates: &[ChainTemplate]) -> FastMap<String, &str> {
    let mut ids = FastMap::default();
    for product in templates.iter().flat_map(|template| &template.products) {
        ids.entry(name::key(&product.name)).or_insert(product.id.as_str());
    }
    ids
}

fn add_template(job: &mut Job<'_>, template: &ChainTemplate, ids: &FastMap<String, &str>) {
    let mut products: FastMap<&str, u32> = FastMap::default();
    for product in &template.products {
        products.insert(product.id.as_str(), template_product(job, product, ids));
    }
    let chain = job.chains.enter(&template.id, job.templates);
    let segments = chain.template_segments(template);
    for product in &template.products {
        let (Some(at), Some(segment)) = (products.get(product.id.as_str()), segments.get(product.segment.as_str()))
        else {
            continue;
        };
        chain.add(*at, PlaceDraft { segment: segment.clone(), order: None, essential: product.essential });
    }
    for input in &template.inputs {
        let ends = products.get(input.product.as_str()).zip(products.get(input.input.as_str()));
        if let Some((product, part)) = ends {
            job.inputs.add_template(*product, *part, input);
        }
    }
}

/// The product of a template: the user's when any of its names is the user's, else entered.
fn template_product(job: &mut Job<'_>, product: &TemplateProduct, ids: &FastMap<String, &str>) -> u32 {
    let id = ids.get(&name::key(&product.name)).copied().unwrap_or(product.id.as_str());
    let book = &job.products;
    let known = book.with_id(&product.id).or_else(|| book.with_id(id)).or_else(|| book.named(&product.name));
    let known = known.or_else(|| book.called(&product.name));
    let known =
        known.or_else(|| product.synonyms.iter().find_map(|text| book.named(text).or_else(|| book.called(text))));
    let at = known.unwrap_or_else(|| job.products.enter(&product.name, true));
    if job.products.drafts[at as usize].id.is_none() {
        job.products.identify(at, id);
    }
    job.products.call(at, &product.name);
    for synonym in &product.synonyms {
        job.products.call(at, synonym);
    }
    let draft = &mut job.products.drafts[at as usize];
    draft.exclude.extend(product.exclude.iter().map(|word| Arc::from(word.as_str())));
    draft.base_class = draft.base_class.or(product.base_class);
    if draft.industry.is_empty() {
        draft.industry = product.industry.iter().map(|code| Arc::from(code.as_str())).collect();
    }
    at
}
