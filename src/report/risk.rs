//! Systemic risk in words: the risk list, the ways of the losses, where they fall, and the rules behind.

mod chokepoint;
mod spread;

pub(super) use chokepoint::way as route;

use crate::analysis::risk::system::SizeBasis;
use crate::analysis::risk::{
    AreaLoss, ChainLoss, Effect, LayerShare, NodeName, Path, Risk, RiskEvidence, RiskRow, SizeShare, Transmitter,
};
use crate::issue::Origin;
use crate::report::columns::{Columns, known};
use crate::report::figure::TierLook;
use crate::report::table::{Cell, Reason, Table, Unit};
use crate::report::words::column as head;
use crate::report::words::{Lang, number, risk as words};
use crate::report::{Block, Context, Figure, KeyFigure, Report, title};
use crate::report::{harden, scenario};

pub(super) fn present(risk: &Risk, context: &Context) -> Report {
    let lang = context.lang;
    let [points, hidden, pairs, loops, targets] = chokepoint::tables(&risk.structure, lang);
    let ranking = [
        list("risk", &risk.firms, lang),
        paths(risk, lang),
        points,
        hidden,
        pairs,
        loops,
        targets,
        transmitters(&risk.transmitters, lang),
        spread::steps(risk, lang),
        spread::branches(risk, lang),
        areas(risk, lang),
        chains(risk, lang),
        list("risk_sources", &risk.sources, lang),
        evidence(&risk.evidence, lang),
        rules(risk, lang),
        ground(&risk.ground.layers, lang),
    ];
    let tables = ranking.into_iter().filter(|table| !table.rows.is_empty()).map(Block::Table);
    let from_trades = risk.ground.sizes.iter().find(|size| size.basis == SizeBasis::Trades).map_or(0, count);
    Report {
        title: title(risk.focus.as_ref(), words::title(lang), lang),
        subtitle: context.subtitle(&[crate::report::words::term::year(risk.year, lang)]),
        key_figures: (scenario::headlines(risk, lang).into_iter())
            .chain(harden::headline(risk, lang))
            .chain(headlines(risk, lang))
            .collect(),
        blocks: (silent(risk, lang).map(Block::Paragraph).into_iter())
            .chain(spread::map(risk, context).map(|map| Block::Figure(Figure::Tiers(Box::new(map)))))
            .chain(scenario::blocks(risk, lang))
            .chain(harden::blocks(risk, lang))
            .chain(tables)
            .collect(),
        notes: (scenario::notes(risk, lang).into_iter())
            .chain(harden::notes(risk, lang))
            .chain(words::notes(risk.ground.unpriced_lines, from_trades, lang))
            .collect(),
    }
}

fn count(size: &SizeShare) -> usize {
    size.nodes
}

/// What a chief reads first.
pub(super) fn headlines(risk: &Risk, lang: Lang) -> Vec<KeyFigure> {
    let Some(first) = risk.firms.first().filter(|row| row.esri.is_some() && risk.ground.flows > 0) else {
        return Vec::new();
    };
    let yuan = |yuan| number::with_unit(&Cell::Number(yuan), Unit::Yuan, lang);
    let share = number::percent(share_of_all(risk, first));
    let secure = risk.firms.iter().filter(|row| row.secure).count();
    vec![
        KeyFigure {
            label: words::top_label(&name(&first.firm, lang), lang),
            value: Cell::Number(first.loss),
            unit: Unit::Yuan,
            note: words::top_note(&share, &yuan(first.own), lang),
        },
        KeyFigure {
            label: words::sole_label(lang).to_owned(),
            value: Cell::count(secure),
            unit: Unit::Count,
            note: words::sole_note(lang).to_owned(),
        },
        KeyFigure {
            label: words::points_label(lang).to_owned(),
            value: Cell::count(risk.structure.points.len()),
            unit: Unit::Count,
            note: words::points_note(risk.structure.hidden.len(), lang),
        },
        KeyFigure {
            label: words::agreement_label(lang).to_owned(),
            value: Cell::number_or(risk.agreement, Reason::NotApplicable),
            unit: Unit::Number,
            note: words::agreement_note(lang).to_owned(),
        },
    ]
}

fn share_of_all(risk: &Risk, row: &RiskRow) -> f64 {
    if risk.ground.size > 0.0 { row.loss / risk.ground.size } else { 0.0 }
}

