//! The written report (报告.docx): the same reports in the chapters that the plan of a cluster (建设方案) has.
//!
//! ```text
//! reports by question ─► document(…) ─► Document { chapters: [ sections: [Report less what the chapter leaves out] ] }
//! ```
//!
//! `plan` says which question fills which chapter, and which tables, columns and rows a printed page has room for; a
//! question that it does not know gets a chapter of its own, so nothing that was asked is lost. Chapters without content
//! are left out. Methods of all questions stand once, in a chapter near the end.

mod plan;

use crate::report::pick::{Pick, ROWS, printed};
use crate::report::table::Table;
use crate::report::words::{Lang, chapter as words};
use crate::report::{Block, Context, Report};
use plan::{PLAN, Part, Slot};
use std::collections::BTreeSet;

/// A report of its question, by the name that [`crate::analysis::Request::name`] gives; `summary`, `issues` and `sources`
/// name those that answer no question.
#[derive(Debug, Clone, PartialEq)]
pub struct Asked {
    /// Name of the question.
    pub question: &'static str,
    /// What it says.
    pub report: Report,
}

/// A report to print, in chapters.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Document {
    /// Title.
    pub title: String,
    /// Data set and date: one line.
    pub subtitle: String,
    /// Chapters, none of them empty.
    pub chapters: Vec<Chapter>,
}

/// A chapter.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Chapter {
    /// Title without number.
    pub title: String,
    /// What it tells and how to read it.
    pub lead: String,
    /// Sections; each is a report less what stands elsewhere.
    pub sections: Vec<Report>,
}

/// The reports in chapters; `place` is the focus area's name.
///
/// ```
/// use liantu::report::{Asked, Block, Context, Report, document};
/// let report = Report { title: "要点".into(), blocks: vec![Block::Paragraph("配套率 40%。".into())], ..Report::default() };
/// let asked = [Asked { question: "summary", report }];
/// assert_eq!(document(&asked, None, &Context::default()).chapters[0].title, "概述");
/// ```
pub fn document(asked: &[Asked], place: Option<&str>, context: &Context) -> Document {
    let lang = context.lang;
    let (before, after) = PLAN.split_at(plan::METHODS);
    let unforeseen = unforeseen(asked);
    let chapters = before.iter().chain(&unforeseen).chain(after).filter_map(|plan| {
        let mut sections: Vec<Report> = plan.slots.iter().filter_map(|slot| section(slot, asked, lang)).collect();
        sections.retain(|section| !section.blocks.is_empty() || !section.key_figures.is_empty());
        if plan.title == words::Chapter::Methods {
            add_methods(&mut sections, asked);
        }
        let (title, lead) = (words::title(plan.title, lang), words::lead(plan.title, lang));
        let chapter = Chapter { title: title.to_owned(), lead: lead.to_owned(), sections };
        (!chapter.sections.is_empty()).then_some(chapter)
    });
    Document {
        title: words::document_title(place, lang),
        subtitle: context.subtitle(&[]),
        chapters: chapters.collect(),
    }
}

/// A chapter for what no chapter names.
fn unforeseen(asked: &[Asked]) -> Vec<plan::Chapter> {
    let known: BTreeSet<&str> =
        PLAN.iter().flat_map(|chapter| chapter.slots.iter()).map(|slot| slot.question).collect();
    let rest =
        asked.iter().filter(|asked| !known.contains(asked.question) && !plan::LEFT_OUT.contains(&asked.question));
    let slots: Vec<Slot> = rest.map(|asked| Slot { question: asked.question, part: Part::Whole(ROWS) }).collect();
    if slots.is_empty() {
        return Vec::new();
    }
    vec![plan::Chapter { title: words::Chapter::Others, slots: slots.into() }]
}

/// What a chapter shows of a question; `None` when it was not asked.
fn section(slot: &Slot, asked: &[Asked], lang: Lang) -> Option<Report> {
    let report = &asked.iter().find(|asked| asked.question == slot.question)?.report;
    let mut section = Report { notes: Vec::new(), ..report.clone() };
    match slot.part {
        Part::Whole(rows) => {
            for block in &mut section.blocks {
                if let Block::Table(table) = block {
                    *table = printed(table, &Pick { rows, ..Pick::of(table.key, &[]) }, lang);
                }
            }
        }
        Part::Figures => {
            section.key_figures.clear();
            section.blocks.retain(|block| matches!(block, Block::Figure(_)));
        }
        Part::With(picks) => section.blocks.retain_mut(|block| {
            let Block::Table(table) = block else { return true };
            let pick = picks.iter().find(|pick| pick.table == table.key);
            pick.map(|pick| *table = printed(table, pick, lang)).is_some()
        }),
        Part::Tables(picks) => {
            section.key_figures.clear();
            let tables = picks.iter().filter_map(|pick| Some(printed(table(report, pick.table)?, pick, lang)));
            section.blocks = tables.map(Block::Table).collect();
        }
    }
    // A list of nothing says nothing on paper; the page and the workbook hold it.
    section.blocks.retain(|block| !matches!(block, Block::Table(table) if table.rows.is_empty()));
    Some(section)
}

