//! `--public`: what may leave the office, of the questions that have such an edition.

use super::args::{Command, Data, Draw, Output};
use super::command::{Front, Outcome, Usage, ending};
use crate::analysis::scope::Scope;
use crate::analysis::{GapOptions, RateOptions};
use crate::app;
use crate::app::map::pictures;
use crate::app::output::{probe_folder, write_file, write_folder};
use crate::app::public::{Edition, PublicPart, edition, page};
use crate::app::run::RunOptions;
use crate::model::Year;
use crate::render::Format;
use crate::report::words::{document, public as words};
use std::path::Path;

impl Front {
    /// Runs a command that was given `--public`.
    pub(super) fn public(&self, command: &Command) -> Outcome {
        match command {
            Command::Run { data, output, png_scale } => self.public_run(data, output, *png_scale),
            Command::Map { data, draw } => self.public_map(data, draw),
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

    fn edition(&self, data: &Data) -> Result<Edition, app::Error> {
        let session = self.open(data)?;
        edition(&session, data.look.chain.clone(), data.look.year.map(Year), self.lang)
    }

    fn public_run(&self, data: &Data, output: &Path, png_scale: f32) -> Outcome {
        probe_folder(output)?;
        let options = RunOptions { lang: self.lang, png_scale, ..RunOptions::default() };
        let files = self.edition(data)?.files(&options)?;
        let count = files.len() + 1;
        write_folder(output, files)?;
        self.note(&document::wrote(count, &output.display().to_string(), self.lang));
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

    fn public_map(&self, data: &Data, draw: &Draw) -> Outcome {
        self.require_usual(draw.tier.is_none() && draw.reference.is_none())?;
        let edition = self.edition(data)?;
        let report = edition.maps(&draw.kinds).ok_or_else(|| Usage(words::no_edition(self.lang).to_owned()))?;
        let mut kept = draw.positions.as_deref().map(app::map::positions).transpose()?.unwrap_or_default();
        self.write_maps(draw, &[report], &mut kept, |reports, kept| page(reports, kept, self.lang))?;
        Ok(())
    }

    fn require_usual(&self, is_usual: bool) -> Result<(), Usage> {
        if is_usual { Ok(()) } else { Err(Usage(words::fixed_rules(self.lang).to_owned())) }
    }
}
