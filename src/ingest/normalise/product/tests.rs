use super::*;
use crate::model::template::{ChainTemplate, templates};
use proptest::prelude::*;

fn vocabulary(chain: &ChainTemplate) -> Vocabulary {
    let lists: Vec<[Vec<&str>; 2]> = chain
        .products
        .iter()
        .map(|product| [&product.synonyms, &product.exclude].map(|list| list.iter().map(String::as_str).collect()))
        .collect();
    let entries = chain.products.iter().zip(&lists).zip(0..);
    Vocabulary::new(entries.map(|((product, [synonyms, exclude]), number)| Entry {
        product: number,
        name: &product.name,
        synonyms,
        exclude,
    }))
}

fn label<'t>(chain: &'t ChainTemplate, words: &Vocabulary, text: &str) -> Option<&'t str> {
    let found = words.read(text, &[]);
    let first = found.first().filter(|found| found.strength == Strength::Strong)?;
    Some(&chain.products[first.product as usize].name)
}

#[test]
fn measure() {
    let text = include_str!("../../../../tests/data/products/labels.csv");
    let mut reader = ::csv::Reader::from_reader(text.as_bytes());
    let mut counts = [[0usize; 5]; 2];
    for (at, row) in reader.records().enumerate() {
        let row = row.unwrap();
        let chain = templates().iter().find(|chain| chain.id == row[0]).unwrap();
        let words = vocabulary(chain);
        let got = label(chain, &words, &row[1]);
        let want = Some(&row[2]).filter(|want| !want.is_empty());
        let half = at % 2;
        counts[half][0] += usize::from(want.is_some());
        counts[half][1] += usize::from(got.is_some());
        counts[half][2] += usize::from(got.is_some() && got == want);
        let asked = got.is_none() && !words.read(&row[1], &[]).is_empty();
        counts[half][3] += usize::from(asked);
        counts[half][4] += 1;
        if half == 0 && got != want {
            println!(
                "{} {} want {:?} got {:?} {:?}",
                &row[0],
                &row[1],
                want,
                got,
                words
                    .read(&row[1], &[])
                    .first()
                    .map(|m| (chain.products[m.product as usize].name.as_str(), m.evidence))
            );
        } else if half == 0 && asked {
            println!("ASK {} {}", &row[0], &row[1]);
        }
    }
    println!("{counts:?}");
}

proptest! {
    #[test]
    fn no_text_makes_it_panic(text in "\\PC{0,90}") {
        for chain in &templates()[..3] {
            let _ = vocabulary(chain).read(&text, &[0]);
        }
    }
}
