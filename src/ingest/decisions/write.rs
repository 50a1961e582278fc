//! Decisions to text.

use super::{Decisions, FirmDecision, Party, ProductDecision, VERSION};
use std::fmt::Write;

pub(super) fn to_text(decisions: &Decisions) -> String {
    let mut text = format!("version = {VERSION}\n");
    for decision in &decisions.firms {
        firm(&mut text, decision);
    }
    for decision in &decisions.products {
        product(&mut text, decision);
    }
    text
}

fn firm(text: &mut String, decision: &FirmDecision) {
    text.push_str("\n[[firm]]\n");
    line(text, "id", &quoted(&decision.id));
    line(text, "answer", &quoted(decision.answer.as_str()));
    line(text, "a", &party(&decision.a));
    line(text, "b", &party(&decision.b));
    line(text, "reason", &quoted(&decision.reason));
    if let Some(similarity) = decision.similarity {
        // The debug form keeps the point that tells a float from an integer.
        line(text, "similarity", &format!("{similarity:?}"));
    }
    line(text, "rows", &list(&decision.rows));
}

fn product(text: &mut String, decision: &ProductDecision) {
    text.push_str("\n[[product]]\n");
    line(text, "id", &quoted(&decision.id));
    line(text, "text", &quoted(&decision.text));
    line(text, "product", &quoted(&decision.product));
    line(text, "answer", &quoted(decision.answer.as_str()));
    line(text, "reason", &quoted(&decision.reason));
    line(text, "rows", &list(&decision.rows));
}

fn line(text: &mut String, key: &str, value: &str) {
    // Writing to a string cannot fail.
    let _ = writeln!(text, "{key} = {value}");
}

fn party(party: &Party) -> String {
    let code = party.code.as_ref().map(|code| format!("code = {}, ", quoted(code))).unwrap_or_default();
    let place = party.place.map(|place| format!(", place = \"{:06}\"", place.0)).unwrap_or_default();
    format!("{{ {code}name = {}{place} }}", quoted(&party.name))
}

fn list(texts: &[String]) -> String {
    let quoted: Vec<String> = texts.iter().map(|text| quoted(text)).collect();
    format!("[{}]", quoted.join(", "))
}

/// A basic string on one line, whatever it holds.
fn quoted(text: &str) -> String {
    let mut quoted = String::with_capacity(text.len() + 2);
    quoted.push('"');
    for c in text.chars() {
        match c {
            '"' | '\\' => quoted.extend(['\\', c]),
            c if c.is_control() => {
                let _ = write!(quoted, "\\u{:04X}", u32::from(c));
            }
            c => quoted.push(c),
        }
    }
    quoted.push('"');
    quoted
}

#[cfg(test)]
mod tests {
    use crate::ingest::decisions::{Decisions, FirmDecision, Party, ProductDecision, Ruling, parse};
    use crate::model::AreaCode;
    use proptest::prelude::*;

    fn party() -> impl Strategy<Value = Party> {
        let code = prop::option::of(Just("91350100M000100Y43".into()));
        let place = prop::option::of((100_000u32..999_999).prop_map(AreaCode));
        (code, "\\PC{0,6}甲.{0,3}[\"\\\\\n]?", place).prop_map(|(code, name, place)| Party {
            code,
            name: name.into(),
            place,
        })
    }

    fn ruling() -> impl Strategy<Value = Ruling> {
        prop::sample::select(vec![Ruling::Same, Ruling::Different, Ruling::Open])
    }

    proptest! {
        #[test]
        fn text_and_decisions_are_two_forms_of_one_thing(
            firms in prop::collection::btree_map("[0-9a-f]{8}", (ruling(), party(), party(), any::<String>(),
                prop::option::of(0.0..=1.0), prop::collection::vec(any::<String>(), 0..3)), 0..4),
            products in prop::collection::btree_map("[g-z]{8}", (ruling(), any::<String>()), 0..3),
        ) {
            let firms = firms.into_iter().map(|(id, (answer, a, b, reason, similarity, rows))| FirmDecision {
                id, answer, a, b, reason, similarity, rows,
            });
            let products = products.into_iter().map(|(id, (answer, text))| ProductDecision {
                id, answer, text: "轴承".into(), product: "深沟球轴承".into(), reason: text.clone(), rows: vec![text],
            });
            let decisions = Decisions { firms: firms.collect(), products: products.collect() };
            prop_assert_eq!(parse(&decisions.to_text()).unwrap(), decisions);
        }

        #[test]
        fn any_text_is_read_or_refused(text in any::<String>()) {
            // Whatever it is, there is an answer.
            if let Err(error) = parse(&format!("version = 1\n{text}")) {
                prop_assert!(error.line >= 1 && error.column >= 1);
            }
        }
    }

    #[test]
    fn the_file_looks_as_agreed() {
        let firm = FirmDecision {
            id: "3f9a0c12b7d4".into(),
            answer: Ruling::Open,
            a: Party {
                code: Some("91350100M000100Y43".into()),
                name: "安徽甲轴承有限公司".into(),
                place: Some(AreaCode(340_100)),
            },
            b: Party { code: None, name: "甲轴承".into(), place: None },
            reason: "short-name".into(),
            similarity: Some(1.0),
            rows: vec!["企业.csv › 企业 › 12".into()],
        };
        let decisions = Decisions { firms: vec![firm], products: Vec::new() };
        let expected = r#"version = 1

[[firm]]
id = "3f9a0c12b7d4"
answer = "open"
a = { code = "91350100M000100Y43", name = "安徽甲轴承有限公司", place = "340100" }
b = { name = "甲轴承" }
reason = "short-name"
similarity = 1.0
rows = ["企业.csv › 企业 › 12"]
"#;
        assert_eq!(decisions.to_text(), expected);
    }
}
