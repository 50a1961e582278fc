//! Firms by credit code, firm id, name and alias; those met only in a ledger are entered as they come.

use crate::ingest::decisions::Party;
use crate::ingest::hash::{FastMap, Memo};
use crate::ingest::normalise::code::{CreditCode, credit_code};
use crate::ingest::normalise::name;
use crate::model::{Firm, FirmId, Location, RowRef};
use std::collections::BTreeSet;
use std::sync::Arc;

/// A firm being put together.
#[derive(Debug)]
pub(crate) struct FirmDraft {
    /// What is known.
    pub(crate) firm: Firm,
    /// Places that ledgers give it, each once.
    pub(crate) seen_at: Vec<u32>,
    /// Whether a ledger names a place for it that could not be read, as was told at its row.
    pub(crate) unread_place: bool,
    /// Whether a firm row gives it an id of the user's own.
    pub(crate) own_id: bool,
    /// The issue that tells of a firm without a row.
    pub(crate) issue: Option<usize>,
}

/// What every ledger line asks of a firm, kept apart from the drafts so that it fits the processor's cache.
#[derive(Debug, Clone, Copy)]
struct Hint {
    /// Whether no firm row says where the firm is.
    unplaced: bool,
    /// Whether a firm row gives it several plants.
    several: bool,
    /// The place seen last; `u32::MAX` before the first.
    last_seen: u32,
}

/// What a text says about a firm.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum FirmMatch {
    /// This one.
    Known(u32),
    /// Several bear the name.
    Ambiguous(Vec<u32>),
    /// None so far.
    New,
}

/// All firms met so far.
#[derive(Debug, Default)]
pub(crate) struct FirmBook {
    /// Firms, in the order met.
    pub(crate) drafts: Vec<FirmDraft>,
    ids: FastMap<String, u32>,
    names: FastMap<String, Vec<u32>>,
    aliases: FastMap<String, Vec<u32>>,
    hints: Vec<Hint>,
    /// Texts of one known firm, and those of several.
    memo: Memo,
    several: FastMap<Box<str>, Vec<u32>>,
    /// Drafts that proved to be another one; empty when there are none.
    into: Vec<u32>,
}

impl FirmBook {
    /// Enters a firm that a firm row describes, under its id, name and aliases.
    pub(crate) fn enter(&mut self, firm: Firm, other_ids: &[String], own_id: bool) -> u32 {
        let at = u32::try_from(self.drafts.len()).expect("fewer than 2^32 firms");
        for id in other_ids.iter().map(String::as_str).chain([firm.id.as_str()]) {
            self.ids.entry(name::key(id)).or_insert(at);
        }
        list(&mut self.names, &firm.name, at);
        for alias in &firm.aliases {
            list(&mut self.aliases, alias, at);
        }
        self.push(firm, own_id, None);
        at
    }

    fn push(&mut self, firm: Firm, own_id: bool, issue: Option<usize>) {
        let unplaced = !firm.listed || !firm.location.is_known();
        let several = firm.location.plants.is_some();
        self.hints.push(Hint { unplaced, several, last_seen: u32::MAX });
        self.drafts.push(FirmDraft { firm, seen_at: Vec::new(), unread_place: false, own_id, issue });
    }

    /// Whether no firm row says where the firm is.
    pub(crate) fn is_unplaced(&self, at: u32) -> bool {
        self.hints[at as usize].unplaced
    }

    /// Whether the firm has several plants, so that a line may say which of them ships.
    pub(crate) fn has_plants(&self, at: u32) -> bool {
        self.hints[at as usize].several
    }

    /// The firm of that id alone.
    pub(crate) fn with_id(&self, id: &str) -> Option<u32> {
        self.ids.get(&name::key(id)).copied()
    }

    /// The firm that this very text was found to mean.
    pub(crate) fn remembered(&self, text: &str) -> Option<u32> {
        self.memo.get(text)
    }

    /// Which firm a cell of a row that is used means.
    pub(crate) fn find(&mut self, text: &str) -> FirmMatch {
        let (found, is_new) = self.look(text);
        if let (FirmMatch::Known(at), true) = (&found, is_new) {
            self.spell(*at, text);
        }
        found
    }

    /// Which firm a cell means, and whether the text is a spelling not met so far: [`FirmBook::spell`] takes it once
    /// the row is used, for a row that is set aside must not give a firm its name.
    pub(crate) fn look(&mut self, text: &str) -> (FirmMatch, bool) {
        if let Some(known) = self.memo.get(text) {
            return (FirmMatch::Known(known), false);
        }
        if let Some(several) = self.several.get(text) {
            return (FirmMatch::Ambiguous(several.clone()), false);
        }
        let found = self.look_up(text);
        if let FirmMatch::Ambiguous(several) = &found {
            self.several.insert(text.into(), several.clone());
        }
        (found, true)
    }

