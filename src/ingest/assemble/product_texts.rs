//! Product texts to products, each distinct text once: as people decided, else by name, else by the head of the text.

use crate::ingest::decisions::{Decisions, ProductDecision, Ruling, product_id};
use crate::ingest::hash::{FastHasher, FastMap, Memo};
use crate::ingest::mapping::{Field, SheetKind};
use crate::ingest::normalise::name;
use crate::ingest::normalise::product::{Entry, Match, Strength, Vocabulary};
use crate::issue::{Code, Issue, Origin};
use crate::model::{Amount, Evidence, Naming, Product, ProductIx, ProductText};
use std::collections::{BTreeMap, BTreeSet};
use std::hash::Hasher;
use std::sync::Arc;

use super::Job;
use super::cells;
use super::log::{RowAt, rows_of};
use super::product_book::ProductBook;

/// Candidates that one question offers; who must choose among more had better type the name.
const CANDIDATES: usize = 5;

/// Why a question about a product is asked, as the decisions file says it.
const REASON: &str = "product-name";

/// A distinct text and what became of it.
#[derive(Debug)]
struct TextDraft {
    text: Arc<str>,
    settled: Settled,
    wording: u64,
    /// Where it was read first.
    row: String,
    lines: usize,
    unpriced: usize,
    amount: f64,
}

/// What a text means.
#[derive(Debug, Clone)]
struct Settled {
    product: u32,
    naming: Naming,
    term: Option<Arc<str>>,
    evidence: Option<Evidence>,
    candidates: Vec<u32>,
    /// Whether the text gave the data set a product that no chain has.
    is_new: bool,
}

impl Settled {
    fn plain(product: u32, naming: Naming) -> Self {
        Self { product, naming, term: None, evidence: None, candidates: Vec::new(), is_new: false }
    }
}

/// What people said of one text.
#[derive(Debug, Default)]
struct Rulings {
    same: Vec<Arc<str>>,
    different: Vec<Arc<str>>,
}

/// All product texts met so far.
#[derive(Debug, Default)]
pub(crate) struct TextBook {
    drafts: Vec<TextDraft>,
    memo: Memo,
    /// Number of the blank text.
    blank: Option<u32>,
    words: Vocabulary,
    rulings: FastMap<String, Rulings>,
}

impl TextBook {
    /// The product of a text.
    pub(crate) fn product(&self, text: u32) -> u32 {
        self.drafts[text as usize].settled.product
    }

    /// Tells two texts of one product apart; 0 where the text says no more than the product.
    pub(crate) fn wording(&self, text: u32) -> u64 {
        self.drafts[text as usize].wording
    }

    /// Counts a purchase line that is kept.
    pub(crate) fn count(&mut self, text: u32, amount: Amount) {
        let draft = &mut self.drafts[text as usize];
        draft.lines += 1;
        match amount.known() {
            Some(yuan) => draft.amount += yuan,
            None => draft.unpriced += 1,
        }
    }

    /// The open questions, sorted by id.
    pub(crate) fn questions(&self, products: &ProductBook, decided: Option<&Decisions>) -> Vec<ProductDecision> {
        let asked = self.drafts.iter().filter(|draft| draft.settled.naming == Naming::Asked);
        let ask = |draft: &TextDraft, product: &u32| {
            let (text, product) = (draft.text.clone(), products.drafts[*product as usize].name.clone());
            let id = product_id(&text, &product);
            let rows = vec![draft.row.clone()];
            ProductDecision { id, answer: Ruling::Open, text, product, reason: REASON.to_owned(), rows }
        };
        let all = asked.flat_map(|draft| draft.settled.candidates.iter().map(move |product| ask(draft, product)));
        let answered = |question: &ProductDecision| {
            let known = decided.and_then(|decided| decided.product(&question.text, &question.product));
            known.is_some_and(|known| known.answer != Ruling::Open)
        };
        let mut questions: Vec<ProductDecision> = all.filter(|question| !answered(question)).collect();
        questions.sort_by(|a, b| (&a.id, &a.text).cmp(&(&b.id, &b.text)));
        // Spellings that differ in width or blanks alone are one question.
        questions.dedup_by(|later, first| {
            let same = later.id == first.id;
            if same {
                first.rows.append(&mut later.rows);
            }
            same
        });
        questions
    }

    /// The review list, sorted by text.
    pub(crate) fn build(self, position: &[u32]) -> Vec<ProductText> {
        let at = |product: u32| ProductIx(position[product as usize]);
        let build = |draft: TextDraft| ProductText {
            text: draft.text,
            product: at(draft.settled.product),
            naming: draft.settled.naming,
            term: draft.settled.term,
            evidence: draft.settled.evidence,
            candidates: draft.settled.candidates.into_iter().map(at).collect(),
            lines: draft.lines,
            unpriced: draft.unpriced,
            amount: draft.amount,
        };
        let mut texts: Vec<ProductText> = self.drafts.into_iter().map(build).collect();
        texts.sort_by(|a, b| a.text.cmp(&b.text));
        texts
    }

