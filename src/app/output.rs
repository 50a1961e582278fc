//! Files appear whole or not at all: everything is rendered first, written beside, and moved into place.

use super::Error;
use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

/// Files of a folder, by path relative to it with `/` between parts.
pub type Files = BTreeMap<String, Vec<u8>>;

/// Lists what the last run wrote, so that the next one can take away what it no longer writes.
const MANIFEST: &str = "manifest.json";

/// Writes one file whole, in a folder that is made when it is missing.
///
/// # Errors
/// When the folder cannot be made or written to; the old file, if any, is untouched then.
pub fn write_file(path: &Path, bytes: &[u8]) -> Result<(), Error> {
    let fail = |cause| Error::Write { path: path.display().to_string(), cause };
    let name = path.file_name().ok_or_else(|| fail(io::ErrorKind::InvalidInput.into()))?;
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let beside = folder.join(format!(".{}.{}.part", name.to_string_lossy(), std::process::id()));
    let written =
        fs::create_dir_all(folder).and_then(|()| fs::write(&beside, bytes)).and_then(|()| fs::rename(&beside, path));
    if written.is_err() {
        // The part is ours alone; failing to remove it must not hide the first failure.
        let _ = fs::remove_file(&beside);
    }
    written.map_err(fail)
}

/// Makes sure a folder can be written to before long work begins, and leaves nothing behind: the work may fail.
///
/// # Errors
/// When it cannot be made or written to, or is a file.
pub fn probe_folder(folder: &Path) -> Result<(), Error> {
    let named = |folder: &&Path| !folder.as_os_str().is_empty();
    // The nearest folder that exists tells whether the missing ones can be made in it.
    let nearest = folder.ancestors().filter(named).find(|folder| folder.exists()).unwrap_or(Path::new("."));
    let probe = nearest.join(format!(".liantu.{}.probe", std::process::id()));
    let attempt = || -> io::Result<()> {
        fs::write(&probe, b"")?;
        fs::remove_file(&probe)
    };
    attempt().map_err(|cause| Error::Write { path: folder.display().to_string(), cause })
}

/// Writes a folder: all files are written beside their places first, then moved; files of an earlier run that are
/// no longer written are removed, other files are left alone.
///
/// # Errors
/// When anything cannot be written; nothing was moved then.
pub fn write_folder(folder: &Path, mut files: Files) -> Result<(), Error> {
    let fail = |cause| Error::Write { path: folder.display().to_string(), cause };
    let names: Vec<&String> = files.keys().collect();
    let mut manifest = serde_json::to_vec_pretty(&names).expect("a list of texts always serialises");
    manifest.push(b'\n');
    files.insert(MANIFEST.to_owned(), manifest);
    let staging = folder.join(format!(".liantu.{}.staging", std::process::id()));
    let stage = || -> io::Result<()> {
        for (name, bytes) in &files {
            let path = staging.join(relative(name));
            fs::create_dir_all(path.parent().expect("a file in the staging folder has a parent"))?;
            fs::write(path, bytes)?;
        }
        Ok(())
    };
    if let Err(cause) = stage() {
        let _ = fs::remove_dir_all(&staging);
        return Err(fail(cause));
    }
    let moved = stale(folder, &files).into_iter().try_for_each(fs::remove_file).and_then(|()| {
        files.keys().try_for_each(|name| {
            let target = folder.join(relative(name));
            fs::create_dir_all(target.parent().expect("a file in the folder has a parent"))?;
            fs::rename(staging.join(relative(name)), target)
        })
    });
    let _ = fs::remove_dir_all(&staging);
    moved.map_err(fail)
}

fn relative(name: &str) -> PathBuf {
    name.split('/').collect()
}

/// Files that an earlier run wrote here and this one does not; a manifest that cannot be read names none.
fn stale(folder: &Path, files: &Files) -> Vec<PathBuf> {
    let Ok(bytes) = fs::read(folder.join(MANIFEST)) else { return Vec::new() };
    let old: Vec<String> = serde_json::from_slice(&bytes).unwrap_or_default();
    let is_inside =
        |name: &String| name.split('/').all(|part| !matches!(part, "" | "." | "..") && !part.contains('\\'));
    let gone = old.into_iter().filter(|name| is_inside(name) && !files.contains_key(name));
    gone.map(|name| folder.join(relative(&name))).filter(|path| path.is_file()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_second_run_takes_away_what_it_no_longer_writes_and_nothing_else() {
        let folder = tempfile::tempdir().unwrap();
        let files = |names: &[&str]| names.iter().map(|name| ((*name).to_owned(), name.as_bytes().to_vec())).collect();
        write_folder(folder.path(), files(&["index.html", "maps/a.svg"])).unwrap();
        fs::write(folder.path().join("mine.txt"), "kept").unwrap();
        write_folder(folder.path(), files(&["index.html", "maps/b.svg"])).unwrap();
        let exists = |name: &str| folder.path().join(name).exists();
        assert!(exists("index.html") && exists("maps/b.svg") && exists("mine.txt"));
        assert!(!exists("maps/a.svg"));
        assert!(
            fs::read_dir(folder.path())
                .unwrap()
                .all(|entry| { !entry.unwrap().file_name().to_string_lossy().contains("staging") })
        );
    }

    #[test]
    fn a_manifest_cannot_reach_outside_its_folder() {
        let folder = tempfile::tempdir().unwrap();
        let outside = folder.path().join("precious");
        fs::write(&outside, "kept").unwrap();
        let inner = folder.path().join("out");
        fs::create_dir(&inner).unwrap();
        fs::write(inner.join(MANIFEST), r#"["../precious", "/precious"]"#).unwrap();
        write_folder(&inner, Files::new()).unwrap();
        assert!(outside.exists());
    }
}
