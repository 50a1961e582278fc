//! The files of a library as one data set: those it keeps, those an import is about to add.

use super::rows::DataSets;
use crate::app::Error;
use crate::ingest::decisions::{self, Decisions};
use crate::ingest::{self, Ingested, ReadOptions, SourceFile};
use crate::issue::{Code, Issue, Origin};
use crate::library::{self, Draft, Library, Measured, State, StoredFile};
use std::fs::File;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// A file that counts.
#[derive(Debug, Clone)]
pub(super) struct Member {
    pub(super) name: String,
    pub(super) data_set: String,
    pub(super) sha256: String,
    pub(super) size: u64,
    /// The import that brings its data set's latest version: the later, the more it counts.
    rank: u32,
    held: Held,
}

/// Where its bytes are.
#[derive(Debug, Clone)]
enum Held {
    Disk(PathBuf),
    Memory(Arc<[u8]>),
    Library(StoredFile),
}

impl Member {
    /// Whether it holds decisions and not tables.
    fn decides(&self) -> bool {
        self.name == decisions::FILE
    }

    /// Stores the bytes of a file that is to be imported.
    ///
    /// # Errors
    /// When it cannot be opened or is no longer what was measured, or the library cannot be written to.
    pub(super) fn store(&self, draft: &Draft<'_>) -> Result<(), Error> {
        let source = |shown| Measured { shown, sha256: &self.sha256, size: self.size };
        match &self.held {
            Held::Disk(path) => {
                let shown = path.display().to_string();
                let unreadable = |cause: std::io::Error| library::Error::Unreadable {
                    path: shown.clone(),
                    cause: cause.to_string(),
                };
                let mut file = File::open(path).map_err(unreadable)?;
                draft.store(&self.name, &source(&shown), &mut file)?;
            }
            Held::Memory(bytes) => draft.store(&self.name, &source(&self.name), &mut &bytes[..])?,
            Held::Library(_) => {}
        }
        Ok(())
    }
}

/// Decisions as a file to be imported.
pub(super) fn deciding(decisions: &Decisions, data_set: &str) -> Member {
    let bytes: Arc<[u8]> = Arc::from(decisions.to_text().into_bytes());
    let (sha256, size) = library::measure(&bytes[..]).expect("memory can always be read");
    let (name, data_set) = (decisions::FILE.to_owned(), data_set.to_owned());
    Member { name, data_set, sha256, size, rank: 0, held: Held::Memory(bytes) }
}

/// Whether there is anything to read: decisions alone are no data.
pub(super) fn has_tables(members: &[Member]) -> bool {
    !members.iter().all(Member::decides)
}

/// The files of a state.
pub(super) fn kept(state: &State) -> Vec<Member> {
    let member = |file: &StoredFile| Member {
        name: file.name.clone(),
        data_set: file.data_set.clone(),
        sha256: file.sha256.clone(),
        size: file.size,
        rank: state.latest.get(&file.data_set).copied().unwrap_or_default(),
        held: Held::Library(file.clone()),
    };
    state.files.iter().map(member).collect()
}

/// The files that a path stands for, decisions beside them included, measured but not yet read.
///
/// # Errors
/// When one of them cannot be opened, or bears a name that would not survive.
pub(super) fn found(data: &Path, data_set: &str) -> Result<Vec<Member>, Error> {
    let mut paths = ingest::list(data)?;
    let decisions = ingest::decisions_path(data);
    if decisions.is_file() && !paths.contains(&decisions) {
        paths.push(decisions);
    }
    let mut members = Vec::new();
    for path in paths {
        let shown = path.display().to_string();
        let name = path.file_name().map_or(String::new(), |name| name.to_string_lossy().into_owned());
        library::check_name(&name)?;
        let measured = File::open(&path).and_then(library::measure);
        let (sha256, size) =
            measured.map_err(|cause| library::Error::Unreadable { path: shown, cause: cause.to_string() })?;
        members.push(Member { name, data_set: data_set.to_owned(), sha256, size, rank: 0, held: Held::Disk(path) });
    }
    Ok(members)
}

