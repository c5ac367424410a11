//! Every number at both ends of its range, and every free text with what could mean something on its way.
//!
//! A number or a text is either refused with a code at its place, or stands in both outputs exactly as it was written.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::disallowed_methods)]

mod support;

use base64::Engine as _;
use hookweir::diagnostic::{Diagnostic, Severity};
use hookweir::target::Target;
use serde_json::{Map, Value, json};

/// A key that takes a number.
struct Number {
    /// Where it stands in the spec.
    key: &'static str,
    min: i64,
    max: i64,
    /// The same two with a unit, and the values beyond them.
    with_unit: &'static [(&'static str, i64)],
    /// Where it stands in the template.
    cloudformation: &'static str,
    /// Where it stands in the configuration.
    terraform: &'static str,
}

const NUMBERS: [Number; 12] = [
    Number {
        key: "/queues/q/visibilityTimeout",
        min: 0,
        max: 43_200,
        with_unit: &[("0s", 0), ("12h", 43_200), ("720m", 43_200), ("13h", 46_800), ("43201s", 43_201)],
        cloudformation: "/Resources/QQueue/Properties/VisibilityTimeout",
        terraform: "/resource/aws_sqs_queue/q/visibility_timeout_seconds",
    },
    Number {
        key: "/queues/q/maxReceiveCount",
        min: 1,
        max: 1000,
        with_unit: &[],
        cloudformation: "/Resources/QQueue/Properties/RedrivePolicy/maxReceiveCount",
        terraform: "",
    },
    Number {
        key: "/queues/q/messageRetentionPeriod",
        min: 60,
        max: 1_209_600,
        with_unit: &[("60s", 60), ("1m", 60), ("14d", 1_209_600), ("336h", 1_209_600), ("59s", 59), ("15d", 1_296_000)],
        cloudformation: "/Resources/QQueue/Properties/MessageRetentionPeriod",
        terraform: "/resource/aws_sqs_queue/q/message_retention_seconds",
    },
    Number {
        key: "/queues/short/deadLetterQueue/messageRetentionPeriod",
        min: 60,
        max: 1_209_600,
        with_unit: &[("1m", 60), ("14d", 1_209_600), ("59s", 59), ("337h", 1_213_200)],
        cloudformation: "/Resources/ShortDlqQueue/Properties/MessageRetentionPeriod",
        terraform: "/resource/aws_sqs_queue/short_dlq/message_retention_seconds",
    },
    Number {
        key: "/queues/q/delay",
        min: 0,
        max: 900,
        with_unit: &[("0s", 0), ("15m", 900), ("16m", 960), ("901s", 901)],
        cloudformation: "/Resources/QQueue/Properties/DelaySeconds",
        terraform: "/resource/aws_sqs_queue/q/delay_seconds",
    },
    Number {
        key: "/endpoints/~1a/delay",
        min: 0,
        max: 900,
        with_unit: &[("0m", 0), ("15m", 900), ("1h", 3600)],
        cloudformation: "",
        terraform: "",
    },
    Number {
        key: "/queues/q/receiveMessageWaitTime",
        min: 0,
        max: 20,
        with_unit: &[("0s", 0), ("20s", 20), ("21s", 21), ("1m", 60)],
        cloudformation: "/Resources/QQueue/Properties/ReceiveMessageWaitTimeSeconds",
        terraform: "/resource/aws_sqs_queue/q/receive_wait_time_seconds",
    },
    Number {
        key: "/queues/q/maximumMessageSize",
        min: 1024,
        max: 1_048_576,
        with_unit: &[
            ("1024B", 1024),
            ("1KiB", 1024),
            ("1024KiB", 1_048_576),
            ("1MiB", 1_048_576),
            ("1023B", 1023),
            ("2MiB", 2_097_152),
        ],
        cloudformation: "/Resources/QQueue/Properties/MaximumMessageSize",
        terraform: "/resource/aws_sqs_queue/q/max_message_size",
    },
    Number {
        key: "/queues/kms/dataKeyReusePeriod",
        min: 60,
        max: 86_400,
        with_unit: &[("60s", 60), ("1m", 60), ("24h", 86_400), ("1d", 86_400), ("59s", 59), ("25h", 90_000)],
        cloudformation: "/Resources/KmsQueue/Properties/KmsDataKeyReusePeriodSeconds",
        terraform: "/resource/aws_sqs_queue/kms/kms_data_key_reuse_period_seconds",
    },
    Number {
        key: "/endpoints/~1a/response/status",
        min: 200,
        max: 299,
        with_unit: &[],
        cloudformation: "/Resources/APostMethod/Properties/Integration/IntegrationResponses/0/StatusCode",
        terraform: "",
    },
    Number {
        key: "/api/throttle/rate",
        min: 1,
        max: 10_000,
        with_unit: &[],
        cloudformation: "/Resources/Stage/Properties/MethodSettings/0/ThrottlingRateLimit",
        terraform: "/resource/aws_api_gateway_method_settings/api/settings/throttling_rate_limit",
    },
    Number {
        key: "/api/throttle/burst",
        min: 1,
        max: 5000,
        with_unit: &[],
        cloudformation: "/Resources/Stage/Properties/MethodSettings/0/ThrottlingBurstLimit",
        terraform: "/resource/aws_api_gateway_method_settings/api/settings/throttling_burst_limit",
    },
];

