//! The API and its stage.

use super::Change;
use super::found::{Found, replaced, risky, widened};
use super::words::{beyond, names, set, throttle};
use crate::pointer::Pointer;
use crate::stack::{EndpointType, RestApi, Stack};

pub(super) fn compare(old: &Stack, new: &Stack, out: &mut Vec<Change>) {
    let stage = if old.monitoring.execution_log.is_some() {
        "every URL changes, and senders that are not told are refused; the execution log of the old stage goes with its lines"
    } else {
        "every URL changes, and senders that are not told are refused"
    };
    let mut found = Found::new("api", "", Pointer::default().key("api"));
    let (old, new) = (&old.api, &new.api);
    found.value(&["stage"], old.stage.name.as_str(), new.stage.name.as_str(), Some(replaced(stage)));
    reach(&mut found, old, new);
    let (before, after) = (old.stage.throttle, new.stage.throttle);
    let unbound = after.is_none().then(|| widened("only the account's own limit holds"));
    found.setting(&["throttle"], before.map(throttle), after.map(throttle), unbound);
    let level = |api: &RestApi| api.stage.execution_log_level.map_or("off".to_owned(), str::to_ascii_lowercase);
    found.value(&["executionLog", "level"], level(old), level(new), None);
    found.plain(&["tracing"], old.stage.tracing, new.stage.tracing, None);
    found.finish(out);
}

fn reach(found: &mut Found<'_>, old: &RestApi, new: &RestApi) {
    let word = |api: &RestApi| match api.endpoint_type {
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
        _ => risky("header names can arrive in another spelling"),
    };
    found.value(&["endpointType"], word(old), word(new), Some(verdict));
    let ids = |api: &RestApi| match &api.endpoint_type {
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
