//! Everything at once: every answer in every format, the maps and one page that holds it all.

use super::output::Files;
use super::{Error, Session};
use crate::analysis::atlas::{self, AtlasOptions};
use crate::analysis::explain::Figures;
use crate::analysis::plan;
use crate::analysis::rate::Traced;
use crate::analysis::roadmap;
#[cfg(feature = "word")]
use crate::analysis::scope::AreaName;
use crate::analysis::whatif::ProjectEffect;
use crate::analysis::{
    Answer, CapabilityOptions, CatalogueOptions, CountyOptions, DevelopmentOptions, EgoOptions, ExplainOptions,
    GapOptions, InnovationOptions, MatchOptions, NetworkOptions, PanoramaOptions, PlanOptions, Projection, RateOptions,
    Request, RiskOptions, RoadmapOptions, SplitOptions, TargetOptions, WhatIfOptions,
};
use crate::model::template::{ChainTemplate, templates};
use crate::model::{Project, ProjectStage, Year};
use crate::render::paper::Paper;
use crate::render::{self, Format, Pictures, Style};
use crate::report::atlas::Atlas;
#[cfg(feature = "excel")]
use crate::report::meeting;
use crate::report::words::{Lang, document};
use crate::report::{Asked, Block, Figure, Report, issues, naming};
use std::collections::BTreeSet;
use std::sync::Arc;

/// Rows of a table on the page and in the markdown report, so that both can be printed; tables/*.csv and liantu.xlsx hold all.
const PAGE_ROWS: usize = 50;

/// Flows of the network that a page holds: as many as browsers draw without a stutter.
const PAGE_FLOWS: usize = 60_000;

/// Pixels of a png for each unit of its svg, of a question's own folder.
const PNG_SCALE: f32 = 2.0;

/// Purchase lines up to which a run writes the rows behind its leading figures.
const EVIDENCE_LINES: usize = 20_000;

/// What to run.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct RunOptions {
    /// Only this chain.
    pub chain: Option<String>,
    /// Only this year.
    pub year: Option<Year>,
    /// Language of everything people read.
    pub lang: Lang,
    /// Pixels of the png for each unit of the svg.
    pub png_scale: f32,
    /// Sheet of the maps in the book of maps; for each the smallest on which all type is read by default.
    pub paper: Option<Paper>,
}

/// Every question with its usual options.
pub fn requests(session: &Session, options: &RunOptions) -> Vec<Request> {
    let scope = session.scope(options.chain.clone(), options.year);
    let gap = GapOptions { scope: scope.clone(), ..GapOptions::default() };
    let mut requests = vec![
        Request::Rate(RateOptions { scope: scope.clone(), embodied: Some(Traced::Auto), ..RateOptions::default() }),
        Request::Split(SplitOptions { scope: scope.clone(), ..SplitOptions::default() }),
        Request::Gap(gap.clone()),
        Request::Risk(RiskOptions { scope: scope.clone(), ..RiskOptions::default() }),
        Request::Target(TargetOptions { scope: scope.clone(), ..TargetOptions::default() }),
        Request::Match(MatchOptions { scope: scope.clone(), ..MatchOptions::default() }),
    ];
    requests.extend(projects(session, options));
    if !session.dataset().projects.is_empty() {
        requests.push(Request::Plan(PlanOptions { scope: scope.clone(), ..PlanOptions::default() }));
    }
    requests.push(Request::Capability(CapabilityOptions { scope: scope.clone(), ..CapabilityOptions::default() }));
    requests.push(Request::County(CountyOptions { scope: scope.clone(), ..CountyOptions::default() }));
    requests.push(Request::Innovation(InnovationOptions { scope: scope.clone(), ..InnovationOptions::default() }));
    requests.push(Request::Development(DevelopmentOptions { scope: scope.clone(), ..DevelopmentOptions::default() }));
    requests.push(Request::Ego(EgoOptions { scope: scope.clone(), ..EgoOptions::default() }));
    requests.push(Request::Catalogue(CatalogueOptions { scope, ..CatalogueOptions::default() }));
    requests.push(Request::Panorama(PanoramaOptions {
        gap,
        risks: Some(false),
        links: true,
        ..PanoramaOptions::default()
    }));
    requests
}

