//! Files of any bytes: reading never panics, loses no row and makes no figure that is none.
#![no_main]

use libfuzzer_sys::fuzz_target;
use liantu::ingest::Ingested;

fuzz_target!(init: liantu_fuzz::let_panics_be_caught(), |bytes: &[u8]| {
    let Some(read) = liantu_fuzz::read(bytes) else { return };
    match read {
        Ok(read) => {
            check(&read);
            // Reading the same file again gives the same, whatever the order of hashes.
            if bytes.len() <= 1024 {
                let again = liantu_fuzz::read(bytes).expect("as before").expect("as before");
                assert!(read == again, "a second reading differs");
            }
        }
        Err(error) => assert!(error.to_string().contains("hint"), "{error}"),
    }
});

fn check(read: &Ingested) {
    let dataset = &read.dataset;
    let mut set_aside = 0;
    for table in &dataset.balance {
        assert_eq!(table.read, table.used + table.set_aside);
        set_aside += table.set_aside;
    }
    let rejects: usize = read.rejects.iter().map(|sheet| sheet.rows.len()).sum();
    assert!(rejects <= set_aside);
    for sheet in &read.rejects {
        assert!(sheet.rows.iter().all(|(row, codes, _)| *row > 0 && !codes.is_empty()));
    }
    for link in &dataset.links {
        assert!(link.amount.known().is_none_or(f64::is_finite));
        assert!(link.range.is_none_or(|(lo, hi)| lo <= hi));
        assert!(link.buyer.index() < dataset.firms.len() && link.product.index() < dataset.products.len());
    }
    assert!(dataset.firms.is_sorted_by(|a, b| a.id < b.id));
    assert!(dataset.products.is_sorted_by(|a, b| a.id < b.id));
    let figures = dataset.capabilities.iter().flat_map(|row| [row.output, row.capacity, row.stated_spare, row.committed]);
    assert!(figures.flatten().all(f64::is_finite));
    for issue in &read.issues {
        assert!(issue.origin.row != Some(0));
        let row = |cell: &str| cell.trim_start_matches(|c: char| c.is_ascii_uppercase()).parse().ok();
        assert!(issue.origin.cell.as_deref().is_none_or(|cell| row(cell) == issue.origin.row));
    }
}