    /// Notes a further spelling of the firm.
    pub(crate) fn spell(&mut self, at: u32, text: &str) {
        self.respell(at, text);
        self.memo.insert(text, at);
    }

    /// Enters a firm that only a ledger names; `issue` is the one that tells of it.
    pub(crate) fn enter_unlisted(&mut self, text: &str, row: RowRef, issue: usize) -> u32 {
        let at = u32::try_from(self.drafts.len()).expect("fewer than 2^32 firms");
        let code = code_in(text).map(Arc::from);
        if let Some(code) = &code {
            self.ids.insert(name::key(code), at);
        }
        list(&mut self.names, text, at);
        self.memo.insert(text, at);
        self.push(unlisted(text, code, row), false, Some(issue));
        at
    }

    /// Names of the candidates, for an issue.
    pub(crate) fn names(&self, candidates: &[u32]) -> Vec<String> {
        let label = |at: &u32| {
            let firm = &self.drafts[*at as usize].firm;
            if *firm.id.0 == *firm.name { firm.name.to_string() } else { format!("{} {}", firm.id, firm.name) }
        };
        let mut names: Vec<String> = candidates.iter().map(label).collect();
        names.sort();
        names
    }

    /// Notes that a ledger places the firm there.
    pub(crate) fn see(&mut self, at: u32, place: u32) {
        let hint = &mut self.hints[at as usize];
        if hint.last_seen == place {
            return;
        }
        hint.last_seen = place;
        let seen = &mut self.drafts[at as usize].seen_at;
        if !seen.contains(&place) {
            seen.push(place);
        }
    }

    /// Ids of the firms of which a ledger names a place that could not be read.
    pub(crate) fn with_unread_place(&self) -> BTreeSet<FirmId> {
        let drafts = self.drafts.iter().filter(|draft| draft.unread_place);
        drafts.map(|draft| draft.firm.id.clone()).collect()
    }

    /// The one firm of exactly this name, when it has no credit code.
    pub(crate) fn codeless(&self, text: &str) -> Option<u32> {
        match self.names.get(&name::key(text)).map(Vec::as_slice) {
            Some([one]) => Some(*one).filter(|at| self.drafts[*at as usize].firm.credit_code.is_none()),
            _ => None,
        }
    }

    /// Gives a firm its credit code.
    pub(crate) fn adopt(&mut self, at: u32, code: &str) {
        self.ids.insert(name::key(code), at);
        let firm = &mut self.drafts[at as usize].firm;
        firm.credit_code = Some(Arc::from(code));
        firm.id = FirmId::from(code);
    }

    /// The firm that a party of a decision is: by credit code, else by name, of two namesakes the one without a code.
    pub(crate) fn party(&self, party: &Party) -> Option<u32> {
        let code = |at: &u32| self.drafts[*at as usize].firm.credit_code.as_deref();
        if let Some(asked) = party.code.as_deref() {
            return self.ids.get(&name::key(asked)).copied().filter(|at| code(at) == Some(asked));
        }
        let key = name::key(&party.name);
        let bearers = self.names.get(&key).or_else(|| self.aliases.get(&key))?;
        let mut plain = bearers.iter().filter(|at| code(at).is_none());
        match (plain.next(), plain.next(), bearers.as_slice()) {
            (Some(only), None, _) | (None, None, [only]) => Some(*only),
            _ => None,
        }
    }

    /// Takes drafts for others: each with the one that it is.
    pub(crate) fn unite(&mut self, united: &[(u32, u32)]) {
        if united.is_empty() {
            return;
        }
        self.into = (0..).take(self.drafts.len()).collect();
        for (gone, kept) in united {
            self.into[*gone as usize] = *kept;
            let gone = &mut self.drafts[*gone as usize];
            let (firm, seen_at) = (gone.firm.clone(), std::mem::take(&mut gone.seen_at));
            let unread_place = gone.unread_place;
            let kept = &mut self.drafts[*kept as usize];
            kept.unread_place |= unread_place;
            kept.seen_at.extend(seen_at);
            kept.seen_at.sort_unstable();
            kept.seen_at.dedup();
            absorb(&mut kept.firm, firm);
        }
    }

    /// The firm that a draft proved to be.
    pub(crate) fn root(&self, at: u32) -> u32 {
        self.into.get(at as usize).copied().unwrap_or(at)
    }

