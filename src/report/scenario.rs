//! Scenarios in words: what stops, what slows, what it costs, and whose return saves most.

use crate::analysis::risk::scenario::{CutFlow, LeaderState, Recovery, StruckFirm};
use crate::analysis::risk::{AreaLoss, ChainLoss, FirmLoss, Path, Risk, ScenarioRow, Transmitter};
use crate::report::columns::{Columns, known};
use crate::report::risk::{name, way};
use crate::report::table::{Cell, Reason, Table, Unit};
use crate::report::words::column as head;
use crate::report::words::{Lang, number, scenario as words};
use crate::report::{Block, KeyFigure};

/// Scenarios among the key figures.
const HEADLINES: usize = 3;

/// A row of a scenario with the scenario's name.
type Of<'r, T> = (&'r str, &'r T);

pub(super) fn headlines(risk: &Risk, lang: Lang) -> Vec<KeyFigure> {
    let yuan = |yuan| number::with_unit(&Cell::Number(yuan), Unit::Yuan, lang);
    let figure = |row: &ScenarioRow| {
        let year = row.cost.loss_in_days.map(|_| yuan(row.cost.loss));
        let costs = [yuan(row.cost.direct), yuan(row.cost.indirect)];
        KeyFigure {
            label: words::label(&row.scenario.name, days(row, lang).as_deref(), lang),
            value: Cell::Number(row.cost.loss_in_days.unwrap_or(row.cost.loss)),
            unit: Unit::Yuan,
            note: words::costs(year.as_deref(), &costs, row.effect.stopped, row.slowed, lang),
        }
    };
    risk.scenarios.iter().take(HEADLINES).map(figure).collect()
}

/// How many days a scenario lasts, where that was said.
fn days(row: &ScenarioRow, lang: Lang) -> Option<String> {
    row.scenario.days.map(|days| number::cell(&Cell::Number(days), Unit::Number, lang))
}

pub(super) fn notes(risk: &Risk, lang: Lang) -> Vec<String> {
    if risk.scenarios.is_empty() { Vec::new() } else { words::notes(lang) }
}

/// A sentence for each scenario, then their tables.
pub(super) fn blocks(risk: &Risk, lang: Lang) -> Vec<Block> {
    let rows = &risk.scenarios;
    let sentences = rows.iter().map(|row| Block::Paragraph(sentence(row, lang)));
    let tables = [
        summary(rows, lang),
        recovery(rows, lang),
        leaders(rows, lang),
        struck(rows, lang),
        cut(rows, lang),
        firms(rows, lang),
        paths(rows, lang),
        transmitters(rows, lang),
        areas(rows, lang),
        chains(rows, lang),
    ];
    sentences.chain(tables.into_iter().filter(|table| !table.rows.is_empty()).map(Block::Table)).collect()
}

fn sentence(row: &ScenarioRow, lang: Lang) -> String {
    let yuan = |yuan| number::with_unit(&Cell::Number(yuan), Unit::Yuan, lang);
    if row.strikes.struck == 0 && row.strikes.cut_flows == 0 {
        return words::strikes_nobody(&row.scenario.name, row.strikes.unlocated + row.strikes.unlocated_flows, lang);
    }
    let cut = (row.strikes.cut_flows > 0).then(|| (row.strikes.cut_flows, yuan(row.strikes.cut_amount)));
    let struck = (row.strikes.struck > 0).then(|| (row.strikes.struck, yuan(row.cost.direct)));
    let over = days(row, lang).zip(row.cost.loss_in_days.map(yuan));
    let costs = [yuan(row.cost.loss), yuan(row.cost.indirect)];
    let mut text = words::sentence(&row.scenario.name, struck, cut, (over.as_ref(), &costs), lang);
    let mut more = |sentence: String| {
        text.push_str(lang.pick("", " "));
        text.push_str(&sentence);
    };
    more(words::stops(row.effect.stopped, row.slowed, lang));
    let stopped: Vec<String> =
        row.leaders.iter().filter(|leader| leader.stopped).map(|leader| name(&leader.firm, lang)).collect();
    if !stopped.is_empty() {
        more(words::leaders_stopped(&stopped.join(lang.pick("、", ", ")), lang));
    }
    if let Some(first) = row.recovery.first() {
        more(words::first_back(&name(&first.firm, lang), &yuan(first.saved), over.is_some(), lang));
    }
    text
}

fn table<R>(columns: Columns<'_, R>, key: &'static str, rows: &[R], lang: Lang) -> Table {
    columns.table(key, words::table_title(key, lang), rows)
}

/// The rows of all scenarios, each with the name of its scenario.
fn each<'r, T>(rows: &'r [ScenarioRow], of: impl Fn(&'r ScenarioRow) -> &'r [T]) -> Vec<Of<'r, T>> {
    rows.iter().flat_map(|row| of(row).iter().map(|entry| (row.scenario.name.as_str(), entry))).collect()
}