/// What a chief reads aloud: the first risk, and the one that is the largest for its size among those to secure.
pub(super) fn sentences(risk: &Risk, lang: Lang) -> Vec<String> {
    let harms = |row: &&RiskRow| row.loss > row.own;
    if let Some(reason) = silent(risk, lang) {
        return vec![reason];
    }
    let first = risk.firms.first().filter(harms);
    let others = |row: &RiskRow| row.loss_down - row.own;
    // Who alone makes something, or stops a leader alone, and is small beside what it brings down.
    let is_key =
        |row: &&RiskRow| row.effect.is_some() && (row.stops > 0 || row.sole.iter().any(|sole| sole.only_maker));
    let hidden = (risk.firms.iter().filter(is_key))
        .filter(|row| others(row) > row.own)
        .reduce(|best, row| if others(row) > others(best) { row } else { best })
        .filter(harms);
    let mut sentences: Vec<String> = first.iter().map(|row| first_sentence(risk, row, lang)).collect();
    if let Some(row) = hidden.filter(|row| first.is_none_or(|first| first.firm != row.firm)) {
        sentences.push(hidden_sentence(row, lang));
    }
    sentences
}

/// Why there is no index, where there is none.
fn silent(risk: &Risk, lang: Lang) -> Option<String> {
    let ground = &risk.ground;
    if ground.flows == 0 {
        return Some(words::no_flows(ground.unpriced_lines, lang));
    }
    let weighed = risk.firms.first().is_some_and(|row| row.esri.is_some());
    (!weighed).then(|| words::no_weights(risk.model.weights, lang))
}

fn first_sentence(risk: &Risk, row: &RiskRow, lang: Lang) -> String {
    let yuan = |yuan| number::with_unit(&Cell::Number(yuan), Unit::Yuan, lang);
    let share = number::percent(share_of_all(risk, row));
    let sentence = words::top_sentence(&name(&row.firm, lang), &yuan(row.own), &yuan(row.loss - row.own), &share, lang);
    followed(sentence, row, lang)
}

fn hidden_sentence(row: &RiskRow, lang: Lang) -> String {
    let yuan = |yuan| number::with_unit(&Cell::Number(yuan), Unit::Yuan, lang);
    let only = row.sole.iter().filter(|sole| sole.only_maker).map(|sole| &*sole.product.name);
    let products = only.collect::<Vec<&str>>().join(lang.pick("、", ", "));
    let (own, others) = (yuan(row.own), yuan(row.loss - row.own));
    let sentence = words::hidden_sentence(&name(&row.firm, lang), &products, (row.stops, &own, &others), lang);
    followed(sentence, row, lang)
}

/// The sentence with the way of the loss and the leaders that it stops.
fn followed(mut sentence: String, row: &RiskRow, lang: Lang) -> String {
    let mut more = |text: String| {
        sentence.push_str(lang.pick("", " "));
        sentence.push_str(&text);
    };
    if let Some(effect) = &row.effect {
        if let Some(path) = effect.paths.first() {
            more(words::way_sentence(&way(path, lang), lang));
        }
        let leaders: Vec<String> = effect.leaders_stopped.iter().map(|leader| name(leader, lang)).collect();
        if !leaders.is_empty() {
            more(words::leaders_sentence(&leaders.join(lang.pick("、", ", ")), lang));
        }
    }
    sentence
}

/// A firm, or an unnamed supplier in words.
pub(super) fn name(node: &NodeName, lang: Lang) -> String {
    match &node.unnamed {
        Some(product) => words::unnamed(&node.place, product, lang),
        None => node.name.to_string(),
    }
}

/// Where a firm stands, as maps of tiers tell it; without a focus area nobody is here.
pub(super) fn look(node: &NodeName, focused: bool) -> TierLook {
    match node.local.filter(|_| focused) {
        _ if node.place.is_empty() => TierLook::Unknown,
        Some(true) => TierLook::Here,
        None if focused => TierLook::Unknown,
        Some(false) | None => TierLook::Outside,
    }
}

/// A way in one line.
pub(super) fn way(path: &Path, lang: Lang) -> String {
    let mut text = name(&path.from, lang);
    for step in &path.steps {
        let product = step.product.as_ref().map(|product| &*product.name);
        text += &words::step(product, &number::percent(step.share), &name(&step.firm, lang), lang);
    }
    text
}

