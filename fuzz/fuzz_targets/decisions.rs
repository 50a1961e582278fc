//! Decisions files of any bytes: what is read, written and read again is the same.
#![no_main]

use libfuzzer_sys::fuzz_target;
use liantu::ingest::decisions::{firm_id, parse_bytes, product_id};

fuzz_target!(|bytes: &[u8]| {
    let Ok(decisions) = parse_bytes(bytes) else { return };
    assert!(decisions.firms.is_sorted_by(|a, b| a.id < b.id));
    assert!(decisions.products.is_sorted_by(|a, b| a.id < b.id));
    for decision in &decisions.firms {
        assert!(decision.similarity.is_none_or(|similarity| (0.0..=1.0).contains(&similarity)));
        assert_eq!(firm_id(&decision.a, &decision.b), firm_id(&decision.b, &decision.a));
        assert!(decisions.firm(&decision.a, &decision.b).is_some());
    }
    for decision in &decisions.products {
        assert_eq!(product_id(&decision.text, &decision.product).len(), 12);
        assert!(decisions.product(&decision.text, &decision.product).is_some());
    }
    let text = decisions.to_text();
    let again = parse_bytes(text.as_bytes()).expect("what was written can be read");
    assert_eq!(again, decisions);
    assert_eq!(again.to_text(), text);
});
