//! `AWS::ApiGateway::ApiKey` with its usage plan, and `AWS::WAFv2::WebACLAssociation`.

use super::api_gateway::STAGE;
use super::expr::{Intrinsic, Value, api_id, reference, sub};
use super::{Output, Resource, tags};
use crate::stack::Stack;
use serde::ser::SerializeMap;
use serde_json::json;

const API_KEY: &str = "ApiKey";
const USAGE_PLAN: &str = "UsagePlan";

#[derive(serde::Serialize)]
#[serde(rename_all = "PascalCase")]
struct AssociationProperties<'a> {
    resource_arn: Intrinsic<String>,
    #[serde(rename = "WebACLArn")]
    web_acl_arn: Value<'a>,
}

pub(super) fn resources<M: SerializeMap>(stack: &Stack, map: &mut M) -> Result<(), M::Error> {
    if let Some(plan) = &stack.api.usage_plan {
        let mut key = json!({
            "Name": reference("AWS::StackName"),
            "Description": plan.description,
            "Enabled": true
        });
        let mut usage_plan = json!({
            "UsagePlanName": reference("AWS::StackName"),
            "Description": plan.description,
            "ApiStages": [{ "ApiId": reference(api_id(stack)), "Stage": reference(STAGE) }]
        });
        if let Some(throttle) = plan.throttle {
            usage_plan["Throttle"] = json!({ "RateLimit": throttle.rate, "BurstLimit": throttle.burst });
        }
        if let Some((limit, period)) = plan.quota {
            usage_plan["Quota"] = json!({ "Limit": limit, "Period": period });
        }
        if !stack.tags.is_empty() {
            key["Tags"] = json!(tags(stack));
            usage_plan["Tags"] = json!(tags(stack));
        }
        map.serialize_entry(API_KEY, &Resource::new("AWS::ApiGateway::ApiKey", key))?;
        map.serialize_entry(USAGE_PLAN, &Resource::new("AWS::ApiGateway::UsagePlan", usage_plan))?;
        let link = json!({ "KeyId": reference(API_KEY), "KeyType": "API_KEY", "UsagePlanId": reference(USAGE_PLAN) });
        map.serialize_entry("UsagePlanKey", &Resource::new("AWS::ApiGateway::UsagePlanKey", link))?;
    }
    if let Some(arn) = &stack.api.stage.web_acl_arn {
        let api = api_id(stack);
        let stage = format!("arn:${{AWS::Partition}}:apigateway:${{AWS::Region}}::/restapis/${{{api}}}/stages/${{{STAGE}}}");
        let properties = AssociationProperties { resource_arn: sub(stage), web_acl_arn: Value(stack, arn) };
        map.serialize_entry("WebAclAssociation", &Resource::new("AWS::WAFv2::WebACLAssociation", properties))?;
    }
    Ok(())
}

/// How many resources those are.
pub(super) fn count(stack: &Stack) -> usize {
    usize::from(stack.api.usage_plan.is_some()) * 3 + usize::from(stack.api.stage.web_acl_arn.is_some())
}

/// What leads to the key, and never the key.
pub(super) fn outputs<M: SerializeMap>(stack: &Stack, map: &mut M) -> Result<(), M::Error> {
    if stack.api.usage_plan.is_none() {
        return Ok(());
    }
    let description = "The identifier of the API key, with which its value can be asked for".to_owned();
    map.serialize_entry("ApiKeyId", &Output { description, value: reference(API_KEY) })
}
