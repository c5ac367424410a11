//! How many requests a method takes, on both targets alike.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod support;

use hookweir::target::Target;
use serde_json::{Value, json};
use support::document;

/// Two endpoints, of which one has a throttle of its own, and these keys of the API.
fn spec(api: Value) -> String {
    let mut spec = json!({
        "name": "shop",
        "queues": { "payments": {} },
        "endpoints": {
            "/plain": { "queue": "payments", "message": { "body": "text" } },
            "/tenants/{tenant}/events": {
                "queue": "payments",
                "methods": ["POST", "PUT"],
                "message": { "body": "text" },
                "throttle": { "rate": 2.5, "burst": 4 }
            }
        }
    });
    spec["api"] = api;
    spec.to_string()
}

fn entries(spec: &str) -> Value {
    document(spec, Target::CloudFormation)["Resources"]["Stage"]["Properties"]["MethodSettings"].clone()
}

fn settings(spec: &str) -> Value {
    document(spec, Target::Terraform)["resource"]["aws_api_gateway_method_settings"].clone()
}

#[test]
fn each_method_of_the_endpoint_gets_its_throttle_and_no_other_does() {
    let spec = spec(json!({}));
    let entry = |method| {
        json!({
            "ResourcePath": "/~1tenants~1{tenant}~1events", "HttpMethod": method,
            "ThrottlingRateLimit": 2.5, "ThrottlingBurstLimit": 4
        })
    };
    assert_eq!(entries(&spec), json!([entry("POST"), entry("PUT")]));
    let of_terraform = settings(&spec);
    let paths: Vec<&Value> = of_terraform.as_object().unwrap().values().map(|settings| &settings["method_path"]).collect();
    assert_eq!(paths, ["tenants/{tenant}/events/POST", "tenants/{tenant}/events/PUT"]);
    for settings in of_terraform.as_object().unwrap().values() {
        assert_eq!(settings["settings"], json!({ "throttling_rate_limit": 2.5, "throttling_burst_limit": 4 }));
    }
}

#[test]
fn a_method_with_a_throttle_of_its_own_keeps_the_log_that_all_have() {
    let spec = spec(json!({
        "throttle": { "rate": 100, "burst": 200 }, "executionLog": "info", "cloudWatchRole": "existing"
    }));
    let entries = entries(&spec);
    let logged = |entry: &Value| entry["LoggingLevel"] == "INFO" && entry["DataTraceEnabled"] == false;
    let limits: Vec<(&Value, &Value)> =
        entries.as_array().unwrap().iter().map(|entry| (&entry["ResourcePath"], &entry["ThrottlingRateLimit"])).collect();
    let own = json!("/~1tenants~1{tenant}~1events");
    assert_eq!(limits, [(&json!("/*"), &json!(100.0)), (&own, &json!(2.5)), (&own, &json!(2.5))]);
    assert!(entries.as_array().unwrap().iter().all(logged), "{entries}");
    let settings = settings(&spec);
    let logged = |entry: &Value| entry["settings"]["logging_level"] == "INFO" && entry["settings"]["data_trace_enabled"] == false;
    assert!(settings.as_object().unwrap().values().all(logged), "{settings}");
}

#[test]
fn terraform_changes_the_one_stage_step_by_step() {
    let settings = settings(&spec(json!({ "throttle": { "rate": 100, "burst": 200 } })));
    assert_eq!(settings["api"].get("depends_on"), None);
    let waits: Vec<String> =
        settings.as_object().unwrap().values().filter_map(|one| one["depends_on"][0].as_str()).map(str::to_owned).collect();
    assert_eq!(waits.len(), 2, "{settings}");
    assert!(waits.contains(&"aws_api_gateway_method_settings.api".to_owned()), "{waits:?}");
}
