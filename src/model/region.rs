//! The named regions that come with the program.

use crate::model::Region;

/// Names and prefixes, each list sorted.
const SHIPPED: [(&str, &[&str]); 5] = [
    ("京津冀", &["11", "12", "13"]),
    ("沪苏浙", &["31", "32", "33"]),
    ("珠三角", &["4401", "4403", "4404", "4406", "4407", "4412", "4413", "4419", "4420"]),
    ("苏北", &["3203", "3207", "3208", "3209", "3213"]),
    ("长三角", &["31", "32", "33", "34"]),
];

/// The shipped regions, sorted by name (methods §1.2); users may redefine them and add others.
///
/// ```
/// use liantu::model::{AreaCode, Nearness, region};
/// let delta = region::shipped().into_iter().find(|region| region.name.as_ref() == "长三角").unwrap();
/// assert_eq!(delta.contains(AreaCode(341324)), Nearness::Near);
/// assert_eq!(delta.contains(AreaCode(110000)), Nearness::Far);
/// ```
pub fn shipped() -> Vec<Region> {
    SHIPPED
        .iter()
        .map(|(name, prefixes)| Region {
            name: (*name).into(),
            prefixes: prefixes.iter().map(|&prefix| prefix.into()).collect(),
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{AreaCode, Nearness, division};

    #[test]
    fn regions_are_sorted_and_name_divisions() {
        let regions = shipped();
        assert!(regions.is_sorted_by(|a, b| a.name < b.name));
        for region in &regions {
            assert!(region.prefixes.is_sorted());
            for prefix in &region.prefixes {
                let code = format!("{prefix:0<6}").parse().map(AreaCode).unwrap();
                assert!(division::find(code).is_some(), "{prefix} of {}", region.name);
            }
        }
    }

    #[test]
    fn a_province_is_only_partly_in_a_region_of_prefectures() {
        let north = shipped().into_iter().find(|region| region.name.as_ref() == "苏北").unwrap();
        assert_eq!(north.contains(AreaCode(320000)), Nearness::Unknown);
        assert_eq!(north.contains(AreaCode(320500)), Nearness::Far);
        assert_eq!(north.contains(AreaCode(321302)), Nearness::Near);
    }
}
