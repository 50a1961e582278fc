//! The svg as pixels, drawn with the embedded font alone, in strips, so that a wall takes no more memory than a page.

use resvg::tiny_skia::{Color, Pixmap, Transform};

use crate::render::figure::FigureError;
use crate::render::figure::parsed::Drawn;
use crate::render::paper::Paper;

/// Most pixels of a picture: A0 at 500 to the inch.
const MOST_PIXELS: u64 = 400_000_000;

/// Most pixels of a picture among many that nobody asked for one by one.
const MANY_PIXELS: f64 = 25e6;

/// Pixels drawn at once: 32 MB.
const STRIP_PIXELS: u32 = 8_000_000;

/// Inches to the metre.
const METRE: f64 = 1.0 / 0.0254;

impl Drawn {
    /// The picture, `scale` pixels to the unit: 1 for a screen, 2 to 4 for print.
    ///
    /// # Errors
    /// When it would be empty or larger than 400 million pixels.
    pub fn png(&self, scale: f64) -> Result<Vec<u8>, FigureError> {
        self.pixels(scale, None)
    }

    /// As [`Drawn::png`], of a picture among many: one that would pass 25 million pixels gets fewer to the unit.
    ///
    /// # Errors
    /// As [`Drawn::png`].
    pub fn fitting_png(&self, scale: f64) -> Result<Vec<u8>, FigureError> {
        let fitting = (MANY_PIXELS / (self.extent.width * self.extent.height)).sqrt();
        self.pixels(scale.min(fitting), None)
    }

    /// The picture, `dpi` pixels to the inch at the size that it has on `paper`, without the margins of the page.
    ///
    /// # Errors
    /// As [`Drawn::png`].
    pub fn png_on(&self, paper: Option<Paper>, dpi: f64) -> Result<Vec<u8>, FigureError> {
        self.pixels(dpi * self.printed(paper).scale / 72.0, paper)
    }

    #[expect(clippy::cast_possible_truncation, reason = "the cast saturates, and the size is checked below")]
    fn pixels(&self, scale: f64, paper: Option<Paper>) -> Result<Vec<u8>, FigureError> {
        let size = self.tree.size().to_int_size().scale_by(scale as f32).ok_or(FigureError::Size)?;
        if u64::from(size.width()) * u64::from(size.height()) > MOST_PIXELS {
            return Err(FigureError::Size);
        }
        let mut bytes = Vec::new();
        let mut encoder = png::Encoder::new(&mut bytes, size.width(), size.height());
        encoder.set_color(png::ColorType::Rgb);
        encoder.set_depth(png::BitDepth::Eight);
        encoder.set_pixel_dims(Some(density(scale * 72.0 / self.printed(paper).scale)));
        let writer = encoder.write_header().map_err(refused)?;
        self.strips(writer, (size.width(), size.height()), scale as f32)?;
        Ok(bytes)
    }

    fn strips(
        &self,
        mut writer: png::Writer<&mut Vec<u8>>,
        (width, height): (u32, u32),
        scale: f32,
    ) -> Result<(), FigureError> {
        let rows = (STRIP_PIXELS / width).clamp(1, height);
        let mut pixels = Pixmap::new(width, rows).ok_or(FigureError::Size)?;
        let mut stream = writer.stream_writer().map_err(refused)?;
        let mut line = Vec::with_capacity(3 * STRIP_PIXELS as usize);
        for top in (0..height).step_by(rows as usize) {
            pixels.fill(Color::WHITE);
            #[expect(clippy::cast_precision_loss, reason = "fewer rows than 2^24")]
            let place = Transform::from_scale(scale, scale).post_translate(0.0, -(top as f32));
            resvg::render(&self.tree, place, &mut pixels.as_mut());
            line.clear();
            let kept = (width * rows.min(height - top)) as usize;
            // The ground is opaque, so no colour has to be divided by its opacity.
            line.extend(pixels.data().chunks_exact(4).take(kept).flat_map(|pixel| [pixel[0], pixel[1], pixel[2]]));
            std::io::Write::write_all(&mut stream, &line).map_err(|_| FigureError::Drawing)?;
        }
        stream.finish().map_err(refused)
    }
}

/// Pixels to the metre, by which other programs know how large the picture is meant.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "the cast saturates")]
fn density(dpi: f64) -> png::PixelDimensions {
    let per_metre = (dpi * METRE).round().max(1.0) as u32;
    png::PixelDimensions { xppu: per_metre, yppu: per_metre, unit: png::Unit::Meter }
}

fn refused(_: png::EncodingError) -> FigureError {
    FigureError::Drawing
}
