//! Products by id, name and synonym; those met only in a ledger are kept apart, so that a text is read the same whatever stands before it.

use crate::ingest::hash::FastMap;
use crate::ingest::normalise::name;
use crate::model::{BaseClass, Naming, Product, ProductId};
use std::collections::BTreeSet;
use std::sync::Arc;

/// A product being put together.
#[derive(Debug, Default)]
pub(crate) struct ProductDraft {
    /// The user's 产品ID, else the template's.
    pub(crate) id: Option<Arc<str>>,
    /// Name.
    pub(crate) name: Arc<str>,
    /// Other names.
    pub(crate) synonyms: BTreeSet<Arc<str>>,
    /// Words that rule it out.
    pub(crate) exclude: BTreeSet<Arc<str>>,
    /// Of the five bases.
    pub(crate) base_class: Option<BaseClass>,
    /// Industry codes.
    pub(crate) industry: BTreeSet<Arc<str>>,
    /// 最小经济规模 in yuan, as its cell says it, and where.
    pub(crate) minimum_scale: Option<(f64, [Arc<str>; 2])>,
    /// Whether a chain describes it; otherwise a ledger alone names it.
    pub(crate) listed: bool,
}

/// All products met so far.
#[derive(Debug, Default)]
pub(crate) struct ProductBook {
    /// Products, in the order met.
    pub(crate) drafts: Vec<ProductDraft>,
    ids: FastMap<String, u32>,
    names: FastMap<String, u32>,
    /// Synonyms; `None` when several products bear one, for then it names none.
    synonyms: FastMap<String, Option<u32>>,
    /// Names that only ledgers give.
    loose: FastMap<String, u32>,
}

impl ProductBook {
    /// The product of that id, name or synonym, by key; what only ledgers name is not among them.
    pub(crate) fn find(&mut self, text: &str) -> Option<(u32, Naming)> {
        let key = name::key(text);
        let named = self.ids.get(&key).or_else(|| self.names.get(&key)).map(|at| (*at, Naming::Exact));
        let called = || Some((self.synonyms.get(&key).copied().flatten()?, Naming::Synonym));
        let found = named.or_else(called)?;
        self.respell(found.0, text);
        Some(found)
    }

    /// The product that only ledgers name so, entered when new; and whether it is.
    pub(crate) fn find_loose(&mut self, text: &str) -> (u32, bool) {
        let key = name::key(text);
        if let Some(at) = self.loose.get(&key).copied() {
            self.respell(at, text);
            return (at, false);
        }
        let at = self.push(text, false);
        self.loose.insert(key, at);
        (at, true)
    }

    /// The product of that name alone.
    pub(crate) fn named(&self, text: &str) -> Option<u32> {
        self.names.get(&name::key(text)).copied()
    }

    /// The product of that id alone.
    pub(crate) fn with_id(&self, id: &str) -> Option<u32> {
        self.ids.get(&name::key(id)).copied()
    }

    /// The product of that synonym alone.
    pub(crate) fn called(&self, text: &str) -> Option<u32> {
        self.synonyms.get(&name::key(text)).copied().flatten()
    }

    /// Enters a product under a name that none bears yet.
    pub(crate) fn enter(&mut self, text: &str, listed: bool) -> u32 {
        let at = self.push(text, listed);
        self.names.insert(name::key(text), at);
        at
    }

    fn push(&mut self, text: &str, listed: bool) -> u32 {
        let at = u32::try_from(self.drafts.len()).expect("fewer than 2^32 products");
        self.drafts.push(ProductDraft { name: Arc::from(text), listed, ..ProductDraft::default() });
        at
    }

    /// Gives the product an id; of two the smaller stands, so that row order does not matter.
    ///
    /// Returns the other product when the id, or a name that serves as one, is already its own.
    pub(crate) fn identify(&mut self, at: u32, id: &str) -> Option<u32> {
        let key = name::key(id);
        let owner = self.ids.get(&key).or_else(|| self.names.get(&key)).copied();
        if let Some(other) = owner.filter(|owner| *owner != at) {
            return Some(other);
        }
        let draft = &mut self.drafts[at as usize];
        if draft.id.as_deref().is_none_or(|known| id < known) {
            draft.id = Some(Arc::from(id));
        }
        self.ids.insert(key, at);
        None
    }

    /// Gives the product another name.
    pub(crate) fn call(&mut self, at: u32, synonym: &str) {
        let draft = &mut self.drafts[at as usize];
        let key = name::key(synonym);
        if key != name::key(&draft.name) {
            draft.synonyms.insert(Arc::from(synonym));
        }
        let bearer = self.synonyms.entry(key).or_insert(Some(at));
        if *bearer != Some(at) {
            *bearer = None;
        }
    }

    /// The position of each product once sorted by id, and the products so sorted.
    pub(crate) fn sorted(self) -> (Vec<u32>, Vec<Product>) {
        let mut order: Vec<(u32, Product)> = (0..).zip(self.drafts.into_iter().map(product)).collect();
        order.sort_by(|(_, a), (_, b)| a.id.cmp(&b.id).then_with(|| a.name.cmp(&b.name)));
        let mut position = vec![0; order.len()];
        for (new, (old, _)) in (0..).zip(&order) {
            position[*old as usize] = new;
        }
        (position, order.into_iter().map(|(_, product)| product).collect())
    }

    /// Of several spellings in ledgers the smallest is kept, so that row order does not matter.
    fn respell(&mut self, at: u32, text: &str) {
        let draft = &mut self.drafts[at as usize];
        let rank = |text| (name::has_invisible(text), text);
        if !draft.listed && draft.id.is_none() && rank(text) < rank(draft.name.as_ref()) {
            draft.name = Arc::from(text);
        }
    }
}

fn product(draft: ProductDraft) -> Product {
    Product {
        id: ProductId(draft.id.unwrap_or_else(|| draft.name.clone())),
        name: draft.name,
        synonyms: draft.synonyms.into_iter().collect(),
        base_class: draft.base_class,
        industry: draft.industry.into_iter().collect(),
        minimum_scale: draft.minimum_scale.map(|(yuan, _)| yuan),
    }
}
