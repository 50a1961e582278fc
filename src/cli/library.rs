//! The library's commands.

use super::args::{LibraryCommand, NewData, Output};
use super::command::{Front, Outcome, ending};
use super::{clock, terminal};
use crate::app::library::{self, ImportOptions};
use crate::app::output::{Files, write_folder};
use crate::render::{self, Format};
use crate::report::Report;
use crate::report::library as report;
use crate::report::library::OutcomeView;
use crate::report::words::{document, library as words};
use std::path::Path;

impl Front {
    pub(super) fn import(&self, import: &NewData, output: &Output) -> Outcome {
        let format = self.format_of(output)?;
        let bar = terminal::progress(document::reading(self.lang), self.quiet);
        let NewData { data, library, name, date } = import;
        let options = ImportOptions { name: name.clone(), as_of: date.clone(), now: clock::now() };
        let outcome = library::import(data, library, &options);
        bar.finish_and_clear();
        self.account(&outcome?, library, format, output)
    }

    pub(super) fn library(&self, command: &LibraryCommand) -> Outcome {
        match command {
            LibraryCommand::Log { library, output } => {
                let format = self.format_of(output)?;
                let log = library::log(library)?;
                self.tell(format, output, report::log(&log, &shown(library), self.lang), || {
                    library::json("library-log", &log)
                })
            }
            LibraryCommand::Diff { library, from, to, output } => {
                let format = self.format_of(output)?;
                let difference = library::difference(library, *from, *to)?;
                self.tell(format, output, report::difference(&difference, &shown(library), self.lang), || {
                    library::json("library-diff", &difference)
                })
            }
            LibraryCommand::Undo { library, import, output } => {
                let format = self.format_of(output)?;
                let outcome = library::undo(library, *import, &clock::now())?;
                self.account(&outcome, library, format, output)
            }
            LibraryCommand::Export { library, at, files, output } => {
                self.export_library(library, *at, files.as_deref(), output)
            }
        }
    }

    /// Tells what an import or undo did.
    fn account(&self, outcome: &OutcomeView, library: &Path, format: Format, output: &Output) -> Outcome {
        if !self.quiet && outcome.revision.is_some() && outcome.action == "import" {
            terminal::print_note(&document::balance(outcome.rows.map(count), outcome.issues.map(count), self.lang));
        }
        self.tell(format, output, report::outcome(outcome, &shown(library), self.lang), || {
            library::json("library-change", outcome)
        })
    }

    fn export_library(&self, library: &Path, at: Option<u32>, files: Option<&Path>, output: &Output) -> Outcome {
        if let Some(folder) = files {
            let originals = library::files(library, at)?;
            let count = originals.len();
            write_folder(folder, originals)?;
            if !self.quiet {
                terminal::print_note(&words::files_written(count, &shown(folder), self.lang));
            }
            if output.output.is_none() && output.format.is_none() {
                return Ok(());
            }
        }
        let (tables, revision) = library::tables(library, at)?;
        let report = report::tables(&tables, &shown(library), revision, self.lang);
        // A name without ending is a folder, as the results of a run are.
        let folder = output.output.as_deref().filter(|file| output.format.is_none() && ending(file).is_empty());
        if let Some(folder) = folder {
            let csv = render::csv::csv_tables(&report).into_iter();
            let files: Files = csv.map(|(key, bytes)| (format!("{key}.csv"), bytes)).collect();
            return Ok(write_folder(folder, files)?);
        }
        let format = self.format_of(output)?;
        self.tell(format, output, report, || library::json("library", &tables))
    }

    fn tell(&self, format: Format, output: &Output, report: Report, json: impl Fn() -> Vec<u8>) -> Outcome {
        let bytes = match format {
            Format::Json => json(),
            format => self.render(&[report], format, output)?,
        };
        self.deliver(output, &bytes)
    }
}

fn shown(path: &Path) -> String {
    path.display().to_string()
}

fn count(count: u64) -> usize {
    usize::try_from(count).unwrap_or(usize::MAX)
}
