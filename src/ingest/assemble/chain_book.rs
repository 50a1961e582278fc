//! Chains being put together: those that the user's rows describe, and templates for the others that are named.

use crate::ingest::hash::FastMap;
use crate::ingest::normalise::name;
use crate::model::{Chain, ChainProduct, ChainTemplate, Position, ProductIx, Segment};
use std::collections::BTreeMap;
use std::sync::Arc;

/// A segment being put together.
#[derive(Debug, Clone)]
struct SegmentDraft {
    id: Arc<str>,
    name: Arc<str>,
    name_en: Option<Arc<str>>,
    position: Option<Position>,
    /// Its place in the template.
    rank: usize,
    /// The least 层级 among its products.
    order: i32,
}

/// A product's place being put together.
#[derive(Debug, Clone)]
pub(crate) struct PlaceDraft {
    /// Key of the segment's name.
    pub(crate) segment: String,
    /// 层级.
    pub(crate) order: Option<i32>,
    /// 关键.
    pub(crate) essential: Option<bool>,
}

/// A chain being put together.
#[derive(Debug, Default)]
pub(crate) struct ChainDraft {
    id: Arc<str>,
    /// Name.
    pub(crate) name: Arc<str>,
    name_en: Option<Arc<str>>,
    template: Option<Arc<str>>,
    segments: BTreeMap<String, SegmentDraft>,
    /// Places of products, by product.
    pub(crate) products: BTreeMap<u32, PlaceDraft>,
}

impl ChainDraft {
    /// Enters a segment under its name, or fills in what is not known of it; returns its key.
    pub(crate) fn segment(&mut self, text: &str, position: Option<Position>, order: Option<i32>) -> String {
        let key = name::key(text);
        let draft = self.segments.entry(key.clone()).or_insert_with(|| SegmentDraft {
            id: Arc::from(text),
            name: Arc::from(text),
            name_en: None,
            position: None,
            rank: usize::MAX,
            order: i32::MAX,
        });
        draft.position = draft.position.or(position);
        draft.order = draft.order.min(order.unwrap_or(i32::MAX));
        key
    }

    /// Enters the segments of a template; returns the key of each by the template's id.
    pub(crate) fn template_segments<'t>(&mut self, template: &'t ChainTemplate) -> FastMap<&'t str, String> {
        let mut keys = FastMap::default();
        for (rank, segment) in template.segments.iter().enumerate() {
            let key = self.segment(&segment.name, segment.position, None);
            if let Some(draft) = self.segments.get_mut(&key) {
                draft.id = Arc::from(segment.id.as_str());
                draft.name_en = segment.name_en.as_deref().map(Arc::from);
                draft.rank = rank;
            }
            keys.insert(segment.id.as_str(), key);
        }
        keys
    }

    /// Places a product; what the user said of it stands.
    pub(crate) fn add(&mut self, product: u32, place: PlaceDraft) {
        let known = self.products.entry(product).or_insert_with(|| place.clone());
        known.order = known.order.or(place.order);
        known.essential = known.essential.or(place.essential);
    }

    fn build(self, position: &[u32]) -> Chain {
        let mut segments: Vec<(String, SegmentDraft)> = self.segments.into_iter().collect();
        // Row order must not matter, hence 层级 and then the name where no template tells.
        segments.sort_by(|(_, a), (_, b)| {
            let key =
                |segment: &SegmentDraft| (segment.position.is_none(), segment.position, segment.rank, segment.order);
            key(a).cmp(&key(b)).then_with(|| a.name.cmp(&b.name))
        });
        let numbers: FastMap<&str, u32> = segments.iter().zip(0..).map(|((key, _), at)| (key.as_str(), at)).collect();
        let place = |(product, place): (u32, PlaceDraft)| ChainProduct {
            product: ProductIx(position[product as usize]),
            segment: numbers[place.segment.as_str()],
            order: place.order,
            essential: place.essential,
        };
        let mut products: Vec<ChainProduct> = self.products.into_iter().map(place).collect();
        products.sort_by_key(|entry| entry.product);
        let segments = segments.into_iter().map(|(_, draft)| Segment {
            id: draft.id,
            name: draft.name,
            name_en: draft.name_en,
            position: draft.position,
        });
        Chain {
            id: self.id,
            name: self.name,
            name_en: self.name_en,
            segments: segments.collect(),
            products,
            template: self.template,
        }
    }
}

