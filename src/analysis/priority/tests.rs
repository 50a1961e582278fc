//! Laws of the order, and the example of the methods.

use super::{Criterion, PriorityOptions, Scored, Unit, Variant, prioritise};
use crate::analysis::Error;

const CRITERIA: [Criterion; 3] = [
    Criterion::more("money", Unit::Yuan),
    Criterion::more("share", Unit::Share),
    Criterion::less("far", Unit::Kilometres),
];

fn options() -> PriorityOptions {
    PriorityOptions { composite: true, draws: 500, ..PriorityOptions::default() }
}

fn row(money: f64, share: Option<f64>, far: f64) -> Vec<Scored> {
    vec![Scored::known(money), Scored::of(share), Scored::known(far)]
}

fn rows() -> Vec<Vec<Scored>> {
    vec![
        row(4e7, Some(0.2), 300.0),
        row(1e7, Some(0.9), 20.0),
        row(2e7, None, 150.0),
        row(1e7, Some(0.9), 20.0),
        row(0.0, Some(0.0), 600.0),
    ]
}

#[test]
fn golden_example_of_the_methods() {
    let criteria = [Criterion::more("a", Unit::Share), Criterion::more("b", Unit::Share)];
    let row = |a: f64, b: f64| vec![Scored::known(a), Scored::known(b)];
    let found = prioritise(&criteria, &[row(0.9, 0.2), row(0.5, 0.7), row(0.45, 0.45)], &options()).expect("sound");
    let composite = found.composite.expect("asked for");
    for (row, (score, rank)) in composite.rows.iter().zip([(0.55, 2), (0.6, 1), (0.45, 3)]) {
        assert!((row.score.expect("known") - score).abs() < 1e-12);
        assert_eq!(row.rank, rank);
    }
    let swap = &composite.comparison.swaps[0];
    assert_eq!((swap.ahead, swap.behind, swap.criterion, swap.now), (1, 0, "a", 0.5));
    assert!((swap.weight - 5.0 / 9.0).abs() < 1e-12);
    // Without the first criterion B, C, A: the pair A, C turns.
    let agreement = &composite.comparison.agreement[0];
    assert_eq!((agreement.variant, &*agreement.first), (Variant::Without("a"), &[1][..]));
    assert!((agreement.tau.expect("orders") - 1.0 / 3.0).abs() < 1e-12);
    assert_eq!(composite.rows[0].contributions[0].rank_without, Some(3));
}

#[test]
fn contributions_sum_to_the_score_and_a_missing_value_has_none() {
    let composite = prioritise(&CRITERIA, &rows(), &options()).expect("sound").composite.expect("asked for");
    for row in &composite.rows {
        let sum: Option<f64> = row.contributions.iter().map(|part| part.adds).sum();
        assert_eq!(sum, row.score);
        assert!(row.low <= row.high);
        match row.score {
            Some(score) => assert!((row.low - score).abs() < 1e-12 && (row.high - score).abs() < 1e-12),
            None => assert!((row.high - row.low - 1.0 / 3.0).abs() < 1e-12),
        }
    }
    assert_eq!(composite.rows[2].score, None);
}

#[test]
fn the_order_of_rows_does_not_matter() {
    let turned: Vec<Vec<Scored>> = rows().into_iter().rev().collect();
    let there = prioritise(&CRITERIA, &rows(), &options()).expect("sound");
    let back = prioritise(&CRITERIA, &turned, &options()).expect("sound");
    let fronts: Vec<usize> = back.fronts.into_iter().rev().collect();
    assert_eq!(there.fronts, fronts);
    let (there, back) = (there.composite.expect("asked for"), back.composite.expect("asked for"));
    assert!(there.rows.iter().eq(back.rows.iter().rev()));
}

#[test]
fn an_unrelated_row_changes_no_score_when_goalposts_are_given() {
    let goalposts = [("money".to_owned(), 5e7), ("far".to_owned(), 1000.0)].into();
    let options = PriorityOptions { goalposts, ..options() };
    let mut more = rows();
    more.push(row(9e9, Some(1.0), 5000.0));
    let few = prioritise(&CRITERIA, &rows(), &options).expect("sound");
    let many = prioritise(&CRITERIA, &more, &options).expect("sound");
    assert!(few.criteria.iter().all(|used| used.frozen));
    let scores = |found: super::Priorities| -> Vec<Option<f64>> {
        found.composite.expect("asked for").rows.iter().take(5).map(|row| row.score).collect()
    };
    assert_eq!(scores(few), scores(many));
}

#[test]
fn a_swap_makes_the_two_equal() {
    let composite = prioritise(&CRITERIA, &rows(), &options()).expect("sound").composite.expect("asked for");
    assert!(!composite.comparison.swaps.is_empty());
    for swap in &composite.comparison.swaps {
        let weights = CRITERIA.iter().map(|criterion| {
            let weight = if criterion.key == swap.criterion { swap.weight } else { (1.0 - swap.weight) / 2.0 };
            (criterion.key.to_owned(), weight)
        });
        let options = PriorityOptions { weights: weights.collect(), ..options() };
        let found = prioritise(&CRITERIA, &rows(), &options).expect("sound").composite.expect("asked for");
        let middle = |at: usize| f64::midpoint(found.rows[at].low, found.rows[at].high);
        assert!((middle(swap.ahead) - middle(swap.behind)).abs() < 1e-9);
    }
}

#[test]
fn what_nobody_knows_is_left_out_and_named() {
    let rows: Vec<Vec<Scored>> =
        [1.0, 2.0].map(|money| vec![Scored::known(money), Scored::of(None), Scored::of(None)]).into();
    let found = prioritise(&CRITERIA, &rows, &options()).expect("sound");
    assert_eq!((found.left_out, found.fronts), (vec!["share", "far"], vec![2, 1]));
    assert!((found.criteria[0].weight - 1.0).abs() < 1e-12);
    let nothing = prioritise(&CRITERIA, &[], &options()).expect("sound");
    assert_eq!((nothing.criteria.len(), nothing.composite), (0, None));
}

#[test]
fn weights_that_cannot_be_are_errors() {
    let with = |key: &str, weight: f64| {
        let weights = [(key.to_owned(), weight)].into();
        prioritise(&CRITERIA[..1], &rows(), &PriorityOptions { weights, ..options() })
    };
    let unknown = with("mony", 1.0);
    assert_eq!(unknown, Err(Error::UnknownCriterion { key: "mony".into(), known: "money".into() }));
    assert!(matches!(with("money", -1.0), Err(Error::BadCriterion { .. })));
    assert!(matches!(with("money", f64::NAN), Err(Error::BadCriterion { .. })));
    assert_eq!(with("money", 0.0), Err(Error::NoWeight { known: "money".into() }));
    let huge = with("money", f64::MAX).expect("a weight").composite.expect("asked for");
    assert!(huge.rows.iter().all(|row| row.score.is_some_and(f64::is_finite)));
}
