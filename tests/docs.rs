//! The documentation says what is so: its commands are run, its specs compile, its links lead somewhere.
//!
//! - A command in a `console` block (`$ hookweir ...`) runs in a copy of the examples, and must print what stands below it;
//!   a line `...` there stands for any number of lines. All commands of a document share one folder.
//! - A `yaml` block that begins with a comment such as `# broken.yaml` is that file in the folder.
//! - A `yaml` block that begins with `name:` is a spec without mistakes.
//! - What needs other tools or an account stands in `sh` blocks, which are not run.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod support;

use hookweir::target::Target;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use support::{output, root};
use tempfile::TempDir;

/// A block of code in a document.
struct Block<'a> {
    language: &'a str,
    /// The number of its first line in the document.
    line: usize,
    lines: Vec<&'a str>,
}

#[test]
fn every_command_prints_what_stands_below_it() {
    let mut commands = 0;
    let mut wrong = Vec::new();
    for (document, text) in documents() {
        let folder = folder_with_examples();
        for block in blocks(&text) {
            if let Some(name) = file_name(&block) {
                fs::write(folder.path().join(name), block.lines.join("\n") + "\n").unwrap();
            }
            if block.language == "console" {
                for (line, command, expected) in session(&block) {
                    commands += 1;
                    let place = format!("{}:{line}: $ {command}", document.display());
                    let printed = run(&folder, command, &place);
                    let printed: Vec<&str> = without_blank_end(printed.lines().collect());
                    if !agree(&expected, &printed) {
                        wrong.push(format!("{place}\n{}\n--- documented as\n{}", printed.join("\n"), expected.join("\n")));
                    }
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n\n"));
    assert!(commands >= 10, "only {commands} commands were found");
}

#[test]
fn every_spec_compiles_for_both_targets() {
    let mut specs = 0;
    for (document, text) in documents() {
        // Its examples are mistakes; those of the diagnostics are tested with them.
        if document.ends_with("diagnostics.md") {
            continue;
        }
        for block in blocks(&text) {
            if block.language == "yaml" && block.lines.first().is_some_and(|line| line.starts_with("name:")) {
                specs += 1;
                for target in Target::ALL {
                    output(&(block.lines.join("\n") + "\n"), target);
                }
            }
        }
    }
    assert!(specs >= 3, "only {specs} specs were found");
}

#[test]
fn every_relative_link_leads_to_a_file_and_a_heading() {
    let mut broken = Vec::new();
    for (document, text) in documents() {
        for link in links(&text) {
            if link.contains("://") || link.starts_with("mailto:") {
                continue;
            }
            let (path, heading) = link.split_once('#').unwrap_or((link, ""));
            let target = if path.is_empty() { document.clone() } else { document.parent().unwrap().join(path) };
            let there = match fs::read_to_string(&target) {
                Ok(text) => heading.is_empty() || headings(&text).any(|known| known == heading),
                Err(_) => heading.is_empty() && target.is_dir(),
            };
            if !there {
                broken.push(format!("{}: {link}", document.display()));
            }
        }
    }
    assert!(broken.is_empty(), "{broken:#?}");
}

#[test]
fn dots_on_a_line_stand_for_any_lines() {
    let cases = [("a\n...\nc", "a\nb\nb\nc"), ("...", ""), ("a\n...", "a"), ("", "")];
    let wrong = [("a\n...\nc", "a\nb"), ("a", "a\nb"), ("a\nb", "a")];
    for (same, pairs) in [(true, cases.as_slice()), (false, wrong.as_slice())] {
        for (expected, printed) in pairs {
            let lines = |text: &'static str| text.lines().collect::<Vec<_>>();
            assert_eq!(agree(&lines(expected), &lines(printed)), same, "{expected:?} and {printed:?}");
        }
    }
}

/// README.md, CONTRIBUTING.md and what is in docs/.
fn documents() -> Vec<(PathBuf, String)> {
    let mut paths: Vec<PathBuf> = fs::read_dir(root().join("docs"))
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|extension| extension == "md"))
        .collect();
    paths.push(root().join("README.md"));
    paths.push(root().join("CONTRIBUTING.md"));
    paths.sort();
    paths.into_iter().map(|path| (path.clone(), fs::read_to_string(path).unwrap())).collect()
}

fn folder_with_examples() -> TempDir {
    let folder = TempDir::new().unwrap();
    for (from, extension) in [("examples", "yaml"), ("examples", "json"), ("schema", "json")] {
        fs::create_dir_all(folder.path().join(from)).unwrap();
        for entry in fs::read_dir(root().join(from)).unwrap() {
            let path = entry.unwrap().path();
            if path.extension().is_some_and(|found| found == extension) {
                fs::copy(&path, folder.path().join(from).join(path.file_name().unwrap())).unwrap();
            }
        }
    }
    folder
}

/// Runs a command of the documentation; what it prints on both streams, in order.
fn run(folder: &TempDir, command: &str, place: &str) -> String {
    let arguments = ["hookweir ", "cargo run --release -- "].iter().find_map(|start| command.strip_prefix(start));
    let arguments = arguments.unwrap_or_else(|| panic!("{place}\na console block runs hookweir alone; others are sh blocks"));
    let program = Path::new(env!("CARGO_BIN_EXE_hookweir")).parent().unwrap();
    let path = std::env::join_paths(std::iter::once(program).chain(["/usr/bin", "/bin"].map(Path::new))).unwrap();
    let ran = Command::new("sh")
        .args(["-c", &format!("exec 2>&1\nhookweir {arguments}")])
        .current_dir(folder.path())
        .env("PATH", path)
        .env_remove("CLICOLOR_FORCE")
        .output()
        .unwrap();
    String::from_utf8(ran.stdout).unwrap()
}

/// The fenced blocks of code.
fn blocks(text: &str) -> Vec<Block<'_>> {
    let mut blocks = Vec::new();
    let mut open: Option<Block<'_>> = None;
    for (number, line) in text.lines().enumerate() {
        match (line.strip_prefix("```"), &mut open) {
            (Some(language), None) => open = Some(Block { language, line: number + 2, lines: Vec::new() }),
            (Some(_), Some(_)) => blocks.extend(open.take()),
            (None, Some(block)) => block.lines.push(line),
            (None, None) => {}
        }
    }
    assert!(open.is_none(), "a block of code does not end");
    blocks
}

/// Line number, command and expected output of each command in a block.
fn session<'a>(block: &Block<'a>) -> Vec<(usize, &'a str, Vec<&'a str>)> {
    let mut session: Vec<(usize, &str, Vec<&str>)> = Vec::new();
    for (index, line) in block.lines.iter().enumerate() {
        match (line.strip_prefix("$ "), session.last_mut()) {
            (Some(command), _) => session.push((block.line + index, command, Vec::new())),
            (None, Some((_, _, expected))) => expected.push(line),
            (None, None) => panic!("a console block begins with a command, not with `{line}`"),
        }
    }
    session.into_iter().map(|(line, command, expected)| (line, command, without_blank_end(expected))).collect()
}

