//! What each subcommand does: options in, use case, bytes out.

use super::args::{Args, ChainCommand, Command, Data, Output};
use super::{clock, terminal};
use crate::analysis::explain::Figures;
use crate::analysis::{
    Answer, CapabilityOptions, CatalogueOptions, CountyOptions, DevelopmentOptions, EgoOptions, ExplainOptions,
    GapOptions, InnovationOptions, NetworkOptions, RateOptions, Request, RoadmapOptions, SplitOptions, TargetOptions,
};
use crate::app::decide::{DecideOptions, decide};
use crate::app::output::{probe_folder, write_file, write_folder};
use crate::app::run::{RunOptions, check_csv, figures, issues_report, rejects, run as run_all};
use crate::app::session::{Policy, Remark};
use crate::app::{self, Error, Session};
use crate::issue::Severity;
use crate::model::Year;
use crate::render::graph::GraphFormat;
use crate::render::paper::Paper;
use crate::render::{self, Format, Pictures, Style};
use crate::report::words::{Lang, decide as decide_words, document, fault, naming, target as target_words};
use crate::report::{Figure, Report};
use std::collections::BTreeSet;
use std::mem::ManuallyDrop;
use std::path::{Path, PathBuf};

/// Rows of a table that the screen shows.
const SCREEN_ROWS: usize = 40;

pub(super) type Outcome = Result<(), Box<dyn std::error::Error>>;

/// What was typed cannot be meant: exit code 2, as for faults that the parser finds.
#[derive(Debug, thiserror::Error)]
#[error("{0}")]
pub(super) struct Usage(pub(super) String);

/// Runs the command.
pub(super) fn run(args: &Args) -> Outcome {
    if let Some(threads) = args.threads {
        rayon::ThreadPoolBuilder::new().num_threads(threads.into()).build_global()?;
    }
    let front = Front { lang: terminal::language(args), quiet: args.quiet };
    match &args.command {
        command if command.is_public() => front.public(command),
        Command::Run { data, output, png_scale, paper } => front.run(data, output, (*png_scale, *paper)),
        Command::Check { data, output, rejects } => front.check(data, output, rejects.as_deref()),
        Command::Decide { data, output, write, answers, undo } => {
            let (write, answers, undo, now) = (*write, answers.clone(), undo.clone(), clock::now());
            front.decide(data, output, DecideOptions { write, answers, undo, now })
        }
        Command::Rate { data, output, rules, explain } => {
            front.answer(data, output, *explain, |scope| Request::Rate(rules.options(scope)))
        }
        Command::Split { data, output, tier, trader_as_origin, explain } => {
            let of = |scope| SplitOptions { scope, tier: tier.clone(), trader_as_origin: *trader_as_origin };
            front.answer(data, output, *explain, |scope| Request::Split(of(scope)))
        }
        Command::Gap { data, output, rules, explain } => {
            let asked = rules.options()?;
            front.answer(data, output, *explain, |scope| Request::Gap(GapOptions { scope, ..asked.clone() }))
        }
        Command::Risk { bare, rules, output, .. } if bare.edges.is_some() => front.bare(bare, rules, output),
        Command::Risk { data, look, bare, rules, detail, stress, output } => {
            front.risk((data.as_deref(), look), bare, (rules, detail, stress), output)
        }
        Command::Catalogue { data, output, tier, trader_as_origin } => {
            let of = |scope| CatalogueOptions { scope, tier: tier.clone(), trader_as_origin: *trader_as_origin };
            front.answer(data, output, false, |scope| Request::Catalogue(of(scope)))
        }
        Command::County { data, output, tier, trader_as_origin, outlines } => {
            let (tier, trader_as_origin, boundaries) = (tier.clone(), *trader_as_origin, outlines.read()?);
            let asked = CountyOptions { tier, trader_as_origin, boundaries, ..CountyOptions::default() };
            front.answer(data, output, false, |scope| Request::County(CountyOptions { scope, ..asked.clone() }))
        }
        Command::Innovation { data, output, tier, trader_as_origin } => {
            let of = |scope| InnovationOptions { scope, tier: tier.clone(), trader_as_origin: *trader_as_origin };
            front.answer(data, output, false, |scope| Request::Innovation(of(scope)))
        }
        Command::Development { data, output, tier, trader_as_origin } => {
            let of = |scope| DevelopmentOptions { scope, tier: tier.clone(), trader_as_origin: *trader_as_origin };
            front.answer(data, output, false, |scope| Request::Development(of(scope)))
        }
        Command::Target { data, output, hunt, order } => {
            let asked = hunt.options(order.options()?)?;
            front.answer(data, output, false, |scope| Request::Target(TargetOptions { scope, ..asked.clone() }))
        }
        Command::Roadmap { data, output, tier, trader_as_origin, origins } => {
            let (tier, trader_as_origin, origins) = (tier.clone(), *trader_as_origin, origins.clone());
            let asked = RoadmapOptions { tier, trader_as_origin, origins, ..RoadmapOptions::default() };
            front.answer(data, output, false, |scope| Request::Roadmap(RoadmapOptions { scope, ..asked.clone() }))
        }
        Command::Match { data, rules, output } => front.matching(data, rules, output),
        Command::Plan { data, portfolio, output } => front.plan_projects(data, portfolio, output),
        Command::Whatif { data, build, output } => front.whatif(data, build, output),
        Command::Capability { data, output, rules } => {
            let asked = rules.options()?;
            front.answer(data, output, false, |scope| Request::Capability(CapabilityOptions { scope, ..asked.clone() }))
        }
        Command::Explain { data, figures, output, arms_length, trader_as_origin, min_link, coverage_threshold } => {
            let (min_link, coverage_threshold) = (min_link.map(|wan| wan * 1e4), *coverage_threshold);
            let (arms_length, trader_as_origin) = (*arms_length, *trader_as_origin);
            let sums =
                RateOptions { arms_length, min_link, coverage_threshold, trader_as_origin, ..RateOptions::default() };
            front.explain(data, output, &sums, figures)
        }
        Command::Ego { data, firm, suppliers, customers, reach, output } => {
            let (suppliers, customers, reach) = (*suppliers, *customers, (*reach).into());
            let request = |scope| Request::Ego(EgoOptions { scope, firm: firm.clone(), suppliers, customers, reach });
            front.answer_in(data, output, request)
        }
        Command::Map { data, draw } => front.map(data, draw),
        Command::Export { data, to, format, projection } => front.export(data, to, *format, (*projection).into()),
        Command::Import { import, output } => front.import(import, output),
        Command::Library { command } => front.library(command),
        Command::Template { output } => front.template(output),
        Command::Chain { command } => front.chain(command),
    }
}

