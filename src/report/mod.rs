//! Answers in words (L5): an [`Answer`] becomes a format-neutral [`Report`].
//!
//! ```text
//! Answer ─► present(&answer, &context) ─► Report { key figures, tables, figures, notes }
//! ```
//!
//! One file per question, named as in `analysis`; a column is declared once with what its cells show. Cells are typed and
//! unrounded: renderers round them. Captions of figures and sentences of a summary are text already, so they call the one
//! place that rounds, [`words::number`], themselves. What is missing says why and is never zero. A rate stands as a point
//! only where its bounds are at most ten percentage points apart, else as the interval. Chinese output lives in [`words`]
//! alone; names of firms, products and places stay as they are in either language.
//!
//! ```
//! use liantu::analysis::{Request, RateOptions};
//! use liantu::graph::SupplyGraph;
//! use liantu::report::{Context, present};
//! let graph = SupplyGraph::build(std::sync::Arc::new(liantu::model::Dataset::default()));
//! let answer = Request::Rate(RateOptions::default()).run(&graph).unwrap();
//! assert_eq!(present(&answer, &Context::default()).title, "近地化配套率");
//! ```

pub mod atlas;
pub mod bare;
mod capability;
mod catalogue;
pub mod chain;
pub mod chapter;
pub mod chart;
mod columns;
mod county;
pub mod decide;
mod development;
mod ego;
mod embodied;
mod explain;
pub mod figure;
#[cfg(test)]
mod fixture;
mod gap;
pub mod graph;
mod harden;
mod heat;
mod innovation;
pub mod issues;
pub mod library;
mod matching;
mod measure;
pub mod naming;
mod network;
mod overview;
mod panorama;
mod pick;
mod plan;
mod priority;
pub mod public;
mod rate;
mod rings;
mod risk;
mod roadmap;
mod scenario;
pub mod source;
mod split;
mod summary;
pub mod table;
mod target;
mod tree;
mod whatif;
pub mod words;

pub use chapter::{Asked, Chapter, Document, document};
pub use figure::Figure;
pub use matching::meeting;
pub use summary::summary;
pub use table::{Cell, Column, Reason, Table, Unit};
pub use words::Lang;

use crate::analysis::Answer;
use crate::analysis::scope::AreaName;
use crate::model::Year;

/// What a report says of itself beside the answer.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Context {
    /// Language of the report.
    pub lang: Lang,
    /// Title of the data set; empty when it has none.
    pub title: String,
    /// Date of the data, as `2024-09-30`.
    pub as_of: Option<String>,
}

impl Context {
    /// Data set, year or tier, date: one line.
    fn subtitle(&self, parts: &[String]) -> String {
        let date = self.as_of.as_ref().map(|date| words::term::as_of(date, self.lang));
        let all = std::iter::once(&self.title).chain(parts).chain(&date).filter(|part| !part.is_empty());
        all.cloned().collect::<Vec<_>>().join(" · ")
    }

    /// Subtitle of a question about one year and tier.
    fn subtitle_of(&self, year: Option<Year>, tier: &crate::model::Tier) -> String {
        self.subtitle(&[words::term::year(year, self.lang), words::term::tier(&tier.to_string(), self.lang)])
    }
}

/// The answer in words.
pub fn present(answer: &Answer, context: &Context) -> Report {
    match answer {
        Answer::Rate(rate) => rate::present(rate, context),
        Answer::Split(split) => split::present(split, context),
        Answer::Gap(gap) => gap::present(gap, context),
        Answer::Risk(risk) => risk::present(risk, context),
        Answer::Target(target) => target::present(target, context),
        Answer::Roadmap(roadmap) => roadmap::present(roadmap, context),
        Answer::Match(matching) => matching::present(matching, context),
        Answer::Plan(plan) => plan::present(plan, context),
        Answer::WhatIf(answer) => whatif::present(answer, context),
        Answer::Catalogue(catalogue) => catalogue::present(catalogue, context),
        Answer::County(county) => county::present(county, context),
        Answer::Capability(capability) => capability::present(capability, context),
        Answer::Innovation(innovation) => innovation::present(innovation, context),
        Answer::Development(development) => development::present(development, context),
        Answer::Panorama(panorama) => panorama::present(panorama, context),
        Answer::Ego(ego) => ego::present(ego, context),
        Answer::Network(network) => network::present(network, context),
        Answer::Explain(explain) => explain::present(explain, context),
    }
}