/// Every project that does not produce yet, together and each by itself; nothing where there is none.
fn projects(session: &Session, options: &RunOptions) -> Option<Request> {
    let open = |project: &Project| project.latest().is_some_and(|latest| latest.stage != Some(ProjectStage::Producing));
    let scope = session.scope(options.chain.clone(), options.year);
    let request = || Request::WhatIf(WhatIfOptions { scope, map: true, ..WhatIfOptions::default() });
    session.dataset().projects.iter().any(open).then(request)
}

/// All files of a run, rendered but not yet written.
///
/// # Errors
/// When a question names something that the data set does not have, or a format cannot be written.
pub fn run(session: &Session, options: &RunOptions) -> Result<Files, Error> {
    let lang = options.lang;
    let style = Style { lang, width: None, colour: false, rows: Some(PAGE_ROWS) };
    let mut requests = requests(session, options);
    let mut answers: Vec<Answer> = requests.iter().map(|request| session.answer(request)).collect::<Result<_, _>>()?;
    mark_risks(&mut answers);
    map_plan(session, &mut requests, &mut answers)?;
    add_roadmap(session, options, &mut requests, &mut answers)?;
    let mut files = Files::new();
    for (request, answer) in requests.iter().zip(&answers) {
        files.insert(format!("answers/{}.json", request.name()), session.json(request, answer, None, lang));
    }
    let context = session.context(lang);
    let mut asked = vec![Asked { question: "summary", report: crate::report::summary(&answers, &context) }];
    // The picture comes right after the key figures: it is what a reader looks for first.
    let is_map = |(_, answer): &(&Request, &Answer)| matches!(answer, Answer::Panorama(_));
    let (maps, rest): (Vec<_>, Vec<_>) = requests.iter().zip(&answers).partition(is_map);
    let told = |(request, answer): (&Request, &Answer)| Asked {
        question: request.name(),
        report: session.report(answer, lang),
    };
    asked.extend(maps.into_iter().chain(rest).map(told));
    asked.extend(evidence(session, options)?.map(|report| Asked { question: "explain", report }));
    asked.push(Asked { question: "sources", report: crate::report::source::sources(session.dataset(), &context) });
    asked.push(Asked { question: "issues", report: issues_report(session, true, lang) });
    #[cfg(feature = "word")]
    let paper = crate::report::document(&asked, focus_name(session).as_deref(), &context);
    let reports: Vec<Report> = asked.into_iter().map(|asked| asked.report).collect();
    for report in &reports[1..] {
        for (key, bytes) in render::csv::csv_tables(report) {
            files.insert(format!("tables/{key}.csv"), bytes);
        }
    }
    let book = document::book(session.dataset().about.title.as_deref(), lang);
    let pictures = draw(&reports, options.png_scale, Some((&book, options)), &mut files)?;
    let atlas = atlas(session, options.chain.clone(), options.year, lang)?;
    files.insert("index.html".into(), render::html::page_with(&reports, &pictures, Some(&atlas), &style).into_bytes());
    files.insert(document::REPORT_FILE.into(), render::render_all(&reports, &pictures, Format::Markdown, &style)?);
    #[cfg(feature = "word")]
    {
        let picture = |key: &str| files.get(&format!("maps/{key}.png")).map(Vec::as_slice);
        let bytes = render::docx::document(&paper, picture, lang)?;
        files.insert(document::WORD_FILE.into(), bytes);
    }
    #[cfg(feature = "excel")]
    {
        files.insert("liantu.xlsx".into(), render::render_all(&reports, &pictures, Format::Xlsx, &style)?);
        files.insert("rejects.xlsx".into(), rejects(session)?);
        for report in &reports {
            if let Some(book) = meeting(report) {
                files.insert(document::MEETING_FILE.into(), render::render(&book, Format::Xlsx, &style)?);
            }
        }
    }
    files.insert("issues.csv".into(), issues_csv(session));
    network_files(session, options, &mut files)?;
    Ok(files)
}