/// The data as the user named them; other options would ask other questions.
fn named(data: &Data) -> String {
    decide_words::data(&data.path.display().to_string(), data.look.focus.as_deref(), data.look.chain().as_deref())
}

pub(super) struct Front {
    pub(super) lang: Lang,
    pub(super) quiet: bool,
}

impl Front {
    fn style(&self, output: &Output) -> Style {
        // A table for the eyes is cut; what goes to a file is whole unless asked otherwise.
        let usual = if output.output.is_none() { SCREEN_ROWS } else { 0 };
        let rows = Some(output.rows.unwrap_or(usual)).filter(|rows| *rows > 0);
        Style { lang: self.lang, width: terminal::width(), colour: terminal::colour(), rows }
    }

    /// The session lives as long as the process, and the system takes memory back faster than a list of lines can.
    pub(super) fn open(&self, data: &Data) -> Result<ManuallyDrop<Session>, Box<dyn std::error::Error>> {
        if data.look.chains.len() > 1 {
            return Err(document::one_chain(self.lang).into());
        }
        Ok(self.open_with(data, &data.look.chains)?)
    }

    /// As [`Front::open`], with the templates of these chains.
    pub(super) fn open_with(&self, data: &Data, chains: &[String]) -> Result<ManuallyDrop<Session>, Error> {
        let bar = terminal::progress(document::reading(self.lang), self.quiet);
        let policy = Policy { deny: data.look.deny.clone(), allow: data.look.allow.clone() };
        let options = app::session::read_options(&data.look.focus, chains);
        let session = match data.look.at {
            None => Session::open(&data.path, &options, &policy),
            Some(revision) => Session::open_at(&data.path, revision, &options, &policy),
        };
        bar.finish_and_clear();
        let session = session?;
        self.summarise(&session, &data.path);
        Ok(ManuallyDrop::new(session))
    }

    /// The line that is always printed: rows and issues.
    fn summarise(&self, session: &Session, path: &Path) {
        if self.quiet {
            return;
        }
        let view = session.view();
        let count = |severity| session.issues.iter().filter(|issue| issue.severity == severity).count();
        let issues = [Severity::Note, Severity::Warning, Severity::Error].map(count);
        let rows = [view.rows_read, view.rows_used, view.rows_set_aside];
        terminal::print_note(&document::balance(rows, issues, self.lang));
        if issues[1] + issues[2] > 0 {
            terminal::print_note(&document::more_issues(&path.display().to_string(), self.lang));
        }
        if let Some(remark) = session.remark() {
            terminal::print_note(&match remark {
                Remark::NoPurchases => document::no_purchases(self.lang).to_owned(),
                Remark::NoLocalBuyer(focus) => document::no_local_buyer(&focus, self.lang),
                Remark::NoFocus => document::no_focus(self.lang).to_owned(),
            });
        }
    }

