//! What office programs are given: the Word document and the workbook are whole, mean what they say, and open.

#![cfg(all(feature = "excel", feature = "word"))]
#![allow(clippy::unwrap_used)]

mod common;

use calamine::{Data, Reader, Xlsx};
use common::{Economy, at, wan};
use liantu::analysis::{Answer, GapOptions, PanoramaOptions, RateOptions, Request, RiskOptions, SplitOptions};
use liantu::render::{Format, Style, docx, render_all};
use liantu::report::{
    Asked, Block, Cell, Column, Context, Document, Lang, Report, Table, Unit, document, present, summary,
};
use roxmltree::{Document as Xml, Node};
use std::collections::BTreeMap;
use std::fs;
use std::io::{Cursor, Read};
use std::path::Path;
use std::process::Command;

const W: &str = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";
const HOSTILE: [&str; 5] = [
    "<script>alert(1)</script>",
    "\"&'<w:t>",
    "甲\u{202e}乙\u{200f}",
    "x\u{0}\u{1b}[31m\u{fffe}y",
    "=HYPERLINK(\"http://evil.example\")",
];

/// Every question of a small city.
fn asked(lang: Lang) -> Vec<Asked> {
    let economy = Economy::default()
        .focus(341_300)
        .firm("甲车桥", at(341_302))
        .firm("乙轴承", at(341_323))
        .firm("丙钢厂", at(320_300))
        .chain("轴承", &["轴承", "钢材"]);
    let graph = economy
        .buys("甲车桥", "乙轴承", "轴承", wan(4_000.0), 2024)
        .buys("甲车桥", "丙钢厂", "轴承", wan(6_000.0), 2024)
        .buys("乙轴承", "丙钢厂", "钢材", wan(2_000.0), 2024)
        .graph();
    let scope = liantu::analysis::scope::Scope { focus: graph.dataset().about.focus, ..Default::default() };
    let gap = GapOptions { scope: scope.clone(), ..GapOptions::default() };
    let requests = [
        Request::Rate(RateOptions { scope: scope.clone(), ..RateOptions::default() }),
        Request::Split(SplitOptions { scope: scope.clone(), ..SplitOptions::default() }),
        Request::Gap(gap.clone()),
        Request::Risk(RiskOptions { scope, ..RiskOptions::default() }),
        Request::Panorama(PanoramaOptions { gap, risks: None }),
    ];
    let context = Context { lang, title: "试验".into(), as_of: Some("2025-03-31".into()) };
    let answers: Vec<Answer> = requests.iter().map(|request| request.run(&graph).unwrap()).collect();
    let first = Asked { question: "summary", report: summary(&answers, &context) };
    let rest = requests.iter().zip(&answers);
    let rest = rest.map(|(request, answer)| Asked { question: request.name(), report: present(answer, &context) });
    [first].into_iter().chain(rest).collect()
}