/// `broken.yaml`, where the first line of a block is `# broken.yaml`; and the same for `## broken.vtl` in Velocity.
fn file_name<'a>(block: &Block<'a>) -> Option<&'a str> {
    let (sign, extension) = match block.language {
        "yaml" => ("# ", ".yaml"),
        "velocity" => ("## ", ".vtl"),
        _ => return None,
    };
    let name = block.lines.first()?.strip_prefix(sign)?;
    (name.ends_with(extension) && !name.contains([' ', '/'])).then_some(name)
}

fn without_blank_end(mut lines: Vec<&str>) -> Vec<&str> {
    while lines.last().is_some_and(|line| line.is_empty()) {
        lines.pop();
    }
    lines
}

/// Whether lines are those that are expected, where `...` stands for any of them.
fn agree(expected: &[&str], printed: &[&str]) -> bool {
    match expected.split_first() {
        None => printed.is_empty(),
        Some((&"...", rest)) => (0..=printed.len()).any(|skipped| agree(rest, &printed[skipped..])),
        Some((line, rest)) => printed.split_first().is_some_and(|(first, others)| first == line && agree(rest, others)),
    }
}

/// Where the links of a document lead, outside of blocks of code.
fn links(text: &str) -> Vec<&str> {
    let mut links = Vec::new();
    let mut code = false;
    for line in text.lines() {
        if line.starts_with("```") {
            code = !code;
        } else if !code {
            links.extend(line.split("](").skip(1).filter_map(|rest| rest.split_once(')')).map(|(link, _)| link));
        }
    }
    links
}

/// The headings of a document as links name them.
fn headings(text: &str) -> impl Iterator<Item = String> {
    text.lines().filter(|line| line.starts_with('#')).map(|line| {
        let words = line.trim_start_matches('#').trim().to_lowercase();
        words.chars().filter(|c| c.is_alphanumeric() || " -_".contains(*c)).map(|c| if c == ' ' { '-' } else { c }).collect()
    })
}
