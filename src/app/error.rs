//! The union of what can stop a use case.

use crate::analysis;
use crate::analysis::risk::scenario::ScenarioFault;
use crate::ingest;
use crate::issue::Code;
use crate::report::words::fault::Wanted;
use crate::report::words::{Lang, bare, decide, fault, issue};

/// Why a use case stopped.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// The data cannot be read.
    #[error(transparent)]
    Ingest(#[from] ingest::Error),
    /// The library cannot be opened or changed.
    #[cfg(feature = "library")]
    #[error(transparent)]
    Library(#[from] crate::library::Error),
    /// The question cannot be answered.
    #[error(transparent)]
    Analysis(#[from] analysis::Error),
    /// The report cannot be written in this format.
    #[error(transparent)]
    Render(#[from] crate::render::Error),
    /// Outlines of places cannot be used.
    #[error(transparent)]
    Geo(#[from] ingest::geo::GeoError),
    /// A picture cannot be drawn.
    #[cfg(feature = "figures")]
    #[error(transparent)]
    Figure(#[from] crate::render::figure::FigureError),
    /// The blank workbook cannot be built.
    #[cfg(feature = "excel")]
    #[error(transparent)]
    Template(#[from] crate::ingest::template::TemplateError),
    /// An output cannot be written; nothing of it was.
    #[error("cannot write `{path}`: {cause}")]
    Write {
        /// Where.
        path: String,
        /// Why.
        cause: std::io::Error,
    },
    /// A file of positions that is none.
    #[error("`{path}` holds no positions of maps; hint: delete it, or name another file")]
    Positions {
        /// Where.
        path: String,
    },
    /// An issue of a denied kind occurred.
    #[error("{count} issue(s) of the denied kind `{code}`, the first at {first}")]
    Denied {
        /// The kind.
        code: Code,
        /// How many.
        count: usize,
        /// Where the first one is.
        first: String,
    },
    /// A name that no chain template has.
    #[error("no chain template `{name}`; there are: {known}")]
    UnknownTemplate {
        /// What was asked for.
        name: String,
        /// What there is.
        known: String,
    },
    /// An id that no question, or more than one, has.
    #[error("{} question has the id `{id}`; hint: `liantu decide DATA` lists the open ones", if *several { "more than one" } else { "no" })]
    UnknownQuestion {
        /// What was asked for.
        id: String,
        /// Whether several begin so.
        several: bool,
    },
    /// The text of a scenario in a file is not understood.
    #[error("`{place}`: {fault}")]
    Scenario {
        /// File and row.
        place: String,
        /// What is wrong.
        fault: ScenarioFault,
    },
    /// Something that this build left out.
    #[error("this build has no {0}; build with the default features")]
    NotBuilt(&'static str),
}

impl Error {
    /// The error in the language, its remedy behind `; hint:` where there is one.
    pub fn worded(&self, lang: Lang) -> String {
        if lang == Lang::En {
            return self.to_string();
        }
        match self {
            Error::Ingest(error) => reading(error),
            #[cfg(feature = "library")]
            Error::Library(error) => library(error),
            Error::Analysis(analysis::Error::UnknownChain { name, known }) => fault::unknown_chain(name, known),
            Error::Analysis(analysis::Error::UnknownProduct { name }) => fault::unknown_product(name),
            Error::Analysis(analysis::Error::UnknownName { kind, name, nearest }) => {
                fault::unknown_name(*kind, name, nearest)
            }
            Error::Analysis(analysis::Error::AmbiguousName { kind, name, candidates }) => {
                fault::ambiguous_name(*kind, name, candidates)
            }
            Error::Analysis(analysis::Error::NoCentre { name }) => fault::no_centre(name),
            Error::Analysis(analysis::Error::BlockInside { place }) => fault::block_inside(place),
            Error::Analysis(analysis::Error::NoFlow { supplier, buyer, product, year }) => {
                fault::no_flow(supplier, buyer, product.as_deref(), *year)
            }
            Error::Analysis(analysis::Error::IncompleteMeasure { place, what }) => {
                fault::incomplete_measure(place, what)
            }
            Error::Analysis(analysis::Error::NoOutlines { file, wanted }) => {
                fault::no_outlines(file, &wanted.code.to_string(), &wanted.name)
            }
            Error::Geo(error) => geo(error),
            Error::Analysis(analysis::Error::OutsideFocus { county, focus }) => fault::outside_focus(county, focus),
            Error::Analysis(analysis::Error::UnknownYear { year, known }) => fault::unknown_year(*year, known),
            Error::Analysis(analysis::Error::UnknownFigure { key, nearest }) => fault::unknown_figure(key, nearest),
            Error::Analysis(analysis::Error::AmbiguousFigure { key, count, candidates }) => {
                fault::ambiguous_figure(key, *count, candidates)
            }
            Error::Analysis(analysis::Error::UnknownCriterion { key, known }) => fault::unknown_criterion(key, known),
            Error::Analysis(analysis::Error::BadCriterion { key, number }) => fault::bad_criterion(key, number),
            Error::Analysis(analysis::Error::NoWeight { known }) => fault::no_weight(known),
            #[cfg(feature = "figures")]
            Error::Figure(error) => fault::picture(&error.to_string()),
            Error::Positions { path } => fault::no_positions(path),
            Error::Write { path, cause } => fault::unwritable(path, &cause.to_string()),
            Error::Denied { code, count, first } => {
                fault::denied(*count, code.as_str(), issue::title(*code, lang), first)
            }
            Error::UnknownTemplate { name, known } => fault::unknown_template(name, known),
            Error::UnknownQuestion { id, several } => decide::unknown_question(id, *several),
            Error::Scenario { place, fault } => fault::at(place, &fault::scenario(fault, lang)),
            Error::NotBuilt(what) => fault::not_built(what),
            other => other.to_string(),
        }
    }
}

fn reading(error: &ingest::Error) -> String {
    match error {
        ingest::Error::Unreadable { path, cause } => {
            fault::unreadable(path, cause.split("; hint:").next().unwrap_or(cause))
        }
        ingest::Error::NoTables { path } => fault::no_tables(path),
        ingest::Error::NotUnderstood { path, sheets } => {
            let sheets: Vec<String> = sheets.iter().map(|sheet| issue::message(sheet, Lang::Zh)).collect();
            fault::not_understood(path, &sheets.join("；"))
        }
        ingest::Error::Text(error) => text(error),
        #[cfg(feature = "excel")]
        ingest::Error::Workbook(error) => workbook(error),
        #[cfg(feature = "parquet")]
        ingest::Error::Parquet(error) => parquet(error),
        ingest::Error::Table(ingest::table::TableError::MissingColumn { place, columns, remedies }) => {
            fault::missing_column(&place.to_string(), columns, remedies)
        }
        ingest::Error::Form(error) => form(error),
        ingest::Error::Bare(error) => bare_network(error),
        ingest::Error::Decisions { path, cause } => decisions(path, cause),
        ingest::Error::UnknownFocus { text, candidates } => fault::unknown_focus(text, candidates),
        ingest::Error::Unbalanced { file, sheet, read, used, set_aside } => {
            fault::unbalanced(&format!("{file} › {sheet}"), *read, *used, *set_aside)
        }
    }
}

fn geo(error: &ingest::geo::GeoError) -> String {
    use ingest::geo::GeoError;
    match error {
        GeoError::Unreadable { path, cause } => fault::unreadable(path, cause),
        GeoError::TooLarge { path, what } => fault::large_outlines(path, what),
        GeoError::NotGeoJson { path, .. } => fault::no_geojson(path),
        GeoError::Projected { path } => fault::projected(path),
        GeoError::NoNumber { path } => fault::no_map_number(path),
        GeoError::BadNumber { text } => fault::bad_map_number(text),
    }
}

fn form(error: &ingest::form::FormError) -> String {
    use ingest::form::FormError;
    match error {
        FormError::NoRows { path, form, headings } => fault::no_entries(path, form, headings),
        FormError::UnknownHeading { place, heading, headings } => fault::unknown_heading(place, heading, headings),
        FormError::Blank { place, heading } => fault::blank_cell(place, heading),
        FormError::BadCell { place, text, heading } => fault::bad_cell(place, text, heading),
        FormError::Toml { path, form, fault } => fault::bad_form(path, &toml_form(form, fault)),
    }
}

fn toml_form(form: &str, error: &ingest::form::TomlFault) -> String {
    use ingest::form::TomlFault as Fault;
    match error {
        Fault::NotUtf8 => fault::form_not_utf8(),
        Fault::Syntax { line, .. } => fault::form_syntax(*line),
        Fault::UnknownSection(key) => fault::form_section(form, key),
        Fault::NoEntries => fault::form_no_list(form),
        Fault::UnknownKey { key, keys } => fault::form_key(form, key, keys),
        Fault::Twice { key, number } => fault::form_twice(form, key, *number),
        Fault::BadValue { key, number } => fault::form_value(form, key, *number),
    }
}

fn bare_network(error: &ingest::bare::BareError) -> String {
    use ingest::bare::{BareError, Fault, FaultKind};
    match error {
        BareError::NoRows { path } => bare::no_rows(path),
        BareError::TwoColumns { place, heading } => bare::two_columns(&place.to_string(), heading),
        BareError::TwoUnits { first, second } => bare::two_units(first, second),
        BareError::UnknownWeight { path, name, known } => bare::unknown_weight(path, name, known),
        BareError::Faults { faults, more } => {
            let told = |fault: &Fault| {
                let first = if let FaultKind::Repeated(first) = fault.kind { Some(first) } else { None };
                bare::fault(fault.kind.as_str(), &fault.place.to_string(), &fault.text, first)
            };
            let told: Vec<String> = faults.iter().map(told).collect();
            bare::faults(&told, *more, faults.first().map_or("", |fault| fault.kind.as_str()))
        }
    }
}

fn decisions(path: &str, cause: &ingest::decisions::Error) -> String {
    use ingest::decisions::Fault;
    let what = match &cause.fault {
        Fault::Syntax(message) => fault::not_toml(message),
        Fault::Version(found) => fault::decisions_version(*found, ingest::decisions::VERSION),
        Fault::RepeatedId(id) => fault::repeated_id(id),
        Fault::BadId(id) => fault::bad_id(id),
        Fault::Empty => fault::EMPTY_TEXT.to_owned(),
        Fault::BadCode(code) => fault::bad_code(code),
        Fault::BadPlace(place) => fault::bad_place(place),
        Fault::BadSimilarity => fault::BAD_SIMILARITY.to_owned(),
    };
    fault::decisions(path, cause.line, cause.column, &what)
}

#[cfg(feature = "library")]
fn library(error: &crate::library::Error) -> String {
    use crate::library::Error;
    match error {
        Error::NotALibrary { path, what } => fault::not_a_library(path, what),
        Error::IsALibrary { path } => fault::is_a_library(path),
        Error::Newer { path, found, known } => fault::newer_library(path, *found, *known),
        Error::Damaged { path, .. } => fault::damaged_library(path),
        Error::Busy { path } => fault::busy_library(path),
        Error::Interrupted { path } => fault::interrupted_library(path),
        Error::Outdated { path } => fault::outdated_library(path),
        Error::Empty { path } => fault::empty_library(path),
        Error::UnknownRevision { path, revision, last } => fault::unknown_revision(path, *revision, *last),
        Error::NotUndoable { path, revision } => fault::not_undoable(path, *revision),
        Error::Changed { file } => fault::changed_meanwhile(file),
        Error::BadName { name } => fault::bad_name(name),
        Error::Unreadable { path, cause } => fault::unreadable(path, cause),
        Error::Unwritable { path, cause } => fault::unwritable(path, cause),
    }
}

fn text(error: &ingest::csv::TextError) -> String {
    use ingest::csv::TextError;
    match error {
        TextError::NotText { path, what } => {
            fault::not_a(Wanted::Text, path, what, "give it its own ending, or save it as csv")
        }
    }
}

#[cfg(feature = "excel")]
fn workbook(error: &ingest::workbook::WorkbookError) -> String {
    use ingest::workbook::WorkbookError;
    match error {
        WorkbookError::Unreadable { path, cause } => fault::unreadable(path, cause),
        WorkbookError::NotAWorkbook { path, what, remedy } => fault::not_a(Wanted::Workbook, path, what, remedy),
        WorkbookError::Protected { path } => fault::protected(path),
        WorkbookError::Damaged { path, .. } => fault::damaged(path),
        WorkbookError::TooLarge { path, what, remedy } => fault::too_large(path, what, remedy),
    }
}

#[cfg(feature = "parquet")]
fn parquet(error: &ingest::parquet::ParquetError) -> String {
    use ingest::parquet::ParquetError;
    const AGAIN: &str = "save the ledger as csv, which has no limit";
    match error {
        ParquetError::NotParquet { path, what } => {
            fault::not_a(Wanted::Parquet, path, what, "give it its own ending, or save it as csv")
        }
        ParquetError::Unsupported { path, what, remedy } => fault::unsupported(path, what, remedy),
        ParquetError::Damaged { path, .. } => fault::damaged_parquet(path),
        ParquetError::TooLarge { path, what } => fault::too_large(path, what, AGAIN),
    }
}
