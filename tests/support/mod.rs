//! What several test files need.

#![allow(dead_code, clippy::unwrap_used, clippy::expect_used, clippy::panic)]

pub(crate) mod specs;

use hookweir::Source;
use hookweir::stack::Stack;
use hookweir::target::Target;
use serde_json::Value;
use std::path::PathBuf;

/// The root of the project.
pub(crate) fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

/// Name and text of every example.
pub(crate) fn examples() -> Vec<(String, String)> {
    let mut examples: Vec<_> = std::fs::read_dir(root().join("examples"))
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|extension| extension == "yaml"))
        .map(|path| (path.file_stem().unwrap().to_str().unwrap().to_owned(), std::fs::read_to_string(&path).unwrap()))
        .collect();
    examples.sort();
    assert!(examples.len() >= 6, "the examples are missing");
    examples
}

/// A spec that may name the files beside the examples.
pub(crate) fn source(spec: &str) -> Source<'_> {
    Source {
        bytes: spec.as_bytes(),
        read: &|path| std::fs::read(root().join("examples").join(path)).map_err(|error| error.to_string()),
    }
}

/// The output for a spec that must be right.
pub(crate) fn output(spec: &str, target: Target) -> String {
    let compilation = hookweir::compile(source(spec), target).unwrap();
    match compilation.artifacts.into_iter().next() {
        Some(artifact) => artifact.content,
        None => panic!("{spec}\n{:#?}", compilation.diagnostics),
    }
}

/// The same, parsed.
pub(crate) fn document(spec: &str, target: Target) -> Value {
    serde_json::from_str(&output(spec, target)).unwrap()
}

/// The stack of a spec that must be right.
pub(crate) fn stack(spec: &str) -> Stack {
    let (_, diagnostics, stack) = hookweir::understand(source(spec)).unwrap();
    stack.unwrap_or_else(|| panic!("{spec}\n{diagnostics:#?}"))
}

/// Every string in a document, keys included.
pub(crate) fn strings<'a>(value: &'a Value, found: &mut Vec<&'a str>) {
    match value {
        Value::String(text) => found.push(text),
        Value::Array(items) => items.iter().for_each(|item| strings(item, found)),
        Value::Object(map) => map.iter().for_each(|(key, value)| {
            found.push(key);
            strings(value, found);
        }),
        Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
}
