//! What do the maps of the example data look like? `cargo run --release --example draw_gallery` draws `graphs/gallery/` again;
//! `tests/docs.rs` fails while a picture differs from what is drawn now.

use liantu::analysis::{GapOptions, PanoramaOptions};
use liantu::app::map::{self, MapKind, MapOptions};
use liantu::app::picture::{Picture, Printing};
use liantu::app::{Session, session::Policy};
use liantu::ingest::ReadOptions;
use liantu::render::figure::png;
use liantu::render::figure::positions::Positions;
use liantu::report::words::Lang;
use std::{error::Error, fs, path::Path};

/// Where the pictures lie.
pub(crate) const FOLDER: &str = "graphs/gallery";

/// The picture of the README.
pub(crate) const FIRST: &str = "panorama-bearing";

/// Pixels of its png for each unit of the svg, so that it stays below 600 kB.
const SCALE: f32 = 1.5;

/// Opens the example data set.
pub(crate) fn open() -> Result<Session, Box<dyn Error>> {
    Ok(Session::open(Path::new("examples/suzhou"), &ReadOptions::default(), &Policy::default())?)
}

/// Every kind of map once: those of one chain for the bearings, panoramas for two more.
pub(crate) fn draw(session: &Session) -> Result<Vec<Picture>, Box<dyn Error>> {
    let of_chain = [MapKind::Panorama, MapKind::Tree];
    let of_all = MapKind::ALL.iter().copied().filter(|kind| !of_chain.contains(kind)).collect();
    let mut pictures = maps(session, Some("轴承"), of_chain.to_vec())?;
    for chain in ["汽车零部件", "绿色食品"] {
        pictures.extend(maps(session, Some(chain), vec![MapKind::Panorama])?);
    }
    pictures.extend(maps(session, None, of_all)?);
    Ok(pictures)
}

fn maps(session: &Session, chain: Option<&str>, kinds: Vec<MapKind>) -> Result<Vec<Picture>, Box<dyn Error>> {
    let options = MapOptions {
        kinds,
        gap: GapOptions { scope: session.scope(chain.map(str::to_owned), None), ..GapOptions::default() },
        firm: None,
        panorama: PanoramaOptions::default(),
        lang: Lang::Zh,
        printing: Printing { paper: None, png_scale: SCALE, dpi: None },
        boundaries: None,
        public: false,
    };
    Ok(map::draw(&map::reports(session, &options)?, &mut Positions::default())?)
}

fn main() -> Result<(), Box<dyn Error>> {
    let session = open()?;
    fs::create_dir_all(FOLDER)?;
    for picture in draw(&session)? {
        fs::write(format!("{FOLDER}/{}.svg", picture.key), &picture.svg)?;
        if picture.key == FIRST {
            fs::write(format!("{FOLDER}/{}.png", picture.key), png(&picture.svg, SCALE)?)?;
        }
    }
    Ok(())
}
