//! What do the panoramas of the example data look like? `cargo run --release --example draw_gallery` draws `graphs/gallery/` again;
//! `tests/docs.rs` fails while the first picture differs from what is drawn now.

use liantu::analysis::{GapOptions, PanoramaOptions, Request};
use liantu::app::{Session, run::figures, session::Policy};
use liantu::ingest::ReadOptions;
use liantu::render::figure::{png, svg};
use liantu::report::words::Lang;
use std::{error::Error, fs, path::Path};

/// Where the pictures lie.
pub(crate) const FOLDER: &str = "graphs/gallery";

/// File names and chains, the picture of the README first.
pub(crate) const CHAINS: [(&str, &str); 3] =
    [("panorama-bearing", "轴承"), ("panorama-auto-parts", "汽车零部件"), ("panorama-green-food", "绿色食品")];

/// Pixels of the png for each unit of the svg, so that the README's picture stays below 600 kB.
const SCALE: f32 = 1.5;

/// Opens the example data set.
pub(crate) fn open() -> Result<Session, Box<dyn Error>> {
    Ok(Session::open(Path::new("examples/suzhou"), &ReadOptions::default(), &Policy::default())?)
}

/// The panorama of one chain as svg and, when asked for, as png (else empty).
pub(crate) fn draw(session: &Session, chain: &str, with_png: bool) -> Result<(String, Vec<u8>), Box<dyn Error>> {
    let scope = session.scope(Some(chain.to_owned()), None);
    let gap = GapOptions { scope, ..GapOptions::default() };
    let answer = session.answer(&Request::Panorama(PanoramaOptions { gap, ..PanoramaOptions::default() }))?;
    let report = session.report(&answer, Lang::Zh);
    let figure = figures(&report).next().expect("a chain of the example data has a panorama");
    let drawn = svg(figure)?;
    let bytes = if with_png { png(&drawn, SCALE)? } else { Vec::new() };
    Ok((drawn, bytes))
}

fn main() -> Result<(), Box<dyn Error>> {
    let session = open()?;
    fs::create_dir_all(FOLDER)?;
    for (at, (name, chain)) in CHAINS.into_iter().enumerate() {
        let (svg, png) = draw(&session, chain, at == 0)?;
        fs::write(format!("{FOLDER}/{name}.svg"), svg)?;
        if !png.is_empty() {
            fs::write(format!("{FOLDER}/{name}.png"), png)?;
        }
    }
    Ok(())
}
