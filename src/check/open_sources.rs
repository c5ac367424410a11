//! A list of sources that lets everyone in reads like a limit and is none.

use crate::diagnostic::{Code, Diagnostic, Place};
use crate::intake::Intake;
use crate::pointer::{Pointer, Step};

pub(super) fn check(intake: &Intake, out: &mut Vec<Diagnostic>) {
    let list = Pointer::default().key("api").key("allowedSources");
    for (index, source) in intake.api.allowed_sources.iter().enumerate() {
        if source.ends_with("/0") {
            out.push(
                Diagnostic::new(
                    Code::OpenSources,
                    Place::Value(list.then(Step::Index(index))),
                    format!("`{source}` is every address, so `allowedSources` keeps nobody out"),
                )
                .help("name the networks of your senders, or remove `allowedSources`"),
            );
        }
    }
}
