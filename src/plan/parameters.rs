//! Values that are given when the stack is deployed.

use super::naming;
use crate::intake::{Intake, Value};
use crate::stack::{Expr, Parameter};

/// The parameters in the order of the intake, so that a value finds its own by position.
pub(super) fn plan(intake: &Intake) -> Vec<Parameter> {
    let parameters = intake.parameters.iter().map(|parameter| Parameter {
        id: naming::parameter(&parameter.name),
        description: parameter.description.clone(),
        default: parameter.default.clone(),
        sensitive: parameter.sensitive,
    });
    parameters.collect()
}

/// A value of the spec as the stack has it.
pub(super) fn value(value: &Value) -> Expr {
    match value {
        Value::Text(text) => Expr::Text(text.clone().into()),
        Value::Parameter(position) => Expr::Parameter(*position),
    }
}
