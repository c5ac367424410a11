//! Who may call the API, whatever the endpoint.

use super::Change;
use super::found::{Found, created, deleted, risky, widened};
use super::words::{beyond, expr, names, set, throttle};
use crate::pointer::Pointer;
use crate::stack::{Api, Expr, Stack, UsagePlan};

pub(super) fn compare(old: &Stack, new: &Stack, out: &mut Vec<Change>) {
    let api = Pointer::default().key("api");
    let mut found = Found::new("api", "", api.clone());
    allowed_sources(&mut found, &old.api, &new.api);
    let web_acl = |stack: &Stack| stack.api.stage.web_acl_arn.as_ref().map(|arn| expr(stack, arn));
    let verdict = match new.api.stage.web_acl_arn {
        None => widened("no web ACL looks at requests any more"),
        Some(_) => risky("what the web ACL blocks is not stored"),
    };
    found.setting(&["webAclArn"], web_acl(old), web_acl(new), Some(verdict));
    found.finish(out);
    let key = || api.key("apiKey");
    match (&old.api.usage_plan, &new.api.usage_plan) {
        (Some(_), None) => out.push(deleted("API key", "", key(), "a key that is made later has another value", true)),
        (None, Some(_)) => out.push(created("API key", "", key(), "senders need its value", false)),
        (Some(before), Some(after)) => usage_plan(before, after, key(), out),
        (None, None) => {}
    }
}

fn usage_plan(old: &UsagePlan, new: &UsagePlan, pointer: Pointer, out: &mut Vec<Change>) {
    let mut found = Found::new("API key", "", pointer);
    let unbound = new.throttle.is_none().then(|| widened("only the limits of the stage hold"));
    found.setting(&["throttle"], old.throttle.map(throttle), new.throttle.map(throttle), unbound);
    let quota = |plan: &UsagePlan| plan.quota.map(|(limit, period)| format!("{limit} a {}", period.to_ascii_lowercase()));
    let unbound = new.quota.is_none().then(|| widened("no quota holds"));
    found.setting(&["quota"], quota(old), quota(new), unbound);
    found.finish(out);
}

fn allowed_sources(found: &mut Found<'_>, old: &Api, new: &Api) {
    let (before, after) = (networks(old), networks(new));
    let (more, fewer) = (beyond(&after, &before), beyond(&before, &after));
    let verdict = if after.is_empty() {
        widened("requests from everywhere are taken")
    } else if before.is_empty() {
        risky("requests from other networks are answered 403 and not stored")
    } else if more.is_empty() {
        risky(format!("requests from {} are answered 403 and not stored, unless another network holds it", names(&fewer)))
    } else {
        widened(format!("requests from {} are taken", names(&more)))
    };
    let shown = |networks: &[String]| (!networks.is_empty()).then(|| set(networks));
    found.setting(&["allowedSources"], shown(&before), shown(&after), Some(verdict));
}

/// The networks that are let in, from the condition that keeps out all others.
fn networks(api: &Api) -> Vec<String> {
    let statements = api.policy.iter().flat_map(|policy| &policy.statements);
    let conditions = statements.filter_map(|statement| statement.condition.as_ref());
    let values = conditions.filter(|condition| condition.operator == "NotIpAddress").flat_map(|condition| &condition.values);
    let text = |value: &Expr| match value {
        Expr::Text(text) => text.clone().into_owned(),
        other => format!("{other:?}"),
    };
    values.map(text).collect()
}
