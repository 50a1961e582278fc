//! What a scenario says, in one line: `area:埇桥区+link:甲>乙:轴承钢=50%+days:30+probability:0.02`.
//!
//! ```text
//! firm:NAME            企业    a firm stops; NAME=0.5 loses half of its capacity
//! area:PLACE           地区    what lies in a county, city, province, zone or named region stops
//! circle:KM@PLACE      半径    what lies within so many kilometres
//! product:NAME@PLACE   产品    nobody gets the product any more, or not from this place
//! from:PLACE           断供    no goods from this place, or `abroad` (境外), reach anybody outside it
//! link:A>B:PRODUCT     链路    A no longer supplies B, with this product or with anything
//! days:N  probability:P  name:TEXT   天数 概率 名称
//! ```
//!
//! A plus sign joins events only before one of these words, so that names may hold one.

use serde::Serialize;
use std::str::FromStr;

/// Something that happens; names are those of the data.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(tag = "kind", rename_all = "lowercase")]
pub enum Event {
    /// A firm stops [SC-1].
    Firm {
        /// Its name or id.
        name: String,
        /// Share of its capacity that is lost.
        share: f64,
    },
    /// All that lies in a place stops [SC-2].
    Area {
        /// Its name or code.
        place: String,
        /// Share of the capacity there that is lost.
        share: f64,
    },
    /// All that lies near a place stops [SC-2].
    Circle {
        /// Kilometres.
        km: f64,
        /// The centre.
        place: String,
        /// Share of the capacity there that is lost.
        share: f64,
    },
    /// A product no longer comes [SC-3].
    Product {
        /// Its name or id.
        name: String,
        /// From where; `None`: from anywhere.
        place: Option<String>,
        /// Share of each flow that is lost.
        share: f64,
    },
    /// Nothing comes any more from a place to the rest of the world [SC-4].
    From {
        /// Its name or code, or `abroad`.
        place: String,
        /// Share of each flow that is lost.
        share: f64,
    },
    /// A supplier no longer delivers to a buyer [SC-5].
    Link {
        /// Who supplied.
        supplier: String,
        /// Who bought.
        buyer: String,
        /// What; `None`: everything.
        product: Option<String>,
        /// Share of the flow that is lost.
        share: f64,
    },
}

/// Events that happen at once.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Scenario {
    /// Its name; the text itself where none is given.
    pub name: String,
    /// As it was written.
    pub text: String,
    /// What happens.
    pub events: Vec<Event>,
    /// For how long; `None`: a year.
    pub days: Option<f64>,
    /// How often a year, from 0 to 1; `None` when nobody said.
    pub probability: Option<f64>,
}

impl Scenario {
    /// Days that a stop may last: the model knows a year.
    pub const LONGEST: f64 = 365.0;
}

/// What is wrong with the text of a scenario.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ScenarioFault {
    /// Nothing happens.
    #[error("a scenario without an event; type one such as firm:NAME or area:PLACE")]
    NoEvent,
    /// A word that starts no event.
    #[error(
        "`{0}` begins no event; use firm, area, circle, product, from, link, days, probability or name, then a colon"
    )]
    UnknownKind(String),
    /// A name is missing.
    #[error("`{0}` lacks a name")]
    NoName(String),
    /// No share from 0 to 1.
    #[error("`{0}` is no share; type 0.5 or 50%, at most 1")]
    BadShare(String),
    /// No count of days.
    #[error("`{0}` is no count of days; type a number above 0 and at most 365")]
    BadDays(String),
    /// No probability.
    #[error("`{0}` is no probability a year; type a number from 0 to 1")]
    BadProbability(String),
    /// No circle.
    #[error("`{0}` is no circle; type circle:50km@PLACE")]
    BadCircle(String),
    /// Two scenarios of one name.
    #[error("two scenarios are called `{0}`; hint: give each its own name, or leave one out")]
    RepeatedName(String),
    /// No link.
    #[error("`{0}` is no link; type link:SUPPLIER>BUYER or link:SUPPLIER>BUYER:PRODUCT")]
    BadLink(String),
}

/// Words that start a part.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Word {
    Firm,
    Area,
    Circle,
    Product,
    From,
    Link,
    Days,
    Probability,
    Name,
}

const WORDS: [(&str, Word); 21] = [
    ("firm", Word::Firm),
    ("企业", Word::Firm),
    ("area", Word::Area),
    ("地区", Word::Area),
    ("circle", Word::Circle),
    ("半径", Word::Circle),
    ("product", Word::Product),
    ("产品", Word::Product),
    ("from", Word::From),
    ("region", Word::From),
    ("断供", Word::From),
    ("link", Word::Link),
    ("链路", Word::Link),
    ("days", Word::Days),
    ("天数", Word::Days),
    ("probability", Word::Probability),
    ("p", Word::Probability),
    ("概率", Word::Probability),
    ("name", Word::Name),
    ("名称", Word::Name),
    ("情景", Word::Name),
];

