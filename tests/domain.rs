//! The name under which senders reach the API, on both targets alike.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod support;

use hookweir::target::Target;
use serde_json::{Value, json};
use support::document;

const CERTIFICATE: &str = "arn:aws:acm:us-east-1:111122223333:certificate/1a2b3c4d-5e6f-7a8b-9c0d-1e2f3a4b5c6d";

/// A spec with these keys of the API.
fn spec(api: &Value) -> Value {
    json!({
        "name": "shop",
        "parameters": { "domainName": {} },
        "queues": { "payments": {} },
        "endpoints": { "/webhook": { "queue": "payments", "message": { "body": "text" } } },
        "api": api
    })
}

fn with_domain(more: &Value) -> Value {
    let mut domain = json!({ "name": "hooks.example.com", "certificateArn": CERTIFICATE });
    domain.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    spec(&json!({ "domain": domain }))
}

fn template(spec: &Value) -> Value {
    document(&spec.to_string(), Target::CloudFormation)
}

fn configuration(spec: &Value) -> Value {
    document(&spec.to_string(), Target::Terraform)
}

/// What senders put in front of a path, as each target gives it out.
fn urls(spec: &Value) -> (Value, Value) {
    (template(spec)["Outputs"]["BaseUrl"]["Value"].clone(), configuration(spec)["output"]["base_url"]["value"].clone())
}

fn deployment(spec: &Value) -> (String, String) {
    let template = template(spec);
    let id = template["Resources"].as_object().unwrap().keys().find(|id| id.starts_with("Deployment")).unwrap().clone();
    (id, configuration(spec)["resource"]["aws_api_gateway_deployment"]["api"]["triggers"].to_string())
}

#[test]
fn the_url_that_is_given_out_is_that_of_the_domain() {
    let url = |text: &str| (json!(text), json!(text));
    assert_eq!(urls(&with_domain(&json!({}))), url("https://hooks.example.com"));
    assert_eq!(urls(&with_domain(&json!({ "basePath": "v1" }))), url("https://hooks.example.com/v1"));
    let of_parameter = with_domain(&json!({ "name": { "parameter": "domainName" }, "basePath": "v1" }));
    let expected = (json!({ "Fn::Sub": "https://${domainName}/v1" }), json!("https://${var.domain_name}/v1"));
    assert_eq!(urls(&of_parameter), expected);
}

#[test]
fn the_other_name_of_the_api_is_closed_unless_it_is_asked_for() {
    let closed = |spec: &Value| {
        let template = template(spec);
        let configuration = configuration(spec);
        let of_template = template["Resources"]["RestApi"]["Properties"]["DisableExecuteApiEndpoint"].clone();
        let of_configuration =
            configuration["resource"]["aws_api_gateway_rest_api"]["api"]["disable_execute_api_endpoint"].clone();
        assert_eq!(of_template, of_configuration);
        let outputs = (!template["Outputs"]["ExecuteApiUrl"].is_null(), !configuration["output"]["execute_api_url"].is_null());
        (of_template, outputs)
    };
    let domain = with_domain(&json!({}));
    assert_eq!(closed(&domain), (json!(true), (false, false)));
    let mut open = domain;
    open["api"]["disableExecuteApiEndpoint"] = json!(false);
    // Written out: an update that leaves it out would keep the name closed.
    assert_eq!(closed(&open), (json!(false), (true, true)));
    assert_eq!(closed(&spec(&json!({}))), (json!(false), (false, false)));
}

#[test]
fn closing_the_name_makes_a_new_deployment_because_it_has_no_effect_before() {
    let domain = with_domain(&json!({}));
    let mut open = domain.clone();
    open["api"]["disableExecuteApiEndpoint"] = json!(false);
    let (one, other) = (deployment(&domain), deployment(&open));
    assert!(one.0 != other.0 && one.1 != other.1, "{one:?} {other:?}");
    assert_eq!(deployment(&open), deployment(&spec(&json!({}))), "a domain alone changes nothing that is served");
}

