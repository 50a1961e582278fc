//! Names and places of any text: a key is its own key, a place found is found again by its path.
#![no_main]

use libfuzzer_sys::fuzz_target;
use liantu::ingest::normalise::name::key;
use liantu::ingest::normalise::place::{PlaceMatch, Places};
use liantu::model::{Year, division};
use std::sync::LazyLock;

static PLACES: LazyLock<Places> = LazyLock::new(|| Places::new(&[]));

fuzz_target!(|bytes: &[u8]| {
    let Ok(text) = std::str::from_utf8(bytes) else { return };
    let name = key(text);
    assert_eq!(key(&name), name, "a key is its own key");
    for year in [None, Some(Year(1985)), Some(Year(2009)), Some(Year(2024))] {
        match PLACES.locate(text, year) {
            PlaceMatch::Found { area: Some(area), .. } => {
                let path = division::path(area);
                assert!(!path.is_empty(), "{area:?} is no division");
                assert_eq!(PLACES.locate(&path, None).known_area(), Some(area), "{path}");
            }
            PlaceMatch::Ambiguous { candidates, common } | PlaceMatch::Split { candidates, common } => {
                assert!(candidates.len() > 1 && candidates.is_sorted());
                assert!(common.is_none_or(|common| candidates.iter().all(|area| area.is_in(common))));
            }
            PlaceMatch::Found { .. } | PlaceMatch::Abroad(_) | PlaceMatch::UnknownCode | PlaceMatch::Unknown => {}
        }
    }
});