const COLON: [char; 2] = [':', '：'];

/// The word and what follows its colon.
fn worded(part: &str) -> Option<(Word, &str)> {
    let (head, tail) = part.split_once(COLON)?;
    let head = head.trim().to_ascii_lowercase();
    WORDS.iter().find(|(word, _)| *word == head).map(|(_, word)| (*word, tail.trim()))
}

/// The parts: a plus sign parts only where a known word follows it.
fn parts(text: &str) -> Vec<&str> {
    let mut parts = Vec::new();
    let mut from = 0;
    for (at, sign) in text.match_indices(['+', '＋']) {
        let next = at + sign.len();
        if worded(&text[next..]).is_some() {
            parts.push(text[from..at].trim());
            from = next;
        }
    }
    parts.push(text[from..].trim());
    parts.retain(|part| !part.is_empty());
    parts
}

/// A number typed as `0.5`, `50%` or `５０％`.
fn number(text: &str) -> Option<f64> {
    let half: String = text.chars().map(half_width).collect();
    let number = match half.trim().strip_suffix('%') {
        Some(percent) => percent.trim().parse::<f64>().ok()? / 100.0,
        None => half.trim().parse::<f64>().ok()?,
    };
    number.is_finite().then_some(number)
}

fn half_width(c: char) -> char {
    match c {
        '０'..='９' | '．' | '％' => char::from_u32(c as u32 - 0xFEE0).unwrap_or(c),
        other => other,
    }
}

/// The text and the share behind its last equals sign.
fn shared(tail: &str) -> Result<(&str, f64), ScenarioFault> {
    let Some((name, share)) = tail.rsplit_once(['=', '＝']) else { return Ok((tail, 1.0)) };
    match number(share) {
        Some(number) if (0.0..=1.0).contains(&number) => Ok((name.trim(), number)),
        _ => Err(ScenarioFault::BadShare(share.trim().to_owned())),
    }
}

fn name(text: &str, part: &str) -> Result<String, ScenarioFault> {
    let text = text.trim();
    if text.is_empty() { Err(ScenarioFault::NoName(part.to_owned())) } else { Ok(text.to_owned()) }
}

fn circle(body: &str, share: f64, part: &str) -> Result<Event, ScenarioFault> {
    let fault = || ScenarioFault::BadCircle(part.to_owned());
    let (km, place) = body.split_once(['@', '＠']).ok_or_else(fault)?;
    let km = km.trim().to_ascii_lowercase();
    let km = ["km", "公里", "千米"].iter().find_map(|unit| km.strip_suffix(unit)).unwrap_or(&km);
    let km = number(km).filter(|km| *km > 0.0).ok_or_else(fault)?;
    Ok(Event::Circle { km, place: name(place, part)?, share })
}

fn link(body: &str, share: f64, part: &str) -> Result<Event, ScenarioFault> {
    let fault = || ScenarioFault::BadLink(part.to_owned());
    let (supplier, rest) = body.split_once(['>', '＞', '→']).ok_or_else(fault)?;
    let (buyer, product) = match rest.split_once(COLON) {
        Some((buyer, product)) => (buyer, Some(name(product, part)?)),
        None => (rest, None),
    };
    Ok(Event::Link { supplier: name(supplier, part)?, buyer: name(buyer, part)?, product, share })
}

fn event(word: Word, tail: &str, part: &str) -> Result<Event, ScenarioFault> {
    let (body, share) = shared(tail)?;
    match word {
        Word::Firm => Ok(Event::Firm { name: name(body, part)?, share }),
        Word::Area => Ok(Event::Area { place: name(body, part)?, share }),
        Word::Circle => circle(body, share, part),
        Word::Product => {
            let (product, place) = match body.rsplit_once(['@', '＠']) {
                Some((product, place)) => (product, Some(name(place, part)?)),
                None => (body, None),
            };
            Ok(Event::Product { name: name(product, part)?, place, share })
        }
        Word::From => Ok(Event::From { place: name(body, part)?, share }),
        Word::Link => link(body, share, part),
        Word::Days | Word::Probability | Word::Name => Err(ScenarioFault::UnknownKind(part.to_owned())),
    }
}

impl FromStr for Scenario {
    type Err = ScenarioFault;

