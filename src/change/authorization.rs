//! What a request must bring.

use super::found::{Found, Verdict, noted, risky, weakened, widened};
use super::words::{duration, expr, list};
use crate::stack::{Authorization, Authorizer, Method, Stack};

pub(super) fn compare(found: &mut Found<'_>, old: (&Stack, &Method), new: (&Stack, &Method)) {
    let (before, after) = (authorizer(old), authorizer(new));
    if let (Some(before), Some(after)) = (before, after) {
        return settings(found, (old.0, before), (new.0, after));
    }
    found.value(&["authorization"], words(old), words(new), Some(verdict(old.1.authorization, new.1.authorization)));
}

fn verdict(old: Authorization, new: Authorization) -> Verdict {
    match (old, new) {
        (_, Authorization::None) => widened("everyone may call the endpoint"),
        (Authorization::None, _) => weakened("senders that do not bring it are refused, and their webhooks are not stored"),
        _ => widened("others may call the endpoint, and senders that bring what was asked for until now are refused"),
    }
}

fn settings(found: &mut Found<'_>, old: (&Stack, &Authorizer), new: (&Stack, &Authorizer)) {
    let keys = |key| ["authorization", key];
    let function = |(stack, authorizer): (&Stack, &Authorizer)| expr(stack, &authorizer.function);
    let verdict = widened("another function decides who may call the endpoint");
    found.value(&keys("authorizerFunctionArn"), function(old), function(new), Some(verdict));
    let (before, after) = (&old.1.identity_sources, &new.1.identity_sources);
    let verdict = if after.iter().all(|source| before.contains(source)) {
        risky("the function decides for requests that were refused before")
    } else {
        weakened("senders that do not bring it are refused, and their webhooks are not stored")
    };
    found.value(&keys("identitySources"), list(before), list(after), Some(verdict));
    let (before, after) = (old.1.cache_ttl, new.1.cache_ttl);
    let verdict =
        if after > before { risky("what the function said holds for longer") } else { noted("the function is asked more often") };
    found.value(&keys("cacheTtl"), duration(before), duration(after), Some(verdict));
}

fn authorizer<'s>((stack, method): (&'s Stack, &Method)) -> Option<&'s Authorizer> {
    match method.authorization {
        Authorization::Lambda(position) => stack.api.authorizers.get(position),
        Authorization::None | Authorization::Iam | Authorization::ApiKey => None,
    }
}

/// The rule as the spec writes it.
fn words((stack, method): (&Stack, &Method)) -> String {
    match method.authorization {
        Authorization::None => "none".to_owned(),
        Authorization::Iam => "iam".to_owned(),
        Authorization::ApiKey => "apiKey".to_owned(),
        Authorization::Lambda(_) => {
            let function = authorizer((stack, method)).map(|authorizer| expr(stack, &authorizer.function));
            format!("{{authorizerFunctionArn: {}}}", function.unwrap_or_default())
        }
    }
}
