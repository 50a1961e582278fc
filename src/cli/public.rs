//! `--public`: what may leave the office, of the questions that have such an edition.

use super::args::{Command, Data, Output};
use super::command::{Front, Outcome, Usage};
use super::terminal;
use crate::analysis::scope::Scope;
use crate::analysis::{GapOptions, RateOptions};
use crate::app::output::{probe_folder, write_folder};
use crate::app::public::{Edition, PublicPart, edition, has_maps};
use crate::app::run::RunOptions;
use crate::model::Year;
use crate::render::Format;
use crate::render::paper::Paper;
use crate::report::words::{document, public as words};
use std::path::Path;

impl Front {
    /// Runs a command that was given `--public`.
    pub(super) fn public(&self, command: &Command) -> Outcome {
        match command {
            Command::Run { data, output, png_scale, paper } => self.public_run(data, output, (*png_scale, *paper)),
            Command::Map { data, draw } => {
                // A county, a leader or a firm by itself is no part of the edition; nor are several chains on one sheet.
                let is_whole = draw.county.is_none() && draw.leader.is_none() && draw.firm.is_none();
                let is_one = data.look.several().is_none();
                self.require_usual(is_whole && is_one && draw.tier.is_none() && draw.reference.is_none())?;
                if !draw.kinds.iter().all(|kind| has_maps(*kind)) {
                    return Err(Usage(words::no_edition(self.lang).to_owned()).into());
                }
                self.map(data, draw)
            }
            Command::Rate { data, output, rules, explain } => {
                let is_usual = !explain && rules.options(Scope::default()) == RateOptions::default();
                self.public_answer(data, output, PublicPart::Rate, is_usual)
            }
            Command::Gap { data, output, rules, explain } => {
                let is_usual = !explain && rules.options()? == GapOptions::default();
                self.public_answer(data, output, PublicPart::Gap, is_usual)
            }
            // Whatever is not known to be safe is not written.
            _ => Err(Usage(words::no_edition(self.lang).to_owned()).into()),
        }
    }

    fn edition(&self, data: &Data) -> Result<Edition, Box<dyn std::error::Error>> {
        let session = self.open(data)?;
        Ok(edition(&session, data.look.chain(), data.look.year.map(Year), self.lang)?)
    }

    fn public_run(&self, data: &Data, output: &Path, (png_scale, paper): (f32, Option<Paper>)) -> Outcome {
        probe_folder(output)?;
        let options = RunOptions { lang: self.lang, png_scale, paper, ..RunOptions::default() };
        let files = self.edition(data)?.files(&options)?;
        let count = files.len() + 1;
        write_folder(output, files)?;
        if !self.quiet {
            terminal::print_note(&document::wrote(count, &output.display().to_string(), self.lang));
        }
        Ok(())
    }

    fn public_answer(&self, data: &Data, output: &Output, part: PublicPart, is_usual: bool) -> Outcome {
        self.require_usual(is_usual)?;
        let format = self.format_of(output)?;
        let edition = self.edition(data)?;
        let bytes = match format {
            Format::Json => edition.json(),
            format => self.render(&edition.part(part), format, output)?,
        };
        self.deliver(output, &bytes)
    }

    fn require_usual(&self, is_usual: bool) -> Result<(), Usage> {
        if is_usual { Ok(()) } else { Err(Usage(words::fixed_rules(self.lang).to_owned())) }
    }
}
