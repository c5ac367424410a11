//! `aws_api_gateway_api_key` with its usage plan, and `aws_wafv2_web_acl_association`.

use super::api_gateway::{one, rest_api_id};
use super::expr::own_api;
use super::expr::{name_prefix, value};
use super::{Output, tags};
use crate::stack::Stack;
use serde::ser::SerializeMap;
use serde_json::json;

pub(super) fn resources<M: SerializeMap>(stack: &Stack, map: &mut M) -> Result<(), M::Error> {
    if let Some(plan) = &stack.api.usage_plan {
        let mut key = json!({
            "name": name_prefix(),
            "description": plan.description,
            "enabled": true
        });
        let mut usage_plan = json!({
            "name": name_prefix(),
            "description": plan.description,
            "api_stages": { "api_id": rest_api_id(stack), "stage": own_api(stack, "stage", "stage_name") }
        });
        if let Some(throttle) = plan.throttle {
            usage_plan["throttle_settings"] = json!({ "rate_limit": throttle.rate, "burst_limit": throttle.burst });
        }
        if let Some((limit, period)) = plan.quota {
            usage_plan["quota_settings"] = json!({ "limit": limit, "period": period });
        }
        if !stack.tags.is_empty() {
            key["tags"] = json!(tags(stack));
            usage_plan["tags"] = json!(tags(stack));
        }
        one(map, "aws_api_gateway_api_key", &key)?;
        one(map, "aws_api_gateway_usage_plan", &usage_plan)?;
        let link = json!({
            "key_id": "${aws_api_gateway_api_key.api.id}",
            "key_type": "API_KEY",
            "usage_plan_id": "${aws_api_gateway_usage_plan.api.id}"
        });
        one(map, "aws_api_gateway_usage_plan_key", &link)?;
    }
    if let Some(arn) = &stack.api.stage.web_acl_arn {
        let association = json!({ "resource_arn": own_api(stack, "stage", "arn"), "web_acl_arn": value(stack, arn) });
        one(map, "aws_wafv2_web_acl_association", &association)?;
    }
    Ok(())
}

/// What leads to the key, and never the key.
pub(super) fn outputs<M: SerializeMap>(stack: &Stack, map: &mut M) -> Result<(), M::Error> {
    if stack.api.usage_plan.is_none() {
        return Ok(());
    }
    let description = "The identifier of the API key, with which its value can be asked for";
    map.serialize_entry("api_key_id", &Output { description, value: "${aws_api_gateway_api_key.api.id}" })
}
