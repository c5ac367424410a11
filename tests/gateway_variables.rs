//! The variables of mapping templates, held against what the libraries behind API Gateway did.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use hookweir::gateway::DIALECT;
use hookweir::gateway::variables::{MethodRequest, PayloadError, Variables, context_from_json};
use proptest::prelude::*;
use serde_json::{Value as Json, json};
use std::collections::HashMap;
use velocity::{Limits, RenderErrorKind, Template, Text};

fn pairs(json: &Json) -> Vec<(String, String)> {
    let text = |value: &Json| value.as_str().unwrap().to_owned();
    json.as_object().into_iter().flatten().map(|(name, value)| (name.clone(), text(value))).collect()
}

/// The status and, beside 200, the output or the message of a payload that is no JSON.
fn run(case: &Json, body: &str) -> (i32, Option<String>) {
    let (path, query_string) = (pairs(&case["path"]), pairs(&case["querystring"]));
    let (headers, stage_variables) = (pairs(&case["headers"]), pairs(&case["stageVariables"]));
    let variables = Variables::new(MethodRequest {
        body: Text::from(body),
        path: &path,
        query_string: &query_string,
        headers: &headers,
        context: context_from_json(&case["context"]),
        stage_variables: &stage_variables,
    });
    let template = match Template::parse(case["template"].as_str().unwrap(), &DIALECT) {
        Ok(template) => template,
        Err(_) => return (500, None),
    };
    let rendered = template.render(&mut variables.for_request(), &Limits::DEFAULT);
    match rendered.map_err(velocity::RenderError::into_kind) {
        Ok(text) => {
            // As Java writes half of a pair.
            let printed = text.code_points().map(|point| char::from_u32(point).unwrap_or('?')).collect();
            (variables.overrides().response.status.unwrap_or(200), Some(printed))
        }
        Err(RenderErrorKind::Host(failure)) => match failure.0.downcast::<PayloadError>() {
            Ok(error) => (400, Some(error.message)),
            Err(_) => (500, None),
        },
        Err(_) => (500, None),
    }
}

fn render(template: &str, body: &str) -> (i32, Option<String>) {
    run(&json!({ "template": template }), body)
}

/// Each entry names the recording or the page that it comes from.
#[test]
fn templates_give_what_aws_gave() {
    let vectors: Vec<Json> = serde_json::from_str(include_str!("vectors/templates.json")).unwrap();
    for vector in &vectors {
        let id = &vector["id"];
        let (status, printed) = run(vector, vector["body"].as_str().unwrap_or_default());
        assert_eq!(i64::from(status), vector["expectedStatus"].as_i64().unwrap_or(200), "{id}");
        let (Some(expected), Some(printed)) = (vector["expected"].as_str(), printed) else { continue };
        match vector["compare"].as_str() {
            Some("json") => {
                let parsed = |text: &str| serde_json::from_str::<Json>(text).unwrap();
                assert_eq!(parsed(&printed), parsed(expected), "{id}");
            }
            Some("ws") => assert!(printed.split_whitespace().eq(expected.split_whitespace()), "{id}: {printed}"),
            _ => assert_eq!(printed, expected, "{id}"),
        }
    }
    assert_eq!(vectors.len(), 205);
}

/// `tests/gateway/json.jsonl` was recorded from Velocity 1.7, JsonPath 2.4, json-smart 2.3 and commons-lang 2.6.
#[test]
fn templates_give_what_the_java_libraries_gave() {
    let mut documents = HashMap::new();
    let mut wrong = Vec::new();
    let mut count = 0;
    for line in include_str!("gateway/json.jsonl").lines() {
        let case: Json = serde_json::from_str(line).unwrap();
        if case["template"].is_null() {
            documents.insert(case["document"].as_str().unwrap().to_owned(), case["body"].as_str().unwrap().to_owned());
            continue;
        }
        count += 1;
        let document = case["document"].as_str().map(|name| documents[name].as_str());
        let body = document.or(case["body"].as_str()).unwrap_or("");
        let (status, text) = run(&case, body);
        let expected = case["out"].as_str().or(case["error"].as_str());
        if i64::from(status) != case["status"].as_i64().unwrap() || text.as_deref() != expected {
            wrong.push(format!("{line}\n  gave {status} {text:?}"));
        }
    }
    assert!(count > 400, "{count} cases");
    assert!(wrong.is_empty(), "{} of {count} differ:\n{}", wrong.len(), wrong.join("\n"));
}

#[test]
fn a_body_that_nests_without_end_is_refused_and_does_not_overflow_the_stack() {
    for (body, template) in [
        ("[".repeat(100_000), "$input.json('$')"),
        (format!("{}{}", "[".repeat(100_000), "]".repeat(100_000)), "$input.path('$')"),
        ("{\"a\":".repeat(100_000), "$input.path('$..a')"),
    ] {
        assert_eq!(render(template, &body).0, 500);
    }
    let nested = format!("{}1{}", "[".repeat(2_000), "]".repeat(2_000));
    assert_eq!(render("$input.json('$')", &nested), (200, Some(nested.clone())));
    assert_eq!(render("$input.path('$')", &nested), (200, Some(nested.clone())));
    assert_eq!(render("$input.json('$..a')", &nested), (200, Some("[]".to_owned())));
}

