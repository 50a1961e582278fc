//! `map`: pictures of the kinds and in the formats asked for.

use super::args::{Data, Draw, Outlines};
use super::command::{Front, Outcome, Usage, ending};
use super::terminal;
use crate::analysis::{GapOptions, PanoramaOptions};
use crate::app;
use crate::app::map::MapOptions;
use crate::app::output::{Files, probe_folder, write_file, write_folder};
use crate::app::picture::{self, OnPaper, Picture, PictureFormat, Printing};
use crate::model::{Boundaries, Year};
use crate::report::words::{document, fault};
use std::sync::Arc;

/// What a folder gets when nothing else is asked for.
const USUAL: [PictureFormat; 3] = [PictureFormat::Svg, PictureFormat::Png, PictureFormat::Pdf];

/// The page of a folder.
const PAGE: &str = "index.html";

impl Outlines {
    /// The outlines of the file; none where none was named.
    ///
    /// # Errors
    /// When the file cannot be used.
    pub(super) fn read(&self) -> Result<Option<Arc<Boundaries>>, app::Error> {
        self.geo.as_deref().map(|path| app::map::boundaries(path, self.map_number.as_deref())).transpose()
    }
}

impl Front {
    pub(super) fn map(&self, data: &Data, draw: &Draw) -> Outcome {
        let single = self.single(draw)?;
        let session = self.open_with(data, &data.look.several().unwrap_or_else(|| data.look.chains.clone()))?;
        let several = data.look.several();
        let chain = data.look.chain().filter(|_| several.is_none());
        let scope = session.scope(chain, data.look.year.map(Year));
        let mut kinds = draw.kinds.clone();
        let mut seen = std::collections::BTreeSet::new();
        kinds.retain(|kind| seen.insert(kind.as_str()));
        let options = MapOptions {
            kinds,
            gap: GapOptions { scope, tier: draw.tier.clone(), reference: draw.reference, ..GapOptions::default() },
            firm: draw.firm.clone(),
            panorama: PanoramaOptions {
                together: several.is_some(),
                chains: several.unwrap_or_default(),
                county: draw.county.clone(),
                leader: draw.leader.clone(),
                ..PanoramaOptions::default()
            },
            lang: self.lang,
            printing: Printing { paper: draw.paper, png_scale: draw.png_scale, dpi: draw.dpi },
            boundaries: draw.outlines.read()?,
            public: data.look.public,
        };
        let mut kept = draw.positions.as_deref().map(app::map::positions).transpose()?.unwrap_or_default();
        let reports = app::map::reports(&session, &options)?;
        let pictures = app::map::draw(&reports, &mut kept)?;
        if pictures.is_empty() {
            return Err(document::no_chain(self.lang).into());
        }
        let formats = single.map_or_else(|| draw.formats(&USUAL), |format| vec![format]);
        let mut files = match single {
            Some(PictureFormat::Pdf) => self.book(&pictures, &options)?,
            Some(format) if format != PictureFormat::Html && pictures.len() > 1 => {
                return Err(document::several_maps(format.as_str(), self.lang).into());
            }
            _ => self.pictures(&pictures, &formats, &options)?,
        };
        if formats.contains(&PictureFormat::Html) {
            let page = app::map::page(&session, &reports, &pictures, &options)?;
            files.insert(PAGE.to_owned(), page.into_bytes());
        }
        match files.pop_first() {
            Some((_, bytes)) if single.is_some() => write_file(&draw.output, &bytes)?,
            first => {
                files.extend(first);
                probe_folder(&draw.output)?;
                write_folder(&draw.output, files)?;
            }
        }
        draw.positions.as_deref().map_or(Ok(()), |path| Ok(write_file(path, &kept.bytes())?))
    }

    /// The format of a single file; none for a folder.
    fn single(&self, draw: &Draw) -> Result<Option<PictureFormat>, Usage> {
        let single = ending(&draw.output).parse::<PictureFormat>().ok();
        match single {
            Some(format) if !draw.format.iter().all(|asked| *asked == format) => {
                Err(Usage(fault::formats_of_folder(self.lang).to_owned()))
            }
            single => Ok(single),
        }
    }

    fn book(&self, pictures: &[Picture], options: &MapOptions) -> Result<Files, app::Error> {
        let title = match pictures {
            [one] => one.title.clone(),
            _ => document::book(None, self.lang),
        };
        let (bytes, papers) = picture::book(pictures, options.printing.paper, (&title, self.lang))?;
        self.mention_faint(&papers);
        Ok(Files::from([(String::new(), bytes)]))
    }

    fn pictures(
        &self,
        pictures: &[Picture],
        formats: &[PictureFormat],
        options: &MapOptions,
    ) -> Result<Files, app::Error> {
        let (files, papers) = picture::files(pictures, formats, (&options.printing, self.lang))?;
        self.mention_faint(&papers);
        Ok(files)
    }

    /// Maps whose smallest type nobody reads on the paper they are on.
    fn mention_faint(&self, papers: &[OnPaper]) {
        for paper in papers.iter().filter(|paper| !paper.printed.is_legible() && !self.quiet) {
            let size = paper.printed.smallest.unwrap_or_default();
            let sheet = paper.printed.paper.as_str().to_ascii_uppercase();
            terminal::print_note(&document::faint(&paper.title, &sheet, size, self.lang));
        }
    }
}

impl Draw {
    /// Formats of a folder, each once.
    fn formats(&self, usual: &[PictureFormat]) -> Vec<PictureFormat> {
        let mut formats = if self.format.is_empty() { usual.to_vec() } else { self.format.clone() };
        formats.sort_unstable();
        formats.dedup();
        formats
    }
}
