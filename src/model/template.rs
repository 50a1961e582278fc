//! Chain templates (`graphs/chains/*.json`), compiled in: segments, products and inputs of the chains that the founding documents name.

use super::{BaseClass, Position};
use serde::{Deserialize, Serialize};
use std::sync::OnceLock;

/// A chain as shipped; the user's own sheets extend it and win over it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ChainTemplate {
    /// Name and version of the layout, `liantu/chain/1`.
    pub schema: String,
    /// Stable id.
    pub id: String,
    /// Name.
    pub name: String,
    /// English name.
    pub name_en: String,
    /// Other names of the chain.
    #[serde(default)]
    pub aliases: Vec<String>,
    /// Version of the content.
    pub version: String,
    /// Documents that the content rests on.
    #[serde(default)]
    pub sources: Vec<TemplateSource>,
    /// What a reader must know, such as the limits of the content.
    #[serde(default)]
    pub note: Option<String>,
    /// Segments, upstream first.
    pub segments: Vec<TemplateSegment>,
    /// Products.
    pub products: Vec<TemplateProduct>,
    /// What goes into what.
    #[serde(default)]
    pub inputs: Vec<TemplateInput>,
}

/// A document that a template rests on.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct TemplateSource {
    /// Number or file of the document.
    pub document: Option<String>,
    /// Its title.
    pub title: Option<String>,
    /// Clause.
    pub clause: Option<String>,
    /// The words relied on.
    pub quote: Option<String>,
}

/// A segment (环节) of a template.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TemplateSegment {
    /// Id, unique in its template.
    pub id: String,
    /// Name.
    pub name: String,
    /// English name.
    #[serde(default)]
    pub name_en: Option<String>,
    /// Position.
    #[serde(default)]
    pub position: Option<Position>,
}

/// A product of a template.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TemplateProduct {
    /// Id, unique in its template.
    pub id: String,
    /// Name.
    pub name: String,
    /// English name.
    #[serde(default)]
    pub name_en: Option<String>,
    /// Id of its segment.
    pub segment: String,
    /// 关键.
    #[serde(default)]
    pub essential: Option<bool>,
    /// Of the five bases (五基).
    #[serde(default)]
    pub base_class: Option<BaseClass>,
    /// Industry codes of GB/T 4754-2017.
    #[serde(default)]
    pub industry: Vec<String>,
    /// Other names, each meaning this product and nothing else.
    #[serde(default)]
    pub synonyms: Vec<String>,
    /// Words that show that a text means something else, although it holds the name.
    #[serde(default)]
    pub exclude: Vec<String>,
}

/// `input` goes into `product`, both by id.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct TemplateInput {
    /// What is made.
    pub product: String,
    /// What goes into it.
    pub input: String,
    /// 必需.
    #[serde(default)]
    pub required: Option<bool>,
    /// Share of cost, fraction.
    #[serde(default)]
    pub cost_share: Option<f64>,
}

/// The files of `graphs/chains/`, sorted by name; a test compares the list with the folder.
const FILES: &[(&str, &str)] = &[
    ("agri-machinery.json", include_str!("../../graphs/chains/agri-machinery.json")),
    ("auto-parts.json", include_str!("../../graphs/chains/auto-parts.json")),
    ("bearing.json", include_str!("../../graphs/chains/bearing.json")),
    ("carbon-fibre.json", include_str!("../../graphs/chains/carbon-fibre.json")),
    ("computing-power.json", include_str!("../../graphs/chains/computing-power.json")),
    ("construction-machinery.json", include_str!("../../graphs/chains/construction-machinery.json")),
    ("fine-chemicals.json", include_str!("../../graphs/chains/fine-chemicals.json")),
    ("green-food.json", include_str!("../../graphs/chains/green-food.json")),
    ("green-home.json", include_str!("../../graphs/chains/green-home.json")),
    ("high-end-aluminium.json", include_str!("../../graphs/chains/high-end-aluminium.json")),
    ("medical-device.json", include_str!("../../graphs/chains/medical-device.json")),
    ("new-energy-vehicle.json", include_str!("../../graphs/chains/new-energy-vehicle.json")),
    ("paper.json", include_str!("../../graphs/chains/paper.json")),
    ("photovoltaic.json", include_str!("../../graphs/chains/photovoltaic.json")),
    ("power-battery.json", include_str!("../../graphs/chains/power-battery.json")),
    ("textile-footwear.json", include_str!("../../graphs/chains/textile-footwear.json")),
];

/// All templates, sorted by id.
///
/// # Panics
/// Never in a built program: a test parses every file.
pub fn templates() -> &'static [ChainTemplate] {
    static TEMPLATES: OnceLock<Vec<ChainTemplate>> = OnceLock::new();
    TEMPLATES.get_or_init(|| {
        let mut all: Vec<ChainTemplate> = FILES
            .iter()
            .map(|(name, text)| {
                serde_json::from_str(text)
                    .unwrap_or_else(|cause| panic!("graphs/chains/{name} is tested to parse: {cause}"))
            })
            .collect();
        all.sort_by(|a, b| a.id.cmp(&b.id));
        all
    })
}