/// Title of a report about the focus area, when there is one.
fn title(focus: Option<&AreaName>, what: &str, lang: Lang) -> String {
    words::term::title(focus.map(|area| area.name.as_str()), what, lang)
}

/// A document of figures, tables and notes.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Report {
    /// Title.
    pub title: String,
    /// Data set, date, focus: one line.
    pub subtitle: String,
    /// The few numbers a chief reads first.
    pub key_figures: Vec<KeyFigure>,
    /// The body.
    pub blocks: Vec<Block>,
    /// Method and caution, below the body.
    pub notes: Vec<String>,
}

/// A number a chief reads first.
#[derive(Debug, Clone, PartialEq)]
pub struct KeyFigure {
    /// What it is, such as 市域近地化配套率.
    pub label: String,
    /// The number.
    pub value: Cell,
    /// Unit of the number.
    pub unit: Unit,
    /// Definition and coverage in one line.
    pub note: String,
}

/// A part of the body.
#[derive(Debug, Clone, PartialEq)]
pub enum Block {
    /// Heading.
    Heading(String),
    /// Paragraph.
    Paragraph(String),
    /// Table.
    Table(Table),
    /// Picture.
    Figure(Figure),
}

#[cfg(test)]
mod tests {
    use super::{Block, Context, Figure, Lang, Report, Table, fixture, present, summary};
    use crate::report::words::is_han;
    use std::collections::BTreeSet;

    fn context(lang: Lang) -> Context {
        Context { lang, title: "Demo".into(), as_of: Some("2024-09-30".into()) }
    }

    fn reports(lang: Lang) -> Vec<Report> {
        let answers = fixture::answers();
        let context = context(lang);
        answers.iter().map(|answer| present(answer, &context)).chain([summary(&answers, &context)]).collect()
    }

    fn tables(report: &Report) -> impl Iterator<Item = &Table> {
        report.blocks.iter().filter_map(|block| if let Block::Table(table) = block { Some(table) } else { None })
    }

    #[test]
    fn rows_are_as_long_as_headers_and_keys_are_unique() {
        let mut keys = BTreeSet::new();
        for report in reports(Lang::Zh) {
            for table in tables(&report) {
                assert!(keys.insert(table.key), "{} occurs twice", table.key);
                assert!(!table.rows.is_empty(), "{} is not tested", table.key);
                let columns: BTreeSet<&str> = table.columns.iter().map(|column| column.key).collect();
                assert_eq!(columns.len(), table.columns.len(), "{} repeats a column", table.key);
                assert!(table.rows.iter().all(|row| row.len() == table.columns.len()), "{}", table.key);
            }
        }
        let agreed = "rate_total rate_chain rate_segment rate_product rate_county rate_firm rings trend sales self_supply \
             completeness parts_ratio cards split_total split split_product split_buyer matches candidates gap gap_fill \
             gap_strengthen gap_secure gap_extend gap_completeness gap_priority gap_contributions gap_criteria gap_swaps \
             gap_agreement risk risk_paths risk_transmitters risk_steps risk_spread ego_tiers ego_points ego_members ego_flows \
             chokepoints chokepoint_hidden chokepoint_pairs chokepoint_loops chokepoint_targets \
             risk_areas risk_chains risk_sources risk_evidence risk_model risk_ground \
             scenarios scenario_recovery scenario_leaders scenario_struck scenario_cut scenario_firms scenario_paths \
             scenario_transmitters scenario_areas scenario_chains plan plan_curve plan_sets plan_projects \
             plan_limits plan_budget plan_products plan_sales plan_priority plan_contributions \
             plan_criteria plan_swaps plan_agreement whatif whatif_total whatif_alone \
             whatif_rates whatif_split whatif_gaps whatif_crowding whatif_displaced whatif_purchases whatif_losses \
             target target_tree target_origins target_gaps target_assignment target_makers target_referrers target_second \
             target_left_out target_unmatched target_priority target_contributions target_criteria target_swaps target_agreement \
             roadmap capability_options capability_products capability_areas capability_panel \
             match_total match_product match_by_buyer match_by_seller match_pairs match_rounds match_expansions match_offers \
             match_pooled match_mutual match_stable catalogue catalogue_class county county_flows county_segments panorama panorama_segments panorama_inputs \
             segment_makers segment_links \
             innovation innovation_chains innovation_products innovation_talents \
             development development_projects development_targets \
             nodes edges";
        assert_eq!(keys, agreed.split_whitespace().collect());
    }