/// All chains of the data set.
#[derive(Debug, Default)]
pub(crate) struct ChainBook {
    drafts: BTreeMap<String, ChainDraft>,
}

impl ChainBook {
    /// The chain that the user's own rows describe, entered when new.
    ///
    /// His rows are the whole map of the chain: a template of that name would add products he never meant and with them
    /// change every completeness. The template lends its id alone, so that files have plain names.
    pub(crate) fn describe(&mut self, text: &str, templates: &[ChainTemplate]) -> &mut ChainDraft {
        let key = name::key(text);
        let lent = find(templates, text).map(|template| template.id.as_str());
        let taken = |id: &&str| self.drafts.iter().any(|(other, draft)| *other != key && *draft.id == **id);
        let id = lent.filter(|id| !taken(id)).unwrap_or(text);
        let (id, name) = (Arc::from(id), Arc::from(text));
        self.drafts.entry(key).or_insert_with(|| ChainDraft { id, name, ..ChainDraft::default() })
    }

    /// The chain of that name, entered when new: one that rows describe, else the template of that name.
    pub(crate) fn enter(&mut self, text: &str, templates: &[ChainTemplate]) -> &mut ChainDraft {
        let template = find(templates, text).filter(|_| !self.drafts.contains_key(&name::key(text)));
        let key = template.map_or_else(|| name::key(text), |template| name::key(&template.id));
        self.drafts.entry(key).or_insert_with(|| match template {
            Some(template) => ChainDraft {
                id: Arc::from(template.id.as_str()),
                name: Arc::from(template.name.as_str()),
                name_en: Some(Arc::from(template.name_en.as_str())),
                template: Some(Arc::from(template.version.as_str())),
                ..ChainDraft::default()
            },
            None => ChainDraft { id: Arc::from(text), name: Arc::from(text), ..ChainDraft::default() },
        })
    }

    /// The name of the chain that a text means, when there is one.
    pub(crate) fn name_of(&self, text: &str, templates: &[ChainTemplate]) -> Option<Arc<str>> {
        let own = self.drafts.get(&name::key(text));
        let lent = || self.drafts.get(&name::key(&find(templates, text)?.id));
        own.or_else(lent).map(|draft| draft.name.clone())
    }

    /// Templates that a chain of the data set comes from.
    pub(crate) fn templates<'t>(&self, templates: &'t [ChainTemplate]) -> Vec<&'t ChainTemplate> {
        let comes_from = |template: &&ChainTemplate| {
            self.drafts.get(&name::key(&template.id)).is_some_and(|draft| draft.template.is_some())
        };
        templates.iter().filter(comes_from).collect()
    }

    /// The chains, sorted by id.
    pub(crate) fn build(self, position: &[u32]) -> Vec<Chain> {
        let mut chains: Vec<Chain> = self.drafts.into_values().map(|draft| draft.build(position)).collect();
        chains.sort_by(|a, b| a.id.cmp(&b.id));
        chains
    }
}

/// The template of that id, name or alias.
pub(crate) fn find<'t>(templates: &'t [ChainTemplate], text: &str) -> Option<&'t ChainTemplate> {
    let wanted = name::key(text);
    let is = |candidate: &str| name::key(candidate) == wanted;
    let by = |matches: &dyn Fn(&ChainTemplate) -> bool| templates.iter().find(|template| matches(template));
    by(&|template| is(&template.id))
        .or_else(|| by(&|template| is(&template.name) || is(&template.name_en)))
        .or_else(|| by(&|template| template.aliases.iter().any(|alias| is(alias))))
}
