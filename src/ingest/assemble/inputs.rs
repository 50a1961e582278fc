//! 投入: what goes into what, the user's rows over the templates'.

use crate::ingest::check;
use crate::ingest::mapping::{Field, SheetKind};
use crate::issue::{Code, Issue, Origin};
use crate::model::{Input, ProductIx, template::TemplateInput};
use std::collections::BTreeMap;

use super::Job;
use super::cells;
use super::log::{RowAt, rows_of};

/// An input being put together.
#[derive(Debug, Default)]
struct InputDraft {
    cost_share: Option<f64>,
    required: Option<bool>,
    origin: Option<Origin>,
}

/// Inputs by product and input.
#[derive(Debug, Default)]
pub(crate) struct InputBook {
    drafts: BTreeMap<(u32, u32), InputDraft>,
}

impl InputBook {
    /// Adds an input of a template; what is known already stands.
    pub(crate) fn add_template(&mut self, product: u32, part: u32, input: &TemplateInput) {
        let draft = self.drafts.entry((product, part)).or_default();
        draft.cost_share = draft.cost_share.or(input.cost_share);
        draft.required = draft.required.or(input.required);
    }

    /// The inputs, sorted by product and input.
    pub(crate) fn build(self, position: &[u32]) -> Vec<Input> {
        let at = |product: u32| ProductIx(position[product as usize]);
        let build = |((product, part), draft): ((u32, u32), InputDraft)| Input {
            product: at(product),
            input: at(part),
            cost_share: draft.cost_share,
            required: draft.required,
        };
        let mut inputs: Vec<Input> = self.drafts.into_iter().map(build).collect();
        inputs.sort_by_key(|input| (input.product, input.input));
        inputs
    }
}

/// Reads the input rows; they override what templates say.
pub(super) fn read(job: &mut Job<'_>) {
    let mut rows: Vec<RowAt<'_>> = rows_of(job.tables, SheetKind::Inputs).collect();
    rows.sort_by_cached_key(|at| {
        let text = |field| at.cell(field).to_text();
        ([Field::Product, Field::Input, Field::CostShare, Field::Required].map(text), at.row_ref())
    });
    let mut user = InputBook::default();
    for at in rows {
        row(job, &mut user, at);
    }
    for (ends, draft) in user.drafts {
        let known = job.inputs.drafts.entry(ends).or_default();
        known.cost_share = draft.cost_share.or(known.cost_share);
        known.required = draft.required.or(known.required);
        known.origin = draft.origin;
    }
    report_circles(job);
}

fn row(job: &mut Job<'_>, user: &mut InputBook, at: RowAt<'_>) {
    let missing = [Field::Product, Field::Input].into_iter().find(|field| at.text(*field).is_none());
    if let Some(field) = missing {
        return job.log.set_aside(at, at.issue(field, Code::MissingCell));
    }
    let [product, part] = [Field::Product, Field::Input].map(|field| job.defined_product(at, field));
    let draft = InputDraft {
        cost_share: cells::share(at, Field::CostShare, &mut job.log),
        required: cells::flag(at, Field::Required, &mut job.log),
        origin: Some(at.origin(Some(Field::Input))),
    };
    match user.drafts.get(&(product, part)).map(|known| known.origin.as_ref().and_then(|origin| origin.row)) {
        Some(row) => {
            let twin = row.map(|row| row.to_string()).unwrap_or_default();
            job.log.set_aside(at, at.row_issue(Code::DuplicateRow).with(twin));
        }
        None => {
            user.drafts.insert((product, part), draft);
            job.log.used(at);
        }
    }
}

/// One issue for each circle, at the first of its rows when the user's sheet has one.
fn report_circles(job: &mut Job<'_>) {
    let edges: Vec<(u32, u32)> = job.inputs.drafts.keys().copied().collect();
    for circle in check::circles(job.products.drafts.len(), &edges) {
        let inside = |ends: &(u32, u32)| circle.contains(&ends.0) && circle.contains(&ends.1);
        let origins = job.inputs.drafts.iter().filter(|(ends, _)| inside(ends));
        let origin = origins.filter_map(|(_, draft)| draft.origin.clone()).min().unwrap_or_default();
        let mut names: Vec<String> =
            circle.iter().map(|product| job.products.drafts[*product as usize].name.to_string()).collect();
        names.sort();
        job.log.raise(Issue { details: names, ..Issue::new(Code::CircularInputs, origin, "") });
    }
}
