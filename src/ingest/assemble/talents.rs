//! 人才: persons, teams and institutions.

use crate::ingest::mapping::{Field, SheetKind};
use crate::issue::{Code, Issue};
use crate::model::{FirmIx, ProductIx, Talent, TalentKind};
use std::sync::Arc;

use super::Job;
use super::firm_book::FirmMatch;
use super::log::{RowAt, rows_of};
use super::repeats::content;

/// Reads the talents. Two people may bear one name, so only a row that repeats another in full is left out.
pub(super) fn read(job: &mut Job<'_>) {
    let mut rows: Vec<RowAt<'_>> = rows_of(job.tables, SheetKind::Talents).collect();
    rows.sort_by_cached_key(|at| (content(*at), at.row_ref()));
    let mut last: Option<RowAt<'_>> = None;
    for at in rows {
        match last {
            Some(twin) if content(twin) == content(at) => {
                job.log.set_aside(at, at.row_issue(Code::DuplicateRow).with(twin.origin(None).to_string()));
            }
            _ => {
                let talent = talent(job, at);
                last = talent.is_some().then_some(at);
                job.talents.extend(talent);
            }
        }
    }
}

fn talent(job: &mut Job<'_>, at: RowAt<'_>) -> Option<Talent> {
    let Some(name) = at.text(Field::Name) else {
        job.log.set_aside(at, at.issue(Field::Name, Code::MissingCell));
        return None;
    };
    job.log.used(at);
    let place = job.locator.locate(at, Field::Place, job.year(at.source), &mut job.log);
    let text = |field| at.text(field).map(|text| Arc::from(text.as_ref()));
    let category: Option<Arc<str>> = text(Field::Category);
    Some(Talent {
        kind: kind(category.as_deref(), &name),
        name: Arc::from(name.as_ref()),
        category,
        field: text(Field::Specialty),
        products: job.products_of(at, Field::Product).into_iter().map(ProductIx).collect(),
        location: job.locator.stated_location(place),
        employer: text(Field::Employer),
        firm: employer(job, at).map(FirmIx),
        row: at.row_ref(),
    })
}

/// Words for institutions, in a category or at the end of a name.
const INSTITUTIONS: [&str; 14] = [
    "机构",
    "研究所",
    "研究院",
    "设计院",
    "科学院",
    "大学",
    "学院",
    "高校",
    "院校",
    "实验室",
    "中心",
    "平台",
    "工作站",
    "载体",
];

/// What a category says; without one, the end of the name, of which anything else may be a person.
fn kind(category: Option<&str>, name: &str) -> Option<TalentKind> {
    let lower = category.unwrap_or_default().to_lowercase();
    let holds = |words: &[&str]| words.iter().any(|word| lower.contains(word));
    if holds(&["团队", "课题组", "team"]) || category.is_none() && name.ends_with("团队") {
        return Some(TalentKind::Team);
    }
    let ends = category.is_none() && INSTITUTIONS.iter().any(|word| name.ends_with(word));
    if ends || holds(&INSTITUTIONS) || holds(&["institut", "universit", "laborator", "centre", "center"]) {
        return Some(TalentKind::Institution);
    }
    category.map(|_| TalentKind::Person)
}

/// The employer, when it is a known firm; a university is none and stays a text.
fn employer(job: &mut Job<'_>, at: RowAt<'_>) -> Option<u32> {
    match job.firms.find_settled(&at.text(Field::Employer)?) {
        FirmMatch::Known(firm) => Some(firm),
        FirmMatch::New => None,
        FirmMatch::Ambiguous(several) => {
            let details = job.firms.names(&several);
            job.log.raise(Issue { details, ..at.issue(Field::Employer, Code::AmbiguousFirm) });
            None
        }
    }
}

#[cfg(test)]
mod tests {
    use super::kind;
    use crate::model::TalentKind;

    #[test]
    fn a_category_says_what_a_talent_is_and_a_name_only_by_its_end() {
        assert_eq!(kind(Some("科研机构"), "示例轴承研究所"), Some(TalentKind::Institution));
        assert_eq!(kind(Some("创新团队"), "示例大学中心团队"), Some(TalentKind::Team));
        assert_eq!(kind(Some("领军人才"), "示例实验室"), Some(TalentKind::Person));
        assert_eq!(kind(Some("Research institute"), "X"), Some(TalentKind::Institution));
        assert_eq!(kind(None, "示例重点实验室"), Some(TalentKind::Institution));
        assert_eq!(kind(None, "示例专家甲"), None);
    }
}
