//! What API Gateway does around a template, held against what was recorded on AWS or stands in its documentation. Each
//! entry of `tests/vectors/` names where it comes from.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod support;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use hookweir::gateway::content_handling::{ContentHandling, of_request, of_response};
use hookweir::gateway::gateway_response::{DEFAULT_TEMPLATE, ResponseType};
use hookweir::gateway::headers::{Backend, is_refused_in_request, response_name};
use hookweir::gateway::media_type::{essence, is_binary};
use hookweir::gateway::selection::{
    IntegrationResponse, PassthroughBehavior, Selected, integration_response, request_template, response_template,
};
use hookweir::gateway::variables::{MethodRequest, Variables};
use hookweir::gateway::{DIALECT, json};
use serde_json::Value;
use std::fs;
use velocity::{Fuel, Limits, Template};

#[test]
fn a_template_and_an_answer_are_selected_as_aws_selects_them() {
    let mut kinds = [0; 5];
    for vector in vectors("selection") {
        let id = vector["id"].as_str().unwrap();
        let family = id.split('-').next().unwrap();
        let at = ["mock", "reqparam", "resphdr", "select", "reqtpl"].iter().position(|known| *known == family);
        let Some(at) = at.or((family == "resptpl").then_some(4)) else { panic!("{id} is of no known family") };
        kinds[at] += 1;
        match family {
            "mock" => mock(&vector),
            "reqparam" => {
                let backend = if vector["integrationType"] == "HTTP" { Backend::Http } else { Backend::Aws };
                let (name, _) = vector["requestParameters"].as_object().unwrap().iter().next().unwrap();
                let refused = is_refused_in_request(name.rsplit('.').next().unwrap(), backend);
                assert_eq!(refused, vector["expectedStatus"] == 500, "{id}");
            }
            "resphdr" => {
                let (name, _) = vector["responseParameters"].as_object().unwrap().iter().next().unwrap();
                let name = response_name(name.rsplit('.').next().unwrap()).unwrap_or_default();
                assert_eq!(name, vector["expected"].as_str().unwrap(), "{id}");
            }
            "select" => select(&vector),
            "resptpl" => {
                let accept = vector["headers"]["Accept"].as_str();
                let found = response_template(entries(&vector["responseTemplates"]), accept);
                // Without a template the body is passed on.
                let found = found.unwrap_or_else(|| vector["body"].as_str().unwrap());
                assert_eq!(found, vector["expected"], "{id}");
            }
            _ => {
                let behavior = match vector["passthroughBehavior"].as_str().unwrap() {
                    "NEVER" => PassthroughBehavior::Never,
                    "WHEN_NO_MATCH" => PassthroughBehavior::WhenNoMatch,
                    _ => PassthroughBehavior::WhenNoTemplates,
                };
                let content_type = vector["headers"]["Content-Type"].as_str();
                let (expected, status) = match request_template(entries(&vector["requestTemplates"]), content_type, behavior) {
                    Selected::Template(_) => ("template", 200),
                    Selected::Passthrough => ("passthrough", 200),
                    Selected::Unsupported => ("", ResponseType::UnsupportedMediaType.status()),
                };
                assert_eq!(expected, vector["expected"].as_str().unwrap_or_default(), "{id}");
                assert_eq!(
                    status,
                    vector["expectedStatus"].as_u64().map_or(200, |status| u16::try_from(status).unwrap()),
                    "{id}"
                );
            }
        }
    }
    assert!(kinds.iter().all(|count| *count > 0), "a family is missing: {kinds:?}");
}

#[test]
fn bytes_and_text_are_converted_as_aws_converts_them() {
    let mut sides = [0, 0];
    for vector in vectors("binary") {
        let id = vector["id"].as_str().unwrap();
        let listed: Vec<String> = serde_json::from_value(vector["binaryMediaTypes"].clone()).unwrap();
        let matches = |header: &Value| is_binary(essence(header.as_str().unwrap_or_default()), &listed);
        let handling = match vector["contentHandling"].as_str() {
            Some("CONVERT_TO_TEXT") => Some(ContentHandling::ConvertToText),
            Some(_) => Some(ContentHandling::ConvertToBinary),
            None => None,
        };
        let body = STANDARD.decode(vector["bodyBase64"].as_str().unwrap()).unwrap();
        let binary = matches(&vector["contentType"]);
        let converted = if vector["side"] == "request" {
            sides[0] += 1;
            of_request(&body, binary, handling)
        } else {
            sides[1] += 1;
            of_response(&body, binary, matches(&vector["accept"]), handling)
        };
        match converted {
            Ok(payload) => {
                assert_eq!(vector["expectedStatus"], 200, "{id}");
                assert_eq!(STANDARD.encode(payload.as_bytes()), vector["expectedBase64"].as_str().unwrap(), "{id}");
            }
            Err(_) => assert_eq!(vector["expectedStatus"], 500, "{id}"),
        }
    }
    assert!(sides[0] > 0 && sides[1] > 0, "{sides:?}");
}

