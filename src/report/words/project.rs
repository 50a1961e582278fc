//! Words of projects that might be built: what is assumed where the sheet does not say.

use crate::analysis::project::ProjectName;
use crate::report::words::{Lang, number, term};

/// Projects that a note names; it counts the others.
const NAMED: usize = 10;

/// What is assumed of projects whose place or capacity nobody told, naming them; empty where all is told.
pub fn assumed<'p>(projects: impl Iterator<Item = &'p ProjectName> + Clone, lang: Lang) -> Vec<String> {
    let placed = projects.clone().filter(|project| project.place_assumed);
    let unbounded = projects.filter(|project| project.capacity.is_none());
    let place = lang.pick("未填落地，按在本地范围内计", "no place given, taken as in the local area");
    let capacity =
        lang.pick("产能未填或无法读取，按需要多少计", "capacity not given or not legible, taken as much as is needed");
    [note(placed, place, lang), note(unbounded, capacity, lang)].into_iter().flatten().collect()
}

fn note<'p>(projects: impl Iterator<Item = &'p ProjectName>, what: &str, lang: Lang) -> Option<String> {
    let names: Vec<&str> = projects.map(|project| &*project.name).collect();
    let (first, all) = (term::list(&names[..names.len().min(NAMED)], lang), number::count(names.len()));
    let who = match (names.len(), lang) {
        (0, _) => return None,
        (..=NAMED, _) => first,
        (_, Lang::Zh) => format!("{first}等 {all} 个项目"),
        (_, Lang::En) => format!("{first} and others, {all} projects in all"),
    };
    Some(match lang {
        Lang::Zh => format!("{what}：{who}。"),
        Lang::En => format!("{}: {who}.", capital(what)),
    })
}

fn capital(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}