    #[test]
    fn both_languages_hold_the_same() {
        for (zh, en) in reports(Lang::Zh).iter().zip(&reports(Lang::En)) {
            assert_eq!(zh.key_figures.len(), en.key_figures.len());
            assert_eq!((zh.blocks.len(), zh.notes.len()), (en.blocks.len(), en.notes.len()));
            for (zh, en) in zh.key_figures.iter().zip(&en.key_figures) {
                assert_eq!((&zh.value, zh.unit), (&en.value, en.unit));
            }
            for (zh, en) in tables(zh).zip(tables(en)) {
                assert_eq!(zh.key, en.key);
                assert!(zh.columns.iter().map(|c| c.key).eq(en.columns.iter().map(|c| c.key)));
                assert_eq!(zh.rows.len(), en.rows.len());
            }
        }
    }

    /// Words of a report without names, which stay Chinese.
    #[expect(clippy::too_many_lines, reason = "one arm for each kind of figure, so that none is forgotten")]
    fn english_words(report: &Report) -> String {
        let mut words: Vec<&str> = report.notes.iter().map(String::as_str).collect();
        words.push(&report.title);
        words.extend(report.key_figures.iter().flat_map(|figure| [figure.label.as_str(), figure.note.as_str()]));
        for block in &report.blocks {
            match block {
                Block::Heading(text) | Block::Paragraph(text) => words.push(text),
                Block::Table(table) => {
                    words.push(&table.title);
                    words.extend(table.columns.iter().map(|column| column.heading.as_str()));
                    words.extend(table.rows.iter().flatten().filter_map(|cell| match cell {
                        super::Cell::Text(text) => Some(text.as_str()),
                        _ => None,
                    }));
                }
                Block::Figure(Figure::Overview(map)) => {
                    words.extend(map.legend.lines.iter().map(String::as_str));
                    words.extend([map.legend.edges.0.as_str(), &map.legend.edges.1, &map.title, &map.subtitle]);
                    words.extend(map.columns.iter().map(|column| column.text.as_str()));
                    words.extend(map.boxes.iter().flat_map(|of| [of.caption.as_str(), &of.more]));
                    words.extend(map.edges.iter().map(|edge| edge.text.as_str()));
                }
                Block::Figure(Figure::CountyMap(map)) => {
                    words.extend(map.head.notes.iter().chain(&map.parts).chain(&map.scales).map(String::as_str));
                    words.extend([map.head.title.as_str(), &map.head.subtitle]);
                    words.extend(map.places.iter().flat_map(|of| &of.captions).map(String::as_str));
                    words.extend(
                        map.outside.iter().flat_map(|of| of.captions.iter().chain([&of.name])).map(String::as_str),
                    );
                    words.extend(map.flows.iter().map(|flow| flow.tip.as_str()));
                }
                Block::Figure(Figure::CountyTiles(map)) => {
                    words.extend(map.head.notes.iter().chain(&map.classes).chain(&map.marks).map(String::as_str));
                    words.extend([map.head.title.as_str(), &map.head.subtitle]);
                    words.extend(
                        map.places.iter().flat_map(|of| of.captions.iter().chain([&of.rate])).map(String::as_str),
                    );
                }
                Block::Figure(Figure::CountySupply(map)) => {
                    words.extend(map.head.notes.iter().chain(&map.parts).chain(&map.shades).map(String::as_str));
                    words.extend([map.head.title.as_str(), &map.head.subtitle, &map.axes.0, &map.axes.1]);
                    words.extend(map.cells.iter().flatten().flat_map(|cell| [cell.text.as_str(), &cell.tip]));
                    words.extend(
                        map.cards
                            .iter()
                            .flat_map(|card| &card.lists)
                            .flat_map(|(heading, lines)| lines.iter().chain([heading]))
                            .map(String::as_str),
                    );
                }
                Block::Figure(Figure::Tree(map)) => words.extend(fixture::tree_words(map)),
                Block::Figure(Figure::Innovation(map)) => words.extend(fixture::innovation_words(map)),
                Block::Figure(Figure::Path(map)) => words.extend(fixture::path_words(map)),
                Block::Figure(Figure::Tiers(map)) => {
                    words.extend(map.head.notes.iter().map(String::as_str));
                    words.extend([map.head.title.as_str(), &map.head.subtitle]);
                    words.extend(map.columns.iter().flat_map(|column| [column.heading.as_str(), &column.note]));
                    words.extend(map.signs.iter().map(|(_, text)| text.as_str()));
                    words.extend(map.edges.iter().map(|edge| edge.text.as_str()));
                    for of in &map.boxes {
                        words.extend([of.name.as_str(), &of.tip]);
                        words.extend(of.lines.iter().chain(of.badges.iter().map(|(_, text)| text)).map(String::as_str));
                    }
                }
                Block::Figure(Figure::Chains(sheet)) => {
                    words.extend(sheet.head.notes.iter().chain([&sheet.head.title]).map(String::as_str));
                    words.extend(sheet.maps.iter().flat_map(|map| [map.title.as_str(), &map.subtitle]));
                }
                Block::Figure(Figure::Heat(map)) => {
                    words
                        .extend(map.head.notes.iter().chain([&map.head.title, &map.head.subtitle]).map(String::as_str));
                    words.extend(map.classes.iter().map(|(_, text)| text.as_str()));
                    words.extend([map.unknown.as_str(), &map.wanted]);
                    words.extend(map.columns.iter().map(String::as_str));
                    for group in &map.groups {
                        words.push(&group.heading);
                        let cells = group.rows.iter().flat_map(|row| &row.cells);
                        words.extend(cells.flat_map(|cell| [cell.text.as_str(), &cell.tip]));
                    }
                }
                Block::Figure(Figure::Flows(map)) => {
                    words
                        .extend(map.head.notes.iter().chain([&map.head.title, &map.head.subtitle]).map(String::as_str));
                    words.extend(map.keys.iter().map(|(_, text)| text.as_str()));
                    words.extend(map.badges.iter().flat_map(|(short, text)| [short.as_str(), text]));
                    for column in &map.columns {
                        words.push(&column.heading);
                        words.extend(
                            column
                                .nodes
                                .iter()
                                .flat_map(|node| node.lines.iter().chain([&node.name]))
                                .map(String::as_str),
                        );
                    }
                }
                Block::Figure(Figure::Panorama(map)) => {
                    words.extend(map.legend.lines.iter().map(String::as_str));
                    words.extend(map.legend.states.iter().map(|(_, text)| text.as_str()));
                    words.extend([map.legend.edges.0.as_str(), &map.legend.edges.1, &map.title, &map.subtitle]);
                    words.extend(map.columns.iter().map(|column| column.heading.as_str()));
                    words.extend(map.columns.iter().flat_map(|c| &c.segments).map(|segment| segment.caption.as_str()));
                }
            }
        }
        words.join("\n")
    }