#[test]
fn api_gateway_refuses_with_the_statuses_and_texts_of_aws() {
    let mut count = 0;
    for vector in vectors("gateway-responses") {
        let id = vector["id"].as_str().unwrap();
        let name = vector["responseType"].as_str().unwrap();
        let of = ResponseType::ALL.iter().copied().find(|known| known.name() == name).unwrap();
        if let Some(template) = vector["template"].as_str() {
            assert_eq!(template, DEFAULT_TEMPLATE, "{id}");
        }
        let answer = of.answer(&[], of.message(), "request");
        if let Some(status) = vector["expectedStatus"].as_u64() {
            assert_eq!(u64::from(answer.status), status, "{id}");
            count += 1;
        }
        if let Some(expected) = vector["expected"].as_str() {
            let body: Value = serde_json::from_slice(&answer.body).unwrap();
            assert_eq!(body, serde_json::from_str::<Value>(expected).unwrap(), "{id}");
        }
        for (name, value) in vector["expectedHeaders"].as_object().into_iter().flatten() {
            let found =
                answer.headers.iter().find(|(known, _)| known.eq_ignore_ascii_case(name)).map(|(_, value)| value.as_str());
            assert_eq!(found, value.as_str(), "{id}: {name}");
        }
    }
    assert!(count >= 10, "only {count} statuses were compared");
}

#[test]
fn a_spec_names_no_response_header_that_would_leave_under_another_name() {
    let mut renamed = 0;
    for vector in vectors("selection").iter().filter(|vector| vector["responseParameters"].is_object()) {
        let (name, _) = vector["responseParameters"].as_object().unwrap().iter().next().unwrap();
        let name = name.rsplit('.').next().unwrap();
        let spec = format!(
            "name: shop\nqueues: {{q: {{}}}}\nendpoints:\n  /a: {{queue: q, message: {{body: text}}, authorization: none, response: {{headers: {{{name}: x}}}}}}\n"
        );
        let (_, diagnostics) = hookweir::check(spec.as_bytes(), None).unwrap();
        let kept = response_name(name).as_deref() == Some(name);
        assert_eq!(diagnostics.is_empty(), kept, "{name}: {diagnostics:?}");
        renamed += usize::from(!kept);
    }
    assert!(renamed >= 10, "only {renamed} names were tried");
}

fn mock(vector: &Value) {
    let id = vector["id"].as_str().unwrap();
    let template = Template::parse(vector["requestTemplate"].as_str().unwrap(), &DIALECT).unwrap();
    let query: Vec<(String, String)> =
        entries(&vector["querystring"]).into_iter().map(|(name, value)| (name.to_owned(), value.to_owned())).collect();
    let variables = Variables::new(MethodRequest {
        body: "".into(),
        path: &[],
        query_string: &query,
        headers: &[],
        context: velocity::Map::new(),
        stage_variables: &[],
    });
    let rendered = template.render(&mut variables.for_request(), &Limits::DEFAULT).unwrap();
    // The reader is as lenient as the one of a MOCK integration, and an override wins over its status.
    let answer = json::read(&rendered, &mut Fuel::new(&Limits::DEFAULT)).unwrap();
    let velocity::Value::Map(answer) = answer else { panic!("{id} is no object") };
    let Some(velocity::Value::Number(status)) = answer.get("statusCode") else { panic!("{id} has no status") };
    let status = variables.overrides().response.status.unwrap_or(status.int_value());
    assert_eq!(i64::from(status), vector["expectedStatus"].as_i64().unwrap(), "{id}");
}

fn select(vector: &Value) {
    let id = vector["id"].as_str().unwrap();
    let responses: Vec<IntegrationResponse<'_>> = vector["integrationResponses"]
        .as_array()
        .unwrap()
        .iter()
        .map(|response| IntegrationResponse {
            status: response["statusCode"].as_str().unwrap().parse().unwrap(),
            selection_pattern: response["selectionPattern"].as_str(),
        })
        .collect();
    let statuses: Vec<u16> =
        vector["methodResponses"].as_array().unwrap().iter().map(|status| status.as_str().unwrap().parse().unwrap()).collect();
    let said = match vector["endpointErrorMessage"].as_str() {
        Some(message) => message.to_owned(),
        None if vector["integrationType"] == "AWS-LAMBDA" => String::new(),
        None => vector["endpointStatus"].to_string(),
    };
    let selected = integration_response(&responses, &statuses, &said);
    let status = selected.map_or(ResponseType::ApiConfigurationError.status(), |at| responses[at].status);
    assert_eq!(u64::from(status), vector["expectedStatus"].as_u64().unwrap(), "{id}");
}

fn entries(templates: &Value) -> Vec<(&str, &str)> {
    templates.as_object().into_iter().flatten().map(|(name, text)| (name.as_str(), text.as_str().unwrap())).collect()
}

fn vectors(name: &str) -> Vec<Value> {
    let path = support::root().join(format!("tests/vectors/{name}.json"));
    serde_json::from_str(&fs::read_to_string(path).unwrap()).unwrap()
}