/// Everything that a page lets its reader look up.
///
/// # Errors
/// When the chain or the year is not in the data set.
pub fn atlas(session: &Session, chain: Option<String>, year: Option<Year>, lang: Lang) -> Result<Atlas, Error> {
    let options = AtlasOptions { scope: session.scope(chain, year), most: Some(PAGE_FLOWS) };
    Ok(crate::report::atlas::present(&atlas::atlas(&session.graph, &options)?, lang))
}

/// Name of the focus area.
#[cfg(feature = "word")]
fn focus_name(session: &Session) -> Option<String> {
    session.dataset().about.focus.map(|focus| AreaName::of(focus).name)
}

/// Draws the ways of the losses on the maps.
fn mark_risks(answers: &mut [Answer]) {
    let (mut risk, mut maps) = (None, None);
    for answer in answers {
        match answer {
            Answer::Risk(found) => risk = Some(&*found),
            Answer::Panorama(panorama) => maps = Some(panorama),
            _ => {}
        }
    }
    if let (Some(risk), Some(maps)) = (risk, maps) {
        maps.mark(risk);
    }
}

/// The way of recruitment from the answers that it is made of, so that neither is worked out twice.
fn add_roadmap(
    session: &Session,
    options: &RunOptions,
    requests: &mut Vec<Request>,
    answers: &mut Vec<Answer>,
) -> Result<(), Error> {
    let scope = session.scope(options.chain.clone(), options.year);
    let found = |of: fn(&Answer) -> bool| answers.iter().position(of);
    let (gap, target) = (found(|of| matches!(of, Answer::Gap(_))), found(|of| matches!(of, Answer::Target(_))));
    let (Some(gap), Some(at)) = (gap, target) else { return Ok(()) };
    let (Answer::Gap(gap), Answer::Target(target)) = (&answers[gap], &answers[at]) else { return Ok(()) };
    let found = roadmap::of(&session.graph, &scope, target, gap)?;
    requests.insert(at, Request::Roadmap(RoadmapOptions { scope, ..RoadmapOptions::default() }));
    answers.insert(at, Answer::Roadmap(Box::new(found)));
    Ok(())
}

/// Lays out what the chosen projects change, unless the maps of all projects show that.
fn map_plan(session: &Session, requests: &mut [Request], answers: &mut [Answer]) -> Result<(), Error> {
    let sells = |row: &&ProjectEffect| row.sold > 0.0;
    let built: Option<BTreeSet<Arc<str>>> = answers.iter().find_map(|answer| match answer {
        Answer::WhatIf(found) => Some(found.projects.iter().filter(sells).map(|row| row.project.id.clone()).collect()),
        _ => None,
    });
    for (request, answer) in requests.iter_mut().zip(answers) {
        let (Request::Plan(options), Answer::Plan(plan)) = (request, answer) else { continue };
        let chosen: BTreeSet<Arc<str>> = plan.best.chosen.iter().cloned().collect();
        if built.as_ref() != Some(&chosen) {
            options.map = true;
            plan.map = plan::map(&session.graph, options, plan)?;
        }
    }
    Ok(())
}

/// The rows behind the total and the leaders' rates, unless the ledgers are too long for anybody to hold beside them.
fn evidence(session: &Session, options: &RunOptions) -> Result<Option<Report>, Error> {
    if session.dataset().links.len() > EVIDENCE_LINES {
        return Ok(None);
    }
    let question = RateOptions { scope: session.scope(options.chain.clone(), options.year), ..RateOptions::default() };
    let request = Request::Explain(ExplainOptions { question, figures: Figures::Leading });
    let answer = session.answer(&request)?;
    let found = matches!(&answer, Answer::Explain(explain) if !explain.figures.is_empty());
    Ok(found.then(|| session.report(&answer, options.lang)))
}

