//! Decisions of two files as one.

use super::{Decisions, Ruling};
use std::collections::BTreeMap;

/// An answer that gave way to a later one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Overruled {
    /// What was asked: both names.
    pub about: String,
    /// The answer that stands.
    pub stands: Ruling,
    /// The one that gave way.
    pub gives_way: Ruling,
}

impl Decisions {
    /// Takes over what was decided later: a later answer rules, a question that is merely open takes none away.
    /// Gives the answers that contradict each other.
    pub fn merge(&mut self, later: Decisions) -> Vec<Overruled> {
        let mut overruled = Vec::new();
        let mut settle = |about: String, old: Ruling, new: Ruling| {
            if new == Ruling::Open {
                return false;
            }
            if old != Ruling::Open && old != new {
                overruled.push(Overruled { about, stands: new, gives_way: old });
            }
            true
        };
        let mut firms: BTreeMap<_, _> = self.firms.drain(..).map(|known| (known.id.clone(), known)).collect();
        for new in later.firms {
            let rules = firms
                .get(&new.id)
                .is_none_or(|old| settle(format!("{} = {}", new.a.name, new.b.name), old.answer, new.answer));
            if rules {
                firms.insert(new.id.clone(), new);
            }
        }
        let mut products: BTreeMap<_, _> = self.products.drain(..).map(|known| (known.id.clone(), known)).collect();
        for new in later.products {
            let rules = products
                .get(&new.id)
                .is_none_or(|old| settle(format!("{} = {}", new.text, new.product), old.answer, new.answer));
            if rules {
                products.insert(new.id.clone(), new);
            }
        }
        self.firms = firms.into_values().collect();
        self.products = products.into_values().collect();
        overruled
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ingest::decisions::parse;

    fn one(answer: &str) -> Decisions {
        let text = format!(
            "version = 1\n\n[[firm]]\nanswer = \"{answer}\"\na = {{ name = \"甲轴承\" }}\nb = {{ name = \"甲轴承厂\" }}\n"
        );
        parse(&text).unwrap()
    }

    #[test]
    fn a_later_answer_rules_and_an_open_question_takes_none_away() {
        let mut decisions = one("same");
        assert!(decisions.merge(one("open")).is_empty());
        assert_eq!(decisions.firms[0].answer, Ruling::Same);
        let overruled = decisions.merge(one("different"));
        assert_eq!((overruled[0].stands, overruled[0].gives_way), (Ruling::Different, Ruling::Same));
        assert_eq!((decisions.firms.len(), decisions.firms[0].answer), (1, Ruling::Different));
        assert!(decisions.merge(Decisions::default()).is_empty() && decisions.firms.len() == 1);
    }
}
