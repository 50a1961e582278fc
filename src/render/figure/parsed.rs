//! A drawn svg read back once, for everything that is made of it.

use resvg::usvg;

use crate::render::figure::FigureError;
use crate::render::figure::font::{self, FAMILY};
use crate::render::figure::paper::{Extent, Paper, Printed, print};

/// A drawn svg, with its text laid out in the embedded font.
pub struct Drawn {
    pub(super) tree: usvg::Tree,
    /// Size, and that of the smallest type.
    pub extent: Extent,
}

impl Drawn {
    /// Reads an svg that this module drew.
    ///
    /// # Errors
    /// When the text is no svg: a fault of the program.
    pub fn read(svg: &str) -> Result<Drawn, FigureError> {
        font::ready()?;
        let options =
            usvg::Options { fontdb: font::database(), font_family: FAMILY.to_owned(), ..usvg::Options::default() };
        let tree = usvg::Tree::from_str(svg, &options).map_err(|_| FigureError::Drawing)?;
        let (width, height) = (f64::from(tree.size().width()), f64::from(tree.size().height()));
        let smallest = smallest(tree.root());
        Ok(Drawn { tree, extent: Extent { width, height, smallest } })
    }

    /// Where it stands on paper.
    pub fn printed(&self, paper: Option<Paper>) -> Printed {
        print(&self.extent, paper)
    }
}

/// Smallest type below `group`, in units of the picture.
fn smallest(group: &usvg::Group) -> Option<f64> {
    let sizes = group.children().iter().filter_map(|node| match node {
        usvg::Node::Group(group) => smallest(group),
        usvg::Node::Text(text) => {
            let scale = f64::from(text.abs_transform().get_scale().1);
            let spans = text.chunks().iter().flat_map(|chunk| chunk.spans());
            spans.map(|span| f64::from(span.font_size().get()) * scale).min_by(f64::total_cmp)
        }
        usvg::Node::Path(_) | usvg::Node::Image(_) => None,
    });
    sizes.min_by(f64::total_cmp)
}
