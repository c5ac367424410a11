//! How long parsing and rendering take, for templates as API Gateway sees them.
//!
//! `envelope` is a whole mapping template of 2 KB that goes over 12 headers, with host functions that do their work;
//! `language` the same without the work of the host.

#![allow(clippy::unwrap_used, clippy::expect_used, missing_docs)]

#[path = "../tests/support/mod.rs"]
mod support;

use divan::Bencher;
use serde_json::{Value as Json, json};
use std::rc::Rc;
use support::{AWS, host, json};
use velocity::{Context, Failure, Fuel, Limits, Object, Template, Text, Value};

fn main() {
    divan::main();
}

const ENVELOPE: &str = include_str!("envelope.vtl");

const LOOP: &str = "{#foreach($k in $input.params().header.keySet())\"$util.escapeJavaScript($k)\":\
                    \"$util.urlEncode($input.params().header.get($k))\"#if($foreach.hasNext),#end#end}";

fn request() -> Json {
    json!({
        "body": "{\"id\": \"evt_1\", \"type\": \"invoice.paid\", \"data\": {\"amount\": 1200, \"note\": \"it's fine\"}}",
        "headers": {
            "Accept": "*/*", "Content-Type": "application/json", "Host": "abc.execute-api.eu-west-1.amazonaws.com",
            "User-Agent": "Stripe/1.0 (+https://stripe.com/docs/webhooks)", "Stripe-Signature": "t=1492774577,v1=5257a869e7ec",
            "X-Amzn-Trace-Id": "Root=1-67891233-abcdef012345678912345678", "X-Forwarded-For": "54.187.174.169",
            "X-Forwarded-Port": "443", "X-Forwarded-Proto": "https", "Cache-Control": "no-cache", "Accept-Encoding": "gzip",
            "X-Request-Id": "c6af9ac6-7b61-11e6-9a41-93e8deadbeef"
        },
        "querystring": {"source": "stripe"},
        "path": {"tenant": "shop"},
        "context": {
            "httpMethod": "POST", "resourcePath": "/hooks/{tenant}", "requestId": "c6af9ac6-7b61-11e6-9a41-93e8deadbeef",
            "requestTimeEpoch": 1736899200000_i64, "identity": {"sourceIp": "54.187.174.169"}
        },
        "stageVariables": {}
    })
}

/// A host whose functions answer what they are given.
#[derive(Debug)]
struct Idle;

impl Object for Idle {
    fn text(&self) -> Text {
        Text::default()
    }

    fn property(&self, _name: &str) -> Option<Value> {
        None
    }

    fn call(&self, _name: &str, arguments: &[Value], _fuel: &mut Fuel) -> Result<Option<Value>, Failure> {
        Ok(arguments.first().cloned())
    }
}

fn context(util: Value) -> Context {
    let request = request();
    let mut context = Context::new();
    context.set("input", Value::Object(Rc::new(host::Input::new(&request))));
    context.set("util", util);
    context.set("context", json::value(&request["context"], json::Style::Context));
    context
}

fn text(name: &str) -> &'static str {
    if name == "envelope" { ENVELOPE } else { LOOP }
}

#[divan::bench(args = ["envelope", "loop"])]
fn parse(bencher: Bencher, name: &str) {
    let text = text(name);
    bencher.bench(|| Template::parse(text, &AWS).unwrap());
}

#[divan::bench(args = ["envelope", "loop"])]
fn with_host(bencher: Bencher, name: &str) {
    let template = Template::parse(text(name), &AWS).unwrap();
    let mut context = context(Value::Object(Rc::new(host::Util)));
    bencher.bench_local(|| template.render(&mut context, &Limits::DEFAULT).unwrap());
}

#[divan::bench(args = ["envelope", "loop"])]
fn without_host(bencher: Bencher, name: &str) {
    let template = Template::parse(text(name), &AWS).unwrap();
    let mut context = context(Value::Object(Rc::new(Idle)));
    bencher.bench_local(|| template.render(&mut context, &Limits::DEFAULT).unwrap());
}
