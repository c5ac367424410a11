//! The `MethodSettings` of `AWS::ApiGateway::Stage`.

use crate::stack::{Stack, Throttle};
use serde_json::{Value as Json, json};

/// What holds for every method, and for those that have a throttle of their own: a method with an entry takes nothing from
/// the one for all. The slashes of its path are written `~1`, but for the first:
/// <https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-properties-apigateway-stage-methodsetting.html>
pub(super) fn entries(stack: &Stack) -> Vec<Json> {
    let stage = &stack.api.stage;
    let entry = |path: String, method: &str, throttle: Option<Throttle>| {
        let mut entry = json!({ "ResourcePath": path, "HttpMethod": method });
        if let Some(throttle) = throttle {
            entry["ThrottlingRateLimit"] = throttle.rate.into();
            entry["ThrottlingBurstLimit"] = throttle.burst.into();
        }
        if let Some(level) = stage.execution_log_level {
            entry["LoggingLevel"] = level.into();
            entry["DataTraceEnabled"] = false.into();
        }
        entry
    };
    let for_all =
        (stage.throttle.is_some() || stage.execution_log_level.is_some()).then(|| entry("/*".to_owned(), "*", stage.throttle));
    let own = stack.api.methods.iter().filter(|method| method.throttle.is_some()).map(|method| {
        let path = stack.api.segments(method.resource).join("~1");
        entry(format!("/~1{path}"), method.http_method, method.throttle)
    });
    for_all.into_iter().chain(own).collect()
}