    /// Which firm a cell means, once it is known which firms are one; the firm keeps its spelling.
    pub(crate) fn find_settled(&self, text: &str) -> FirmMatch {
        let mut firms = match self.look_up(text) {
            FirmMatch::New => return FirmMatch::New,
            FirmMatch::Known(at) => vec![self.root(at)],
            FirmMatch::Ambiguous(several) => several.into_iter().map(|at| self.root(at)).collect(),
        };
        firms.sort_unstable();
        firms.dedup();
        if let [one] = firms[..] { FirmMatch::Known(one) } else { FirmMatch::Ambiguous(firms) }
    }

    /// The position of each firm once sorted by id, and the firms so sorted; drafts that are another firm have none.
    pub(crate) fn sorted(self) -> (Vec<u32>, Vec<Firm>) {
        let into = self.into;
        let is_root = |(at, _): &(u32, Firm)| into.get(*at as usize).is_none_or(|root| root == at);
        let drafts = self.drafts.into_iter().map(|draft| draft.firm);
        let mut position = vec![0; drafts.len()];
        let mut order: Vec<(u32, Firm)> = (0..).zip(drafts).filter(is_root).collect();
        order.sort_by(|(_, a), (_, b)| a.id.cmp(&b.id));
        for (new, (old, _)) in (0..).zip(&order) {
            position[*old as usize] = new;
        }
        (position, order.into_iter().map(|(_, firm)| firm).collect())
    }

    fn look_up(&self, text: &str) -> FirmMatch {
        let key = name::key(text);
        if let Some(at) = self.ids.get(&key) {
            return FirmMatch::Known(*at);
        }
        if let Some(code) = code_in(text)
            && let Some(at) = self.ids.get(&name::key(&code))
        {
            return FirmMatch::Known(*at);
        }
        match self.names.get(&key).or_else(|| self.aliases.get(&key)).map(Vec::as_slice) {
            None | Some([]) => FirmMatch::New,
            Some([one]) => FirmMatch::Known(*one),
            Some(several) => FirmMatch::Ambiguous(several.to_vec()),
        }
    }

    /// Of several spellings in ledgers the smallest that hides nothing is kept, so that row order does not matter.
    fn respell(&mut self, at: u32, text: &str) {
        let firm = &mut self.drafts[at as usize].firm;
        // A code is no spelling of a name.
        let rank = |text| (code_in(text).is_some(), name::has_invisible(text), text);
        if !firm.listed && rank(text) < rank(firm.name.as_ref()) {
            firm.name = Arc::from(text);
            if firm.credit_code.is_none() {
                firm.id = FirmId::from(text);
            }
        }
    }
}

/// The credit code that the text is; names, which hold ideographs, are not even tried.
fn code_in(text: &str) -> Option<String> {
    if text.chars().any(|c| matches!(c, '\u{4E00}'..='\u{9FFF}')) {
        return None;
    }
    match credit_code(text) {
        CreditCode::Valid(code) | CreditCode::Repaired(code) => Some(code),
        CreditCode::Invalid => None,
    }
}

/// Adds the names of a firm that is the same; of names that only ledgers give the longest is kept, as legal names are.
fn absorb(kept: &mut Firm, gone: Firm) {
    kept.aliases.extend(std::iter::once(gone.name.clone()).chain(gone.aliases));
    let rank = |name: &str| (code_in(name).is_some(), std::cmp::Reverse(name.chars().count()), name.to_owned());
    if !kept.listed && rank(&gone.name) < rank(&kept.name) {
        kept.aliases.push(std::mem::replace(&mut kept.name, gone.name));
    }
    if !kept.listed {
        kept.credit_code = kept.credit_code.take().or(gone.credit_code);
        kept.id = FirmId(kept.credit_code.clone().unwrap_or_else(|| kept.name.clone()));
    }
    kept.aliases.sort();
    kept.aliases.dedup();
    kept.aliases.retain(|alias| *alias != kept.name);
}

fn list(map: &mut FastMap<String, Vec<u32>>, text: &str, at: u32) {
    let all = map.entry(name::key(text)).or_default();
    if !all.contains(&at) {
        all.push(at);
    }
}

pub(super) fn unlisted(text: &str, credit_code: Option<Arc<str>>, row: RowRef) -> Firm {
    let name: Arc<str> = Arc::from(text);
    Firm {
        id: FirmId(credit_code.clone().unwrap_or_else(|| name.clone())),
        credit_code,
        name,
        aliases: Vec::new(),
        location: Location::UNKNOWN,
        registered_at: None,
        counted_at: None,
        role: None,
        trader: false,
        chains: Vec::new(),
        qualifications: Vec::new(),
        size: None,
        industry: None,
        group: None,
        contact: None,
        row,
        listed: false,
    }
}
