//! What a deployment of the API keeps: a picture does not follow a parameter, and no function of a template makes it anew.

use crate::diagnostic::{Code, Diagnostic, Place};
use crate::stack::{ApiKind, Stack};
use crate::target::Target;
use std::collections::BTreeMap;

pub(super) fn check(stack: &Stack) -> Vec<Diagnostic> {
    // An HTTP API deploys each change itself.
    if stack.api.kind == ApiKind::Http {
        return Vec::new();
    }
    let mut first = BTreeMap::new();
    for method in &stack.api.methods {
        for parameter in method.integration.uri.parameters() {
            first.entry(parameter).or_insert(&method.pointer);
        }
    }
    let found = first.into_iter().map(|(parameter, pointer)| {
        let name = &stack.parameters[parameter].id.camel;
        Diagnostic::new(
            Code::QueueOfDeployment,
            Place::Key(pointer.clone()),
            format!("the API sends to the queue that `{name}` gave when it was last deployed, also after an update of `{name}`"),
        )
        .help(format!("when you give `{name}` another value, run `aws apigateway create-deployment` behind the update"))
        .only(Target::CloudFormation)
    });
    found.chain(authorizers(stack)).collect()
}

fn authorizers(stack: &Stack) -> impl Iterator<Item = Diagnostic> {
    let mut first = BTreeMap::new();
    for authorizer in &stack.api.authorizers {
        for parameter in authorizer.uri.parameters() {
            first.entry(parameter).or_insert(&authorizer.pointer);
        }
    }
    first.into_iter().map(|(parameter, pointer)| {
        let name = &stack.parameters[parameter].id.camel;
        let message = format!(
            "the API can go on to ask the function that `{name}` gave when it was last deployed, without the permission to"
        );
        Diagnostic::new(Code::AuthorizerOfDeployment, Place::Key(pointer.clone()), message)
            .help(format!("when you give `{name}` another value, run `aws apigateway create-deployment` behind the update"))
            .only(Target::CloudFormation)
    })
}