#[test]
fn a_path_that_finds_too_much_ends_with_an_error() {
    let body = format!("{}1{}", "[".repeat(200), "]".repeat(200));
    assert_eq!(render("$input.json('$..*..*..*..*..*')", &body).0, 500);
    assert_eq!(render("$input.json('$..*').length()", &body).0, 200);
    let slice = "$input.json('$[-2147483648:2147483647]')";
    assert_eq!(render(slice, "[1]"), (200, Some("[1,1]".to_owned())));
}

#[test]
fn a_path_that_nests_without_end_is_refused() {
    for path in [
        format!("$[?({}@.a{})]", "(".repeat(3_000), ")".repeat(3_000)),
        format!("$[?({}(@.a))]", "!".repeat(3_000)),
        format!("{}@.a{}", "$[?(@".repeat(1_000), ")]".repeat(1_000)),
        format!("$.sum({}", "$.sum(".repeat(1_000)),
        format!("${}", "[?(@)]".repeat(1_000)),
        format!("${}", ".a".repeat(4_000)),
    ] {
        let case = json!({ "template": "$input.json($stageVariables.p)", "stageVariables": { "p": path } });
        assert_eq!(run(&case, "{}").0, 500, "{path}");
    }
}

#[test]
fn a_list_that_was_made_to_hold_itself_ends_with_an_error_when_it_is_written() {
    let template = "#set($list = $input.path('$'))#set($ok = $list.add($list))$input.json('$')";
    assert_eq!(render(template, "[]").0, 500);
}

#[test]
fn the_body_is_read_once_so_that_changes_stay() {
    let template = "#set($root = $input.path('$'))#set($root.b = 2)$input.json('$')";
    assert_eq!(render(template, r#"{"a":1}"#), (200, Some(r#"{"a":1,"b":2}"#.to_owned())));
}

#[test]
fn appending_with_a_path_leaves_the_document_as_it_was() {
    let template = r#"$input.json('$.a.append(22)')$input.json('$.a')"#;
    assert_eq!(render(template, r#"{"a":[1]}"#), (200, Some("[1,22][1]".to_owned())));
}

#[test]
fn what_a_template_overrides_can_be_read_and_reaches_the_response_template() {
    let context = json!({ "stage": "prod" });
    let variables = Variables::new(MethodRequest {
        body: Text::from("{}"),
        path: &[("id".to_owned(), "7".to_owned())],
        query_string: &[],
        headers: &[],
        context: context_from_json(&context),
        stage_variables: &[],
    });
    let source = "#set($context.requestOverride.header.A = 'b')#set($context.requestOverride.path.p = 5)\
        #set($context.responseOverride.status = 201)#set($context.responseOverride.header.C = 'd')";
    let template = Template::parse(source, &DIALECT).unwrap();
    template.render(&mut variables.for_request(), &Limits::DEFAULT).unwrap();
    let overrides = variables.overrides();
    assert_eq!(overrides.request.header, [("A".to_owned(), "b".to_owned())]);
    assert_eq!(overrides.request.path, [("p".to_owned(), "5".to_owned())]);
    assert_eq!(overrides.response.status, Some(201));
    assert_eq!(overrides.response.header, [("C".to_owned(), "d".to_owned())]);

    let source = "$input.path('$.x') $input.params('id') $context.requestOverride.path.p";
    let template = Template::parse(source, &DIALECT).unwrap();
    let text = template.render(&mut variables.for_response(Text::from(r#"{"x":1}"#)), &Limits::DEFAULT).unwrap();
    assert_eq!(text.as_str(), Some("1 7 5"));
}

#[test]
fn a_number_of_a_million_digits_is_refused() {
    assert_eq!(render("$input.json('$')", &"9".repeat(1_000_000)).0, 500);
    assert_eq!(render("$input.json('$')", &format!("[{}.5]", "9".repeat(1_000_000))).0, 500);
}

proptest! {
    #[test]
    fn no_body_and_no_path_makes_it_panic(body in "[\\[\\]{}:,'\"a-c0-9.eE+\\-\\\\u\\x00-\\x20~\u{7f}-\u{10FFFF}]{0,40}", path in ".{0,40}") {
        let case = json!({ "template": "$input.json($stageVariables.p)$input.path($stageVariables.p)", "stageVariables": { "p": path } });
        run(&case, &body);
    }

    #[test]
    fn no_text_makes_a_function_panic(text in "[%+=a-fA-F0-9\\x00-\\x2F\u{7f}-\u{10FFFF}]{0,40}") {
        for name in ["escapeJavaScript", "urlEncode", "urlDecode", "base64Encode", "base64Decode", "parseJson"] {
            let case = json!({ "template": format!("$util.{name}($stageVariables.p)"), "stageVariables": { "p": text } });
            run(&case, "");
        }
    }

    #[test]
    fn what_is_encoded_decodes_to_itself(text in ".{0,60}") {
        let template = "$util.urlDecode($util.urlEncode($stageVariables.p))$util.base64Decode($util.base64Encode($stageVariables.p))";
        let case = json!({ "template": template, "stageVariables": { "p": text } });
        prop_assert_eq!(run(&case, ""), (200, Some(text.repeat(2))));
    }
}
