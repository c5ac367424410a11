//! Senders that run in a browser, on both targets alike.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod support;

use hookweir::gateway::{Gateway, Request};
use hookweir::target::Target;
use serde_json::{Value, json};
use support::{document, stack};

const ORIGIN: &str = "https://shop.example.com";

fn spec(cors: &Value, more: &Value) -> String {
    let mut endpoint = json!({ "queue": "forms", "methods": ["POST", "PUT"], "message": { "body": "text" }, "cors": cors });
    endpoint.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    json!({
        "name": "shop",
        "queues": { "forms": {} },
        "endpoints": { "/contact": endpoint, "/plain": { "queue": "forms", "message": { "body": "text" } } }
    })
    .to_string()
}

fn headers(names: &[(&str, &str)], prefix: &str) -> Value {
    names
        .iter()
        .map(|(name, value)| (format!("{prefix}{name}"), json!(format!("'{value}'"))))
        .collect::<serde_json::Map<_, _>>()
        .into()
}

const PREFLIGHT: [(&str, &str); 4] = [
    ("Access-Control-Allow-Headers", "Content-Type"),
    ("Access-Control-Allow-Methods", "POST,PUT"),
    ("Access-Control-Allow-Origin", ORIGIN),
    ("Access-Control-Max-Age", "600"),
];

#[test]
fn an_options_method_answers_and_sends_nothing_anywhere() {
    let spec = spec(&json!({ "allowOrigin": ORIGIN }), &json!({}));
    let template = document(&spec, Target::CloudFormation);
    let properties = &template["Resources"]["ContactOptionsMethod"]["Properties"];
    assert_eq!((&properties["HttpMethod"], &properties["Integration"]["Type"]), (&json!("OPTIONS"), &json!("MOCK")));
    assert_eq!(properties["Integration"].get("Credentials"), None);
    let expected = headers(&PREFLIGHT, "method.response.header.");
    assert_eq!(properties["Integration"]["IntegrationResponses"][0]["ResponseParameters"], expected);
    let resource = &document(&spec, Target::Terraform)["resource"];
    assert_eq!(resource["aws_api_gateway_integration"]["contact_options"]["type"], "MOCK");
    assert_eq!(resource["aws_api_gateway_integration_response"]["contact_options"]["response_parameters"], expected);
    let others = template["Resources"].as_object().unwrap().values().filter(|one| one["Properties"]["HttpMethod"] == "OPTIONS");
    assert_eq!(others.count(), 1, "an endpoint without `cors` has no such method");
}

#[test]
fn a_browser_asks_without_the_key_or_the_signature_that_the_endpoint_wants() {
    let spec = spec(&json!({ "allowOrigin": "*" }), &json!({ "authorization": "apiKey" }));
    let template = document(&spec, Target::CloudFormation);
    let properties = &template["Resources"]["ContactOptionsMethod"]["Properties"];
    assert_eq!((&properties["AuthorizationType"], properties.get("ApiKeyRequired")), (&json!("NONE"), None));
    let method = &document(&spec, Target::Terraform)["resource"]["aws_api_gateway_method"]["contact_options"];
    assert_eq!((&method["authorization"], method.get("api_key_required")), (&json!("NONE"), None));
}

#[test]
fn every_answer_names_the_origin_so_that_a_page_can_read_the_failure_too() {
    let spec = spec(&json!({ "allowOrigin": ORIGIN }), &json!({ "response": { "headers": { "X-A": "b" } } }));
    let template = document(&spec, Target::CloudFormation);
    let responses = &template["Resources"]["ContactPostMethod"]["Properties"]["Integration"]["IntegrationResponses"];
    let name = "method.response.header.Access-Control-Allow-Origin";
    assert!(
        responses.as_array().unwrap().iter().all(|one| one["ResponseParameters"][name] == format!("'{ORIGIN}'")),
        "{responses}"
    );
    let plain = &template["Resources"]["PlainPostMethod"]["Properties"]["Integration"]["IntegrationResponses"];
    assert!(plain.as_array().unwrap().iter().all(|one| one.get("ResponseParameters").is_none()), "{plain}");
    let own = "gatewayresponse.header.Access-Control-Allow-Origin";
    for one in template["Resources"].as_object().unwrap().values().filter(|one| one["Type"] == "AWS::ApiGateway::GatewayResponse")
    {
        assert_eq!(one["Properties"]["ResponseParameters"][own], format!("'{ORIGIN}'"));
    }
    for one in document(&spec, Target::Terraform)["resource"]["aws_api_gateway_gateway_response"].as_object().unwrap().values() {
        assert_eq!(one["response_parameters"][own], format!("'{ORIGIN}'"));
    }
}

#[test]
fn the_simulation_answers_a_browser_as_the_deployed_api_does() {
    let stack = stack(&spec(&json!({ "allowOrigin": ORIGIN, "maxAge": "1h" }), &json!({})));
    let gateway = Gateway::new(&stack).unwrap();
    let asked =
        |path: &str| gateway.receive(&Request { method: "OPTIONS".to_owned(), path: path.to_owned(), ..Request::default() });
    let answer = asked("/contact").unwrap_err().response;
    assert_eq!((answer.status, answer.body.as_slice()), (204, [].as_slice()));
    assert!(answer.headers.contains(&("Access-Control-Max-Age".to_owned(), "3600".to_owned())), "{:?}", answer.headers);
    let refused = asked("/plain").unwrap_err().response;
    assert_eq!(refused.status, 403);
    assert!(refused.headers.contains(&("Access-Control-Allow-Origin".to_owned(), ORIGIN.to_owned())), "{:?}", refused.headers);
}

#[test]
fn a_deployment_waits_for_the_answer_to_a_browser() {
    let spec = spec(&json!({ "allowOrigin": "*" }), &json!({}));
    let template = document(&spec, Target::CloudFormation);
    let deployment =
        template["Resources"].as_object().unwrap().values().find(|one| one["Type"] == "AWS::ApiGateway::Deployment").unwrap();
    assert!(deployment["DependsOn"].as_array().unwrap().contains(&json!("ContactOptionsMethod")));
    let waits = &document(&spec, Target::Terraform)["resource"]["aws_api_gateway_deployment"]["api"]["depends_on"];
    assert!(waits.as_array().unwrap().contains(&json!("aws_api_gateway_integration_response.contact_options")));
}
