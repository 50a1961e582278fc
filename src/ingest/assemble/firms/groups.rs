//! Firm rows by identity: credit code, 企业ID, name; then what people decided and what is one legal name.

use crate::ingest::Question;
use crate::ingest::decisions::{FirmDecision, Party, firm_id};
use crate::ingest::entity::{self, Clusters, Pair, Reason, Rulings, Subject};
use crate::ingest::hash::FastMap;
use crate::ingest::normalise::name;
use crate::issue::{Code, Issue};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::super::Job;
use super::{Entry, Field, label};

/// Characters by which a mistyped credit code may differ from the right one.
const TYPING_ERRORS: usize = 2;

/// A pair that was joined, with the id of the decision if there is one.
type Joined = (Pair, Option<String>);

/// Rows of one identity, best first.
#[derive(Debug, Default)]
pub(super) struct Groups<'a> {
    all: Vec<Vec<Entry<'a>>>,
    /// The group that a group has become.
    into: Vec<usize>,
    codes: FastMap<Arc<str>, usize>,
    ids: FastMap<String, usize>,
    names: FastMap<String, Vec<usize>>,
}

impl<'a> Groups<'a> {
    /// Puts a row to its firm; an ambiguous one is set aside.
    pub(super) fn place(&mut self, job: &mut Job<'_>, entry: Entry<'a>) {
        let key = name::key(&entry.name);
        let group = match self.find(&entry, &key) {
            Ok(group) => group.unwrap_or(self.all.len()),
            Err(several) => {
                let mut names: Vec<String> = several.iter().map(|at| label(&self.all[*at][0])).collect();
                names.sort();
                let issue = Issue { details: names, ..entry.at.issue(Field::Firm, Code::AmbiguousFirm) };
                return job.log.set_aside(entry.at, issue);
            }
        };
        if let Some(code) = &entry.code {
            self.codes.entry(code.clone()).or_insert(group);
        }
        for id in &entry.ids {
            self.ids.entry(name::key(id)).or_insert(group);
        }
        let bearers = self.names.entry(key).or_default();
        if !bearers.contains(&group) {
            bearers.push(group);
        }
        match self.all.get_mut(group) {
            Some(rows) => rows.push(entry),
            None => {
                self.all.push(vec![entry]);
                self.into.push(group);
            }
        }
    }

    /// The group of an entry: by credit code, else by id, else by name when only one firm bears it.
    fn find(&self, entry: &Entry<'a>, key: &str) -> Result<Option<usize>, Vec<usize>> {
        if let Some(code) = &entry.code {
            return Ok(self.codes.get(code).map(|at| self.into[*at]));
        }
        if !entry.ids.is_empty() {
            return Ok(entry.ids.iter().find_map(|id| self.ids.get(&name::key(id)).map(|at| self.into[*at])));
        }
        match self.bearers(key)[..] {
            [] => Ok(None),
            [one] => Ok(Some(one)),
            ref several => Err(several.to_vec()),
        }
    }

    fn bearers(&self, key: &str) -> Vec<usize> {
        let mut bearers: Vec<usize> = self.names.get(key).into_iter().flatten().map(|at| self.into[*at]).collect();
        bearers.sort_unstable();
        bearers.dedup();
        bearers
    }

