//! Scenarios, measures and projects from files and from what was typed.

use super::Error;
use crate::analysis::capability::Panel;
use crate::analysis::risk::Scenario;
use crate::analysis::risk::scenario::ScenarioFault;
use crate::ingest::form;
use crate::model::{CostEntry, MeasureEntry, PreferenceEntry, ProjectEntry, ScenarioEntry};
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

/// The scenarios of a file.
///
/// # Errors
/// When the file cannot be read, or a row of it cannot be meant.
pub fn scenarios(path: &Path) -> Result<Vec<Scenario>, Error> {
    let mut names = BTreeSet::new();
    let distinct = |entry: ScenarioEntry| {
        let place = entry.place.clone();
        let read = scenario(entry)?;
        if names.insert(read.name.clone()) {
            return Ok(read);
        }
        Err(Error::Scenario { place, fault: ScenarioFault::RepeatedName(read.name) })
    };
    form::scenarios(path)?.into_iter().map(distinct).collect()
}

/// The first name that two scenarios share: reports tell them apart by nothing else.
pub fn repeated_name(scenarios: &[Scenario]) -> Option<ScenarioFault> {
    let mut names = BTreeSet::new();
    let repeated = scenarios.iter().find(|scenario| !names.insert(&*scenario.name))?;
    Some(ScenarioFault::RepeatedName(repeated.name.clone()))
}

/// The measures of a file.
///
/// # Errors
/// When the file cannot be read, or a row of it cannot be meant.
pub fn measures(path: &Path) -> Result<Vec<MeasureEntry>, Error> {
    Ok(form::measures(path)?)
}

/// The preferences of a file.
///
/// # Errors
/// When the file cannot be read, or a row of it cannot be meant.
pub fn preferences(path: &Path) -> Result<Vec<PreferenceEntry>, Error> {
    Ok(form::preferences(path)?)
}

/// The projects of a file.
///
/// # Errors
/// When the file cannot be read, or a row of it cannot be meant.
pub fn projects(path: &Path) -> Result<Vec<ProjectEntry>, Error> {
    Ok(form::projects(path)?)
}

/// What approaching firms costs, of a file.
///
/// # Errors
/// When the file cannot be read, or a row of it cannot be meant.
pub fn costs(path: &Path) -> Result<Vec<CostEntry>, Error> {
    Ok(form::costs(path)?)
}

/// The firms of a list.
///
/// # Errors
/// When the file cannot be read, or a row of it names none.
pub fn firms(path: &Path) -> Result<Vec<String>, Error> {
    Ok(form::firms(path)?)
}

/// The goalposts of a file, by criterion.
///
/// # Errors
/// When the file cannot be read, or a row of it cannot be meant.
pub fn goalposts(path: &Path) -> Result<BTreeMap<String, f64>, Error> {
    Ok(form::goalposts(path)?)
}

/// The panel of a file: how much of what which area makes.
///
/// # Errors
/// When the file cannot be read, or a row of it cannot be meant.
pub fn panel(path: &Path) -> Result<Panel, Error> {
    let source = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    Ok(Panel { source, entries: form::panel(path)?.into() })
}

/// What the columns say goes before what the text says.
fn scenario(entry: ScenarioEntry) -> Result<Scenario, Error> {
    let place = entry.place;
    let read: Scenario = entry.events.parse().map_err(|fault| Error::Scenario { place: place.clone(), fault })?;
    // A stop of ten years costs what ten stops of a year cost; the model knows a year.
    if entry.days.is_some_and(|days| days > Scenario::LONGEST) {
        let fault = ScenarioFault::BadDays(entry.days.map_or_else(String::new, |days| days.to_string()));
        return Err(Error::Scenario { place, fault });
    }
    let name = Some(entry.name).filter(|name| !name.is_empty()).unwrap_or(read.name);
    let (days, probability) = (entry.days.or(read.days), entry.probability.or(read.probability));
    Ok(Scenario { name, days, probability, ..read })
}
