//! A parameter that nothing takes is asked for at every deployment, for nothing.

use crate::diagnostic::{Code, Diagnostic, Place};
use crate::intake::Intake;

pub(super) fn check(intake: &Intake, out: &mut Vec<Diagnostic>) {
    // What was set aside may be what takes it.
    if !intake.complete {
        return;
    }
    for parameter in intake.parameters.iter().filter(|parameter| !parameter.used) {
        let name = &parameter.name;
        out.push(
            Diagnostic::new(
                Code::UnusedParameter,
                Place::Key(parameter.pointer.clone()),
                format!("nothing takes the parameter `{name}`"),
            )
            .help(format!("write `{{parameter: {name}}}` where its value belongs, or remove it")),
        );
    }
}