/// Columns that begin with the scenario.
fn columns<'a, T>(lang: Lang) -> Columns<'a, Of<'a, T>> {
    Columns::new(lang).with(head::SCENARIO, |row: &Of<'_, T>| Cell::text(row.0))
}

fn summary(rows: &[ScenarioRow], lang: Lang) -> Table {
    let columns = Columns::new(lang)
        .with(head::SCENARIO, |row: &ScenarioRow| Cell::text(&*row.scenario.name))
        .with(head::SCENARIO_LOSS, |row| Cell::Number(row.cost.loss))
        .with(head::SCENARIO_SHARE, |row| Cell::number_or(row.cost.share, Reason::NotIdentified))
        .with(head::DIRECT, |row| Cell::Number(row.cost.direct))
        .with(head::INDIRECT, |row| Cell::Number(row.cost.indirect))
        .with(head::LOSS_HERE, |row| Cell::number_or(row.cost.loss_here, Reason::NotApplicable))
        .with(head::DIRECT_HERE, |row| Cell::number_or(row.cost.direct_here, Reason::NotApplicable))
        .with(head::STRUCK, |row| Cell::count(row.strikes.struck))
        .with(head::CUT_AMOUNT, |row| Cell::Number(row.strikes.cut_amount))
        .with(head::CUT_FLOWS, |row| Cell::count(row.strikes.cut_flows))
        .with(head::STOPPED, |row| Cell::count(row.effect.stopped))
        .with(head::SLOWED, |row| Cell::count(row.slowed))
        .with(head::LEADERS_STOPPED, move |row| {
            let stopped = row.leaders.iter().filter(|leader| leader.stopped);
            let names: Vec<String> = stopped.map(|leader| name(&leader.firm, lang)).collect();
            Cell::text_or((!names.is_empty()).then(|| names.join(lang.pick("、", ", "))), Reason::NotApplicable)
        })
        .with(head::RETURN_FIRST, move |row| {
            Cell::text_or(row.recovery.first().map(|first| name(&first.firm, lang)), Reason::NotApplicable)
        })
        .with(head::STOP_DAYS, |row| Cell::number_or(row.scenario.days, Reason::NotApplicable))
        .with(head::LOSS_IN_DAYS, |row| Cell::number_or(row.cost.loss_in_days, Reason::NotApplicable))
        .with(head::PROBABILITY, |row| Cell::number_or(row.scenario.probability, Reason::NotApplicable))
        .with(head::EXPECTED, |row| Cell::number_or(row.cost.expected, Reason::NotApplicable))
        .with(head::NOT_STRUCK, |row| Cell::count(row.strikes.unlocated))
        .with(head::NOT_CUT, |row| Cell::count(row.strikes.unlocated_flows))
        .with(head::STEPS, |row| Cell::Integer(i64::from(row.steps)));
    table(columns, "scenarios", rows, lang)
}

fn recovery(rows: &[ScenarioRow], lang: Lang) -> Table {
    struct Ranked<'r> {
        scenario: &'r ScenarioRow,
        rank: usize,
        back: &'r Recovery,
    }
    let mut ranked = Vec::new();
    for scenario in rows {
        let each = (1..).zip(&scenario.recovery);
        ranked.extend(each.map(|(rank, back)| Ranked { scenario, rank, back }));
    }
    let columns = Columns::new(lang)
        .with(head::SCENARIO, |row: &Ranked<'_>| Cell::text(&*row.scenario.scenario.name))
        .with(head::RANK, |row| Cell::count(row.rank))
        .with(head::BACK_FIRM, move |row| Cell::text(name(&row.back.firm, lang)))
        .with(head::BACK_HOW, move |row| Cell::text(words::back(row.back.back, lang)))
        .with(head::SAVED, |row| Cell::Number(row.back.saved))
        .with(head::SAVED_SHARE, |row| Cell::Number(row.back.saved / row.scenario.cost.loss))
        .with(head::REMAINING, |row| Cell::Number(row.back.remaining))
        .with(head::PLACE, |row| known(&row.back.firm.place))
        .with(head::NODE_ID, |row| Cell::text(&*row.back.firm.id));
    table(columns, "scenario_recovery", &ranked, lang)
}

fn leaders(rows: &[ScenarioRow], lang: Lang) -> Table {
    let rows = each(rows, |row| &row.leaders);
    let columns = columns::<LeaderState>(lang)
        .with(head::LEADER, move |row| Cell::text(name(&row.1.firm, lang)))
        .with(head::LEADER_STATE, move |row| Cell::text(words::state(row.1.struck, row.1.stopped, lang)))
        .with(head::LOST_SHARE, |row| Cell::Number(row.1.loss_share))
        .with(head::LOST, |row| Cell::Number(row.1.loss))
        .with(head::FEASIBLE, |row| row.1.feasible.map_or(Cell::Missing(Reason::Unknown), Cell::Flag))
        .with(head::PLACE, |row| known(&row.1.firm.place))
        .with(head::NODE_ID, |row| Cell::text(&*row.1.firm.id));
    table(columns, "scenario_leaders", &rows, lang)
}