fn list(key: &'static str, rows: &[RiskRow], lang: Lang) -> Table {
    let first = if key == "risk" { head::WHO_STOPS } else { head::SOURCE_STOPS };
    let join = move |names: Vec<String>| {
        let text = names.join(lang.pick("、", ", "));
        Cell::text_or(Some(text).filter(|text| !text.is_empty()), Reason::NotApplicable)
    };
    let effect = |row: &RiskRow, cell: &dyn Fn(&Effect) -> Cell| {
        row.effect.as_ref().map_or(Cell::Missing(Reason::NotComputed), cell)
    };
    let columns = Columns::new(lang)
        .with(first, move |row: &RiskRow| Cell::text(name(&row.firm, lang)))
        .with(head::RANK, |row| Cell::count(row.rank))
        .with(head::PLACE, |row| known(&row.firm.place))
        .with(head::RISK_TYPE, move |row| Cell::text_or(row.secure.then(|| words::secure(lang)), Reason::NotApplicable))
        .with(head::LOSS, |row| Cell::Number(row.loss))
        .with(head::ESRI, |row| Cell::number_or(row.esri, Reason::NotIdentified))
        .with(head::LOSS_OWN, |row| Cell::Number(row.own))
        .with(head::LOSS_OTHERS, |row| Cell::Number((row.loss - row.own).max(0.0)))
        .with(head::LOSS_HERE, |row| Cell::number_or(row.loss_here, Reason::NotApplicable))
        .with(head::SOLE, move |row| {
            join(row.sole.iter().map(|sole| words::sole(&sole.product.name, sole.buyers, lang)).collect())
        })
        .with(head::LEADERS_STOPPED, move |row| {
            effect(row, &|effect| join(effect.leaders_stopped.iter().map(|leader| name(leader, lang)).collect()))
        })
        .with(head::STOPPED, move |row| effect(row, &|effect| Cell::count(effect.stopped)))
        .with(head::REACHED, move |row| effect(row, &|effect| Cell::count(effect.reached)))
        .with(head::WAY, move |row| {
            effect(row, &|effect| {
                Cell::text_or(effect.paths.first().map(|path| way(path, lang)), Reason::NotApplicable)
            })
        });
    compared(columns, lang).table(key, words::table_title(key, lang), rows)
}

