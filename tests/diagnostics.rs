//! What hookweir says about specs with mistakes.
//!
//! Each file in `tests/invalid/` begins with the diagnostics that it must give, all of them and in order, as comments such
//! as `# expect: HW101 at 5:5`. What a text file cannot hold well, and what must be right, stands here.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::disallowed_methods)]

mod support;

use hookweir::diagnostic::{Code, Diagnostic, Severity};
use hookweir::document::{Document, LineIndex};
use hookweir::report;
use std::collections::BTreeSet;
use std::fs;
use support::root;

/// A spec with at least one mistake.
struct Fixture {
    /// The file's name without its extension.
    name: String,
    text: String,
    /// Lines such as `HW101 at 5:5`.
    expected: Vec<String>,
}

/// The smallest spec without mistakes.
const RIGHT: &str =
    "name: shop\nqueues:\n  payments: {}\nendpoints:\n  /webhook:\n    queue: payments\n    message: {body: text}\n";

#[test]
fn every_fixture_gives_exactly_what_it_expects_in_order() {
    for fixture in fixtures() {
        assert_eq!(found(fixture.text.as_bytes()), fixture.expected, "{}", fixture.name);
    }
}

#[test]
fn every_fixture_is_reported_in_words_that_were_read() {
    let mut settings = insta::Settings::clone_current();
    settings.set_snapshot_path("../snapshots");
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    for fixture in fixtures() {
        let file = format!("{}.yaml", fixture.name);
        let text = rendered(&file, fixture.text.as_bytes());
        settings.set_snapshot_suffix(&fixture.name);
        settings.bind(|| insta::assert_snapshot!("diagnostics", text));
    }
}

#[test]
fn every_snapshot_belongs_to_a_fixture() {
    let known: BTreeSet<String> = fixtures().into_iter().map(|fixture| fixture.name).collect();
    for entry in fs::read_dir(root().join("snapshots")).unwrap() {
        let file = entry.unwrap().file_name().into_string().unwrap();
        if let Some(name) = file.strip_prefix("diagnostics@").and_then(|rest| rest.strip_suffix(".snap")) {
            assert!(known.contains(name), "{file} has no fixture");
        }
    }
}

#[test]
fn fixtures_are_named_after_what_they_expect() {
    for Fixture { name, expected, .. } in fixtures() {
        assert!(name.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || b".@-".contains(&byte)), "{name}");
        let code = name.split('-').next().unwrap().to_uppercase();
        assert!(expected.iter().any(|line| line.starts_with(&code)), "{name} expects {expected:?}");
    }
}

#[test]
fn a_byte_order_mark_and_windows_line_breaks_move_no_place() {
    for Fixture { name, text, expected } in fixtures() {
        let windows = text.replace('\n', "\r\n");
        assert_eq!(found(format!("\u{feff}{text}").as_bytes()), expected, "{name} behind a byte order mark");
        assert_eq!(found(windows.as_bytes()), expected, "{name} with CRLF");
        assert!(!rendered("x.yaml", windows.as_bytes()).contains('\r'), "{name} with CRLF");
    }
}

#[test]
fn text_that_is_not_ascii_on_an_earlier_line_moves_no_place() {
    for Fixture { name, text, expected } in fixtures() {
        // In place of the first comment, so that no line moves either.
        let (_, rest) = text.split_once('\n').unwrap();
        assert_eq!(found(format!("# Größe 😀\u{a0}寸法\n{rest}").as_bytes()), expected, "{name}");
    }
}

