//! Every dependency may be shipped: its licence offers one of the permissive ones, and comes from the registry.
#![allow(clippy::unwrap_used)]

use std::process::Command;

const ALLOWED: &[&str] = &[
    "MIT",
    "Apache-2.0",
    "BSD-2-Clause",
    "BSD-3-Clause",
    "ISC",
    "Zlib",
    "Unicode-3.0",
    "CC0-1.0",
    "0BSD",
    "BSL-1.0",
    "Unlicense",
    "MIT-0",
];

/// Whether an SPDX expression can be met with the allowed licences: `AND` needs all, `OR` needs one.
fn is_allowed(expression: &str) -> bool {
    let expression = expression.replace('/', " OR ").replace(['(', ')'], " ");
    expression.split(" AND ").all(|part| {
        part.split(" OR ").any(|name| {
            let name = name.trim();
            let name = name.strip_suffix(" WITH LLVM-exception").unwrap_or(name);
            ALLOWED.contains(&name)
        })
    })
}

#[test]
fn every_dependency_is_permissive_and_from_the_registry() {
    let output = Command::new(env!("CARGO"))
        .args(["metadata", "--format-version", "1", "--locked", "--all-features"])
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .output()
        .unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let metadata: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    let mut faults = Vec::new();
    let packages = metadata["packages"].as_array().unwrap();
    for package in packages {
        let (name, licence) = (package["name"].as_str().unwrap(), package["license"].as_str().unwrap_or("none"));
        if !is_allowed(licence) {
            faults.push(format!("{name}: {licence}"));
        }
        let source = package["source"].as_str();
        if name != "liantu" && !source.is_some_and(|source| source.starts_with("registry+")) {
            faults.push(format!("{name}: {source:?}"));
        }
    }
    assert!(packages.len() > 100);
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn expressions_are_read() {
    assert!(is_allowed("MIT OR Apache-2.0") && is_allowed("GPL-3.0 OR MIT") && is_allowed("(MIT OR X) AND Zlib"));
    assert!(!is_allowed("GPL-3.0") && !is_allowed("MIT AND GPL-3.0"));
}