    fn push(&mut self, text: &str, settled: Settled, wording: u64, row: String) -> u32 {
        let number = u32::try_from(self.drafts.len()).expect("fewer than 2^32 texts");
        let text = Arc::from(text);
        self.drafts.push(TextDraft { text, settled, wording, row, lines: 0, unpriced: 0, amount: 0.0 });
        number
    }

    fn ruling(&self, text: &str) -> (&[Arc<str>], &[Arc<str>]) {
        let known = self.rulings.get(&name::key(text));
        known.map_or((&[], &[]), |rulings| (&rulings.same, &rulings.different))
    }
}

/// Reads what people decided about product texts.
pub(super) fn learn_rulings(job: &mut Job<'_>) {
    let Some(decisions) = &job.options.decisions else { return };
    for decision in &decisions.products {
        let rulings = job.texts.rulings.entry(name::key(&decision.text)).or_default();
        let side = match decision.answer {
            Ruling::Same => &mut rulings.same,
            Ruling::Different => &mut rulings.different,
            Ruling::Open => continue,
        };
        if !side.iter().any(|known| name::key(known) == name::key(&decision.product)) {
            side.push(decision.product.clone());
        }
    }
}

/// Forgets decisions for products that neither the data nor a template names, and tells of them.
pub(super) fn check_rulings(job: &mut Job<'_>) {
    let mut unknown: BTreeMap<Arc<str>, BTreeSet<String>> = BTreeMap::new();
    for decision in job.options.decisions.iter().flat_map(|decisions| &decisions.products) {
        let product = &decision.product;
        if decision.answer == Ruling::Same && job.products.find(product).is_none() && !in_template(job, product) {
            unknown.entry(product.clone()).or_default().insert(decision.text.to_string());
        }
    }
    if unknown.is_empty() {
        return;
    }
    // A product of no chain may be named by those that name it themselves.
    let rows = [SheetKind::Makes, SheetKind::Purchases].map(|kind| rows_of(job.tables, kind));
    let spoken: BTreeSet<String> =
        rows.into_iter().flatten().filter_map(|at| at.text(Field::Product)).map(|text| name::key(&text)).collect();
    unknown.retain(|product, _| !spoken.contains(&name::key(product)));
    for (product, texts) in unknown {
        for text in &texts {
            if let Some(rulings) = job.texts.rulings.get_mut(&name::key(text)) {
                rulings.same.retain(|known| name::key(known) != name::key(&product));
            }
        }
        let origin = Origin { file: crate::ingest::decisions::FILE.into(), ..Origin::default() };
        let issue = Issue::new(Code::UnknownDecision, origin, product.as_ref());
        job.log.raise(Issue { details: texts.into_iter().collect(), ..issue });
    }
}

/// Whether a chain that was not asked for has the product: another run of the same data may ask for it.
fn in_template(job: &Job<'_>, product: &str) -> bool {
    let sought = name::key(product);
    job.templates.iter().flat_map(|template| &template.products).any(|known| {
        let mut names = known.synonyms.iter().chain([&known.id, &known.name]);
        names.any(|name| name::key(name) == sought)
    })
}

/// Learns the names of all products that chains and inputs give; ledgers come after and teach none.
pub(super) fn learn_words(job: &mut Job<'_>) {
    let lists: Vec<[Vec<&str>; 2]> = (job.products.drafts.iter())
        .map(|draft| [&draft.synonyms, &draft.exclude].map(|list| list.iter().map(|text| &**text).collect()))
        .collect();
    let entries = job.products.drafts.iter().zip(&lists).zip(0..);
    job.texts.words = Vocabulary::new(entries.map(|((draft, [synonyms, exclude]), product)| Entry {
        product,
        name: &draft.name,
        synonyms,
        exclude,
    }));
}