#[test]
fn numbers_are_taken_up_to_both_ends_of_their_range_and_refused_at_the_value_beyond() {
    for number in &NUMBERS {
        let written = [number.min - 1, number.min, number.min + 1, number.max - 1, number.max, number.max + 1];
        let plain = written.into_iter().map(|value| (json!(value), value));
        let with_unit = number.with_unit.iter().map(|(text, value)| (json!(text), *value));
        for (written, value) in plain.chain(with_unit) {
            let spec = base().with(number.key, written.clone());
            if (number.min..=number.max).contains(&value) {
                assert_eq!(spec.errors(), [""; 0], "{} {written}", number.key);
                number.assert_carried(&spec, value);
            } else {
                assert_eq!(spec.errors(), [format!("HW207 at {written}")], "{} {written}", number.key);
            }
        }
    }
}

#[test]
fn a_rate_can_be_a_fraction_and_is_more_than_nothing() {
    for (rate, errors) in [
        (json!(0.5), vec![]),
        (json!(10_000.0), vec![]),
        (json!(0.0), vec!["HW207 at 0.0".to_owned()]),
        (json!(-0.5), vec!["HW207 at -0.5".to_owned()]),
        (json!(10_000.5), vec!["HW207 at 10000.5".to_owned()]),
    ] {
        assert_eq!(base().with("/api/throttle/rate", rate.clone()).errors(), errors, "{rate}");
    }
}

#[test]
fn the_schema_has_the_same_ranges() {
    let schema: Value = serde_json::from_str(&hookweir::spec::json_schema()).unwrap();
    let schema = jsonschema::draft7::new(&schema).unwrap();
    for number in &NUMBERS {
        // The exclusive end of a rate is 0; below it the two agree too.
        let below = if number.key.ends_with("rate") { 0 } else { number.min - 1 };
        for (value, valid) in [(below, false), (number.min, true), (number.max, true), (number.max + 1, false)] {
            let spec = base().with(number.key, json!(value));
            assert_eq!(schema.is_valid(&spec.0), valid, "{} {value}", number.key);
        }
        for (text, _) in number.with_unit {
            assert!(schema.is_valid(&base().with(number.key, json!(text)).0), "{} {text}", number.key);
        }
    }
}

impl Number {
    fn assert_carried(&self, spec: &Spec, value: i64) {
        let (template, configuration) = (spec.output(Target::CloudFormation), spec.output(Target::Terraform));
        for (document, pointer) in [(&template, self.cloudformation), (&configuration, self.terraform)] {
            if pointer.is_empty() {
                continue;
            }
            let carried = document.pointer(pointer).unwrap_or_else(|| panic!("{pointer} is missing"));
            let carried = carried.as_f64().or_else(|| carried.as_str().and_then(|text| text.parse().ok()));
            let value = value as f64;
            assert_eq!(carried, Some(value), "{pointer}");
        }
        if self.key.ends_with("~1a/delay") {
            let delay = format!("&DelaySeconds={value}");
            assert!(spec.request_template(Target::CloudFormation).ends_with(&delay));
            assert!(spec.request_template(Target::Terraform).ends_with(&delay));
        }
    }
}

