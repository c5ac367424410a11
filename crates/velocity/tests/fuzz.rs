//! Broken templates by the thousand: whatever the text, parsing and rendering end in time, with a text or an error.
//!
//! Bytes of good templates are changed at random, with fixed seeds. `VELOCITY_FUZZ` is how many templates are tried (20,000).

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::disallowed_methods)]

mod support;

use serde_json::{Value as Json, json};
use std::time::{Duration, Instant};
use support::generator::{self, Random};
use velocity::{Context, Dialect, Limits, Template, Value};

const PIECES: &[&str] = &[
    "$",
    "#",
    "\\",
    "(",
    ")",
    "[",
    "]",
    "{",
    "}",
    "\"",
    "'",
    "..",
    ".",
    "!",
    "##",
    "#*",
    "*#",
    "#[[",
    "]]#",
    "#end",
    "#if(",
    "#set(",
    "#foreach($x in ",
    "#macro(m $a)",
    "#@m()",
    "#evaluate(",
    "#define($d)",
    "$d",
    "\"\"",
    "\\u",
    "\0",
    "é",
    "\u{FFFF}",
    "😀",
    "\r",
    "-",
    "9999999999",
    "[0..99999999]",
    "$l.add($l)",
    "$m.put($m, $m)",
    "$x.x(",
    " && ",
    "!",
    "$foreach.parent",
    "#break($foreach)",
    "#stop",
];

/// The text with a few bytes changed; it stays UTF-8.
fn changed(text: &str, other: &str, random: &mut Random) -> String {
    let boundary = |text: &str, mut at: usize| {
        while !text.is_char_boundary(at) {
            at -= 1;
        }
        at
    };
    let mut text = text.to_owned();
    for _ in 0..=random.below(3) {
        let at = boundary(&text, random.below(text.len() + 1));
        let end = boundary(&text, (at + random.below(12)).min(text.len()));
        match random.below(5) {
            0 => text.replace_range(at..end, ""),
            1 => text.insert_str(at, &text[at..end].repeat(1 + random.below(40))),
            2 => {
                let (from, to) = (boundary(other, random.below(other.len() + 1)), other.len());
                text.insert_str(at, &other[from..boundary(other, (from + random.below(40)).min(to))]);
            }
            _ => text.insert_str(at, random.pick(PIECES)),
        }
    }
    text
}

fn context() -> Context {
    let mut context = Context::new();
    context.set("input", Value::Object(std::rc::Rc::new(support::host::Input::new(&json!({"body": "{\"a\": [1, null]}"})))));
    context.set("util", Value::Object(std::rc::Rc::new(support::host::Util)));
    context.set("m", support::json::value(&json!({"k": "v", "l": [1, 2]}), support::json::Style::Document));
    context.set("l", support::json::value(&json!([1, "x", null]), support::json::Style::Document));
    context
}

#[test]
#[allow(clippy::print_stderr)]
fn a_changed_template_ends_with_a_text_or_an_error() {
    let tries: u64 = std::env::var("VELOCITY_FUZZ").ok().and_then(|tries| tries.parse().ok()).unwrap_or(20_000);
    let mut limits = Limits::DEFAULT;
    (limits.output_bytes, limits.memory_bytes, limits.steps) = (1 << 20, 4 << 20, 200_000);
    let recordings = include_str!("aws-recordings.jsonl").lines().map(|line| {
        let line: Json = serde_json::from_str(line).unwrap();
        line["template"].as_str().unwrap_or_default().to_owned()
    });
    let generated = (0..300).map(|seed| generator::request(seed, true)["template"].as_str().unwrap().to_owned());
    let corpus: Vec<String> = recordings.chain(generated).collect();
    let (mut rendered, mut refused, mut failed, mut slowest) = (0_u64, 0_u64, 0_u64, Duration::ZERO);
    for seed in 0..tries {
        let mut random = Random::new(seed);
        let (one, other) = (random.below(corpus.len()), random.below(corpus.len()));
        let text = changed(&corpus[one], &corpus[other], &mut random);
        let dialect = if random.one_in(2) { &support::AWS } else { &Dialect::VELOCITY_1_7 };
        let start = Instant::now();
        match Template::parse(&text, dialect) {
            Err(error) => {
                refused += 1;
                assert!(error.line() >= 1 && error.column() >= 1 && !error.message().is_empty(), "{text:?}");
            }
            Ok(template) => match template.render(&mut context(), &limits) {
                Ok(_) => rendered += 1,
                Err(error) => {
                    failed += 1;
                    assert!(!error.to_string().is_empty(), "{text:?}");
                }
            },
        }
        slowest = slowest.max(start.elapsed());
        assert!(start.elapsed() < Duration::from_secs(20), "{text:?}");
    }
    eprintln!("{tries} templates: {rendered} rendered, {refused} refused, {failed} failed; the slowest took {slowest:?}");
}