impl Job<'_> {
    /// The product of a cell; a blank one is the unknown product.
    pub(super) fn product(&mut self, at: RowAt<'_>, field: Field) -> u32 {
        let Some(text) = at.text(field) else { return self.unknown_product() };
        let text = self.product_text(at, field, &text);
        self.texts.product(text)
    }

    /// The number of a product text, which is settled when it is met first.
    pub(super) fn product_text(&mut self, at: RowAt<'_>, field: Field, text: &str) -> u32 {
        if let Some(known) = self.texts.memo.get(text) {
            return known;
        }
        let settled = self.settle(text);
        self.mention(at, field, text, &settled);
        let wording = match settled.naming {
            Naming::Matched | Naming::Decided => hash(text),
            Naming::Exact | Naming::Synonym | Naming::Asked | Naming::Unmatched | Naming::Blank => 0,
        };
        let row = at.origin(Some(field)).to_string();
        let number = self.texts.push(text, settled, wording, row);
        self.texts.memo.insert(text, number);
        number
    }

    /// The number of the text of cells that hold none.
    pub(super) fn blank_product(&mut self) -> u32 {
        if let Some(known) = self.texts.blank {
            return known;
        }
        let settled = Settled::plain(self.unknown_product(), Naming::Blank);
        let number = self.texts.push("", settled, 0, String::new());
        self.texts.blank = Some(number);
        number
    }

    /// The products of a list cell; a name that holds a separator, such as a known `泵/阀`, is one product.
    pub(super) fn products_of(&mut self, at: RowAt<'_>, field: Field) -> Vec<u32> {
        let Some(text) = at.text(field) else { return Vec::new() };
        let known = !self.texts.ruling(&text).0.is_empty() || self.products.find(&text).is_some();
        let names = if known { vec![Arc::from(&*text)] } else { cells::names(at, field) };
        let mut products: Vec<u32> = Vec::new();
        for name in names {
            let text = self.product_text(at, field, &name);
            products.push(self.texts.product(text));
        }
        products.sort_unstable();
        products.dedup();
        products
    }

    /// The product of an input row: what the user lists himself is never taken for something else.
    pub(super) fn defined_product(&mut self, at: RowAt<'_>, field: Field) -> u32 {
        let Some(text) = at.text(field) else { return self.unknown_product() };
        let ([decided], _) = self.texts.ruling(&text) else { return self.defined(at, field, &text) };
        let decided = decided.clone();
        self.defined(at, field, &decided)
    }

    fn defined(&mut self, at: RowAt<'_>, field: Field, text: &str) -> u32 {
        if let Some((known, _)) = self.products.find(text) {
            return known;
        }
        self.log.raise(at.issue(field, Code::UnlistedProduct));
        self.products.enter(text, false)
    }

    pub(super) fn unknown_product(&mut self) -> u32 {
        match self.products.find(Product::UNKNOWN) {
            Some((known, _)) => known,
            None => self.products.find_loose(Product::UNKNOWN).0,
        }
    }

    fn settle(&mut self, text: &str) -> Settled {
        let (same, different) = self.texts.ruling(text);
        let (same, different) = (same.to_vec(), different.to_vec());
        if let [decided] = &same[..] {
            let known = self.products.find(decided).map(|(product, _)| (product, false));
            let (product, is_new) = known.unwrap_or_else(|| self.products.find_loose(decided));
            return Settled { is_new, ..Settled::plain(product, Naming::Decided) };
        }
        let mut known = |names: &[Arc<str>]| -> Vec<u32> {
            names.iter().filter_map(|name| Some(self.products.find(name)?.0)).collect()
        };
        let (claimed, refused) = (known(&same), known(&different));
        match self.products.find(text) {
            // A name is the product whatever was decided; another name of it may be taken back.
            Some((product, naming)) if naming == Naming::Exact || !refused.contains(&product) => {
                return Settled::plain(product, naming);
            }
            _ => {}
        }
        let matches = self.texts.words.read(text, &refused);
        match matches.first().filter(|first| first.strength == Strength::Strong && same.is_empty()) {
            Some(first) => Settled {
                term: Some(Arc::from(first.term.as_str())),
                evidence: Some(first.evidence),
                ..Settled::plain(first.product, Naming::Matched)
            },
            None => self.leave(text, claimed, &matches),
        }
    }

    /// A text that stays a product of its own, with what it may mean.
    fn leave(&mut self, text: &str, claimed: Vec<u32>, matches: &[Match]) -> Settled {
        let mut candidates = claimed;
        for found in matches {
            if !candidates.contains(&found.product) {
                candidates.push(found.product);
            }
        }
        candidates.truncate(CANDIDATES);
        let (product, is_new) = self.products.find_loose(text);
        let naming = if candidates.is_empty() { Naming::Unmatched } else { Naming::Asked };
        let first = matches.first();
        let term = first.map(|first| Arc::from(first.term.as_str()));
        Settled { product, naming, term, evidence: first.map(|first| first.evidence), candidates, is_new }
    }

    fn mention(&mut self, at: RowAt<'_>, field: Field, text: &str, settled: &Settled) {
        // Of a list cell the entry matters.
        let issue = |code| Issue { text: text.to_owned(), ..at.issue(field, code) };
        let name = |product: &u32| self.products.drafts[*product as usize].name.to_string();
        match settled.naming {
            Naming::Matched => {
                let term = settled.term.as_deref().unwrap_or_default();
                let issue = issue(Code::MatchedProduct).with(name(&settled.product)).with(term);
                self.log.raise(issue);
            }
            Naming::Asked => {
                let details = settled.candidates.iter().map(name).collect();
                self.log.raise(Issue { details, ..issue(Code::AmbiguousProduct) });
            }
            _ if settled.is_new => self.log.raise(issue(Code::UnlistedProduct)),
            _ => {}
        }
    }
}

/// Spellings that differ in width or blanks alone count as one.
fn hash(text: &str) -> u64 {
    let mut hasher = FastHasher::default();
    hasher.write(name::key(text).as_bytes());
    hasher.finish()
}