/// What the order hangs on.
fn compared(columns: Columns<'_, RiskRow>, lang: Lang) -> Columns<'_, RiskRow> {
    columns
        .with(head::ESRI_BOUND, |row| Cell::number_or(row.bound, Reason::NotIdentified))
        .with(head::RANK_OTHER, |row| Cell::count(row.other_rank))
        .with(head::ESRI_OTHER, |row| Cell::number_or(row.other, Reason::NotIdentified))
        .with(head::ESRI_DOWN, |row| Cell::number_or(row.esri_down, Reason::NotIdentified))
        .with(head::ESRI_UP, |row| Cell::number_or(row.esri_up, Reason::NotIdentified))
        .with(head::STEPS, |row| Cell::Integer(i64::from(row.steps)))
        .with(head::SOLD, move |row| {
            let names: Vec<&str> = row.products.iter().map(|product| &*product.name).collect();
            let text = names.join(lang.pick("、", ", "));
            Cell::text_or(Some(text).filter(|text| !text.is_empty()), Reason::NotApplicable)
        })
        .with(head::IS_LOCAL, |row| row.firm.local.map_or(Cell::Missing(Reason::Unknown), Cell::Flag))
        .with(head::NODE_ID, |row| Cell::text(&*row.firm.id))
}

/// Rows of all effects shown, each with who began it.
fn each<'r, T>(risk: &'r Risk, of: impl Fn(&'r Effect) -> &'r [T]) -> Vec<(&'r NodeName, &'r T)> {
    let rows = risk.firms.iter().chain(&risk.sources);
    let shown = rows.filter_map(|row| Some((&row.firm, row.effect.as_ref()?)));
    shown.flat_map(|(firm, effect)| of(effect).iter().map(move |entry| (firm, entry))).collect()
}

fn paths(risk: &Risk, lang: Lang) -> Table {
    let rows = each(risk, |effect| &effect.paths);
    Columns::new(lang)
        .with(head::WHO_STOPS, move |row: &(&NodeName, &Path)| Cell::text(name(row.0, lang)))
        .with(head::WAY_END, move |row| {
            Cell::text_or(row.1.steps.last().map(|step| name(&step.firm, lang)), Reason::NotApplicable)
        })
        .with(head::WAY_DIRECTION, move |row| Cell::text(words::direction(row.1.direction, lang)))
        .with(head::LOST_SHARE, |row| Cell::number_or(row.1.steps.last().map(|step| step.total), Reason::NotApplicable))
        .with(head::LOST, |row| Cell::Number(row.1.loss))
        .with(head::WAY, move |row| Cell::text(way(row.1, lang)))
        .table("risk_paths", words::table_title("risk_paths", lang), &rows)
}

fn transmitters(rows: &[Transmitter], lang: Lang) -> Table {
    Columns::new(lang)
        .with(head::FIRM_NAME, move |row: &Transmitter| Cell::text(name(&row.firm, lang)))
        .with(head::PASSED, |row| Cell::Number(row.passed))
        .with(head::PASSED_FIRMS, |row| Cell::count(row.firms))
        .with(head::PLACE, |row| known(&row.firm.place))
        .with(head::NODE_ID, |row| Cell::text(&*row.firm.id))
        .table("risk_transmitters", words::table_title("risk_transmitters", lang), rows)
}

fn areas(risk: &Risk, lang: Lang) -> Table {
    let rows = each(risk, |effect| &effect.areas);
    Columns::new(lang)
        .with(head::WHO_STOPS, move |row: &(&NodeName, &AreaLoss)| Cell::text(name(row.0, lang)))
        .with(head::AREA, move |row| {
            Cell::text(row.1.area.as_ref().map_or(words::elsewhere(lang), |area| area.name.as_str()))
        })
        .with(head::LOST, |row| Cell::Number(row.1.loss))
        .with(head::REACHED, |row| Cell::count(row.1.firms))
        .table("risk_areas", words::table_title("risk_areas", lang), &rows)
}

fn chains(risk: &Risk, lang: Lang) -> Table {
    let rows = each(risk, |effect| &effect.chains);
    Columns::new(lang)
        .with(head::WHO_STOPS, move |row: &(&NodeName, &ChainLoss)| Cell::text(name(row.0, lang)))
        .with(head::CHAIN, |row| Cell::text(&*row.1.name))
        .with(head::LOST, |row| Cell::Number(row.1.loss))
        .with(head::CHAIN_SHARE, |row| Cell::number_or(row.1.share, Reason::NotIdentified))
        .table("risk_chains", words::table_title("risk_chains", lang), &rows)
}

fn evidence(rows: &[RiskEvidence], lang: Lang) -> Table {
    let from = |row: &RiskEvidence, of: fn(&Origin) -> Option<&str>| {
        Cell::text_or(of(&row.origin).filter(|text| !text.is_empty()), Reason::NotApplicable)
    };
    Columns::new(lang)
        .with(head::WHO_STOPS, move |row: &RiskEvidence| Cell::text(name(&row.stops, lang)))
        .with(head::TELLS, move |row| Cell::text(words::tells(row.tells, lang)))
        .with(head::SELLER, move |row| {
            Cell::text_or(row.supplier.as_ref().map(|supplier| name(supplier, lang)), Reason::NotApplicable)
        })
        .with(head::BUYER, move |row| Cell::text(name(&row.buyer, lang)))
        .with(head::PRODUCT, |row| {
            Cell::text_or(row.product.as_ref().map(|product| &*product.name), Reason::NotApplicable)
        })
        .with(head::EVIDENCE_AMOUNT, |row| Cell::number_or(row.amount, Reason::Unknown))
        .with(head::WHERE, |row| Cell::text(row.origin.to_string()))
        .with(head::FILE, |row| Cell::text(&*row.origin.file))
        .with(head::SHEET, |row| Cell::text(&*row.origin.sheet))
        .with(head::ROW, |row| {
            row.origin.row.map_or(Cell::Missing(Reason::NotApplicable), crate::report::columns::lines)
        })
        .with(head::CELL, move |row| from(row, |origin| origin.cell.as_deref()))
        .table("risk_evidence", words::table_title("risk_evidence", lang), rows)
}

fn rules(risk: &Risk, lang: Lang) -> Table {
    let rows: Vec<_> = words::rules(&risk.model, lang).into_iter().zip(words::rules(&risk.other, lang)).collect();
    type Rule = ((&'static str, String), (&'static str, String));
    Columns::new(lang)
        .with(head::RULE, |row: &Rule| Cell::text(row.0.0))
        .with(head::RULE_RANKS, |row| Cell::text(&row.0.1))
        .with(head::RULE_OTHER, |row| Cell::text(&row.1.1))
        .table("risk_model", words::table_title("risk_model", lang), &rows)
}

fn ground(rows: &[LayerShare], lang: Lang) -> Table {
    Columns::new(lang)
        .with(head::LAYER, move |row: &LayerShare| Cell::text(words::layer(row.layer, lang)))
        .with(head::FLOWS, |row| Cell::count(row.flows))
        .with(head::ESSENTIAL_FLOWS, |row| Cell::count(row.essential))
        .with(head::AMOUNT, |row| Cell::Number(row.amount))
        .table("risk_ground", words::table_title("risk_ground", lang), rows)
}
