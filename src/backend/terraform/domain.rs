//! `aws_api_gateway_domain_name` and `aws_api_gateway_base_path_mapping`.

use super::api_gateway::{one, rest_api_id};
use super::expr::{literal, own_api, value};
use super::{Output, http_api, tags};
use crate::stack::{ApiKind, EndpointType, Stack};
use serde::ser::SerializeMap;
use serde_json::json;

pub(super) fn resources<M: SerializeMap>(stack: &Stack, map: &mut M) -> Result<(), M::Error> {
    let Some(domain) = &stack.api.domain_name else { return Ok(()) };
    let (certificate, endpoint_type) =
        if is_edge(stack) { ("certificate_arn", "EDGE") } else { ("regional_certificate_arn", "REGIONAL") };
    let mut domain_name = json!({
        "domain_name": value(stack, &domain.name),
        certificate: value(stack, &domain.certificate_arn),
        "endpoint_configuration": { "types": [endpoint_type] },
        "security_policy": domain.security_policy
    });
    if let Some(mutual_tls) = &domain.mutual_tls {
        let mut authentication = json!({ "truststore_uri": value(stack, &mutual_tls.truststore_uri) });
        if let Some(version) = &mutual_tls.truststore_version {
            authentication["truststore_version"] = literal(version).into();
        }
        domain_name["mutual_tls_authentication"] = authentication;
        if let Some(arn) = &mutual_tls.ownership_verification_certificate_arn {
            domain_name["ownership_verification_certificate_arn"] = value(stack, arn).into();
        }
    }
    if !stack.tags.is_empty() {
        domain_name["tags"] = json!(tags(stack));
    }
    one(map, "aws_api_gateway_domain_name", &domain_name)?;
    if stack.api.kind == ApiKind::Http {
        let mut mapping = json!({
            "domain_name": "${aws_api_gateway_domain_name.api.domain_name}",
            "api_id": http_api::api_id(stack),
            "stage": own_api(stack, "stage", "name")
        });
        if let Some(path) = &domain.base_path {
            mapping["api_mapping_key"] = literal(path).into();
        }
        return one(map, "aws_apigatewayv2_api_mapping", &mapping);
    }
    let mut mapping = json!({
        "domain_name": "${aws_api_gateway_domain_name.api.domain_name}",
        "api_id": rest_api_id(stack),
        "stage_name": own_api(stack, "stage", "stage_name")
    });
    if let Some(path) = &domain.base_path {
        mapping["base_path"] = literal(path).into();
    }
    one(map, "aws_api_gateway_base_path_mapping", &mapping)
}

/// What stands in front of every path, and what the name has to point to.
pub(super) fn outputs<M: SerializeMap>(stack: &Stack, map: &mut M) -> Result<(), M::Error> {
    if stack.api.existing.is_some() {
        let description = "Changes whenever the owner of the API has to deploy it.";
        return map
            .serialize_entry("deployment_trigger", &Output { description, value: "${terraform_data.deployment_trigger.id}" });
    }
    let invoke_url = own_api(stack, "stage", "invoke_url");
    let description = "What stands in front of every path of an endpoint.";
    let Some(domain) = &stack.api.domain_name else {
        return map.serialize_entry("base_url", &Output { description, value: invoke_url });
    };
    map.serialize_entry("base_url", &Output { description, value: value(stack, &domain.url()) })?;
    if !stack.api.disable_execute_api_endpoint {
        let description = "The same under the API's own name.";
        map.serialize_entry("execute_api_url", &Output { description, value: invoke_url })?;
    }
    let (target, zone) = if is_edge(stack) {
        ("${aws_api_gateway_domain_name.api.cloudfront_domain_name}", "${aws_api_gateway_domain_name.api.cloudfront_zone_id}")
    } else {
        ("${aws_api_gateway_domain_name.api.regional_domain_name}", "${aws_api_gateway_domain_name.api.regional_zone_id}")
    };
    let description = "What the domain's name points to in DNS.";
    map.serialize_entry("domain_target", &Output { description, value: target })?;
    let description = "The hosted zone of that, for an alias record of Route 53.";
    map.serialize_entry("domain_target_hosted_zone_id", &Output { description, value: zone })
}

fn is_edge(stack: &Stack) -> bool {
    stack.api.endpoint_type == EndpointType::Edge
}
