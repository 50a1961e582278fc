//! Chains of sectors in an old workbook: the parser follows one to its end, so every one must have an end.

use crate::ingest::workbook::Fault;

/// Sector numbers from here on are marks, not sectors.
const RESERVED: u32 = 0xFFFF_FFFA;
const HEADER: usize = 512;
const ENTRY: usize = 128;

/// Refuses a file whose chains run in circles; whatever else is wrong is left to the parser.
pub(super) fn check(bytes: &[u8]) -> Result<(), Fault> {
    let Some(header) = bytes.get(..HEADER) else { return Ok(()) };
    let word = |at: usize| u32::from_le_bytes([header[at], header[at + 1], header[at + 2], header[at + 3]]);
    let size = match header[30] {
        9 => 512,
        12 => 4096,
        _ => return Ok(()),
    };
    let sector = |id: u32| {
        let start = (id as usize).saturating_add(1).saturating_mul(size);
        bytes.get(start..start.saturating_add(size).min(bytes.len())).unwrap_or_default()
    };
    let most = bytes.len() / size + 1;
    let table = table(words(&header[76..]).collect(), word(68), most, &sector).ok_or_else(circle)?;
    let directory = chain(&table, word(48)).ok_or_else(circle)?;
    chain(&table, word(60)).ok_or_else(circle)?;
    let content: Vec<u8> = directory.iter().flat_map(|id| sector(*id)).copied().collect();
    for entry in content.chunks_exact(ENTRY) {
        let start = u32::from_le_bytes([entry[116], entry[117], entry[118], entry[119]]);
        chain(&table, start).ok_or_else(circle)?;
    }
    Ok(())
}

fn circle() -> Fault {
    Fault::Damaged("its parts run in circles".into())
}

fn words(bytes: &[u8]) -> impl Iterator<Item = u32> {
    bytes.chunks_exact(4).map(|word| u32::from_le_bytes([word[0], word[1], word[2], word[3]]))
}

/// For each sector the one that follows it; `None` when the list of the table's own sectors has no end.
fn table<'a>(mut ids: Vec<u32>, mut next: u32, most: usize, sector: &impl Fn(u32) -> &'a [u8]) -> Option<Vec<u32>> {
    let mut steps = 0;
    while next < RESERVED {
        steps += 1;
        let mut more: Vec<u32> = words(sector(next)).collect();
        let following = more.pop().filter(|_| steps <= most)?;
        ids.extend(more);
        next = following;
    }
    ids.retain(|id| *id < RESERVED);
    (ids.len() <= most).then(|| ids.into_iter().flat_map(|id| words(sector(id))).collect())
}

/// The sectors of a chain; `None` when it has no end.
fn chain(table: &[u32], start: u32) -> Option<Vec<u32>> {
    let mut sectors = Vec::new();
    let mut at = start;
    while let Some(next) = table.get(at as usize) {
        if sectors.len() > table.len() {
            return None;
        }
        sectors.push(at);
        at = *next;
    }
    Some(sectors)
}

#[cfg(test)]
mod tests {
    use super::check;

    #[test]
    fn a_chain_without_an_end_is_refused() {
        let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/ingest/offset_dates_merged.xls");
        let good = std::fs::read(path).unwrap();
        assert!(check(&good).is_ok());
        let word = |at: usize| u32::from_le_bytes(good[at..at + 4].try_into().unwrap()) as usize;
        let (directory, table) = (word(48), (word(76) + 1) * 512);
        let mut bad = good.clone();
        let entry = table + 4 * directory;
        bad[entry..entry + 4].copy_from_slice(&u32::try_from(directory).unwrap().to_le_bytes());
        assert!(check(&bad).is_err());
        assert!(check(&good[..700]).is_ok() && check(b"").is_ok());
    }
}
