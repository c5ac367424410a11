//! `aws_api_gateway_method_settings`.

use super::api_gateway::rest_api_id;
use super::expr::{literal, own_api};
use crate::stack::{Stack, Throttle};
use serde::ser::SerializeMap;
use serde_json::{Map, Value as Json, json};

/// The settings for every method.
const FOR_ALL: &str = "api";

/// What holds for every method of the stage, and for those that have a throttle of their own: a method with settings takes
/// nothing from those for all. Each waits for the one in front, because they all change the same stage.
pub(super) fn resources<M: SerializeMap>(stack: &Stack, map: &mut M) -> Result<(), M::Error> {
    let stage = &stack.api.stage;
    let for_all = settings(stack, stage.throttle);
    let for_all = (!for_all.is_empty()).then(|| (FOR_ALL, "*/*".to_owned(), for_all));
    let own = stack.api.methods.iter().filter(|method| method.throttle.is_some()).map(|method| {
        let path = stack.api.segments(method.resource).join("/");
        (method.id.snake.as_str(), literal(&format!("{path}/{}", method.http_method)), settings(stack, method.throttle))
    });
    let mut resources = Map::new();
    let mut in_front: Option<&str> = None;
    for (name, method_path, settings) in for_all.into_iter().chain(own) {
        let mut resource = json!({
            "rest_api_id": rest_api_id(stack),
            "stage_name": own_api(stack, "stage", "stage_name"),
            "method_path": method_path,
            "settings": settings
        });
        if let Some(before) = in_front {
            resource["depends_on"] = json!([format!("aws_api_gateway_method_settings.{before}")]);
        }
        resources.insert(name.to_owned(), resource);
        in_front = Some(name);
    }
    if resources.is_empty() {
        return Ok(());
    }
    map.serialize_entry("aws_api_gateway_method_settings", &resources)
}

fn settings(stack: &Stack, throttle: Option<Throttle>) -> Map<String, Json> {
    let mut settings = Map::new();
    if let Some(throttle) = throttle {
        settings.insert("throttling_rate_limit".to_owned(), throttle.rate.into());
        settings.insert("throttling_burst_limit".to_owned(), throttle.burst.into());
    }
    if let Some(level) = stack.api.stage.execution_log_level {
        settings.insert("logging_level".to_owned(), level.into());
        settings.insert("data_trace_enabled".to_owned(), false.into());
    }
    settings
}