    /// The firms.
    pub(super) fn into_rows(self) -> impl Iterator<Item = Vec<Entry<'a>>> {
        self.all.into_iter().filter(|rows| !rows.is_empty())
    }

    /// Joins groups that are one firm, and tells of each.
    pub(super) fn unite(&mut self, job: &mut Job<'_>) {
        let live: Vec<usize> = (0..self.all.len()).filter(|at| !self.all[*at].is_empty()).collect();
        let decisions: &[FirmDecision] = job.options.decisions.as_ref().map_or(&[], |all| &all.firms);
        let subjects: Vec<Subject<'_>> = live.iter().map(|at| self.subject(job, *at)).collect();
        let keyed = |key: fn(&Subject<'_>) -> bool| subjects.iter().all(key);
        let names_tell = !keyed(|subject| subject.code.is_some()) && !keyed(|subject| subject.own_id);
        if !names_tell && decisions.is_empty() {
            return;
        }
        let pairs = if names_tell { entity::same_names(&subjects) } else { Vec::new() };
        let (merged, roots) = self.joined(&live, &subjects, decisions, &pairs);
        let merges: Vec<(Question, Issue)> =
            merged.iter().map(|(pair, id)| self.tell(&live, &subjects, *pair, id.clone())).collect();
        for (merge, issue) in merges {
            job.log.raise(issue);
            job.merges.push(merge);
        }
        let mut become_of: Vec<usize> = (0..self.all.len()).collect();
        for (gone, kept) in roots.into_iter().filter(|(gone, kept)| gone != kept) {
            become_of[gone] = kept;
            let mut rows = std::mem::take(&mut self.all[gone]);
            for row in &mut rows {
                row.united = true;
            }
            self.all[kept].extend(rows);
        }
        for into in &mut self.into {
            *into = become_of[*into];
        }
    }

    fn subject<'s>(&'s self, job: &Job<'_>, group: usize) -> Subject<'s> {
        let rows = &self.all[group];
        let names = rows.iter().flat_map(|row| std::iter::once(&row.name).chain(&row.aliases));
        let place = |row: &Entry<'_>| row.produced.or(row.zone).or(row.counted).or(row.registered);
        Subject {
            names: names.map(AsRef::as_ref).collect(),
            code: rows.iter().find_map(|row| row.code.as_deref()),
            own_id: rows.iter().any(|row| row.firm_id.is_some()),
            listed: true,
            area: rows.iter().find_map(place).and_then(|place| job.locator.place(place).area),
        }
    }

    /// The pairs joined, with the id of the decision if there is one, and the group that each live group becomes.
    fn joined(
        &self,
        live: &[usize],
        subjects: &[Subject<'_>],
        decisions: &[FirmDecision],
        pairs: &[Pair],
    ) -> (Vec<Joined>, Vec<(usize, usize)>) {
        let aliases = if decisions.is_empty() { BTreeMap::new() } else { self.aliases() };
        let position = |group: usize| live.binary_search(&group).ok();
        let rulings = Rulings::new(decisions, subjects, |party| position(self.party(party, &aliases)?));
        let mut clusters = Clusters::new(subjects, true);
        for (a, b) in rulings.different.iter().chain(rulings.open.keys()) {
            clusters.keep_apart(*a, *b);
        }
        let mut merged = Vec::new();
        for (a, b, id) in &rulings.same {
            if clusters.join(*a, *b, true) {
                let pair = Pair { a: *a, b: *b, reason: Reason::Decided, similarity: 1.0 };
                merged.push((pair, Some(id.clone())));
            }
        }
        let certain = self.certain(live, subjects, pairs);
        merged.extend(certain.into_iter().filter(|pair| clusters.join(pair.a, pair.b, false)).map(|pair| (pair, None)));
        let roots = live.iter().enumerate().map(|(at, group)| (*group, live[clusters.root(at)]));
        (merged, roots.collect())
    }

    /// Pairs of one legal name that nothing contradicts.
    fn certain(&self, live: &[usize], subjects: &[Subject<'_>], pairs: &[Pair]) -> Vec<Pair> {
        let bad_code = |at: usize| self.all[live[at]].iter().find_map(|row| row.bad_code.as_deref());
        let is_keyed = |at: usize| subjects[at].code.is_some() || subjects[at].own_id || bad_code(at).is_some();
        let mut keyed: BTreeMap<usize, BTreeSet<usize>> = BTreeMap::new();
        let mut mistyped: BTreeMap<usize, BTreeSet<usize>> = BTreeMap::new();
        for (one, other) in pairs.iter().flat_map(|pair| [(pair.a, pair.b), (pair.b, pair.a)]) {
            if is_keyed(other) {
                keyed.entry(one).or_default().insert(other);
            }
            if is_mistyped(bad_code(one), subjects[other].code.or(bad_code(other))) {
                mistyped.entry(one).or_default().insert(other);
            }
        }
        let one_of = |sets: &BTreeMap<usize, BTreeSet<usize>>, at: usize| sets.get(&at).is_none_or(|set| set.len() < 2);
        let certain = |pair: &Pair| {
            let (a, b) = (pair.a, pair.b);
            if subjects[a].is_elsewhere(&subjects[b])
                || !(self.is_called(a, b, live, subjects) || self.is_called(b, a, live, subjects))
            {
                return None;
            }
            if bad_code(a).is_none() && bad_code(b).is_none() {
                return (one_of(&keyed, a) && one_of(&keyed, b)).then_some(*pair);
            }
            let typed = |one: usize, other: usize| mistyped.get(&one).is_some_and(|codes| codes.contains(&other));
            let plain = (typed(a, b) || typed(b, a)) && one_of(&mistyped, a) && one_of(&mistyped, b);
            plain.then_some(Pair { reason: Reason::MistypedCode, ..*pair })
        };
        pairs.iter().filter_map(certain).collect()
    }

    /// Whether a name of one, and not merely an alias, is among all names of the other.
    fn is_called(&self, one: usize, other: usize, live: &[usize], subjects: &[Subject<'_>]) -> bool {
        let same =
            |name: &str| subjects[other].names.iter().any(|known| entity::likeness_of_two(name, known).is_none());
        self.all[live[one]].iter().any(|row| same(&row.name))
    }

    fn aliases(&self) -> BTreeMap<String, Vec<usize>> {
        let mut aliases: BTreeMap<String, Vec<usize>> = BTreeMap::new();
        for (at, rows) in self.all.iter().enumerate() {
            for alias in rows.iter().flat_map(|row| &row.aliases) {
                let bearers = aliases.entry(name::key(alias)).or_default();
                if !bearers.contains(&at) {
                    bearers.push(at);
                }
            }
        }
        aliases
    }

    /// The group that a party of a decision is: by credit code, else by name, of two namesakes the one without a code.
    fn party(&self, party: &Party, aliases: &BTreeMap<String, Vec<usize>>) -> Option<usize> {
        if let Some(code) = &party.code {
            return self.codes.get(code).map(|at| self.into[*at]);
        }
        let key = name::key(&party.name);
        let mut bearers = self.bearers(&key);
        if bearers.is_empty() {
            bearers.extend(aliases.get(&key).into_iter().flatten());
        }
        let coded = |at: &usize| self.all[*at].iter().any(|row| row.code.is_some());
        let mut plain = bearers.iter().filter(|at| !coded(at));
        match (plain.next(), plain.next(), &bearers[..]) {
            (Some(only), None, _) | (None, None, [only]) => Some(*only),
            _ => None,
        }
    }

    fn tell(&self, live: &[usize], subjects: &[Subject<'_>], pair: Pair, id: Option<String>) -> (Question, Issue) {
        // Groups are in the order of credit code, id and length of name, the better known first.
        let rows = [pair.a, pair.b].map(|at| &self.all[live[at]][0]);
        let [a, b] = [pair.a, pair.b].map(|at| Party {
            code: subjects[at].code.map(Arc::from),
            name: self.all[live[at]][0].name.clone(),
            place: subjects[at].area,
        });
        let recorded = id.is_some();
        let id = id.unwrap_or_else(|| firm_id(&a, &b));
        let origins = rows.map(|row| row.at.origin(None));
        let issue = rows[1].at.issue(Field::Firm, Code::MergedFirm);
        let details = [a.name.as_ref(), &origins[0].to_string(), pair.reason.as_str(), &id];
        let issue = Issue { details: details.map(str::to_owned).to_vec(), ..issue };
        let question = Question { id, a, b, reason: pair.reason, similarity: pair.similarity, rows: origins, recorded };
        (question, issue)
    }
}

/// Whether one text is a credit code with a slip, held against another.
fn is_mistyped(bad: Option<&str>, code: Option<&str>) -> bool {
    let folded = |text: &str| name::key(text).to_uppercase();
    bad.zip(code).is_some_and(|(bad, code)| {
        rapidfuzz::distance::osa::distance(folded(bad).chars(), folded(code).chars()) <= TYPING_ERRORS
    })
}