/// The issues by kind, and how product texts found their products, as a report.
///
/// `all` product texts are for files; a screen shows those that want a look.
pub fn issues_report(session: &Session, all: bool, lang: Lang) -> Report {
    let table = issues::summary_table(&session.issues, lang);
    let balance = issues::balance_table(&session.dataset().balance, lang);
    let coverage = naming::coverage_table(session.dataset(), lang);
    let texts = naming::texts_table(session.dataset(), all, lang);
    let texts = (!texts.rows.is_empty()).then_some(texts);
    Report {
        title: document::issues_title(lang).to_owned(),
        blocks: [balance, table, coverage].into_iter().chain(texts).map(Block::Table).collect(),
        ..Report::default()
    }
}

/// All that a check finds, as csv: every issue, how much found a segment, and the review list of product texts.
pub fn check_csv(session: &Session, lang: Lang) -> Vec<u8> {
    let dataset = session.dataset();
    let tables = [
        issues::issues_table(&session.issues),
        naming::coverage_table(dataset, lang),
        naming::texts_table(dataset, true, lang),
    ];
    let report = Report { blocks: tables.map(Block::Table).to_vec(), ..Report::default() };
    render::csv::joined(&[report])
}

/// Every issue with its place and remedy in both languages, as csv.
pub fn issues_csv(session: &Session) -> Vec<u8> {
    let report = Report { blocks: vec![Block::Table(issues::issues_table(&session.issues))], ..Report::default() };
    render::csv::joined(&[report])
}

/// Rows set aside in their original columns, as a workbook.
///
/// # Errors
/// When the workbook cannot be built.
#[cfg(feature = "excel")]
pub fn rejects(session: &Session) -> Result<Vec<u8>, Error> {
    let view = |sheet: &crate::ingest::RejectSheet| issues::RejectSheetView {
        file: sheet.file.clone(),
        sheet: sheet.sheet.clone(),
        header: sheet.header.clone(),
        rows: (sheet.rows.iter())
            .map(|(number, codes, cells)| issues::RejectRow {
                number: *number,
                codes: codes.clone(),
                cells: cells.clone(),
            })
            .collect(),
    };
    let sheets: Vec<issues::RejectSheetView> = session.rejects.iter().map(view).collect();
    Ok(render::xlsx::rejects(&sheets)?)
}

/// What a question writes to a folder: every table as csv, the answer, its pictures, and of `match` the meeting workbook.
///
/// # Errors
/// When a picture or the workbook cannot be made.
pub fn question_files(session: &Session, request: &Request, answer: &Answer, lang: Lang) -> Result<Files, Error> {
    let report = session.report(answer, lang);
    let mut files = Files::new();
    for (key, bytes) in render::csv::csv_tables(&report) {
        files.insert(format!("tables/{key}.csv"), bytes);
    }
    files.insert(format!("{}.json", request.name()), session.json(request, answer, None, lang));
    draw(std::slice::from_ref(&report), PNG_SCALE, None, &mut files)?;
    #[cfg(feature = "excel")]
    if let Some(book) = meeting(&report) {
        let style = Style { lang, width: None, colour: false, rows: None };
        files.insert(document::MEETING_FILE.into(), render::render(&book, Format::Xlsx, &style)?);
    }
    Ok(files)
}

/// Draws every figure as svg and png, and all of them as one pdf where a title is given; pictures are independent of
/// each other, so they are drawn in parallel.
#[cfg(feature = "figures")]
pub(super) fn draw(
    reports: &[Report],
    png_scale: f32,
    book: Option<(&str, &RunOptions)>,
    files: &mut Files,
) -> Result<Pictures, Error> {
    use crate::render::figure::{Drawn, pdf, svg};
    use rayon::prelude::*;
    let figures: Vec<&Figure> = reports.iter().flat_map(figures).collect();
    let draw = |figure: &&Figure| {
        let svg = svg(figure)?;
        let drawn = Drawn::read(&svg)?;
        let page = book.map(|(_, options)| pdf::Page::new(figure.title(), &drawn, options.paper)).transpose()?;
        Ok((figure.key().to_owned(), svg, drawn.fitting_png(f64::from(png_scale))?, page))
    };
    let drawn: Vec<(String, String, Vec<u8>, Option<pdf::Page>)> =
        figures.par_iter().map(draw).collect::<Result<_, Error>>()?;
    let mut pictures = Pictures::new();
    let mut pages = Vec::new();
    for (key, svg, png, page) in drawn {
        files.insert(format!("maps/{key}.svg"), svg.clone().into_bytes());
        files.insert(format!("maps/{key}.png"), png);
        pictures.insert(key, svg);
        pages.extend(page);
    }
    if let Some((title, options)) = book.filter(|_| !pages.is_empty()) {
        files.insert(document::BOOK_FILE.into(), pdf::bind(&pages, title, options.lang.tag())?);
    }
    Ok(pictures)
}