fn table<'a>(report: &'a Report, key: &str) -> Option<&'a Table> {
    report.blocks.iter().find_map(|block| match block {
        Block::Table(table) if table.key == key => Some(table),
        _ => None,
    })
}

/// The notes of every report, below what the chapter on methods has of it already.
fn add_methods(sections: &mut Vec<Report>, asked: &[Asked]) {
    for Asked { report, .. } in asked.iter().filter(|asked| !asked.report.notes.is_empty()) {
        let notes = report.notes.iter().cloned().map(Block::Paragraph);
        match sections.iter_mut().find(|section| section.title == report.title) {
            Some(section) => section.blocks.extend(notes),
            None => sections.push(Report { title: report.title.clone(), blocks: notes.collect(), ..Report::default() }),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::plan::{LEFT_OUT, PLAN, Part};
    use super::{Asked, document, table};
    use crate::analysis::Answer;
    use crate::report::pick::Filter;
    use crate::report::{Block, Context, Lang, Report, fixture, present, summary};
    use std::collections::BTreeSet;

    fn question(answer: &Answer) -> &'static str {
        match answer {
            Answer::Rate(_) => "rate",
            Answer::Split(_) => "split",
            Answer::Gap(_) => "gap",
            Answer::Risk(_) => "risk",
            Answer::Panorama(_) => "panorama",
            Answer::Catalogue(_) => "catalogue",
            Answer::Target(_) => "target",
            Answer::Roadmap(_) => "roadmap",
            Answer::WhatIf(_) => "whatif",
            Answer::Plan(_) => "plan",
            Answer::Match(_) => "match",
            Answer::Capability(_) => "capability",
            Answer::Ego(_) => "ego",
            Answer::County(_) => "county",
            Answer::Network(_) => "network",
            Answer::Innovation(_) => "innovation",
            Answer::Development(_) => "development",
            // Later questions are told by their place in the plan, not here.
            _ => "explain",
        }
    }

    fn asked(lang: Lang) -> Vec<Asked> {
        let context = Context { lang, ..Context::default() };
        let answers = fixture::answers();
        let first = Asked { question: "summary", report: summary(&answers, &context) };
        let rest = answers.iter().map(|answer| Asked { question: question(answer), report: present(answer, &context) });
        [first].into_iter().chain(rest).collect()
    }

    #[test]
    fn every_table_and_column_of_the_plan_exists() {
        let asked = asked(Lang::Zh);
        let mut seen = 0;
        for slot in PLAN.iter().flat_map(|chapter| chapter.slots.iter()) {
            let Some(report) = asked.iter().find(|asked| asked.question == slot.question) else { continue };
            let (Part::Tables(picks) | Part::With(picks)) = slot.part else { continue };
            for pick in picks {
                let Some(table) = table(&report.report, pick.table) else { panic!("no table {}", pick.table) };
                let keys: BTreeSet<&str> = table.columns.iter().map(|column| column.key).collect();
                let filtered = pick.filters.iter().map(|filter| match filter {
                    Filter::Latest(key) | Filter::Only(key, _) => key,
                });
                for key in pick.columns.iter().chain(filtered) {
                    assert!(keys.contains(key), "{} has no column {key}", pick.table);
                    seen += 1;
                }
            }
        }
        assert!(seen > 50, "{seen}");
    }

    #[test]
    fn chapters_come_in_the_order_of_the_plan_and_hold_every_picture() {
        let asked = asked(Lang::Zh);
        let document = document(&asked, Some("宿州市"), &Context::default());
        let titles: Vec<&str> = document.chapters.iter().map(|chapter| chapter.title.as_str()).collect();
        let expected = [
            "概述",
            "产业链全景",
            "近地化配套率",
            "供需对接",
            "薄弱环节与补强固延",
            "重点领域和风险清单",
            "重点领域基础产品需求目录",
            "招商方向与清单",
            "项目建议",
            "方法与口径",
        ];
        assert_eq!(titles, expected);
        let blocks = |reports: &mut dyn Iterator<Item = &Report>| {
            reports.flat_map(|report| &report.blocks).filter(|block| matches!(block, Block::Figure(_))).count()
        };
        let printed = blocks(&mut document.chapters.iter().flat_map(|chapter| &chapter.sections));
        assert_eq!(printed, blocks(&mut asked.iter().map(|asked| &asked.report)));
        assert!(document.title.contains("宿州市"));
    }

    #[test]
    fn a_question_nobody_foresaw_has_a_chapter_before_the_methods() {
        let mut asked = asked(Lang::En);
        let report = Report { blocks: vec![Block::Paragraph("news".into())], ..Report::default() };
        asked.push(Asked { question: "weather", report });
        let context = Context { lang: Lang::En, ..Context::default() };
        let document = document(&asked, None, &context);
        let [.., others, methods] = document.chapters.as_slice() else { panic!("chapters") };
        assert_eq!((others.title.as_str(), methods.title.as_str()), ("Further analyses", "Methods and definitions"));
        assert_eq!(others.sections.len(), 1);
        assert!(LEFT_OUT.contains(&"explain"));
    }
}