fn struck(rows: &[ScenarioRow], lang: Lang) -> Table {
    let rows = each(rows, |row| &row.strikes.struck_firms);
    let columns = columns::<StruckFirm>(lang)
        .with(head::STRUCK_FIRM, move |row| Cell::text(name(&row.1.firm, lang)))
        .with(head::PLACE, |row| known(&row.1.firm.place))
        .with(head::STRUCK_SHARE, |row| Cell::Number(row.1.share))
        .with(head::DIRECT, |row| Cell::Number(row.1.direct))
        .with(head::NODE_ID, |row| Cell::text(&*row.1.firm.id));
    table(columns, "scenario_struck", &rows, lang)
}

fn cut(rows: &[ScenarioRow], lang: Lang) -> Table {
    let rows = each(rows, |row| &row.strikes.cut);
    let columns = columns::<CutFlow>(lang)
        .with(head::SELLER, move |row| Cell::text(name(&row.1.supplier, lang)))
        .with(head::BUYER, move |row| Cell::text(name(&row.1.buyer, lang)))
        .with(head::PRODUCT, |row| Cell::text(&*row.1.product.name))
        .with(head::CUT_SHARE, |row| Cell::Number(row.1.share))
        .with(head::CUT_AMOUNT, |row| Cell::Number(row.1.amount));
    table(columns, "scenario_cut", &rows, lang)
}

fn firms(rows: &[ScenarioRow], lang: Lang) -> Table {
    let rows = each(rows, |row| &row.effect.firms);
    let columns = columns::<FirmLoss>(lang)
        .with(head::FIRM_NAME, move |row| Cell::text(name(&row.1.firm, lang)))
        .with(head::LEADER_STATE, move |row| Cell::text(words::state(false, 1.0 - row.1.share < 0.5, lang)))
        .with(head::LOST_SHARE, |row| Cell::Number(row.1.share))
        .with(head::LOST, |row| Cell::Number(row.1.loss))
        .with(head::PLACE, |row| known(&row.1.firm.place))
        .with(head::NODE_ID, |row| Cell::text(&*row.1.firm.id));
    table(columns, "scenario_firms", &rows, lang)
}

fn paths(rows: &[ScenarioRow], lang: Lang) -> Table {
    let rows = each(rows, |row| &row.effect.paths);
    let columns = columns::<Path>(lang)
        .with(head::WAY_END, move |row| {
            Cell::text_or(row.1.steps.last().map(|step| name(&step.firm, lang)), Reason::NotApplicable)
        })
        .with(head::WAY_DIRECTION, move |row| Cell::text(words::direction(row.1.direction, lang)))
        .with(head::LOST, |row| Cell::Number(row.1.loss))
        .with(head::WAY, move |row| Cell::text(way(row.1, lang)));
    table(columns, "scenario_paths", &rows, lang)
}

fn transmitters(rows: &[ScenarioRow], lang: Lang) -> Table {
    let rows = each(rows, |row| &row.effect.transmitters);
    let columns = columns::<Transmitter>(lang)
        .with(head::FIRM_NAME, move |row| Cell::text(name(&row.1.firm, lang)))
        .with(head::PASSED, |row| Cell::Number(row.1.passed))
        .with(head::PASSED_FIRMS, |row| Cell::count(row.1.firms))
        .with(head::PLACE, |row| known(&row.1.firm.place));
    table(columns, "scenario_transmitters", &rows, lang)
}

fn areas(rows: &[ScenarioRow], lang: Lang) -> Table {
    let rows = each(rows, |row| &row.effect.areas);
    let columns = columns::<AreaLoss>(lang)
        .with(head::AREA, move |row| {
            Cell::text(row.1.area.as_ref().map_or(words::elsewhere(lang), |area| area.name.as_str()))
        })
        .with(head::LOST, |row| Cell::Number(row.1.loss))
        .with(head::REACHED, |row| Cell::count(row.1.firms));
    table(columns, "scenario_areas", &rows, lang)
}

fn chains(rows: &[ScenarioRow], lang: Lang) -> Table {
    let rows = each(rows, |row| &row.effect.chains);
    let columns = columns::<ChainLoss>(lang)
        .with(head::CHAIN, |row| Cell::text(&*row.1.name))
        .with(head::LOST, |row| Cell::Number(row.1.loss))
        .with(head::CHAIN_SHARE, |row| Cell::number_or(row.1.share, Reason::NotIdentified));
    table(columns, "scenario_chains", &rows, lang)
}
