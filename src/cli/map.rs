//! `map`: pictures of the kinds asked for.

use super::args::{Data, Draw};
use super::command::{Front, Outcome, ending};
use crate::analysis::GapOptions;
use crate::app;
use crate::app::map::MapOptions;
use crate::app::output::{probe_folder, write_file, write_folder};
use crate::model::Year;
use crate::report::words::document;

impl Front {
    pub(super) fn map(&self, data: &Data, draw: &Draw) -> Outcome {
        let session = self.open(data)?;
        let scope = session.scope(data.look.chain.clone(), data.look.year.map(Year));
        let mut kinds = draw.kinds.clone();
        let mut seen = std::collections::BTreeSet::new();
        kinds.retain(|kind| seen.insert(kind.as_str()));
        let options = MapOptions {
            kinds,
            gap: GapOptions { scope, tier: draw.tier.clone(), reference: draw.reference, ..GapOptions::default() },
            lang: self.lang,
            png_scale: draw.png_scale,
            public: data.look.public,
        };
        let mut kept = draw.positions.as_deref().map(app::map::positions).transpose()?.unwrap_or_default();
        let reports = app::map::reports(&session, &options)?;
        let no_map = || document::no_chain(self.lang);
        match ending(&draw.output).to_ascii_lowercase().as_str() {
            "html" => {
                let page = app::map::page(&session, &reports, &mut kept, &options)?.ok_or_else(no_map)?;
                write_file(&draw.output, page.as_bytes())?;
            }
            single @ ("svg" | "png") => {
                let mut files = app::map::pictures(&reports, &[single], &mut kept, &options)?;
                let (_, bytes) = files.pop_first().ok_or_else(no_map)?;
                if !files.is_empty() {
                    return Err(document::several_chains(self.lang).into());
                }
                write_file(&draw.output, &bytes)?;
            }
            _ => {
                let files = app::map::pictures(&reports, &["svg", "png"], &mut kept, &options)?;
                if files.is_empty() {
                    return Err(no_map().into());
                }
                probe_folder(&draw.output)?;
                write_folder(&draw.output, files)?;
            }
        }
        draw.positions.as_deref().map_or(Ok(()), |path| Ok(write_file(path, &kept.bytes())?))
    }
}
