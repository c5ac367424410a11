//! One request through the gateway, and the rehearsal of a compile. `cargo bench --bench gateway`

#![allow(clippy::unwrap_used, clippy::expect_used)]

use hookweir::gateway::variables::{MethodRequest, Variables, context_from_json};
use hookweir::gateway::{DIALECT, Gateway, Request};
use hookweir::stack::Stack;
use velocity::{Limits, Template};

fn main() {
    divan::main();
}

fn stack(body: &str) -> Stack {
    let spec = format!("name: shop\nqueues: {{q: {{}}}}\nendpoints: {{/webhook: {{queue: q, message: {{body: {body}}}}}}}\n");
    hookweir::understand(spec.as_bytes()).unwrap().2.unwrap()
}

/// A POST with twelve headers.
fn request(body: Vec<u8>) -> Request {
    let headers = [
        ("Host", "hooks.example.com"),
        ("User-Agent", "Stripe/1.0 (+https://stripe.com/docs/webhooks)"),
        ("Content-Type", "application/json; charset=utf-8"),
        ("Accept", "*/*; q=0.5, application/xml"),
        ("Cache-Control", "no-cache"),
        ("Stripe-Signature", "t=1492774577,v1=5257a869e7ecebeda32affa62cdca3fa51cad7e77a0e56ff536d0ce8e108d8bd"),
        ("Accept-Encoding", "identity"),
        ("X-Request-Id", "0f6a2c1e-1f5b-4f6e-9e68-1f6f1f1c2d3e"),
        ("X-Amzn-Trace-Id", "Root=1-68e77c00-0123456789abcdef01234567"),
        ("X-Forwarded-For", "203.0.113.7"),
        ("X-Forwarded-Port", "443"),
        ("X-Forwarded-Proto", "https"),
    ];
    Request {
        method: "POST".to_owned(),
        path: "/webhook".to_owned(),
        query: "shop=eu".to_owned(),
        headers: headers.map(|(name, value)| (name.to_owned(), value.to_owned())).to_vec(),
        body,
        source_ip: "203.0.113.7".to_owned(),
        request_id: "c6af9ac6-7b61-11e6-9a41-93e8deadbeef".to_owned(),
        time_epoch: 1_760_000_000_000,
    }
}

fn event(bytes: usize) -> Vec<u8> {
    let entry = br#"{"id":"evt_1","type":"order.paid","note":"Tom & Jerry's"},"#;
    let mut body = b"[".to_vec();
    while body.len() + entry.len() < bytes {
        body.extend_from_slice(entry);
    }
    body.extend_from_slice(b"null]");
    body
}

#[divan::bench(args = [("text", 300), ("text", 1_000_000), ("json", 300), ("base64", 300)])]
fn receive(bencher: divan::Bencher<'_, '_>, (body, bytes): (&str, usize)) {
    let gateway = Gateway::new(&stack(body)).unwrap();
    let mut request = request(event(bytes));
    if body == "base64" {
        request.headers[2].1 = "application/octet-stream".to_owned();
    }
    bencher.bench_local(|| gateway.receive(divan::black_box(&request)).unwrap());
}

/// The template alone, with its host functions: what an engine for templates is compared by.
#[divan::bench]
fn render(bencher: divan::Bencher<'_, '_>) {
    let stack = stack("text");
    let template = Template::parse(&stack.request_templates[0].text, &DIALECT).unwrap();
    let request = request(event(300));
    let variables = Variables::new(MethodRequest {
        body: String::from_utf8(request.body).unwrap().into(),
        path: &[],
        query_string: &[("shop".to_owned(), "eu".to_owned())],
        headers: &request.headers,
        context: context_from_json(&serde_json::json!({
            "httpMethod": "POST",
            "resourcePath": "/webhook",
            "requestId": request.request_id,
            "requestTimeEpoch": request.time_epoch,
            "identity": {"sourceIp": request.source_ip},
        })),
        stage_variables: &[],
    });
    bencher.bench_local(|| template.render(&mut variables.for_request(), &Limits::DEFAULT).unwrap());
}

#[divan::bench]
fn respond(bencher: divan::Bencher<'_, '_>) {
    let gateway = Gateway::new(&stack("text")).unwrap();
    let request = request(event(300));
    let call = gateway.receive(&request).unwrap();
    bencher.bench_local(|| gateway.respond(divan::black_box(&request), &call, 200, b"{}"));
}

#[divan::bench]
fn rehearse_one_template(bencher: divan::Bencher<'_, '_>) {
    let stack = stack("text");
    bencher.bench_local(|| hookweir::audit::audit(divan::black_box(&stack)).unwrap());
}
