//! The union of what can stop a use case.

use crate::issue::Code;

/// Why a use case stopped.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// The data cannot be read.
    #[error(transparent)]
    Ingest(#[from] crate::ingest::Error),
    /// The question cannot be answered.
    #[error(transparent)]
    Analysis(#[from] crate::analysis::Error),
    /// The report cannot be written in this format.
    #[error(transparent)]
    Render(#[from] crate::render::Error),
    /// A picture cannot be drawn.
    #[cfg(feature = "figures")]
    #[error(transparent)]
    Figure(#[from] crate::render::figure::FigureError),
    /// The blank workbook cannot be built.
    #[cfg(feature = "excel")]
    #[error(transparent)]
    Template(#[from] crate::ingest::template::TemplateError),
    /// An output cannot be written; nothing of it was.
    #[error("cannot write `{path}`: {cause}")]
    Write {
        /// Where.
        path: String,
        /// Why.
        cause: std::io::Error,
    },
    /// An issue of a denied kind occurred.
    #[error("{count} issue(s) of the denied kind `{code}`, the first at {first}")]
    Denied {
        /// The kind.
        code: Code,
        /// How many.
        count: usize,
        /// Where the first one is.
        first: String,
    },
    /// A name that no chain template has.
    #[error("no chain template `{name}`; there are: {known}")]
    UnknownTemplate {
        /// What was asked for.
        name: String,
        /// What there is.
        known: String,
    },
    /// Something that this build left out.
    #[error("this build has no {0}; build with the default features")]
    NotBuilt(&'static str),
    /// Rows went missing between reading and using: a fault of this program, reported rather than hidden.
    #[error(
        "rows do not balance in `{table}`: {used} used + {set_aside} set aside is not {read} read; please report this"
    )]
    Unbalanced {
        /// Which table.
        table: String,
        /// Rows read.
        read: usize,
        /// Rows used.
        used: usize,
        /// Rows set aside.
        set_aside: usize,
    },
}
