//! Who is who, once everything is read: names met in ledgers are compared with each other and with the firm rows.

use crate::ingest::decisions::{Decisions, Party, firm_id};
use crate::ingest::entity::{self, Candidates, Clusters, Fit, Longer, Pair, Reason, Rulings, ShortName, Subject};
use crate::ingest::{Question, ReadOptions};
use crate::issue::{Code, Issue, Origin};
use crate::model::AreaCode;
use std::collections::{BTreeMap, BTreeSet};

use super::Job;
use super::finish::common_place;
use super::firm_book::FirmDraft;

/// Characters of a short name that is taken for a longer one without asking.
const SHORTEST: usize = 3;

/// Firms that a short name may mean before nobody can tell which.
const CHOICES: usize = 3;

/// What was found: drafts to unite, and what to tell.
#[derive(Debug, Default)]
pub(super) struct Findings {
    /// Draft, and the draft that it is.
    pub(super) united: Vec<(u32, u32)>,
    /// Pairs taken for one, with their drafts.
    merges: Vec<(Question, [u32; 2])>,
    /// Pairs to be decided, with their drafts.
    questions: Vec<(Question, [u32; 2])>,
    contradictions: Vec<entity::Contradiction>,
}

/// Unites the firms that are one, tells of each, and keeps the questions.
pub(super) fn settle(job: &mut Job<'_>) {
    let findings = find(job);
    for contradiction in &findings.contradictions {
        let origin = Origin { file: crate::ingest::decisions::FILE.into(), ..Origin::default() };
        let issue = Issue::new(Code::ContradictoryDecision, origin, contradiction.ids.join(" "));
        job.log.raise(Issue { details: contradiction.names.clone(), ..issue });
    }
    for (merge, [_, gone]) in &findings.merges {
        tell(job, Code::MergedFirm, merge, *gone);
    }
    for (question, [_, doubtful]) in &findings.questions {
        tell(job, Code::DoubtfulFirm, question, *doubtful);
    }
    job.merges.extend(findings.merges.into_iter().map(|(merge, _)| merge));
    job.questions.extend(findings.questions.into_iter().map(|(question, _)| question));
    super::purchases::relocate(job, &findings.united);
    job.firms.unite(&findings.united);
}

/// A note at the row of the draft; a merged one is no unlisted firm any more.
fn tell(job: &mut Job<'_>, code: Code, question: &Question, draft: u32) {
    let issue = Issue::new(code, question.rows[1].clone(), question.b.name.as_ref());
    let details = [question.a.name.as_ref(), &question.rows[0].to_string(), question.reason.as_str(), &question.id];
    let issue = Issue { details: details.map(str::to_owned).to_vec(), ..issue };
    let told = job.firms.drafts[draft as usize].issue.filter(|_| code == Code::MergedFirm);
    match told.filter(|at| job.log.issues[*at].code == Code::UnlistedFirm) {
        Some(at) => job.log.issues[at] = issue,
        None => job.log.raise(issue),
    }
}

fn find(job: &Job<'_>) -> Findings {
    // In the order of ids, so that nothing depends on the order of rows.
    let drafts = &job.firms.drafts;
    let count = u32::try_from(drafts.len()).expect("fewer than 2^32 firms");
    let mut order: Vec<u32> = (0..count).collect();
    order.sort_by(|a, b| drafts[*a as usize].firm.id.cmp(&drafts[*b as usize].firm.id));
    let subjects: Vec<Subject<'_>> = order.iter().map(|at| subject(job, &drafts[*at as usize])).collect();
    let candidates = entity::candidates(&subjects);
    let decisions = decisions(job.options);
    if candidates.is_empty() && decisions.firms.is_empty() {
        return Findings::default();
    }
    let mut place = vec![0; order.len()];
    for (at, draft) in order.iter().enumerate() {
        place[*draft as usize] = at;
    }
    let rulings = Rulings::new(&decisions.firms, &subjects, |party| Some(place[job.firms.party(party)? as usize]));
    let evidence = Evidence::new(job, &order, &place, &candidates);
    let mut clusters = Clusters::new(&subjects, false);
    for (a, b) in rulings.different.iter().chain(rulings.open.keys()) {
        clusters.keep_apart(*a, *b);
    }
    let mut settling =
        Settling { job, order: &order, subjects: &subjects, rulings: &rulings, evidence, clusters, merged: Vec::new() };
    settling.decided();
    let mut doubts = settling.equal(&candidates.equal);
    doubts.extend(settling.short(&candidates.short));
    doubts.extend(candidates.like.iter().filter(|pair| !settling.evidence.trade(pair.a, pair.b)));
    settling.findings(doubts, decisions)
}