#[test]
fn the_certificate_stands_where_the_kind_of_api_looks_for_it() {
    let regional = with_domain(&json!({}));
    let mut edge = regional.clone();
    edge["api"]["endpointType"] = json!("edge");
    for (spec, kind, key, argument) in [
        (&regional, "REGIONAL", "RegionalCertificateArn", "regional_certificate_arn"),
        (&edge, "EDGE", "CertificateArn", "certificate_arn"),
    ] {
        let properties = template(spec)["Resources"]["DomainName"]["Properties"].clone();
        let arguments = configuration(spec)["resource"]["aws_api_gateway_domain_name"]["api"].clone();
        assert_eq!((&properties[key], &arguments[argument]), (&json!(CERTIFICATE), &json!(CERTIFICATE)));
        assert_eq!(properties["EndpointConfiguration"]["Types"], json!([kind]));
        assert_eq!(arguments["endpoint_configuration"]["types"], json!([kind]));
        assert_eq!((&properties["SecurityPolicy"], &arguments["security_policy"]), (&json!("TLS_1_2"), &json!("TLS_1_2")));
    }
}

#[test]
fn senders_show_a_certificate_that_the_truststore_trusts() {
    let spec = with_domain(&json!({ "mutualTls": {
        "truststoreUri": "s3://shop-truststore/senders.pem",
        "truststoreVersion": "v2",
        "ownershipVerificationCertificateArn": CERTIFICATE
    } }));
    let properties = template(&spec)["Resources"]["DomainName"]["Properties"].clone();
    let arguments = configuration(&spec)["resource"]["aws_api_gateway_domain_name"]["api"].clone();
    assert_eq!(
        properties["MutualTlsAuthentication"],
        json!({ "TruststoreUri": "s3://shop-truststore/senders.pem", "TruststoreVersion": "v2" })
    );
    assert_eq!(
        arguments["mutual_tls_authentication"],
        json!({ "truststore_uri": "s3://shop-truststore/senders.pem", "truststore_version": "v2" })
    );
    assert_eq!(properties["OwnershipVerificationCertificateArn"], CERTIFICATE);
    assert_eq!(arguments["ownership_verification_certificate_arn"], CERTIFICATE);
}

#[test]
fn the_domain_leads_to_the_stage() {
    let spec = with_domain(&json!({ "basePath": "v1" }));
    assert_eq!(
        template(&spec)["Resources"]["BasePathMapping"]["Properties"],
        json!({ "DomainName": { "Ref": "DomainName" }, "BasePath": "v1", "RestApiId": { "Ref": "RestApi" }, "Stage": { "Ref": "Stage" } })
    );
    let mapping = &configuration(&spec)["resource"]["aws_api_gateway_base_path_mapping"]["api"];
    assert_eq!(mapping["stage_name"], "${aws_api_gateway_stage.api.stage_name}");
    assert_eq!(mapping["domain_name"], "${aws_api_gateway_domain_name.api.domain_name}");
    assert_eq!(mapping["base_path"], "v1");
}

#[test]
fn a_message_that_carries_the_name_carries_the_one_that_senders_call() {
    let mut spec = with_domain(&json!({}));
    spec["endpoints"]["/webhook"]["message"]["attributes"] = json!({ "host": { "context": "domainName" } });
    let folder = tempfile::TempDir::new().unwrap();
    let path = folder.path().join("spec.yaml");
    std::fs::write(&path, spec.to_string()).unwrap();
    let done = std::process::Command::new(env!("CARGO_BIN_EXE_hookweir"))
        .args(["simulate", path.to_str().unwrap(), "/webhook", "-H", "Content-Type: text/plain", "-d", "x"])
        .output()
        .unwrap();
    let text = String::from_utf8(done.stdout).unwrap();
    assert!(text.contains("hooks.example.com") && !text.contains("amazonaws.com"), "{text}");
}

#[test]
fn nobody_is_told_of_an_open_endpoint_where_senders_show_a_certificate() {
    let open = |spec: &Value| {
        let (_, found) = hookweir::check(spec.to_string().as_bytes(), None).unwrap();
        found.iter().any(|diagnostic| diagnostic.code.id() == "HW376")
    };
    assert!(open(&with_domain(&json!({}))));
    assert!(!open(&with_domain(&json!({ "mutualTls": { "truststoreUri": "s3://bucket/file.pem" } }))));
}