#[test]
fn whatever_way_yaml_has_to_write_a_spec_it_is_read_alike() {
    let alike = [
        ("with a byte order mark", format!("\u{feff}{RIGHT}")),
        ("with CRLF", RIGHT.replace('\n', "\r\n")),
        ("with `---` in front", format!("---\n{RIGHT}")),
        ("with a directive", format!("%YAML 1.2\n---\n{RIGHT}")),
        ("with `...` at its end", format!("{RIGHT}...\n")),
        ("without a line break at its end", RIGHT.trim_end().to_owned()),
        ("in flow style", "{name: shop, queues: {payments: {}}, endpoints: {/webhook: {queue: payments, message: {body: text}}}}".to_owned()),
        ("in flow style with commas at the ends", "{name: shop, queues: {payments: {},}, endpoints: {/webhook: {queue: payments, message: {body: text}}},}".to_owned()),
        ("as JSON", r#"{"name":"shop","queues":{"payments":{}},"endpoints":{"/webhook":{"queue":"payments","message":{"body":"text"}}}}"#.to_owned()),
        (
            "as JSON with tabs and escaped slashes",
            "{\n\t\"name\": \"shop\",\n\t\"queues\": {\"payments\": {}},\n\t\"endpoints\": {\"\\/webhook\": {\"queue\": \"payments\", \"message\": {\"body\": \"text\"}}}\n}".to_owned(),
        ),
        ("with quoted keys", "\"name\": 'shop'\n'queues': {\"payments\": {}}\n\"endpoints\": {'/webhook': {\"queue\": \"payments\", 'message': {body: \"text\"}}}\n".to_owned()),
        ("with `?` keys", "? name\n: shop\nqueues:\n  ? payments\n  : {}\nendpoints:\n  ? /webhook\n  : queue: payments\n    message: {body: text}\n".to_owned()),
        ("with other indentation", RIGHT.replace("  ", "     ")),
        ("with comments", RIGHT.replace('\n', " # ä 😀\n")),
        ("with a folded text", RIGHT.replace("name: shop", "name: >-\n  shop")),
        ("in another order", "endpoints:\n  /webhook:\n    message: {body: text}\n    queue: payments\nqueues:\n  payments: {}\nname: shop\n".to_owned()),
    ];
    let right = support::output(RIGHT, hookweir::target::Target::CloudFormation);
    for (form, text) in alike {
        assert_eq!(found(text.as_bytes()), [""; 0], "{form}");
        assert_eq!(support::output(&text, hookweir::target::Target::CloudFormation), right, "{form}");
    }
}

#[test]
fn what_no_fixture_can_hold_is_refused_at_its_place() {
    let spec = |key: &str, value: &str| RIGHT.replace(key, value).into_bytes();
    let utf16: Vec<u8> = std::iter::once(0xfeff).chain(RIGHT.encode_utf16()).flat_map(u16::to_le_bytes).collect();
    let cases: [(&str, Vec<u8>, &str); 20] = [
        ("nothing", Vec::new(), "HW012 at 1:1"),
        ("blanks", b"  \n\n".to_vec(), "HW012 at 1:1"),
        ("a byte order mark alone", "\u{feff}".into(), "HW012 at 1:1"),
        ("a byte that is not UTF-8", b"name: shop\nqueues:\n  pay\xffments: {}\n".to_vec(), "HW002 at 3:6"),
        ("a character that is cut off", b"# \xc3\xa4 \xe2\x82".to_vec(), "HW002 at 1:5"),
        ("UTF-16", utf16, "HW002 at 1:1"),
        ("a NUL", spec("shop", "sh\0op"), "HW001 at 1:9"),
        ("a NUL at the end", format!("{RIGHT}\0").into_bytes(), "HW001 at 8:1"),
        ("a bell", spec("shop", "ä\u{7}"), "HW001 at 1:8"),
        ("an escape in quotes", spec("shop", "\"\u{1b}[31m\""), "HW001 at 1:8"),
        ("a delete", spec("shop", "shop # \u{7f}"), "HW001 at 1:14"),
        ("a next line", spec("shop", "shop # x\u{85}api: {endpointType: edge}"), "HW001 at 1:15"),
        ("a paragraph separator", spec("shop", "shop # x\u{2029}api: {endpointType: edge}"), "HW001 at 1:15"),
        ("a carriage return alone", spec("shop", "shop # x\rapi: {endpointType: edge}"), "HW001 at 1:15"),
        ("U+FFFE", spec("shop", "\u{fffe}"), "HW001 at 1:7"),
        ("17 MiB", vec![b'#'; 17 * 1024 * 1024], "HW003 at 1:1"),
        ("a million open brackets", vec![b'['; 1_000_000], "HW004 at 1:256"),
        ("a million open braces", vec![b'{'; 1_000_000], "HW004 at 1:256"),
        ("a million dashes", b"- ".repeat(1_000_000), "HW004 at 1:65"),
        ("more resources than a template takes", endpoints(260), "HW401 at 4:1"),
    ];
    for (what, bytes, expected) in cases {
        assert_eq!(found(&bytes), [expected], "{what}");
        assert!(!rendered("x.yaml", &bytes).is_empty(), "{what}");
    }
}

#[test]
fn a_large_api_needs_a_higher_quota() {
    let codes = |count| found(&endpoints(count)).into_iter().filter(|line| line.starts_with("HW402")).collect::<Vec<_>>();
    // The root is a resource too.
    assert_eq!(codes(299), [""; 0]);
    assert_eq!(codes(300), ["HW402 at 4:1"]);
}

#[test]
fn a_role_for_each_of_a_thousand_queues_needs_a_higher_quota() {
    let messages = |count: usize| {
        let mut spec = "name: shop\nqueues:\n".to_owned();
        (0..count).for_each(|number| spec.push_str(&format!("  q{number}: {{}}\n")));
        spec.push_str("endpoints:\n");
        (0..count).for_each(|number| spec.push_str(&format!("  /q{number}: {{queue: q{number}, message: {{body: text}}}}\n")));
        let (_, diagnostics) = check(spec.as_bytes());
        diagnostics.into_iter().filter(|found| found.message.contains("roles")).map(|found| found.message).collect::<Vec<_>>()
    };
    assert_eq!(messages(1000), [""; 0]);
    assert_eq!(messages(1001), ["the stack makes 1001 roles, and IAM takes 1000 in an account unless AWS raises that quota"]);
}

#[test]
fn every_code_is_given_by_a_fixture_or_a_case() {
    let mut given: BTreeSet<String> = fixtures().iter().flat_map(|fixture| fixture.expected.clone()).collect();
    // The cases of the tests above.
    given.extend(["HW002", "HW003", "HW401", "HW402"].map(str::to_owned));
    let given: BTreeSet<&str> = given.iter().map(|line| line.split(' ').next().unwrap()).collect();
    let all: BTreeSet<&str> = Code::ALL.iter().map(|code| code.id()).collect();
    assert_eq!(given, all);
}

#[test]
fn every_explanation_is_true() {
    for code in Code::ALL {
        let (wrong, right) = examples_of(code.explanation());
        if let Some(wrong) = wrong {
            let codes: Vec<&str> =
                check(format!("# {code}\n{wrong}").as_bytes()).1.iter().map(|diagnostic| diagnostic.code.id()).collect();
            assert!(codes.contains(&code.id()), "the wrong example of {code} gives {codes:?}");
            // Nothing else is wrong with it, or the reader would look in two places.
            assert!(codes.iter().all(|found| *found == code.id()), "the wrong example of {code} gives {codes:?}");
        }
        let found = check(format!("# {code}\n{right}").as_bytes()).1;
        let problem = found.iter().find(|found| found.severity() == Severity::Error || found.code == *code);
        assert!(problem.is_none(), "the right example of {code} gives {problem:?}");
    }
}

#[test]
fn every_explanation_has_the_same_form() {
    let mut files = 0;
    for entry in fs::read_dir(root().join("src/diagnostic/explain")).unwrap() {
        let path = entry.unwrap().path();
        let id = path.file_stem().unwrap().to_str().unwrap();
        assert!(Code::find(id).is_some(), "{} explains no code", path.display());
        files += 1;
    }
    assert_eq!(files, Code::ALL.len());
    for code in Code::ALL {
        let text = code.explanation();
        assert!(text.starts_with(&format!("# {code}: {}\n\n", code.name())), "{code}");
        let headings: Vec<&str> = text.lines().filter(|line| line.starts_with("## ")).collect();
        assert_eq!(headings, ["## Wrong", "## Right"], "{code}");
        assert!(text.lines().count() <= 45, "{code} is long: {} lines", text.lines().count());
        assert!(text.lines().all(|line| line.chars().count() <= 100), "{code} has a long line");
        assert!(text.ends_with("```\n"), "{code}");
    }
}

/// The `yaml` blocks below `## Wrong`, which can be missing, and `## Right`.
fn examples_of(explanation: &str) -> (Option<&str>, &str) {
    let block =
        |text: &'static str| text.split_once("```yaml\n").and_then(|(_, rest)| rest.split_once("```")).map(|(spec, _)| spec);
    let explanation: &'static str = Box::leak(explanation.to_owned().into_boxed_str());
    let (wrong, right) = explanation.split_once("## Right").expect("no right example");
    (block(wrong), block(right).expect("no right example"))
}

fn endpoints(count: usize) -> Vec<u8> {
    let head = "name: shop\nqueues:\n  inbox: {}\nendpoints:\n";
    let entries: String = (0..count).map(|number| format!("  /e{number}: {{queue: inbox, message: {{body: text}}}}\n")).collect();
    format!("{head}{entries}").into_bytes()
}

/// Nearly every spec here is about something else than who may call or who deploys, so only one that names the note is told
/// of it.
fn check(spec: &[u8]) -> (Document, Vec<Diagnostic>) {
    // Files that specs name lie beside them, or beside the examples.
    let read = |path: &str| {
        let beside = ["tests/invalid", "examples"].map(|folder| fs::read(root().join(folder).join(path)));
        let [first, second] = beside;
        first.or(second).map_err(|_| "there is no such file".to_owned())
    };
    let (document, mut found) = hookweir::check(hookweir::Source { bytes: spec, read: &read }, None).unwrap();
    let text = String::from_utf8_lossy(spec);
    for note in [Code::OpenEndpoint, Code::OwnerDeploys] {
        if !text.contains(note.id()) {
            found.retain(|diagnostic| diagnostic.code != note);
        }
    }
    (document, found)
}

/// What is found in a spec, as fixtures write it.
fn found(spec: &[u8]) -> Vec<String> {
    let (document, diagnostics) = check(spec);
    let lines = LineIndex::new(document.text());
    diagnostics
        .iter()
        .map(|diagnostic| {
            let position = lines.position(document.span(&diagnostic.place).start);
            format!("{} at {}:{}", diagnostic.code, position.line, position.column)
        })
        .collect()
}

fn rendered(file: &str, spec: &[u8]) -> String {
    let (document, diagnostics) = check(spec);
    report::text(file, &document, &diagnostics, Diagnostic::severity, false)
}

fn fixtures() -> Vec<Fixture> {
    let mut fixtures: Vec<Fixture> = fs::read_dir(root().join("tests/invalid"))
        .unwrap()
        .map(|entry| entry.unwrap().path())
        // Beside them lie the files that they name.
        .filter(|path| path.extension().is_some_and(|extension| extension == "yaml"))
        .map(|path| {
            let text = fs::read_to_string(&path).unwrap();
            let expected: Vec<String> =
                text.lines().map_while(|line| line.strip_prefix("# expect: ")).map(str::to_owned).collect();
            assert!(!expected.is_empty(), "{} says nothing about what it expects", path.display());
            Fixture { name: path.file_stem().unwrap().to_str().unwrap().to_owned(), text, expected }
        })
        .collect();
    fixtures.sort_by(|a, b| a.name.cmp(&b.name));
    assert!(fixtures.len() > 100, "the fixtures are missing");
    fixtures
}