    /// Reads a scenario from its text.
    ///
    /// ```
    /// use liantu::analysis::risk::scenario::{Event, Scenario};
    /// let flood: Scenario = "地区:埇桥区+企业:甲+乙厂=50%+天数:30".parse().unwrap();
    /// assert_eq!(flood.events[1], Event::Firm { name: "甲+乙厂".into(), share: 0.5 });
    /// assert_eq!(flood.days, Some(30.0));
    /// assert!("firm:甲=1.5".parse::<Scenario>().is_err());
    /// ```
    fn from_str(text: &str) -> Result<Self, ScenarioFault> {
        let text = text.trim();
        let mut scenario = Scenario {
            name: text.to_owned(),
            text: text.to_owned(),
            events: Vec::new(),
            days: None,
            probability: None,
        };
        for part in parts(text) {
            let (word, tail) = worded(part).ok_or_else(|| ScenarioFault::UnknownKind(part.to_owned()))?;
            match word {
                Word::Days => scenario.days = Some(days(tail)?),
                Word::Probability => scenario.probability = Some(probability(tail)?),
                Word::Name => scenario.name = name(tail, part)?,
                word => scenario.events.push(event(word, tail, part)?),
            }
        }
        if scenario.events.is_empty() { Err(ScenarioFault::NoEvent) } else { Ok(scenario) }
    }
}

/// Days of a stop: above 0, at most a year.
fn days(text: &str) -> Result<f64, ScenarioFault> {
    let bare = text.trim_end_matches('天').trim_end_matches("days").trim_end();
    let days = number(bare).filter(|days| *days > 0.0 && *days <= Scenario::LONGEST);
    days.ok_or_else(|| ScenarioFault::BadDays(text.to_owned()))
}

/// Probability of a stop within a year.
fn probability(text: &str) -> Result<f64, ScenarioFault> {
    let probability = number(text).filter(|probability| (0.0..=1.0).contains(probability));
    probability.ok_or_else(|| ScenarioFault::BadProbability(text.to_owned()))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::{Event, Scenario, ScenarioFault};

    fn read(text: &str) -> Result<Scenario, ScenarioFault> {
        text.parse()
    }

    #[test]
    fn every_kind_of_event_reads_in_both_languages() {
        for (english, chinese) in [
            ("firm:甲", "企业：甲"),
            ("area:埇桥区=0.5", "地区:埇桥区＝５０％"),
            ("circle:50km@埇桥区", "半径:50公里@埇桥区"),
            ("product:轴承钢@江苏省", "产品:轴承钢＠江苏省"),
            ("from:abroad", "断供:abroad"),
            ("link:甲>乙:轴承钢", "链路:甲→乙：轴承钢"),
        ] {
            assert_eq!(read(english).unwrap().events, read(chinese).unwrap().events, "{english}");
        }
        assert_eq!(read("region:长三角").unwrap().events, read("from:长三角").unwrap().events);
    }

    #[test]
    fn events_join_and_names_may_hold_a_plus() {
        let scenario = read("firm:C+厂 + area:泗县 ＋ 天数:30天 + p:2% + 名称:洪水").unwrap();
        assert_eq!(scenario.events.len(), 2);
        assert_eq!(scenario.events[0], Event::Firm { name: "C+厂".into(), share: 1.0 });
        assert_eq!((scenario.name.as_str(), scenario.days, scenario.probability), ("洪水", Some(30.0), Some(0.02)));
    }

    #[test]
    fn what_cannot_be_meant_is_told() {
        use ScenarioFault::{BadCircle, BadDays, BadLink, BadProbability, BadShare, NoEvent, NoName, UnknownKind};
        for (text, fault) in [
            ("", NoEvent),
            ("days:30", NoEvent),
            ("甲", UnknownKind("甲".into())),
            ("flood:甲", UnknownKind("flood:甲".into())),
            ("firm:", NoName("firm:".into())),
            ("firm:=1", NoName("firm:=1".into())),
            ("firm:甲=1.5", BadShare("1.5".into())),
            ("firm:甲=-1", BadShare("-1".into())),
            ("firm:甲=NaN", BadShare("NaN".into())),
            ("firm:甲+days:0", BadDays("0".into())),
            ("firm:甲+days:366", BadDays("366".into())),
            ("firm:甲+p:2", BadProbability("2".into())),
            ("circle:50km", BadCircle("circle:50km".into())),
            ("circle:0@泗县", BadCircle("circle:0@泗县".into())),
            ("link:甲", BadLink("link:甲".into())),
            ("link:>乙", NoName("link:>乙".into())),
        ] {
            assert_eq!(read(text).unwrap_err(), fault, "{text}");
        }
    }
}