/// A spec with something of a length or a count.
type OfSize<'a> = &'a dyn Fn(usize) -> Spec;

#[test]
fn lengths_and_counts_are_taken_up_to_their_limit_and_refused_beyond() {
    let of = |count: usize| "x".repeat(count);
    let many = |count: usize, value: Value| (0..count).map(|n| (format!("x{n}"), value.clone())).collect::<Map<_, _>>();
    let message = |message: Value| base().with("/endpoints/~1a/message", message);
    let response = |response: Value| base().with("/endpoints/~1a/response", response);
    let attribute = |name: &str, source: Value| message(json!({ "attributes": { name: source } }));
    let queue = |name: String| base().with("/name", json!("a")).with(&format!("/queues/{name}"), json!({}));
    let endpoint = |path: String| base().with(&format!("/endpoints/{path}"), json!({ "queue": "q" }));
    let cases: [(&str, usize, &str, OfSize<'_>); 21] = [
        ("name", 40, "HW201", &|n| base().with("/name", json!(of(n)))),
        ("queue name with the shortest stack name", 74, "HW306", &|n| queue(of(n))),
        ("FIFO queue name with the shortest stack name", 69, "HW306", &|n| {
            queue(of(n)).with(&format!("/queues/{}", of(n)), json!({ "fifo": true }))
        }),
        ("group", 128, "HW213", &|n| {
            base()
                .with("/queues/q", json!({ "fifo": true }))
                .with("/endpoints/~1a", json!({ "queue": "q", "group": { "value": of(n) } }))
        }),
        ("description", 1000, "HW213", &|n| base().with("/description", json!(of(n)))),
        ("bytes of a description", 500, "HW213", &|n| base().with("/description", json!("ä".repeat(n)))),
        ("tags", 50, "HW214", &|n| base().with("/tags", many(n, json!("a")).into())),
        ("key of a tag", 128, "HW214", &|n| base().with("/tags", json!({ of(n): "a" }))),
        ("value of a tag", 256, "HW214", &|n| base().with("/tags", json!({ "a": of(n) }))),
        ("stage", 128, "HW215", &|n| base().with("/api/stage", json!(of(n)))),
        ("path parameter", 64, "HW203", &|n| endpoint(format!("~1{{{}}}", of(n)))),
        ("attributes", 10, "HW308", &|n| message(json!({ "attributes": many(n, json!({ "header": "A" })) }))),
        ("attribute name", 256, "HW211", &|n| attribute(&of(n), json!({ "header": "A" }))),
        ("attribute value", 256, "HW213", &|n| attribute("a", json!({ "value": "ä".repeat(n) }))),
        ("query name", 128, "HW212", &|n| attribute("a", json!({ "query": of(n) }))),
        ("JSON path", 256, "HW212", &|n| attribute("a", json!({ "body": format!("$.{}", of(n - 2)) }))),
        ("header name", 128, "HW209", &|n| attribute("a", json!({ "header": of(n) }))),
        ("response headers", 20, "HW207", &|n| response(json!({ "headers": many(n, json!("a")) }))),
        ("response header's name", 128, "HW209", &|n| response(json!({ "headers": { of(n): "a" } }))),
        ("response header's value", 1024, "HW210", &|n| response(json!({ "headers": { "a": of(n) } }))),
        ("response body", 8192, "HW213", &|n| response(json!({ "body": of(n) }))),
    ];
    for (what, longest, code, spec) in cases {
        assert_eq!(spec(longest).errors(), [""; 0], "{what}");
        let errors = spec(longest + 1).errors();
        assert!(errors.len() == 1 && errors[0].starts_with(code), "{what}: {errors:?}");
    }
}

/// What could mean something to YAML, CloudFormation, Terraform, Velocity, a form, JSON or a terminal.
const TEXTS: [&str; 37] = [
    "plain",
    "${x}",
    "%{x}",
    "$${x}",
    "%%{x}",
    "$$${x}",
    "${AWS::Region}",
    "${!x}",
    "${stageVariables.x}",
    "%{ if true }",
    "$",
    "%",
    "ends in $",
    "$x",
    "$context.requestId",
    "#set($x = 1)",
    "##",
    "{{x}}",
    "{{{x}}}",
    "{\"Ref\": \"AWS::AccountId\"}",
    "a\"b",
    "it's",
    "back\\slash",
    "a&DelaySeconds=900",
    "a+b%41 c",
    "line\nbreak",
    "carriage\rreturn",
    "tab\tstop",
    "nul\0",
    "escape\u{1b}[31m",
    "delete\u{7f}",
    "next\u{85}line",
    "line\u{2028}separator",
    "größe",
    "寸法",
    "emoji 😀",
    "no\u{ffff}character",
];

/// A key, or the key of an entry, that takes free text.
struct FreeText {
    name: &'static str,
    /// The code that refuses a text.
    code: &'static str,
    /// The spec with the text in its place.
    spec: fn(&str) -> Spec,
    /// The texts as they arrive in an output.
    carried: fn(&Spec, Target) -> Vec<String>,
}

const FREE_TEXTS: [FreeText; 8] = [
    FreeText {
        name: "name",
        code: "HW201",
        spec: |text| base().with("/name", json!(text)),
        carried: |spec, target| match target {
            Target::CloudFormation => spec.at(target, "/Metadata/Hookweir/ProposedStackName"),
            // A default is no template.
            Target::Terraform => spec.literally_at(target, "/variable/name_prefix/default"),
        },
    },
    FreeText {
        name: "description",
        code: "HW213",
        spec: |text| base().with("/description", json!(text)),
        carried: |spec, target| match target {
            Target::CloudFormation => {
                [spec.at(target, "/Description"), spec.at(target, "/Resources/RestApi/Properties/Description")].concat()
            }
            Target::Terraform => spec.at(target, "/resource/aws_api_gateway_rest_api/api/description"),
        },
    },
    FreeText {
        name: "tags, the value",
        code: "HW214",
        spec: |text| base().with("/tags", json!({ "team": text })),
        carried: |spec, target| match target {
            Target::CloudFormation => spec.at(target, "/Resources/QQueue/Properties/Tags/0/Value"),
            Target::Terraform => spec.at(target, "/resource/aws_sqs_queue/q/tags/team"),
        },
    },
    FreeText {
        name: "tags, the key",
        code: "HW214",
        spec: |text| base().with("/tags", json!({ text: "a" })),
        carried: |spec, target| match target {
            Target::CloudFormation => spec.at(target, "/Resources/QQueue/Properties/Tags/0/Key"),
            Target::Terraform => {
                let document = spec.output(target);
                let tags = document.pointer("/resource/aws_sqs_queue/q/tags").and_then(Value::as_object).unwrap();
                tags.keys().map(|key| from_template(key)).collect()
            }
        },
    },
    FreeText {
        name: "attribute value",
        code: "HW213",
        spec: |text| base().with("/endpoints/~1a/message", json!({ "attributes": { "x": { "value": text } } })),
        carried: |spec, target| {
            let template = spec.request_template(target);
            let (_, value) = template.split_once(".Name=x&").unwrap().1.split_once(".StringValue=").unwrap();
            vec![from_form(value)]
        },
    },
    FreeText {
        name: "response body",
        code: "HW213",
        spec: |text| base().with("/endpoints/~1a/response", json!({ "body": text })),
        carried: |spec, target| {
            let template = match target {
                Target::CloudFormation => spec.at(
                    target,
                    "/Resources/APostMethod/Properties/Integration/IntegrationResponses/0/ResponseTemplates/application~1json",
                ),
                Target::Terraform => spec
                    .at(target, "/resource/aws_api_gateway_integration_response/a_post_200/response_templates/application~1json"),
            };
            template.iter().map(|template| from_velocity(template)).collect()
        },
    },
    FreeText {
        name: "response header",
        code: "HW210",
        spec: |text| base().with("/endpoints/~1a/response", json!({ "headers": { "X-A": text } })),
        carried: |spec, target| {
            let mapped = match target {
                Target::CloudFormation => spec.at(
                    target,
                    "/Resources/APostMethod/Properties/Integration/IntegrationResponses/0/ResponseParameters/method.response.header.X-A",
                ),
                Target::Terraform => spec.at(
                    target,
                    "/resource/aws_api_gateway_integration_response/a_post_200/response_parameters/method.response.header.X-A",
                ),
            };
            let constant =
                |mapped: &String| mapped.strip_prefix('\'').and_then(|rest| rest.strip_suffix('\'')).unwrap().to_owned();
            mapped.iter().map(constant).collect()
        },
    },
    FreeText {
        name: "stage",
        code: "HW215",
        spec: |text| base().with("/api/stage", json!(text)),
        carried: |spec, target| match target {
            Target::CloudFormation => spec.at(target, "/Resources/Stage/Properties/StageName"),
            Target::Terraform => spec.at(target, "/resource/aws_api_gateway_stage/api/stage_name"),
        },
    },
];

#[test]
fn a_free_text_is_refused_at_its_place_or_carried_exactly_into_both_outputs() {
    for field in &FREE_TEXTS {
        let mut carried = 0;
        for text in TEXTS {
            let spec = (field.spec)(text);
            let errors = spec.errors();
            if errors.is_empty() {
                carried += 1;
                for target in Target::ALL {
                    let found = (field.carried)(&spec, target);
                    assert!(!found.is_empty() && found.iter().all(|found| found == text), "{} {text:?} is {found:?}", field.name);
                }
            } else {
                assert_eq!(errors, [format!("{} at {}", field.code, json!(text))], "{}", field.name);
            }
        }
        assert!(carried > 0, "{} takes no text at all", field.name);
    }
}

#[test]
fn what_needs_no_refusal_is_carried() {
    let taken = |name: &str| {
        let field = FREE_TEXTS.iter().find(|field| field.name == name).unwrap();
        TEXTS.into_iter().filter(|text| (field.spec)(text).errors().is_empty()).collect::<Vec<_>>()
    };
    let refused = |name: &str| {
        let taken = taken(name);
        TEXTS.into_iter().filter(|text| !taken.contains(text)).collect::<Vec<_>>()
    };
    let controls = ["nul\0", "escape\u{1b}[31m", "delete\u{7f}", "next\u{85}line", "no\u{ffff}character"];
    assert_eq!(refused("attribute value"), controls);
    assert_eq!(refused("response body"), controls);
    assert_eq!(refused("description"), [&["carriage\rreturn"][..], &controls].concat());
    assert_eq!(taken("name"), ["plain"]);
    assert_eq!(taken("stage"), ["plain"]);
    assert_eq!(taken("tags, the value"), ["plain", "line\u{2028}separator", "größe", "寸法"]);
}

/// A spec as JSON, which is YAML.
struct Spec(Value);

/// A spec with every mapping that the tests write into.
fn base() -> Spec {
    Spec(json!({
        "name": "shop",
        "queues": { "q": {}, "short": { "messageRetentionPeriod": 60, "deadLetterQueue": {} }, "kms": { "encryption": "aws" } },
        "endpoints": { "/a": { "queue": "q", "response": {} }, "/short": { "queue": "short" } },
        "api": { "throttle": { "rate": 1, "burst": 1 } }
    }))
}

impl Spec {
    /// Writes a value to a place; the mapping that holds it is there.
    fn with(mut self, pointer: &str, value: Value) -> Spec {
        let (parent, key) = pointer.rsplit_once('/').unwrap();
        let map: &mut Map<String, Value> = self.0.pointer_mut(parent).unwrap().as_object_mut().unwrap();
        map.insert(key.replace("~1", "/"), value);
        self
    }

    /// The text; what YAML refuses as it is stands there as an escape.
    fn text(&self) -> String {
        let text = self.0.to_string();
        let escaped = |c: char| matches!(c, '\u{7f}'..='\u{9f}' | '\u{2028}' | '\u{2029}' | '\u{ffff}');
        text.chars().map(|c| if escaped(c) { format!("\\u{:04x}", u32::from(c)) } else { c.to_string() }).collect()
    }

    /// The errors, each with the text at its place, as JSON.
    fn errors(&self) -> Vec<String> {
        let (document, diagnostics) = hookweir::check(self.text().as_bytes(), None).unwrap();
        let place = |diagnostic: &Diagnostic| {
            let written = &document.text()[document.span(&diagnostic.place)];
            serde_json::from_str::<Value>(written).map_or_else(|_| written.to_owned(), |value| value.to_string())
        };
        let errors = diagnostics.iter().filter(|diagnostic| diagnostic.severity() == Severity::Error);
        errors.map(|diagnostic| format!("{} at {}", diagnostic.code, place(diagnostic))).collect()
    }

    fn output(&self, target: Target) -> Value {
        support::document(&self.text(), target)
    }

    /// The text at a place of the output, as the target reads it.
    fn at(&self, target: Target, pointer: &str) -> Vec<String> {
        let found = self.literally_at(target, pointer);
        match target {
            Target::CloudFormation => found,
            Target::Terraform => found.iter().map(|text| from_template(text)).collect(),
        }
    }

    fn literally_at(&self, target: Target, pointer: &str) -> Vec<String> {
        self.output(target).pointer(pointer).and_then(Value::as_str).map(str::to_owned).into_iter().collect()
    }

    /// The request template of the endpoint `/a`.
    fn request_template(&self, target: Target) -> String {
        let document = self.output(target);
        let templates = match target {
            Target::CloudFormation => &document["Mappings"]["RequestTemplates"],
            Target::Terraform => &document["locals"]["request_templates"],
        };
        let texts = templates.as_object().unwrap().values().map(|entry| entry.get("Text").unwrap_or(entry).as_str().unwrap());
        // The other endpoint has neither a delay nor an attribute.
        let longest = texts.max_by_key(|text| text.len()).unwrap();
        match target {
            Target::CloudFormation => longest.to_owned(),
            Target::Terraform => from_template(longest),
        }
    }
}

/// A template string of Terraform that must hold nothing but text, as Terraform reads it.
fn from_template(template: &str) -> String {
    constant(template).unwrap_or_else(|| panic!("a reference or a directive in {template:?}"))
}

/// The text of a template string without references and directives.
fn constant(template: &str) -> Option<String> {
    let mut text = String::new();
    let mut rest = template;
    while let Some(c) = rest.chars().next() {
        let escape = ["$${", "%%{"].into_iter().find(|escape| rest.starts_with(escape));
        if escape.is_none() && (rest.starts_with("${") || rest.starts_with("%{")) {
            return None;
        }
        text.push_str(escape.map_or(&rest[..c.len_utf8()], |escape| &escape[1..]));
        rest = &rest[escape.map_or(c.len_utf8(), str::len)..];
    }
    Some(text)
}

/// A value of a form, up to the next value or directive, as SQS reads it.
fn from_form(value: &str) -> String {
    let end = value.find(['&', '#', '$', '+']).unwrap_or(value.len());
    let mut bytes = Vec::new();
    let mut rest = value[..end].bytes();
    while let Some(byte) = rest.next() {
        if byte == b'%' {
            let digits = [rest.next().unwrap(), rest.next().unwrap()];
            bytes.push(u8::from_str_radix(std::str::from_utf8(&digits).unwrap(), 16).unwrap());
        } else {
            bytes.push(byte);
        }
    }
    String::from_utf8(bytes).unwrap()
}

/// A response template that must print a constant, as API Gateway prints it.
fn from_velocity(template: &str) -> String {
    let encoded = template.strip_prefix("$util.base64Decode(\"").and_then(|rest| rest.strip_suffix("\")"));
    if let Some(encoded) = encoded {
        return String::from_utf8(base64::engine::general_purpose::STANDARD.decode(encoded).unwrap()).unwrap();
    }
    assert!(!template.contains(['$', '#']), "{template:?} is not a constant");
    template.to_owned()
}

#[test]
fn terraform_templates_are_read_as_terraform_reads_them() {
    for (template, text) in [("a", "a"), ("$${x}", "${x}"), ("$$${x}", "$${x}"), ("%%{x}$", "%{x}$"), ("$x %", "$x %"), ("", "")]
    {
        assert_eq!(constant(template).as_deref(), Some(text));
    }
    for template in ["a ${x}", "%{ if x }", "$$${x} ${y}"] {
        assert_eq!(constant(template), None, "{template}");
    }
}
