//! Figures to svg and png.