fn decisions(options: &ReadOptions) -> &Decisions {
    static NONE: Decisions = Decisions { firms: Vec::new(), products: Vec::new() };
    options.decisions.as_ref().unwrap_or(&NONE)
}

fn subject<'j>(job: &'j Job<'_>, draft: &'j FirmDraft) -> Subject<'j> {
    let firm = &draft.firm;
    Subject {
        names: std::iter::once(&firm.name).chain(&firm.aliases).map(AsRef::as_ref).collect(),
        code: firm.credit_code.as_deref(),
        own_id: draft.own_id,
        listed: firm.listed,
        area: area(job, draft),
    }
}

/// Where a firm row says that the firm stands, else what the ledgers agree on.
fn area(job: &Job<'_>, draft: &FirmDraft) -> Option<AreaCode> {
    if draft.firm.location.is_known() || draft.seen_at.is_empty() {
        return draft.firm.location.area;
    }
    let places: Vec<_> = draft.seen_at.iter().map(|place| job.locator.place(*place).clone()).collect();
    common_place(&places).0.and_then(|place| place.area)
}

/// What the purchase lines say of subjects that names alone would join.
#[derive(Debug, Default)]
struct Evidence {
    /// Pairs of which one sells to the other.
    trades: BTreeSet<(usize, usize)>,
    sells: BTreeMap<usize, BTreeSet<u32>>,
    makes: BTreeMap<usize, BTreeSet<u32>>,
}

impl Evidence {
    fn new(job: &Job<'_>, order: &[u32], place: &[usize], candidates: &Candidates) -> Self {
        let mut asked = vec![false; order.len()];
        for subject in candidates.subjects() {
            asked[order[subject] as usize] = true;
        }
        let mut evidence = Self::default();
        for line in &job.lines {
            let Some(supplier) = line.supplier.filter(|supplier| asked[*supplier as usize]) else { continue };
            let seller = place[supplier as usize];
            evidence.sells.entry(seller).or_default().insert(line.product);
            if asked[line.buyer as usize] {
                let buyer = place[line.buyer as usize];
                evidence.trades.insert((seller.min(buyer), seller.max(buyer)));
            }
        }
        for row in job.capability_rows.iter().map(|(row, _)| row).filter(|row| asked[row.firm.index()]) {
            evidence.makes.entry(place[row.firm.index()]).or_default().insert(row.product.0);
        }
        evidence
    }

    fn trade(&self, a: usize, b: usize) -> bool {
        self.trades.contains(&(a.min(b), a.max(b)))
    }

    /// Whether one sells nothing of what the other is known to make.
    fn other_products(&self, a: usize, b: usize) -> bool {
        let disjoint = |makes: usize, sells: usize| {
            let both = self.makes.get(&makes).zip(self.sells.get(&sells));
            both.is_some_and(|(makes, sells)| makes.is_disjoint(sells))
        };
        disjoint(a, b) || disjoint(b, a)
    }
}

struct Settling<'s> {
    job: &'s Job<'s>,
    order: &'s [u32],
    subjects: &'s [Subject<'s>],
    rulings: &'s Rulings,
    evidence: Evidence,
    clusters: Clusters<'s>,
    merged: Vec<(Pair, Option<String>)>,
}

