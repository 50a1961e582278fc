//! Maps in the formats asked for: a picture each, or all of them bound into one document.

use std::fmt;
use std::str::FromStr;

use rayon::prelude::*;

use crate::app::Error;
use crate::app::output::Files;
use crate::render::figure::{Drawn, pdf};
use crate::render::paper::{Paper, Printed};
use crate::report::words::Lang;

/// A format of pictures.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum PictureFormat {
    /// Lines and text with the font inside.
    Svg,
    /// Pixels.
    Png,
    /// Lines and text on paper.
    Pdf,
    /// One page with all maps and the tables behind them.
    Html,
}

impl PictureFormat {
    /// Every format, in the order of the help text.
    pub const ALL: [PictureFormat; 4] =
        [PictureFormat::Svg, PictureFormat::Png, PictureFormat::Pdf, PictureFormat::Html];

    /// Its name and ending.
    pub const fn as_str(self) -> &'static str {
        match self {
            PictureFormat::Svg => "svg",
            PictureFormat::Png => "png",
            PictureFormat::Pdf => "pdf",
            PictureFormat::Html => "html",
        }
    }
}

impl fmt::Display for PictureFormat {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl FromStr for PictureFormat {
    type Err = String;

    fn from_str(text: &str) -> Result<PictureFormat, String> {
        let name = text.to_ascii_lowercase();
        let known = PictureFormat::ALL.into_iter().find(|format| format.as_str() == name);
        known.ok_or_else(|| format!("`{text}` is no format of pictures; use svg, png, pdf or html"))
    }
}

/// How large pictures become.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Printing {
    /// Sheet of a pdf; the smallest on which all type is read by default.
    pub paper: Option<Paper>,
    /// Pixels of a png for each unit of its svg.
    pub png_scale: f32,
    /// Pixels of a png to the inch of the printed picture, instead.
    pub dpi: Option<f64>,
}

impl Printing {
    fn png(&self, drawn: &Drawn) -> Result<Vec<u8>, Error> {
        Ok(match self.dpi {
            Some(dpi) => drawn.png_on(self.paper, dpi)?,
            None => drawn.png(f64::from(self.png_scale))?,
        })
    }
}

/// A drawn map.
#[derive(Debug, Clone, PartialEq)]
pub struct Picture {
    /// Stem of its files.
    pub key: String,
    /// Title.
    pub title: String,
    /// The drawing.
    pub svg: String,
}

/// A map on paper.
#[derive(Debug, Clone, PartialEq)]
pub struct OnPaper {
    /// Title.
    pub title: String,
    /// Where and how large it is.
    pub printed: Printed,
}

/// Each map in each format but html, and how those on paper came out.
///
/// # Errors
/// When a map has too many pixels.
pub fn files(
    pictures: &[Picture],
    formats: &[PictureFormat],
    (printing, lang): (&Printing, Lang),
) -> Result<(Files, Vec<OnPaper>), Error> {
    let made: Vec<(Files, Option<OnPaper>)> =
        pictures.par_iter().map(|picture| one(picture, formats, (printing, lang))).collect::<Result<_, _>>()?;
    let mut files = Files::new();
    let mut papers = Vec::new();
    for (of, paper) in made {
        files.extend(of);
        papers.extend(paper);
    }
    Ok((files, papers))
}

fn one(
    picture: &Picture,
    formats: &[PictureFormat],
    (printing, lang): (&Printing, Lang),
) -> Result<(Files, Option<OnPaper>), Error> {
    let mut files = Files::new();
    let mut insert = |format: PictureFormat, bytes| files.insert(format!("{}.{format}", picture.key), bytes);
    let mut paper = None;
    if formats.contains(&PictureFormat::Svg) {
        insert(PictureFormat::Svg, picture.svg.clone().into_bytes());
    }
    if formats.iter().any(|format| matches!(format, PictureFormat::Png | PictureFormat::Pdf)) {
        let drawn = Drawn::read(&picture.svg)?;
        if formats.contains(&PictureFormat::Png) {
            insert(PictureFormat::Png, printing.png(&drawn)?);
        }
        if formats.contains(&PictureFormat::Pdf) {
            let page = pdf::Page::new(&picture.title, &drawn, printing.paper)?;
            paper = Some(OnPaper { title: picture.title.clone(), printed: *page.printed() });
            insert(PictureFormat::Pdf, pdf::bind(&[page], &picture.title, lang.tag())?);
        }
    }
    Ok((files, paper))
}

/// All maps in one pdf, a page each, with bookmarks.
///
/// # Errors
/// When a map cannot be put on a page: a fault of the program.
pub fn book(
    pictures: &[Picture],
    paper: Option<Paper>,
    (title, lang): (&str, Lang),
) -> Result<(Vec<u8>, Vec<OnPaper>), Error> {
    let page = |picture: &Picture| Ok(pdf::Page::new(&picture.title, &Drawn::read(&picture.svg)?, paper)?);
    let pages: Vec<pdf::Page> = pictures.par_iter().map(page).collect::<Result<_, Error>>()?;
    let papers = pictures.iter().zip(&pages);
    let papers = papers.map(|(picture, page)| OnPaper { title: picture.title.clone(), printed: *page.printed() });
    let papers = papers.collect();
    Ok((pdf::bind(&pages, title, lang.tag())?, papers))
}
