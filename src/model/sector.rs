//! Share of a producer's revenue that is its own value added, by industry.
//!
//! Ratios are value added over output of China's 2011 input–output table (World Input-Output Database, release 2013;
//! Timmer, Dietzenbacher, Los, Stehrer & de Vries 2015), rounded to hundredths; its 33 sectors are matched to the
//! divisions of GB/T 4754-2017 by this project. They are averages of an industry in one year, not of a firm.
//!
//! Trade (51, 52) has none: the table counts the margin of a trader as its output, a ledger the full price.

use std::sync::OnceLock;

/// Value added over output of all sectors together.
pub const ECONOMY: f64 = 0.33;

/// Value-added ratio of the division that an industry code of GB/T 4754-2017 lies in (`C3451`); `None` for trade, for a
/// code that names a section only, and for what is no code.
///
/// ```
/// use liantu::model::sector::value_added_ratio;
/// assert_eq!(value_added_ratio("C3451"), Some(0.24));
/// assert_eq!((value_added_ratio("F5121"), value_added_ratio("C")), (None, None));
/// ```
pub fn value_added_ratio(industry: &str) -> Option<f64> {
    let digits = industry.trim_start_matches(|c: char| c.is_ascii_alphabetic());
    let division: usize = digits.get(..2)?.parse().ok()?;
    table().get(division).copied().flatten()
}

/// Ratios by division.
fn table() -> &'static [Option<f64>] {
    static RATIOS: OnceLock<Vec<Option<f64>>> = OnceLock::new();
    RATIOS.get_or_init(|| {
        let mut ratios = vec![None; 100];
        for line in include_str!("../../assets/codes/value_added_2011.csv").lines().skip(1) {
            let mut cells = line.split(',');
            let division = cells.next().and_then(|cell| cell.parse::<usize>().ok());
            let ratio = cells.nth(1).and_then(|cell| cell.parse().ok());
            if let Some(entry) = division.and_then(|division| ratios.get_mut(division)) {
                *entry = ratio;
            }
        }
        ratios
    })
}

#[cfg(test)]
mod tests {
    use super::value_added_ratio;

    #[test]
    fn every_division_but_trade_has_a_ratio() {
        let table = include_str!("../../assets/codes/gbt4754_2017.csv");
        let divisions: Vec<&str> = (table.lines())
            .filter(|line| line.contains(",division,"))
            .filter_map(|line| line.split(',').next())
            .collect();
        assert_eq!(divisions.len(), 97);
        for code in divisions {
            let ratio = value_added_ratio(code);
            match &code[1..] {
                "51" | "52" => assert_eq!(ratio, None, "{code}"),
                _ => assert!(ratio.is_some_and(|ratio| (0.1..0.9).contains(&ratio)), "{code}: {ratio:?}"),
            }
        }
        for odd in ["", "C", "轴承", "9999", "C9"] {
            assert_eq!(value_added_ratio(odd), None, "{odd}");
        }
    }
}