/// The template with this id, name or alias; width, case and white space do not matter.
pub fn find(name: &str) -> Option<&'static ChainTemplate> {
    let all = templates();
    let wanted = fold(name);
    let by = |matches: &dyn Fn(&ChainTemplate) -> bool| all.iter().find(|template| matches(template));
    by(&|template| fold(&template.id) == wanted)
        .or_else(|| by(&|template| fold(&template.name) == wanted || fold(&template.name_en) == wanted))
        .or_else(|| by(&|template| template.aliases.iter().any(|alias| fold(alias) == wanted)))
}

fn fold(text: &str) -> String {
    use unicode_normalization::UnicodeNormalization;
    text.nfkc().filter(|c| !c.is_whitespace()).flat_map(char::to_lowercase).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::{BTreeMap, BTreeSet};

    fn industry_codes() -> BTreeSet<&'static str> {
        let table = include_str!("../../assets/codes/gbt4754_2017.csv");
        table.lines().skip(1).filter_map(|line| line.split(',').next()).collect()
    }

    #[test]
    fn the_list_of_files_is_the_folder() {
        let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/graphs/chains");
        let mut found: Vec<String> = std::fs::read_dir(folder)
            .map(|entries| entries.filter_map(|entry| entry.ok()?.file_name().into_string().ok()).collect())
            .unwrap_or_default();
        found.retain(|name| name.ends_with(".json"));
        found.sort();
        let listed: Vec<&str> = FILES.iter().map(|(name, _)| *name).collect();
        assert_eq!(found, listed);
    }

    #[test]
    fn ids_are_unique_and_references_resolve() {
        let ids: BTreeSet<&str> = templates().iter().map(|template| template.id.as_str()).collect();
        assert_eq!(ids.len(), templates().len());
        for template in templates() {
            assert_eq!(template.schema, "liantu/chain/1", "{}", template.id);
            let segments: BTreeSet<&str> = template.segments.iter().map(|segment| segment.id.as_str()).collect();
            assert_eq!(segments.len(), template.segments.len(), "segments of {}", template.id);
            let products: BTreeSet<&str> = template.products.iter().map(|product| product.id.as_str()).collect();
            assert_eq!(products.len(), template.products.len(), "products of {}", template.id);
            for product in &template.products {
                assert!(segments.contains(product.segment.as_str()), "{} {}", template.id, product.id);
            }
            for input in &template.inputs {
                assert!(products.contains(input.product.as_str()), "{} {}", template.id, input.product);
                assert!(products.contains(input.input.as_str()), "{} {}", template.id, input.input);
            }
        }
    }

    #[test]
    fn every_industry_code_exists() {
        let codes = industry_codes();
        let bare: BTreeSet<&str> = codes.iter().filter(|code| code.len() > 1).map(|code| &code[1..]).collect();
        for template in templates() {
            for product in &template.products {
                for code in &product.industry {
                    let known = codes.contains(code.as_str()) || bare.contains(code.as_str());
                    assert!(known, "{} {}: industry {code}", template.id, product.id);
                }
            }
        }
    }

    #[test]
    fn a_name_means_one_product_within_a_template() {
        for template in templates() {
            let mut meaning: BTreeMap<String, &str> = BTreeMap::new();
            for product in &template.products {
                for name in std::iter::once(&product.name).chain(&product.synonyms) {
                    let other = meaning.insert(fold(name), &product.id).unwrap_or(&product.id);
                    assert_eq!(other, product.id, "{}: {name} means two products", template.id);
                }
            }
        }
    }

    #[test]
    fn an_id_shared_by_templates_is_one_product() {
        let mut names: BTreeMap<&str, (BTreeSet<String>, &str)> = BTreeMap::new();
        for template in templates() {
            for product in &template.products {
                let own: BTreeSet<String> =
                    std::iter::once(&product.name).chain(&product.synonyms).map(|name| fold(name)).collect();
                if let Some((other, first)) = names.get(product.id.as_str()) {
                    assert!(!own.is_disjoint(other), "id {} of {first} and {} are two things", product.id, template.id);
                }
                names.insert(&product.id, (own, &template.id));
            }
        }
    }

    #[test]
    fn inputs_have_no_circle() {
        for template in templates() {
            let mut open: Vec<(&str, &str)> =
                template.inputs.iter().map(|input| (input.product.as_str(), input.input.as_str())).collect();
            loop {
                let inputs: BTreeSet<&str> = open.iter().map(|(_, input)| *input).collect();
                let before = open.len();
                // A product that goes into nothing cannot lie on a circle.
                open.retain(|(product, _)| inputs.contains(product));
                if open.len() == before {
                    break;
                }
            }
            assert!(open.is_empty(), "{}: circle among {open:?}", template.id);
        }
    }

    #[test]
    fn every_name_finds_its_template() {
        for template in templates() {
            for name in std::iter::once(&template.name).chain(&template.aliases) {
                assert!(find(name).is_some(), "{name}");
            }
            assert_eq!(find(&template.id).map(|found| &found.id), Some(&template.id));
        }
    }
}