/// What the library holds once `brought` is imported as `revision`: a folder begins its data set anew, a lone file
/// replaces its namesake.
pub(super) fn merged(kept: Vec<Member>, brought: Vec<Member>, whole: bool, revision: u32) -> Vec<Member> {
    let Some(data_set) = brought.first().map(|member| member.data_set.clone()) else { return kept };
    let gives_way =
        |old: &Member| old.data_set == data_set && (whole || brought.iter().any(|member| member.name == old.name));
    let mut all: Vec<Member> = kept.into_iter().filter(|old| !gives_way(old)).collect();
    all.extend(brought);
    for member in all.iter_mut().filter(|member| member.data_set == data_set) {
        member.rank = revision;
    }
    all.sort_by(|a, b| (&a.name, &a.data_set).cmp(&(&b.name, &b.data_set)));
    all
}

/// What origins call a file: its name, with the data set before it where two data sets have the name.
fn label(member: &Member, all: &[Member]) -> String {
    let shared = all.iter().any(|other| other.name == member.name && other.data_set != member.data_set);
    if shared { format!("{}/{}", member.data_set, member.name) } else { member.name.clone() }
}

/// Data sets by what origins call their files.
pub(super) fn data_sets(members: &[Member]) -> DataSets {
    members.iter().map(|member| (label(member, members), member.data_set.clone())).collect()
}

/// The decisions of all data sets as one, the later ones ruling, and the issues where they contradict each other.
fn decided(
    members: &[Member],
    source: &dyn Fn(&Member) -> Result<SourceFile, Error>,
) -> Result<(Decisions, Vec<Issue>), Error> {
    let mut all = Decisions::default();
    let mut issues = Vec::new();
    let mut deciding: Vec<&Member> = members.iter().filter(|member| member.decides()).collect();
    deciding.sort_by_key(|member| (member.rank, &member.data_set));
    for member in deciding {
        let file = source(member)?;
        let parsed = decisions::parse_bytes(&file.bytes);
        let later = parsed.map_err(|cause| ingest::Error::Decisions { path: file.shown, cause })?;
        let file: Arc<str> = Arc::from(file.name);
        for overruled in all.merge(later) {
            let origin = Origin { file: file.clone(), ..Origin::default() };
            let issue = Issue::new(Code::ConflictingDecision, origin, overruled.about);
            issues.push(issue.with(overruled.stands.as_str()).with(overruled.gives_way.as_str()));
        }
    }
    Ok((all, issues))
}

/// The decisions of one data set, and those of all as one.
///
/// # Errors
/// When the library is damaged.
pub(super) fn decisions(library: &Library, data_set: &str) -> Result<(Decisions, Decisions), Error> {
    let members = kept(&library.state(library.last()?)?);
    let own: Vec<Member> = members.iter().filter(|member| member.data_set == data_set).cloned().collect();
    let of = |members: &[Member]| -> Result<Decisions, Error> {
        Ok(decided(members, &|member| source(Some(library), member, members, library.path()))?.0)
    };
    Ok((of(&own)?, of(&members)?))
}

/// A file with its bytes.
fn source(library: Option<&Library>, member: &Member, members: &[Member], shown: &str) -> Result<SourceFile, Error> {
    let label = label(member, members);
    let (shown, bytes) = match &member.held {
        Held::Disk(path) => {
            let file = ingest::load(path)?;
            (file.shown, file.bytes)
        }
        Held::Memory(bytes) => (label.clone(), bytes.to_vec()),
        Held::Library(file) => {
            let bytes = library.map_or(Ok(Vec::new()), |library| library.bytes(file))?;
            (format!("{shown} › {label}"), bytes)
        }
    };
    Ok(SourceFile { name: label, shown, group: member.rank, bytes })
}

/// Reads the files as one data set, in the order in which a folder would be read; nothing when there are none.
///
/// # Errors
/// When a file cannot be had, or no sheet in them can be understood.
pub(super) fn read(
    library: Option<&Library>,
    members: &[Member],
    shown: &str,
    options: &ReadOptions,
) -> Result<Ingested, Error> {
    let source = |member: &Member| source(library, member, members, shown);
    let (decided, issues) = decided(members, &source)?;
    let decisions = match &options.decisions {
        Some(given) => given.clone(),
        None => decided,
    };
    let options = ReadOptions { decisions: Some(decisions), ..options.clone() };
    if !has_tables(members) {
        return Ok(Ingested::default());
    }
    let tables = members.iter().filter(|member| !member.decides());
    let mut ingested = ingest::read_files(shown, tables.map(source), &options)?;
    if !issues.is_empty() {
        ingested.issues.extend(issues);
        ingest::sort_issues(&mut ingested.issues);
    }
    Ok(ingested)
}
