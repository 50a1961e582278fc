//! A drawn svg read back once, for everything that is made of it.

use resvg::usvg;

use crate::render::figure::FigureError;
use crate::render::figure::font::{self, FAMILY};
use crate::render::figure::geometry::Rect;
use crate::render::paper::{Extent, Paper, Printed, print};

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
        let extent = Extent { width, height, ink: ink(&tree), smallest: smallest(tree.root()) };
        Ok(Drawn { tree, extent })
    }

    /// Where it stands on paper.
    pub fn printed(&self, paper: Option<Paper>) -> Printed {
        print(&self.extent, paper)
    }
}

/// Around everything but the white ground; of no extent where there is nothing else.
fn ink(tree: &usvg::Tree) -> Rect {
    let mut ink: Option<Rect> = None;
    let (width, height) = (tree.size().width(), tree.size().height());
    leaves(tree.root(), &mut |node| {
        let of = node.abs_stroke_bounding_box();
        if of.width() < width || of.height() < height {
            let of = [of.left(), of.top(), of.right(), of.bottom()].map(f64::from);
            let around = ink.get_or_insert(Rect { left: of[0], top: of[1], right: of[2], bottom: of[3] });
            around.left = around.left.min(of[0]);
            around.top = around.top.min(of[1]);
            around.right = around.right.max(of[2]);
            around.bottom = around.bottom.max(of[3]);
        }
    });
    ink.unwrap_or_default()
}

/// Every node below `group` that is no group.
fn leaves(group: &usvg::Group, see: &mut impl FnMut(&usvg::Node)) {
    for node in group.children() {
        match node {
            usvg::Node::Group(group) => leaves(group, see),
            leaf => see(leaf),
        }
    }
}

/// Smallest type below `group`, in units of the picture.
fn smallest(group: &usvg::Group) -> Option<f64> {
    let mut smallest: Option<f64> = None;
    leaves(group, &mut |node| {
        let usvg::Node::Text(text) = node else { return };
        let scale = text.abs_transform().get_scale().1;
        for span in text.chunks().iter().flat_map(|chunk| chunk.spans()) {
            let size = f64::from(span.font_size().get() * scale);
            smallest = Some(smallest.map_or(size, |known| known.min(size)));
        }
    });
    smallest
}
