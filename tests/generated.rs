//! The pages of the documentation that are written from the code: `UPDATE=1 cargo test --test generated` writes them.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::disallowed_methods)]

#[path = "generated/diagnostics_page.rs"]
mod diagnostics_page;
#[path = "generated/spec_page.rs"]
mod spec_page;
mod support;

use std::fs;

#[test]
fn the_page_about_diagnostics_is_current() {
    assert_current("docs/diagnostics.md", &diagnostics_page::page());
}

#[test]
fn the_page_about_the_spec_is_current() {
    assert_current("docs/spec.md", &spec_page::page());
}

fn assert_current(file: &str, page: &str) {
    let path = support::root().join(file);
    if std::env::var_os("UPDATE").is_some() {
        fs::write(&path, page).unwrap();
    }
    let there = fs::read_to_string(&path).unwrap_or_default();
    assert!(there == page, "{file} is not current; `UPDATE=1 cargo test --test generated` writes it");
}
