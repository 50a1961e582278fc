//! What projects change, in words.

use crate::analysis::whatif::WhatIf;
use crate::report::words::Lang;
use crate::report::{Context, KeyFigure, Report};

pub(super) fn present(_: &WhatIf, _: &Context) -> Report {
    Report::default()
}

pub(super) fn headlines(_: &WhatIf, _: Lang) -> Vec<KeyFigure> {
    Vec::new()
}

pub(super) fn sentences(_: &WhatIf, _: Lang) -> Vec<String> {
    Vec::new()
}