    fn run(&self, data: &Data, output: &Path, (png_scale, paper): (f32, Option<Paper>)) -> Outcome {
        probe_folder(output)?;
        let session = self.open(data)?;
        self.mention_questions(&session, data);
        let bar = terminal::progress(document::computing(self.lang), self.quiet);
        let year = data.look.year.map(Year);
        let options = RunOptions { chain: data.look.chain(), year, lang: self.lang, png_scale, paper };
        let files = run_all(&session, &options);
        bar.finish_and_clear();
        let files = files?;
        let count = files.len() + 1;
        write_folder(output, files)?;
        if !self.quiet {
            terminal::print_note(&document::wrote(count, &output.display().to_string(), self.lang));
        }
        Ok(())
    }

    fn check(&self, data: &Data, output: &Output, rejects_file: Option<&Path>) -> Outcome {
        let format = self.format_of(output)?;
        let session = self.open(data)?;
        self.mention_questions(&session, data);
        if let Some(file) = rejects_file {
            write_file(file, &rejects(&session)?)?;
        }
        let bytes = match format {
            Format::Json => app::session::check_json(&session, self.lang),
            Format::Csv => check_csv(&session, self.lang),
            format => self.render(&[issues_report(&session, format != Format::Table, self.lang)], format, output)?,
        };
        self.deliver(output, &bytes)
    }

    /// One line about names that may be one firm, when there are any.
    fn mention_questions(&self, session: &Session, data: &Data) {
        if !self.quiet && !session.questions.is_empty() {
            terminal::print_note(&decide_words::open(session.questions.len(), &named(data), self.lang));
        }
        // A product may be asked of by several questions.
        let texts = session.product_questions.iter().map(|question| &question.text).collect::<BTreeSet<_>>().len();
        if !self.quiet && texts > 0 {
            terminal::print_note(&naming::open(texts, &named(data), self.lang));
        }
    }

    /// Firms to be excluded that the data do not have: a misspelt name leaves its firm on the list.
    fn mention_unmatched(&self, answer: &Answer) {
        let Answer::Target(target) = answer else { return };
        let note = target_words::unknown_exclusions(&target.unknown_exclusions, self.lang);
        if let Some(note) = note.filter(|_| !self.quiet) {
            terminal::print_note(&note);
        }
    }

    fn decide(&self, data: &Data, output: &Output, mut options: DecideOptions) -> Outcome {
        let toml = output.output.as_deref().filter(|file| ending(file).eq_ignore_ascii_case("toml"));
        let format = if toml.is_some() { Format::default() } else { self.format_of(output)? };
        let session = self.open(data)?;
        options.write |= toml.is_some();
        if options.changes() {
            let changed = decide(&session, &data.path, toml, &options)?;
            if !self.quiet {
                let file = toml.map_or_else(|| app::decide::file(&data.path), Path::to_owned).display().to_string();
                let line = decide_words::changed(&file, changed.added, changed.answered, changed.forgotten, self.lang);
                terminal::print_note(&line);
            }
            return Ok(());
        }
        let bytes = match format {
            Format::Json => app::decide::questions_json(&session),
            format => {
                self.render(&[app::decide::questions_report(&session, &named(data), self.lang)], format, output)?
            }
        };
        self.deliver(output, &bytes)
    }

    fn explain(&self, data: &Data, output: &Output, question: &RateOptions, figures: &[String]) -> Outcome {
        self.answer(data, output, false, |scope| {
            let question = RateOptions { scope, ..question.clone() };
            Request::Explain(ExplainOptions { question, figures: Figures::Keys(figures.to_vec()) })
        })
    }

    pub(super) fn answer(
        &self,
        data: &Data,
        output: &Output,
        explain: bool,
        request: impl Fn(crate::analysis::scope::Scope) -> Request,
    ) -> Outcome {
        let format = self.format_of(output)?;
        let session = self.open(data)?;
        let request = request(session.scope(data.look.chain(), data.look.year.map(Year)));
        let answer = session.answer(&request)?;
        self.mention_unmatched(&answer);
        let evidence = request.evidence().filter(|_| explain).map(|evidence| session.answer(&evidence)).transpose()?;
        let bytes = match format {
            Format::Json => session.json(&request, &answer, evidence.as_ref(), self.lang),
            format => {
                let answers = std::iter::once(&answer).chain(&evidence);
                let reports: Vec<Report> = answers.map(|answer| session.report(answer, self.lang)).collect();
                self.render(&reports, format, output)?
            }
        };
        self.deliver(output, &bytes)
    }

