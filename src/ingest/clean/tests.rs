use super::*;

/// A line as text: `seller amount source contract place rest wording`, with `-` for nothing.
fn line(text: &str, row: u32) -> Line {
    let words: Vec<&str> = text.split(' ').collect();
    let said = |at: usize| words.get(at).copied().filter(|word| *word != "-");
    let source = match said(2) {
        Some("invoice") => LinkSource::Invoice,
        Some("contract") => LinkSource::Contract,
        Some("buyer") => LinkSource::BuyerReport,
        Some("seller") => LinkSource::SellerReport,
        _ => LinkSource::Unstated,
    };
    Line {
        buyer: 0,
        supplier: said(0).map(|word| word.parse().unwrap()),
        product: 0,
        text: 0,
        wording: said(6).map_or(0, |word| word.parse().unwrap()),
        year: None,
        amount: said(1).map_or(Amount::Missing, |word| Amount::Known(word.parse().unwrap())),
        contract: said(3).map(ShortText::from),
        source,
        place: said(4).map(|word| word.parse().unwrap()),
        day: 0,
        rest: said(5).map_or(0, |word| word.parse().unwrap()),
        at: (0, row),
        row,
    }
}

fn cleaned(lines: &[Line]) -> (Vec<Kept>, Vec<Verdict>) {
    let mut kept = Vec::new();
    let verdicts = clean(lines, |line| kept.push(line));
    (kept, verdicts)
}

fn check(texts: &[&str], amounts: &[Option<f64>]) -> (Vec<Kept>, Vec<Verdict>) {
    let lines: Vec<Line> = texts.iter().zip(2..).map(|(text, row)| line(text, row)).collect();
    let (kept, verdicts) = cleaned(&lines);
    let found: Vec<Option<f64>> = kept.iter().map(|kept| kept.amount.known()).collect();
    assert_eq!(found, amounts, "{texts:?}");
    let mut turned = lines.clone();
    turned.reverse();
    let (again, _) = cleaned(&turned);
    let amounts_again: Vec<Option<f64>> = again.iter().map(|kept| kept.amount.known()).collect();
    assert_eq!(amounts_again, amounts, "row order must not matter: {texts:?}");
    (kept, verdicts)
}

#[test]
fn a_row_repeated_in_full_counts_once() {
    let (_, verdicts) = check(&["1 100", "1 100", "1 100"], &[Some(100.0)]);
    assert_eq!(verdicts.len(), 2);
    check(&["1 100 - - - 7", "1 100 - - - 8"], &[Some(100.0), Some(100.0)]);
    check(&["1 100 - - 1", "1 100 - - 2"], &[Some(100.0), Some(100.0)]);
    check(&["1 100 - A - 7", "1 100 - A - 8"], &[Some(100.0)]);
    check(&["- 100", "- 100"], &[Some(100.0)]);
    check(&["1 100 - A - 7 1", "1 100 - A - 7 2", "1 100 - A - 7 1"], &[Some(100.0), Some(100.0)]);
    check(&["1 -", "1 -"], &[None]);
}

#[test]
fn other_contracts_are_other_purchases() {
    check(&["1 100 - A", "1 100 - B"], &[Some(100.0), Some(100.0)]);
    check(&["1 100 - A", "1 50 - A"], &[Some(50.0), Some(100.0)]);
}

#[test]
fn the_better_source_stands() {
    let (kept, verdicts) = check(&["1 100 buyer A", "1 110 invoice A"], &[Some(110.0)]);
    assert_eq!(kept[0].range, None);
    assert_eq!(verdicts, [Verdict::Outranked { line: 0, by: 1, stands: 110.0, other: 100.0 }]);
}

#[test]
fn sources_far_apart_leave_a_range() {
    let (kept, _) = check(&["1 100 buyer A", "1 250 seller A"], &[Some(100.0)]);
    assert_eq!(kept[0].range, Some((100.0, 250.0)));
    let (kept, _) = check(&["1 30 buyer A", "1 70 buyer A", "1 250 seller A"], &[Some(30.0), Some(70.0)]);
    assert_eq!(kept[0].range, Some((30.0, 75.0)));
    let (kept, _) = check(&["1 100 buyer", "1 200 seller"], &[Some(100.0)]);
    assert_eq!(kept[0].range, None, "twice as much is not more than twice");
}

#[test]
fn a_mirrored_report_is_one_link() {
    check(&["1 100 buyer", "1 100 seller"], &[Some(100.0)]);
    check(&["1 60 buyer A", "1 40 buyer B", "1 100 seller"], &[Some(60.0), Some(40.0)]);
    check(&["1 100 buyer", "1 100"], &[Some(100.0), Some(100.0)]);
    check(&["- 100 buyer", "- 100 seller"], &[Some(100.0), Some(100.0)]);
}

#[test]
fn a_source_without_an_amount_outranks_none() {
    check(&["1 - invoice A", "1 100 buyer A"], &[Some(100.0)]);
    check(&["1 - invoice A", "1 - buyer A"], &[None]);
}

#[test]
fn credit_notes_are_netted() {
    check(&["1 100 - A", "1 50 - B", "1 -30 - B"], &[Some(100.0), Some(20.0)]);
    check(&["1 100 - A", "1 50 - B", "1 -70 - B"], &[Some(80.0), Some(0.0)]);
    let (_, verdicts) = check(&["1 100", "1 -130"], &[Some(0.0)]);
    assert_eq!(verdicts, [Verdict::Netted { line: 1, into: 0, taken: 100.0 }, Verdict::Overdrawn { line: 1 }]);
    let (_, verdicts) = check(&["1 -130"], &[Some(0.0)]);
    assert_eq!(verdicts, [Verdict::Overdrawn { line: 0 }]);
    check(&["- 100 - - 1", "- -30 - - 2"], &[Some(100.0), Some(0.0)]);
}
