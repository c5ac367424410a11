//! The API and its stage.

use super::Change;
use super::found::{Found, noted, replaced, risky, weakened, widened};
use super::words::{beyond, expr, names, set, throttle, throttled};
use crate::pointer::Pointer;
use crate::stack::{Api, ApiKind, ApiLayout, DomainName, EndpointType, ExistingApi, Expr, Stack};

pub(super) fn compare(old: &Stack, new: &Stack, out: &mut Vec<Change>) {
    let stage = if old.monitoring.execution_log.is_some() {
        "every URL changes, and senders that are not told are refused; the execution log of the old stage goes with its lines"
    } else {
        "every URL changes, and senders that are not told are refused"
    };
    let mut found = Found::new("api", "", Pointer::default().key("api"));
    let (old_stack, new_stack) = (old, new);
    let (old, new) = (&old.api, &new.api);
    found.setting(
        &["existing"],
        existing(old_stack),
        existing(new_stack),
        Some(replaced("the endpoints move to another API, where every URL is another one")),
    );
    kind(&mut found, old, new);
    let layout = |api: &Api| match api.layout {
        ApiLayout::Resources => "resources",
        ApiLayout::OpenApi => "openapi",
    };
    let verdict = match (&old.domain_name, &new.domain_name, new.disable_execute_api_endpoint) {
        (Some(before), Some(after), true) if before.url() == after.url() => {
            noted("another API takes its place behind the domain")
        }
        _ => replaced("another API takes its place, every URL changes, and senders that are not told are refused"),
    };
    found.value(&["layout"], layout(old), layout(new), Some(verdict));
    found.value(&["stage"], old.stage.name.as_str(), new.stage.name.as_str(), Some(replaced(stage)));
    reach(&mut found, old, new);
    let (before, after) = (old.stage.throttle, new.stage.throttle);
    found.setting(&["throttle"], before.map(throttle), after.map(throttle), throttled(new.kind, before, after));
    let level = |api: &Api| api.stage.execution_log_level.map_or("off".to_owned(), str::to_ascii_lowercase);
    found.value(&["executionLog", "level"], level(old), level(new), None);
    found.plain(&["tracing"], old.stage.tracing, new.stage.tracing, None);
    domain(&mut found, (old_stack, old), (new_stack, new));
    found.finish(out);
}

fn kind(found: &mut Found<'_>, old: &Api, new: &Api) {
    let word = |api: &Api| match api.kind {
        ApiKind::Rest => "rest",
        ApiKind::Http => "http",
    };
    let meaning = if old.domain_name.is_some() && new.domain_name.is_some() {
        "another API takes its place, and a domain cannot lead to both at once: deploy the new one as a stack of its own, under \
         another domain or base path"
    } else {
        "another API takes its place, every URL changes, and senders that are not told are refused"
    };
    found.value(&["kind"], word(old), word(new), Some(replaced(meaning)));
    if (old.kind, new.kind) == (ApiKind::Rest, ApiKind::Http) {
        let meaning = "the sender gets SQS's own answer, a 4xx too, after which many give up, and no header is stored";
        found.value(&["kind"], word(old), word(new), Some(weakened(meaning)));
    }
}

/// The API of somebody else, as the spec names it.
fn existing(stack: &Stack) -> Option<String> {
    stack.api.existing.as_ref().map(|existing| match existing {
        ExistingApi::Ids { rest_api_id, root_resource_id } => {
            format!("{{restApiId: {}, rootResourceId: {}}}", expr(stack, rest_api_id), expr(stack, root_resource_id))
        }
        ExistingApi::LogicalId(id) => format!("{{logicalId: {id}}}"),
        ExistingApi::Address(address) => format!("{{address: {address}}}"),
    })
}

