//! `match`, and answers that may be a folder: one file of a format, or tables, pictures and for `match` the meeting workbook.

use super::args::{Data, MatchRules, Output};
use super::command::{Front, Outcome, ending};
use super::terminal;
use crate::analysis::scope::Scope;
use crate::analysis::{MatchOptions, Request};
use crate::app::output::{probe_folder, write_folder};
use crate::app::{self, run};
use crate::model::Year;
use crate::report::words::document;
use std::path::Path;

impl Front {
    pub(super) fn matching(&self, data: &Data, rules: &MatchRules, output: &Output) -> Outcome {
        let options = MatchOptions {
            tier: rules.tier.clone(),
            trader_as_origin: rules.trader_as_origin,
            share_cap: rules.share_cap,
            lot: rules.lot.map(|wan| wan * 1e4),
            preferences: rules.preferences.as_deref().map(app::plan::preferences).transpose()?.unwrap_or_default(),
            ..MatchOptions::default()
        };
        self.answer_in(data, output, |scope| Request::Match(MatchOptions { scope, ..options.clone() }))
    }

    /// Answers in one file, or in a folder where the name has no ending.
    pub(super) fn answer_in(&self, data: &Data, output: &Output, request: impl Fn(Scope) -> Request) -> Outcome {
        let folder = output.output.as_deref().filter(|file| ending(file).is_empty() && output.format.is_none());
        match folder {
            Some(folder) => self.folder(data, folder, request),
            None => self.answer(data, output, false, request),
        }
    }

    fn folder(&self, data: &Data, folder: &Path, request: impl Fn(Scope) -> Request) -> Outcome {
        probe_folder(folder)?;
        let session = self.open(data)?;
        let request = request(session.scope(data.look.chain(), data.look.year.map(Year)));
        let files = run::question_files(&session, &request, &session.answer(&request)?, self.lang)?;
        let count = files.len() + 1;
        write_folder(folder, files)?;
        if !self.quiet {
            terminal::print_note(&document::wrote_tables(count, &folder.display().to_string(), self.lang));
        }
        Ok(())
    }
}