    #[test]
    fn english_has_no_chinese_but_names() {
        let names = "甲车桥 轮毂轴承 轴承钢管 轴承钢 密封件 电控 灵璧某厂 灵璧县示例轴承有限公司 宿州乙轴承集团有限公司 \
             泗县丙轴承股份有限公司 张三 丁厂 甲公司 乙公司 丙公司 宿州市 泗县 轴承 光伏 保持架 检测 原材料 成品 服务 江苏省 长三角 甲 乙 丙 灵璧县 埇桥区 示例项目 另一示例项目 另一";
        for report in reports(Lang::En) {
            let mut words = english_words(&report);
            for name in names.split_whitespace() {
                words = words.replace(name, "");
            }
            let rest: Vec<&str> = words.lines().filter(|line| line.chars().any(is_han)).collect();
            assert!(rest.is_empty(), "{rest:#?}");
        }
    }

    #[test]
    fn chinese_has_no_english_words() {
        for report in reports(Lang::Zh) {
            let labels = report.key_figures.iter().flat_map(|figure| [&figure.label, &figure.note]);
            let sentences = report.blocks.iter().filter_map(|block| match block {
                Block::Paragraph(text) => Some(text),
                _ => None,
            });
            for text in labels.chain(sentences).chain(&report.notes).chain([&report.title]) {
                assert!(!text.chars().any(|c| c.is_ascii_alphabetic()), "{text}");
            }
        }
    }
}