fn domain(found: &mut Found<'_>, (old_stack, old): (&Stack, &Api), (new_stack, new): (&Stack, &Api)) {
    let (before, after) = (old.domain_name.as_ref(), new.domain_name.as_ref());
    let text = |stack: &Stack, value: Option<&Expr>| value.map(|value| expr(stack, value));
    let verdict = || match before {
        None => noted("senders reach the API under this name, once it points there in DNS"),
        Some(_) => replaced("every URL under the old name ends, and senders that are not told are refused"),
    };
    let name = |domain: &DomainName| domain.name.clone();
    found.setting(
        &["domain", "name"],
        text(old_stack, before.map(name).as_ref()),
        text(new_stack, after.map(name).as_ref()),
        Some(verdict()),
    );
    let base_path = |domain: Option<&DomainName>| domain.and_then(|domain| domain.base_path.clone());
    found.setting(&["domain", "basePath"], base_path(before), base_path(after), Some(verdict()));
    let certificate = |domain: &DomainName| domain.certificate_arn.clone();
    found.setting(
        &["domain", "certificateArn"],
        text(old_stack, before.map(certificate).as_ref()),
        text(new_stack, after.map(certificate).as_ref()),
        None,
    );
    let policy = |domain: &DomainName| domain.security_policy.to_owned();
    let verdict = match after.map(|domain| domain.security_policy) {
        Some("TLS_1_0") => Some(widened("connections with TLS 1.0 and 1.1 are taken")),
        Some(_) if before.is_some() => Some(risky("senders that know no newer TLS than 1.1 get no connection")),
        _ => None,
    };
    found.setting(&["domain", "securityPolicy"], before.map(policy), after.map(policy), verdict);
    let trusted = |stack: &Stack, domain: Option<&DomainName>| {
        domain.and_then(|domain| domain.mutual_tls.as_ref()).map(|mutual_tls| {
            let mut written = format!("{{truststoreUri: {}", expr(stack, &mutual_tls.truststore_uri));
            if let Some(version) = &mutual_tls.truststore_version {
                written += &format!(", truststoreVersion: {version}");
            }
            if let Some(arn) = &mutual_tls.ownership_verification_certificate_arn {
                written += &format!(", ownershipVerificationCertificateArn: {}", expr(stack, arn));
            }
            written + "}"
        })
    };
    let (before, after) = (trusted(old_stack, before), trusted(new_stack, after));
    let verdict = match &after {
        None => widened("senders show no certificate any more"),
        Some(_) if before.is_none() => risky("senders without a trusted certificate get no connection"),
        Some(_) => risky("who is trusted is decided by another file"),
    };
    found.setting(&["domain", "mutualTls"], before, after, Some(verdict));
    let verdict = if new.disable_execute_api_endpoint {
        risky("senders that use the API's own name are answered 403")
    } else {
        widened("the API is reached under its own name, too")
    };
    found.value(
        &["disableExecuteApiEndpoint"],
        old.disable_execute_api_endpoint.to_string(),
        new.disable_execute_api_endpoint.to_string(),
        Some(verdict),
    );
}

fn reach(found: &mut Found<'_>, old: &Api, new: &Api) {
    let word = |api: &Api| match api.endpoint_type {
        EndpointType::Regional => "regional",
        EndpointType::Edge => "edge",
        EndpointType::Private { .. } => "private",
    };
    // <https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-api-migration.html>
    let verdict = match (&old.endpoint_type, &new.endpoint_type) {
        (EndpointType::Private { .. }, EndpointType::Edge) => {
            widened("the internet reaches the API; API Gateway makes no private API an edge one, so deploy `regional` first")
        }
        (EndpointType::Private { .. }, _) => widened("the internet reaches the API"),
        (_, EndpointType::Private { .. }) => risky("only the VPC endpoints reach the API; senders on the internet are cut off"),
        _ if new.domain_name.is_some() => {
            risky("header names can arrive in another spelling, and the domain's name has to point to another target in DNS")
        }
        _ => risky("header names can arrive in another spelling"),
    };
    found.value(&["endpointType"], word(old), word(new), Some(verdict));
    let ids = |api: &Api| match &api.endpoint_type {
        EndpointType::Private { vpc_endpoint_ids } => vpc_endpoint_ids.clone(),
        _ => Vec::new(),
    };
    let (before, after) = (ids(old), ids(new));
    if before.is_empty() || after.is_empty() {
        // The type has said it.
        return;
    }
    let (more, fewer) = (beyond(&after, &before), beyond(&before, &after));
    let verdict = if more.is_empty() {
        risky(format!("{} no longer reaches the API", names(&fewer)))
    } else {
        widened(format!("{} may call the API", names(&more)))
    };
    found.value(&["vpcEndpointIds"], set(&before), set(&after), Some(verdict));
}