#[cfg(not(feature = "figures"))]
pub(super) fn draw(_: &[Report], _: f32, _: Option<(&str, &RunOptions)>, _: &mut Files) -> Result<Pictures, Error> {
    Ok(Pictures::new())
}

/// Figures of a report.
pub fn figures(report: &Report) -> impl Iterator<Item = &Figure> {
    report.blocks.iter().filter_map(|block| match block {
        Block::Figure(figure) => Some(figure),
        Block::Heading(_) | Block::Paragraph(_) | Block::Table(_) => None,
    })
}

fn network_files(session: &Session, options: &RunOptions, files: &mut Files) -> Result<(), Error> {
    use rayon::prelude::*;
    let projections = [(Projection::Firms, "firms"), (Projection::Mixed, "mixed")];
    let made: Vec<Files> =
        projections.into_par_iter().map(|of| network(session, options, of)).collect::<Result<_, Error>>()?;
    files.extend(made.into_iter().flatten());
    Ok(())
}

fn network(session: &Session, options: &RunOptions, (projection, stem): (Projection, &str)) -> Result<Files, Error> {
    let scope = session.scope(options.chain.clone(), options.year);
    let focus = scope.focus;
    let request = Request::Network(NetworkOptions { scope, projection });
    let Answer::Network(network) = session.answer(&request)? else { return Ok(Files::new()) };
    let title = session.dataset().about.title.as_deref().unwrap_or_default();
    let document = crate::report::graph::document(&network, title, focus);
    let formats = [render::graph::GraphFormat::GraphMl, render::graph::GraphFormat::Gexf];
    let written = render::graph::render_all(&document, &formats).into_iter();
    Ok(written.map(|(format, suffix, bytes)| (format!("graph/{stem}{suffix}.{format}"), bytes)).collect())
}

/// The blank workbook.
///
/// # Errors
/// When it cannot be built.
#[cfg(feature = "excel")]
pub fn template() -> Result<Vec<u8>, Error> {
    Ok(crate::ingest::template::template()?)
}

/// All chain templates, as a report.
pub fn chain_list(lang: Lang) -> Report {
    crate::report::chain::list(templates(), lang)
}

/// All chain templates as JSON.
pub fn chain_list_json() -> Vec<u8> {
    json(&templates())
}

/// One chain template, as a report.
///
/// # Errors
/// When no template has the name.
pub fn chain_show(name: &str, lang: Lang) -> Result<Report, Error> {
    Ok(crate::report::chain::show(find(name)?, lang))
}

/// One chain template as JSON.
///
/// # Errors
/// When no template has the name.
pub fn chain_show_json(name: &str) -> Result<Vec<u8>, Error> {
    Ok(json(find(name)?))
}

fn find(name: &str) -> Result<&'static ChainTemplate, Error> {
    crate::model::template::find(name).ok_or_else(|| {
        let known: Vec<&str> = templates().iter().map(|template| template.name.as_str()).collect();
        Error::UnknownTemplate { name: name.to_owned(), known: known.join("、") }
    })
}

fn json<T: serde::Serialize + ?Sized>(value: &T) -> Vec<u8> {
    let mut bytes = serde_json::to_vec_pretty(value).expect("templates hold text keys and finite numbers only");
    bytes.push(b'\n');
    bytes
}