impl Settling<'_> {
    fn decided(&mut self) {
        for (a, b, id) in &self.rulings.same {
            if self.clusters.join(*a, *b, true) {
                let pair = Pair { a: *a, b: *b, reason: Reason::Decided, similarity: 1.0 };
                self.merged.push((pair, Some(id.clone())));
            }
        }
    }

    /// Joins equal names; what stays open is returned.
    fn equal(&mut self, pairs: &[Pair]) -> Vec<Pair> {
        // A name that two firm rows bear says not which of them is meant.
        let mut rows: BTreeMap<usize, BTreeSet<usize>> = BTreeMap::new();
        for pair in pairs {
            for (one, other) in [(pair.a, pair.b), (pair.b, pair.a)] {
                if self.subjects[other].listed {
                    rows.entry(one).or_default().insert(self.clusters.root(other));
                }
            }
        }
        let several = |subject: usize| rows.get(&subject).is_some_and(|rows| rows.len() > 1);
        let mut open = Vec::new();
        for pair in pairs {
            let plain = !several(pair.a) && !several(pair.b) && !self.contradicts(pair.a, pair.b);
            if plain && self.clusters.join(pair.a, pair.b, false) {
                self.merged.push((*pair, None));
            } else {
                open.push(Pair { reason: Reason::Namesake, ..*pair });
            }
        }
        open
    }

    /// Whether anything but the names says that they are two.
    fn contradicts(&self, a: usize, b: usize) -> bool {
        let (one, other) = (&self.subjects[a], &self.subjects[b]);
        one.is_elsewhere(other) || self.evidence.trade(a, b) || self.evidence.other_products(a, b)
    }

    /// Joins short names that only one firm bears; what stays open is returned.
    fn short(&mut self, names: &[ShortName]) -> Vec<Pair> {
        let mut open = Vec::new();
        // All are weighed before the first is joined, so that the order of names decides nothing.
        let meant: Vec<(&ShortName, Vec<Longer>)> = names.iter().map(|name| (name, self.meant(name))).collect();
        for (name, meant) in meant {
            let pair = |longer: &Longer| Pair {
                a: name.subject.min(longer.subject),
                b: name.subject.max(longer.subject),
                reason: Reason::ShortName,
                similarity: longer.similarity,
            };
            if let [only] = meant[..]
                && self.is_certain(name, only)
                && self.clusters.join(name.subject, only.subject, false)
            {
                self.merged.push((pair(&only), None));
            } else if meant.len() <= CHOICES {
                open.extend(meant.iter().filter(|longer| longer.fit != Fit::Shared).map(pair));
            }
        }
        open
    }

    /// The firms that a short name may mean, each once with its best fit.
    fn meant(&self, name: &ShortName) -> Vec<Longer> {
        let mut firms: BTreeMap<usize, Longer> = BTreeMap::new();
        for longer in &name.longer {
            let root = self.clusters.root(longer.subject);
            if root != self.clusters.root(name.subject) {
                let best = firms.entry(root).or_insert(*longer);
                if longer.fit < best.fit {
                    *best = *longer;
                }
            }
        }
        firms.into_values().collect()
    }

    fn is_certain(&self, name: &ShortName, longer: Longer) -> bool {
        let (short, long) = (&self.subjects[name.subject], &self.subjects[longer.subject]);
        let fits = match longer.fit {
            Fit::Whole => true,
            // Subsidiaries are called by place and the group's word: both must be known to stand in one place.
            Fit::WithoutPlace => short.area.is_some() && long.area.is_some(),
            Fit::Beginning | Fit::Shared => false,
        };
        fits && !name.generic
            && !short.listed
            && name.length >= SHORTEST
            && !self.contradicts(name.subject, longer.subject)
    }

    fn findings(self, doubts: Vec<Pair>, decisions: &Decisions) -> Findings {
        let mut findings = Findings { contradictions: self.rulings.contradictions.clone(), ..Findings::default() };
        for (pair, id) in &self.merged {
            let (question, drafts) = self.question(*pair, id.clone(), id.is_some());
            findings.merges.push((question, drafts));
        }
        findings.merges.sort_by(|(a, _), (b, _)| a.id.cmp(&b.id));
        let recorded = self.rulings.open.iter().map(|((a, b), at)| {
            let reason = Reason::ALL.into_iter().find(|reason| reason.as_str() == decisions.firms[*at].reason);
            let similarity = decisions.firms[*at].similarity.unwrap_or(0.0);
            Pair { a: *a, b: *b, reason: reason.unwrap_or(Reason::Namesake), similarity }
        });
        let mut open: BTreeMap<(usize, usize), (Pair, Option<String>)> = BTreeMap::new();
        for pair in recorded.chain(doubts) {
            let ends = (self.clusters.root(pair.a), self.clusters.root(pair.b));
            if self.is_open(ends.0, ends.1) {
                let id = self.recorded(ends.0, ends.1).map(|at| decisions.firms[at].id.clone());
                open.entry((ends.0.min(ends.1), ends.0.max(ends.1))).or_insert((pair, id));
            }
        }
        for ((a, b), (pair, id)) in open {
            let known = id.is_some();
            findings.questions.push(self.question(Pair { a, b, ..pair }, id, known));
        }
        findings.questions.sort_by(|(a, _), (b, _)| a.id.cmp(&b.id));
        for at in (0..self.order.len()).filter(|at| self.clusters.root(*at) != *at) {
            findings.united.push((self.order[at], self.order[self.clusters.root(at)]));
        }
        findings
    }

    /// Whether neither keys nor people have said that two are two.
    fn is_open(&self, a: usize, b: usize) -> bool {
        let keys = self.clusters.may_be(a, b);
        // Clusters can be large, and mostly nothing is decided.
        let any = !self.rulings.answered.is_empty();
        let decided = any && self.pairs(a, b).any(|pair| self.rulings.answered.contains(&pair));
        a != b && keys && !decided
    }

    /// The entry of the file that holds a pair of their members.
    fn recorded(&self, a: usize, b: usize) -> Option<usize> {
        if self.rulings.open.is_empty() {
            return None;
        }
        self.pairs(a, b).find_map(|pair| self.rulings.open.get(&pair).copied())
    }

    fn pairs(&self, a: usize, b: usize) -> impl Iterator<Item = (usize, usize)> {
        let others = self.clusters.members(b);
        let members = self.clusters.members(a).iter();
        members.flat_map(move |one| others.iter().map(move |other| (*one.min(other), *one.max(other))))
    }

    /// The pair for people, the party better known first.
    fn question(&self, pair: Pair, id: Option<String>, recorded: bool) -> (Question, [u32; 2]) {
        let draft = |at: usize| &self.job.firms.drafts[self.order[at] as usize];
        let rank = |at: usize| {
            let firm = &draft(at).firm;
            let length = std::cmp::Reverse(firm.name.chars().count());
            (!firm.listed, firm.credit_code.is_none(), length, at)
        };
        let (a, b) = if rank(pair.a) < rank(pair.b) { (pair.a, pair.b) } else { (pair.b, pair.a) };
        let party = |at: usize| Party {
            code: draft(at).firm.credit_code.clone(),
            name: draft(at).firm.name.clone(),
            place: self.subjects[at].area,
        };
        let parties = [party(a), party(b)];
        // Names that differ are no namesakes: another name of both made the pair.
        let differing = entity::likeness_of_two(&parties[0].name, &parties[1].name);
        let pair = match differing.filter(|_| pair.reason == Reason::Namesake) {
            Some(similarity) => Pair { reason: Reason::Alias, similarity, ..pair },
            None => pair,
        };
        let id = id.unwrap_or_else(|| firm_id(&parties[0], &parties[1]));
        let rows = [a, b].map(|at| self.job.origin_of(draft(at)));
        let [first, second] = parties;
        let question =
            Question { id, a: first, b: second, reason: pair.reason, similarity: pair.similarity, rows, recorded };
        (question, [self.order[a], self.order[b]])
    }
}
