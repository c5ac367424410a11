//! Imports point one way. Each module of the library may use those of its row, and itself.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod support;

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

/// Module, and what it may use.
const LAYERS: [(&str, &[&str]); 22] = [
    ("target", &[]),
    ("pointer", &[]),
    ("diagnostic", &["pointer", "target"]),
    ("document", &["diagnostic", "pointer"]),
    ("spec", &["document", "diagnostic", "pointer"]),
    ("intake", &["spec", "diagnostic", "pointer"]),
    ("check", &["intake", "diagnostic", "pointer"]),
    ("stack", &["pointer"]),
    ("template", &["intake"]),
    ("plan", &["intake", "template", "stack", "diagnostic", "pointer"]),
    ("gateway", &["stack"]),
    ("audit", &["layout", "stack", "gateway", "diagnostic", "pointer"]),
    ("layout", &["stack"]),
    ("backend", &["layout", "stack", "diagnostic", "pointer", "target"]),
    ("change", &["stack", "diagnostic", "pointer"]),
    ("report", &["diagnostic", "document", "pointer"]),
    // The command line may use the whole library, and nothing uses it.
    ("outcome", &[]),
    ("output", &["outcome"]),
    ("serve", &["*"]),
    ("commands", &["outcome", "output", "*"]),
    ("cli", &["commands", "outcome"]),
    ("main", &["cli"]),
];

#[test]
fn every_import_points_down() {
    let rows: BTreeMap<&str, BTreeSet<&str>> =
        LAYERS.iter().map(|(name, uses)| (*name, uses.iter().copied().collect())).collect();
    let above: BTreeSet<&str> = ["cli", "commands", "outcome", "output", "main"].into();
    let mut seen = BTreeSet::new();
    let mut wrong = Vec::new();
    for (file, text) in sources() {
        let module = module_of(&file);
        if module == "lib" {
            continue;
        }
        let may_use = rows.get(module.as_str()).unwrap_or_else(|| panic!("`{module}` has no row in LAYERS"));
        seen.insert(module.clone());
        for used in used_modules(&text) {
            let known = rows.contains_key(used.as_str());
            let any = may_use.contains("*") && !above.contains(used.as_str());
            if known && used != module && !any && !may_use.contains(used.as_str()) {
                wrong.push(format!("{} uses {used}", file.display()));
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
    assert_eq!(seen.len(), LAYERS.len(), "a row of LAYERS has no module: {seen:?}");
}

#[test]
fn the_backends_do_not_see_each_other() {
    let mut files = 0;
    for (file, text) in sources() {
        for (own, other) in [("cloudformation", "terraform"), ("terraform", "cloudformation")] {
            if file.components().any(|part| part.as_os_str() == own) {
                files += 1;
                assert!(!text.contains(&format!("{other}::")), "{}", file.display());
            }
        }
    }
    assert!(files >= 8, "the backends were not found");
}

fn sources() -> Vec<(PathBuf, String)> {
    fn walk(folder: &Path, found: &mut Vec<(PathBuf, String)>) {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                walk(&path, found);
            } else if path.extension().is_some_and(|extension| extension == "rs") {
                let text = fs::read_to_string(&path).unwrap();
                found.push((path, text));
            }
        }
    }
    let mut found = Vec::new();
    walk(&support::root().join("src"), &mut found);
    found
}

/// The module of the library that a file belongs to.
fn module_of(file: &Path) -> String {
    let inside = file.strip_prefix(support::root().join("src")).unwrap();
    inside.components().next().unwrap().as_os_str().to_str().unwrap().trim_end_matches(".rs").to_owned()
}

/// Every module of the library that a text names, in `use` lines and elsewhere: `crate::x`, `crate::{x, y::Z}`,
/// `super::super::x`, and `hookweir::x` in the binary.
fn used_modules(text: &str) -> BTreeSet<String> {
    let mut used = BTreeSet::new();
    for root in ["crate::", "hookweir::", "super::super::"] {
        for (at, _) in text.match_indices(root) {
            let rest = &text[at + root.len()..];
            let names = match rest.strip_prefix('{') {
                Some(group) => top_level_names(group),
                None => vec![rest],
            };
            for name in names {
                let name: String = name.trim_start().chars().take_while(|c| c.is_ascii_alphanumeric() || *c == '_').collect();
                used.insert(name);
            }
        }
    }
    used
}

/// The names at the top of a group of imports, up to its closing brace.
fn top_level_names(group: &str) -> Vec<&str> {
    let (mut depth, mut start, mut names) = (0, 0, Vec::new());
    for (at, sign) in group.char_indices() {
        match sign {
            '{' => depth += 1,
            '}' if depth == 0 => {
                names.push(&group[start..at]);
                break;
            }
            '}' => depth -= 1,
            ',' if depth == 0 => {
                names.push(&group[start..at]);
                start = at + 1;
            }
            _ => {}
        }
    }
    names
}
