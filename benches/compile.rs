//! Each stage and the whole compile, for specs of 1 to 10,000 endpoints, each with a queue and an attribute of its own.
//!
//! `cargo bench` runs everything; `cargo bench -- plan` one stage.

#![allow(clippy::unwrap_used, clippy::expect_used, missing_docs)]

use divan::Bencher;
use divan::counter::ItemsCount;
use hookweir::document::Document;
use hookweir::intake::Intake;
use hookweir::spec::Parsed;
use hookweir::stack::Stack;
use hookweir::target::Target;
use hookweir::{backend, check, intake, plan, spec};
use std::fmt::Write as _;

const ENDPOINTS: [usize; 4] = [1, 100, 1000, 10_000];

fn main() {
    divan::main();
}

/// A spec as a team would write it, only longer.
fn text(endpoints: usize) -> String {
    let mut text = "name: bench\nqueues:\n".to_owned();
    for number in 0..endpoints {
        writeln!(text, "  q{number:05}:\n    visibilityTimeout: 90\n    maxReceiveCount: 3").unwrap();
    }
    text.push_str("endpoints:\n");
    for number in 0..endpoints {
        writeln!(text, "  /hooks/e{number:05}:\n    queue: q{number:05}\n    message:\n      attributes:\n        event: {{ header: X-Event }}")
            .unwrap();
    }
    text
}

fn document(endpoints: usize) -> Document {
    Document::read(text(endpoints).as_bytes()).0
}

fn parsed(endpoints: usize) -> Parsed {
    spec::parse(&document(endpoints), true)
}

fn resolved(endpoints: usize) -> Intake {
    let (intake, diagnostics) = intake::resolve(parsed(endpoints));
    assert!(diagnostics.is_empty());
    intake
}

fn planned(endpoints: usize) -> Stack {
    plan::plan(&resolved(endpoints)).unwrap()
}

#[divan::bench(args = ENDPOINTS)]
fn scan(bencher: Bencher<'_, '_>, endpoints: usize) {
    let text = text(endpoints);
    bencher.counter(ItemsCount::new(endpoints)).bench_local(|| Document::read(divan::black_box(text.as_bytes())));
}

#[divan::bench(args = ENDPOINTS)]
fn parse(bencher: Bencher<'_, '_>, endpoints: usize) {
    let document = document(endpoints);
    bencher.counter(ItemsCount::new(endpoints)).bench_local(|| spec::parse(divan::black_box(&document), true));
}

#[divan::bench(args = ENDPOINTS)]
fn resolve(bencher: Bencher<'_, '_>, endpoints: usize) {
    bencher.counter(ItemsCount::new(endpoints)).with_inputs(|| parsed(endpoints)).bench_local_values(intake::resolve);
}

#[divan::bench(args = ENDPOINTS)]
fn check_rules(bencher: Bencher<'_, '_>, endpoints: usize) {
    let intake = resolved(endpoints);
    bencher.counter(ItemsCount::new(endpoints)).bench_local(|| check::check(divan::black_box(&intake)));
}

#[divan::bench(args = ENDPOINTS)]
fn plan_stack(bencher: Bencher<'_, '_>, endpoints: usize) {
    let intake = resolved(endpoints);
    bencher.counter(ItemsCount::new(endpoints)).bench_local(|| plan::plan(divan::black_box(&intake)).unwrap());
}

#[divan::bench(args = ENDPOINTS)]
fn emit_cloudformation(bencher: Bencher<'_, '_>, endpoints: usize) {
    let stack = planned(endpoints);
    bencher
        .counter(ItemsCount::new(endpoints))
        .bench_local(|| backend::emit(divan::black_box(&stack), Target::CloudFormation).unwrap());
}

#[divan::bench(args = ENDPOINTS)]
fn emit_terraform(bencher: Bencher<'_, '_>, endpoints: usize) {
    let stack = planned(endpoints);
    bencher
        .counter(ItemsCount::new(endpoints))
        .bench_local(|| backend::emit(divan::black_box(&stack), Target::Terraform).unwrap());
}

#[divan::bench(args = ENDPOINTS)]
fn whole_compile(bencher: Bencher<'_, '_>, endpoints: usize) {
    let text = text(endpoints);
    bencher
        .counter(ItemsCount::new(endpoints))
        .bench_local(|| hookweir::compile(divan::black_box(text.as_bytes()), Target::Terraform).unwrap());
}
