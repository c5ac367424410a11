//! The API.

use super::access::{self, ApiKey};
use super::domain::{self, Domain};
use super::existing_api::{self, ExistingApi};
use super::logging::{self, Logging};
use super::parameter::{Parameters, Value};
use super::quantity::count;
use super::{arn, limits, text, texts};
use crate::diagnostic::{Code, Diagnostic, quoted};
use crate::pointer::At;
use crate::spec::{self, ApiKind, ApiLayout};

/// The API with every setting decided.
#[derive(Debug)]
pub struct Api {
    /// Which kind of API it is.
    pub kind: ApiKind,
    /// As what its endpoints are written.
    pub layout: ApiLayout,
    /// The name of its stage.
    pub stage: String,
    /// From where it can be reached.
    pub endpoint_type: EndpointType,
    /// How many requests each of its methods takes, if not as many as the account allows.
    pub throttle: Option<Throttle>,
    /// What its stage writes down.
    pub logging: Logging,
    /// The CIDR blocks that requests may come from; without any, that is everywhere.
    pub allowed_sources: Vec<String>,
    /// What the API key may do, where the spec says so.
    pub api_key: Option<ApiKey>,
    /// The ARN of the web ACL that looks at each request, if there is one.
    pub web_acl_arn: Option<Value>,
    /// The API that it is, if it belongs to somebody else.
    pub existing: Option<ExistingApi>,
    /// The name under which senders reach it, if not the one that API Gateway makes up.
    pub domain: Option<Domain>,
    /// Whether its own name is closed.
    pub disable_execute_api_endpoint: bool,
}

/// From where an API can be reached.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum EndpointType {
    /// From the internet, in the Region.
    Regional,
    /// From the internet, through CloudFront.
    Edge,
    /// From these VPC endpoints alone.
    Private {
        /// Their identifiers.
        vpc_endpoint_ids: Vec<String>,
    },
}

/// A request limit.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Throttle {
    /// Requests a second in the long run.
    pub rate: f64,
    /// Requests at once.
    pub burst: u32,
}

const DEFAULT_STAGE: &str = "prod";

pub(super) fn resolve(api: spec::Api, parameters: &mut Parameters, at: &At<'_>, out: &mut Vec<Diagnostic>) -> Api {
    if api.existing.is_some() {
        existing_api::settings_of_the_owner(&api, at, out);
    }
    let existing = api.existing.and_then(|existing| existing_api::resolve(existing, parameters, &at.key("existing"), out));
    let stage = api.stage.map_or_else(|| DEFAULT_STAGE.to_owned(), |stage| stage.0);
    if !text::is_stage_name(&stage) {
        out.push(
            Diagnostic::at_value(Code::InvalidStageName, &at.key("stage"), format!("{} cannot name a stage", quoted(&stage)))
                .help(format!("use letters, digits, - and _, at most {} characters", limits::STAGE_NAME)),
        );
    }
    let throttle = api.throttle.and_then(|throttle| resolve_throttle(&throttle, &at.key("throttle"), out));
    let logging = logging::resolve(api.access_log, api.execution_log, api.tracing, api.cloud_watch_role, at, out);
    let allowed_sources = access::allowed_sources(api.allowed_sources, &at.key("allowedSources"), out);
    let api_key = api.api_key.and_then(|key| access::api_key(&key, &at.key("apiKey"), out));
    let web_acl_arn = api.web_acl_arn.and_then(|arn| parameters.value(arn, &at.key("webAclArn"), arn::web_acl, out));
    let ids_at = at.key("vpcEndpointIds");
    let endpoint_type = match (api.endpoint_type.unwrap_or(spec::EndpointType::Regional), api.vpc_endpoint_ids) {
        (spec::EndpointType::Private, Some(ids)) => {
            EndpointType::Private { vpc_endpoint_ids: texts(&ids, &ids_at, vpc_endpoint_id, out).unwrap_or_default() }
        }
        (spec::EndpointType::Private, None) => {
            out.push(
                Diagnostic::at_value(
                    Code::VpcEndpoints,
                    &at.key("endpointType"),
                    "a private API needs the VPC endpoints that may call it",
                )
                .help("add `vpcEndpointIds: [vpce-...]`"),
            );
            EndpointType::Private { vpc_endpoint_ids: Vec::new() }
        }
        (public, ids) => {
            if ids.is_some() {
                out.push(
                    Diagnostic::at_key(Code::VpcEndpoints, &ids_at, "only a private API has VPC endpoints")
                        .help("write `endpointType: private`, or remove the key"),
                );
            }
            if public == spec::EndpointType::Edge { EndpointType::Edge } else { EndpointType::Regional }
        }
    };
    let disable_execute_api_endpoint =
        domain::disable_execute_api_endpoint(api.disable_execute_api_endpoint, api.domain.as_ref(), &endpoint_type, at, out);
    let domain = api.domain.and_then(|domain| domain::resolve(domain, &endpoint_type, parameters, &at.key("domain"), out));
    Api {
        kind: api.kind.unwrap_or(ApiKind::Rest),
        layout: api.layout.unwrap_or(ApiLayout::Resources),
        stage,
        endpoint_type,
        throttle,
        logging,
        allowed_sources,
        api_key,
        web_acl_arn,
        existing,
        domain,
        disable_execute_api_endpoint,
    }
}

pub(super) fn resolve_throttle(throttle: &spec::Throttle, at: &At<'_>, out: &mut Vec<Diagnostic>) -> Option<Throttle> {
    let burst = count(Some(throttle.burst), 0, limits::THROTTLE_BURST, &at.key("burst"), out);
    let rate = throttle.rate;
    if !(rate > 0.0 && rate <= limits::THROTTLE_RATE) {
        let max = limits::THROTTLE_RATE;
        let compared = if rate > max { format!("more than {max}") } else { "not more than 0".to_owned() };
        out.push(
            Diagnostic::at_value(Code::OutOfRange, &at.key("rate"), format!("`rate` is {rate}, which is {compared}"))
                .help(format!("write requests a second, more than 0 and at most {max}")),
        );
        return None;
    }
    Some(Throttle { rate, burst: burst? })
}

fn vpc_endpoint_id(id: &str, at: &At<'_>) -> Option<Diagnostic> {
    let known = id
        .strip_prefix("vpce-")
        .is_some_and(|hex| (8..=17).contains(&hex.len()) && hex.bytes().all(|b| matches!(b, b'0'..=b'9' | b'a'..=b'f')));
    (!known).then(|| {
        Diagnostic::at_value(Code::VpcEndpoints, at, format!("{} is not the identifier of a VPC endpoint", quoted(id)))
            .help("write an identifier such as vpce-0a1b2c3d4e5f60718")
    })
}
