//! `AWS::ApiGateway::DomainName` and `AWS::ApiGateway::BasePathMapping`.

use super::api_gateway::STAGE;
use super::expr::{Intrinsic, Value, api_id, get_att, reference, sub};
use super::{Output, Resource, Tag, http_api, tags};
use crate::stack::{ApiKind, EndpointType, Stack};
use serde::Serialize;
use serde::ser::SerializeMap;
use serde_json::{Value as Json, json};

const DOMAIN_NAME: &str = "DomainName";

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct DomainNameProperties<'a> {
    domain_name: Value<'a>,
    #[serde(skip_serializing_if = "Option::is_none")]
    regional_certificate_arn: Option<Value<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    certificate_arn: Option<Value<'a>>,
    endpoint_configuration: Json,
    security_policy: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    mutual_tls_authentication: Option<MutualTls<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    ownership_verification_certificate_arn: Option<Value<'a>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    tags: Vec<Tag<'a>>,
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct MutualTls<'a> {
    truststore_uri: Value<'a>,
    #[serde(skip_serializing_if = "Option::is_none")]
    truststore_version: Option<&'a str>,
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct BasePathMappingProperties<'a> {
    domain_name: Intrinsic<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    base_path: Option<&'a str>,
    rest_api_id: Intrinsic<String>,
    stage: Intrinsic<String>,
}

/// The mapping to an HTTP API.
#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct ApiMappingProperties<'a> {
    domain_name: Intrinsic<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    api_mapping_key: Option<&'a str>,
    api_id: Intrinsic<String>,
    stage: Intrinsic<String>,
}

pub(super) fn resources<M: SerializeMap>(stack: &Stack, map: &mut M) -> Result<(), M::Error> {
    let Some(domain) = &stack.api.domain_name else { return Ok(()) };
    let certificate = Value(stack, &domain.certificate_arn);
    let (regional_certificate_arn, certificate_arn) =
        if is_edge(stack) { (None, Some(certificate)) } else { (Some(certificate), None) };
    let mutual_tls = domain.mutual_tls.as_ref();
    let properties = DomainNameProperties {
        domain_name: Value(stack, &domain.name),
        regional_certificate_arn,
        certificate_arn,
        endpoint_configuration: json!({ "Types": [if is_edge(stack) { "EDGE" } else { "REGIONAL" }] }),
        security_policy: domain.security_policy,
        mutual_tls_authentication: mutual_tls.map(|mutual_tls| MutualTls {
            truststore_uri: Value(stack, &mutual_tls.truststore_uri),
            truststore_version: mutual_tls.truststore_version.as_deref(),
        }),
        ownership_verification_certificate_arn: mutual_tls
            .and_then(|mutual_tls| mutual_tls.ownership_verification_certificate_arn.as_ref())
            .map(|arn| Value(stack, arn)),
        tags: tags(stack),
    };
    map.serialize_entry(DOMAIN_NAME, &Resource::new("AWS::ApiGateway::DomainName", properties))?;
    if stack.api.kind == ApiKind::Http {
        let mapping = ApiMappingProperties {
            domain_name: reference(DOMAIN_NAME),
            api_mapping_key: domain.base_path.as_deref(),
            api_id: reference(api_id(stack)),
            stage: reference(http_api::STAGE),
        };
        return map.serialize_entry("ApiMapping", &Resource::new("AWS::ApiGatewayV2::ApiMapping", mapping));
    }
    let mapping = BasePathMappingProperties {
        domain_name: reference(DOMAIN_NAME),
        base_path: domain.base_path.as_deref(),
        rest_api_id: reference(api_id(stack)),
        stage: reference(STAGE),
    };
    map.serialize_entry("BasePathMapping", &Resource::new("AWS::ApiGateway::BasePathMapping", mapping))
}

/// How many resources those are.
pub(super) fn count(stack: &Stack) -> usize {
    stack.api.domain_name.iter().count() * 2
}

/// How many outputs there are more than without a domain.
pub(super) fn output_count(stack: &Stack) -> usize {
    stack.api.domain_name.iter().count() * if stack.api.disable_execute_api_endpoint { 2 } else { 3 }
}

/// What stands in front of every path, and what the name has to point to.
pub(super) fn outputs<M: SerializeMap>(stack: &Stack, deployment: &str, map: &mut M) -> Result<(), M::Error> {
    if stack.api.existing.is_some() {
        let description = "Changes whenever the owner of the API has to deploy it".to_owned();
        return map.serialize_entry("DeploymentTrigger", &Output { description, value: deployment });
    }
    let (api, stage) = (api_id(stack), if stack.api.kind == ApiKind::Http { http_api::STAGE } else { STAGE });
    let execute_api = sub(format!("https://${{{api}}}.execute-api.${{AWS::Region}}.${{AWS::URLSuffix}}/${{{stage}}}"));
    let description = "What stands in front of every path of an endpoint".to_owned();
    let Some(domain) = &stack.api.domain_name else {
        return map.serialize_entry("BaseUrl", &Output { description, value: execute_api });
    };
    map.serialize_entry("BaseUrl", &Output { description, value: Value(stack, &domain.url()) })?;
    if !stack.api.disable_execute_api_endpoint {
        let description = "The same under the API's own name".to_owned();
        map.serialize_entry("ExecuteApiUrl", &Output { description, value: execute_api })?;
    }
    let (target, zone) = if is_edge(stack) {
        ("DistributionDomainName", "DistributionHostedZoneId")
    } else {
        ("RegionalDomainName", "RegionalHostedZoneId")
    };
    let description = "What the domain's name points to in DNS".to_owned();
    map.serialize_entry("DomainTarget", &Output { description, value: get_att(DOMAIN_NAME, target) })?;
    let description = "The hosted zone of that, for an alias record of Route 53".to_owned();
    map.serialize_entry("DomainTargetHostedZoneId", &Output { description, value: get_att(DOMAIN_NAME, zone) })
}

fn is_edge(stack: &Stack) -> bool {
    stack.api.endpoint_type == EndpointType::Edge
}