    fn export(
        &self,
        data: &Data,
        to: &Path,
        format: Option<GraphFormat>,
        projection: crate::analysis::Projection,
    ) -> Outcome {
        let extension = ending(to);
        let format = match format {
            Some(format) => format,
            None => {
                let known = "graphml, gexf, dot, json, csv";
                let unknown = |_| Usage(fault::unknown_ending(&extension, known, self.lang));
                extension.parse::<GraphFormat>().map_err(unknown)?
            }
        };
        let session = self.open(data)?;
        let scope = session.scope(data.look.chain(), data.look.year.map(Year));
        let focus = scope.focus;
        let Answer::Network(network) = session.answer(&Request::Network(NetworkOptions { scope, projection }))? else {
            return Ok(());
        };
        let title = session.dataset().about.title.as_deref().unwrap_or_default();
        let document = crate::report::graph::document(&network, title, focus);
        for (suffix, bytes) in render::graph::render(&document, format) {
            write_file(&beside(to, suffix), &bytes)?;
        }
        Ok(())
    }

    fn template(&self, output: &Path) -> Outcome {
        let ending = ending(output);
        if !ending.eq_ignore_ascii_case("xlsx") {
            return Err(Usage(fault::unknown_ending(&ending, "xlsx", self.lang)).into());
        }
        Ok(write_file(output, &app::run::template()?)?)
    }

    fn chain(&self, command: &ChainCommand) -> Outcome {
        let (report, json, output) = match command {
            ChainCommand::List { output } => (app::run::chain_list(self.lang), app::run::chain_list_json(), output),
            ChainCommand::Show { name, output } => {
                (app::run::chain_show(name, self.lang)?, app::run::chain_show_json(name)?, output)
            }
        };
        let bytes = match self.format_of(output)? {
            Format::Json => json,
            format => self.render(&[report], format, output)?,
        };
        self.deliver(output, &bytes)
    }

    pub(super) fn render(&self, reports: &[Report], format: Format, output: &Output) -> Result<Vec<u8>, Error> {
        let pictures = if format == Format::Html { drawn(reports)? } else { Pictures::new() };
        Ok(render::render_all(reports, &pictures, format, &self.style(output))?)
    }

    /// The format asked for, else the one of the file's ending, else a table; a workbook is nothing for the screen.
    pub(super) fn format_of(&self, output: &Output) -> Result<Format, Usage> {
        let ending = output.output.as_deref().map(ending).unwrap_or_default();
        let format = match output.format {
            Some(format) => format,
            None if matches!(ending.as_str(), "" | "txt") => Format::default(),
            None => {
                let known = "txt, json, csv, xlsx, md, html";
                Format::from_extension(&ending)
                    .ok_or_else(|| Usage(fault::unknown_ending(&ending, known, self.lang)))?
            }
        };
        if format == Format::Xlsx && output.output.is_none() && terminal::is_screen() {
            return Err(Usage(document::not_for_screen(self.lang).to_owned()));
        }
        Ok(format)
    }

    pub(super) fn deliver(&self, output: &Output, bytes: &[u8]) -> Outcome {
        match &output.output {
            Some(file) => Ok(write_file(file, bytes)?),
            None => Ok(terminal::print_data(bytes)?),
        }
    }
}

/// The pictures of reports, for a page.
fn drawn<'a>(reports: impl IntoIterator<Item = &'a Report>) -> Result<Pictures, Error> {
    let draw = |figure: &Figure| Ok((figure.key().to_owned(), render::figure::svg(figure)?));
    reports.into_iter().flat_map(figures).map(draw).collect()
}

pub(super) fn ending(file: &Path) -> String {
    file.extension().map(|ending| ending.to_string_lossy().into_owned()).unwrap_or_default()
}

/// `graph.csv` and the suffix `-nodes` give `graph-nodes.csv`.
fn beside(file: &Path, suffix: &str) -> PathBuf {
    if suffix.is_empty() {
        return file.to_owned();
    }
    let stem = file.file_stem().unwrap_or_default().to_string_lossy();
    let extension = file.extension().map(|extension| format!(".{}", extension.to_string_lossy())).unwrap_or_default();
    file.with_file_name(format!("{stem}{suffix}{extension}"))
}
