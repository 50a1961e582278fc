//! Architecture §3: a module names only what lies below it; an upward import, and a nested group that would hide one, is a fault.
#![allow(clippy::unwrap_used)]

use std::fs;
use std::path::{Path, PathBuf};

/// What each module may name besides `std`, itself and `issue`.
const ALLOWED: &[(&str, &[&str])] = &[
    ("issue", &[]),
    ("model", &[]),
    ("ingest", &["model"]),
    ("library", &["model"]),
    ("graph", &["model"]),
    ("analysis", &["graph", "model"]),
    ("report", &["analysis", "model"]),
    ("render", &["report"]),
    ("app", &["analysis", "graph", "ingest", "library", "model", "render", "report"]),
    ("cli", &["analysis", "app", "model", "render", "report"]),
];

fn sources(folder: &Path) -> Vec<PathBuf> {
    let mut files = Vec::new();
    let mut entries: Vec<PathBuf> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    entries.sort();
    for path in entries {
        if path.is_dir() {
            files.extend(sources(&path));
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            files.push(path);
        }
    }
    files
}

/// Faults of one file, as `path:line: what`.
fn faults(path: &Path, module: &str, allowed: &[&str]) -> Vec<String> {
    let text = fs::read_to_string(path).unwrap();
    let mut faults = Vec::new();
    for (at, line) in text.lines().enumerate() {
        let code = line.trim_start();
        // Documentation may point anywhere; only code binds.
        if code.starts_with("//") {
            continue;
        }
        for (from, _) in code.match_indices("crate::") {
            let rest = &code[from + "crate::".len()..];
            let name: String = rest.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect();
            let place = format!("{}:{}", path.display(), at + 1);
            if rest.starts_with('{') {
                faults.push(format!("{place}: a group import hides its layers; write absolute paths"));
            } else if name != "issue" && name != module && !allowed.contains(&name.as_str()) {
                faults.push(format!("{place}: `{module}` may not name `{name}`"));
            }
        }
    }
    faults
}

#[test]
fn every_module_names_only_what_lies_below_it() {
    let src = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut all = Vec::new();
    let mut seen = 0;
    for file in sources(&src) {
        let relative = file.strip_prefix(&src).unwrap();
        let first = relative.iter().next().unwrap().to_string_lossy().replace(".rs", "");
        if first == "lib" || first == "main" {
            continue;
        }
        let Some((module, allowed)) = ALLOWED.iter().find(|(name, _)| *name == first) else {
            panic!("{} belongs to no layer; add it to ALLOWED on purpose", file.display());
        };
        seen += 1;
        all.extend(faults(&file, module, allowed));
    }
    assert!(seen > 30, "only {seen} files looked at");
    assert!(all.is_empty(), "{}", all.join("\n"));
}

#[test]
fn an_upward_import_and_a_group_are_found() {
    let file = tempfile::NamedTempFile::new().unwrap();
    fs::write(file.path(), "use crate::report::Report;\nuse crate::{model, app};\n// crate::cli is fine here\n")
        .unwrap();
    assert_eq!(faults(file.path(), "graph", &["model"]).len(), 2);
}
