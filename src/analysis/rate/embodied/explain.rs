//! The rows behind an embodied figure: purchases of the first tier, each with the share of it that stems from nearby.

use super::Table;
use super::sum::{figure, rest};
use crate::analysis::explain::{Book, Explanation, Reason, Sheet};
use crate::analysis::key::Question;
use crate::analysis::rate::explain::{Draft, leave_out, of_group, role};
use crate::analysis::rate::group::{self, Group};
use crate::analysis::rate::{Basis, Plan};

/// Explains the figure of a group whose purchases are in the table.
pub(in crate::analysis::rate) fn of_embodied(
    plan: &Plan<'_>,
    book: &mut Book<'_>,
    table: &Table,
    group: &Group,
    tier: usize,
) -> Explanation {
    let (row, _) = figure(plan, group, tier, table);
    let mut sheet = Sheet::default();
    leave_out(plan, book, &mut sheet, group);
    let mut draft = Draft { plan, book, sheet: &mut sheet, group, tier };
    for (part, run) in (0..).zip(group::runs(plan, group)) {
        for &at in run {
            let flow = &plan.graph.flows()[at as usize];
            let all = table.purchase(at, tier).0.all;
            let side = plan.sides(at)[tier];
            if all.near + all.far > 0.0 {
                let sides = [all.near, all.near + all.far];
                draft.sheet.flow(draft.book, (part, at), (role(side), Some(side)), sides);
            } else {
                draft.sheet.leave_flow(draft.book, flow, Reason::of_place(&plan.tiers[tier], plan.graph, flow));
            }
        }
        let (residual, only) = rest(plan, group, run);
        let sides = only.map(|at| {
            let all = table.purchase(at, tier).0.all;
            [residual * all.near, residual * (all.near + all.far)]
        });
        draft.rest(part, run, residual, sides);
    }
    sheet.close(Explanation {
        tier: Some(row.tier.clone()),
        measure: Basis::Embodied.as_str(),
        method: "MT-4",
        value: row.measure.value,
        lo: row.measure.lo,
        hi: row.measure.hi,
        numerator: row.measure.numerator,
        denominator: row.measure.denominator,
        ..of_group(group, row.figure.to_string(), Question::Rate)
    })
}
