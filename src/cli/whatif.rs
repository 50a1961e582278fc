//! `whatif`: projects built, and what that changes.

use super::args::{Build, Data, Output};
use super::command::{Front, Outcome};
use crate::analysis::project::ProjectChoice;
use crate::analysis::{Request, WhatIfOptions};
use crate::app;
use std::path::Path;

impl Front {
    pub(super) fn whatif(&self, data: &Data, build: &Build, output: &Output) -> Outcome {
        let options = WhatIfOptions {
            tier: build.tier.clone(),
            trader_as_origin: build.trader_as_origin,
            projects: projects(&build.projects)?,
            mode: build.mode.into(),
            cap: build.cap,
            simulate: build.simulate,
            stop_probability: build.stop_probability,
            epsilon: build.epsilon,
            alone: build.alone,
            map: build.map,
            ..WhatIfOptions::default()
        };
        self.answer_in(data, output, |scope| Request::WhatIf(WhatIfOptions { scope, ..options.clone() }))
    }
}

/// What is a file is read; what is none is the id or name of a project of the sheet.
fn projects(asked: &[String]) -> Result<ProjectChoice, app::Error> {
    let mut choice = ProjectChoice::default();
    for text in asked {
        let path = Path::new(text);
        if path.is_file() {
            choice.entries.get_or_insert_default().extend(app::plan::projects(path)?);
        } else {
            choice.names.push(text.clone());
        }
    }
    Ok(choice)
}
