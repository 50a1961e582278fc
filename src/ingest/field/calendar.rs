//! Years and dates as people write them.

use crate::model::Year;

/// Chinese digits as they stand in years and dates, made western: `二〇二四年` → `2024年`.
pub(super) fn western(text: &str) -> String {
    const DIGITS: [char; 10] = ['〇', '一', '二', '三', '四', '五', '六', '七', '八', '九'];
    if !text.contains(DIGITS) && !text.contains('零') {
        return text.to_owned();
    }
    let digit = |c: char| match c {
        '零' | '○' => Some(0),
        c => DIGITS.iter().position(|digit| *digit == c),
    };
    text.chars().map(|c| digit(c).and_then(|d| char::from_digit(u32::try_from(d).ok()?, 10)).unwrap_or(c)).collect()
}

pub(super) fn year_of(text: &str) -> Option<Year> {
    let groups: Vec<&str> = text.split(|c: char| !c.is_ascii_digit()).filter(|group| !group.is_empty()).collect();
    let first = *groups.first()?;
    if text.starts_with('-') || groups[1..].iter().any(|group| group.len() > 2) || !matches!(first.len(), 4 | 6 | 8) {
        return None;
    }
    if text.contains('.') && !first.is_empty() && groups.len() == 2 && text.parse::<f64>().is_ok() && first.len() != 4 {
        return None;
    }
    if !text.starts_with(first) && !text.starts_with("fy") && !text.starts_with("公元") {
        return None;
    }
    first[..4].parse().ok().filter(|year| (1949..=2100).contains(year)).map(Year)
}

/// `2024-09-30` from the usual ways to write it, as precise as it is written.
pub(super) fn calendar(text: &str) -> Option<String> {
    let mut groups: Vec<&str> =
        text.split(['-', '/', '.', '年', '月', '日', '号']).filter(|group| !group.is_empty()).collect();
    if groups.len() == 1 && matches!(groups[0].len(), 6 | 8) && groups[0].is_ascii() {
        let all = groups[0];
        groups = vec![&all[..4], &all[4..6], &all[6..]];
        groups.retain(|group| !group.is_empty());
    }
    if groups.len() > 3 || groups.iter().any(|group| !group.bytes().all(|byte| byte.is_ascii_digit())) {
        return None;
    }
    let year: u32 = groups.first().filter(|year| year.len() == 4)?.parse().ok()?;
    let month: Option<u32> = groups.get(1).map(|month| month.parse()).transpose().ok()?;
    let day: Option<u32> = groups.get(2).map(|day| day.parse()).transpose().ok()?;
    let leap = year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400));
    let longest = match month {
        Some(2) => 28 + u32::from(leap),
        Some(4 | 6 | 9 | 11) => 30,
        _ => 31,
    };
    let possible = (1900..=2200).contains(&year)
        && month.is_none_or(|month| (1..=12).contains(&month))
        && day.is_none_or(|day| (1..=longest).contains(&day));
    possible.then(|| match (month, day) {
        (Some(month), Some(day)) => format!("{year}-{month:02}-{day:02}"),
        (Some(month), None) => format!("{year}-{month:02}"),
        _ => year.to_string(),
    })
}
