//! Below one parent, a path parameter has one name.

use crate::diagnostic::{Code, Diagnostic, Place};
use crate::intake::{Intake, Segment};
use std::collections::HashMap;

pub(super) fn check(intake: &Intake, out: &mut Vec<Diagnostic>) {
    let mut first: HashMap<&[Segment], (&str, usize)> = HashMap::new();
    for (position, endpoint) in intake.endpoints.iter().enumerate() {
        let segments = endpoint.path.segments();
        for (depth, segment) in segments.iter().enumerate() {
            let Segment::Parameter(name) = segment else { continue };
            let (other, at) = *first.entry(&segments[..depth]).or_insert((name, position));
            if other != name {
                out.push(
                    Diagnostic::new(
                        Code::ConflictingPathParameters,
                        Place::Key(endpoint.pointer.clone()),
                        format!("`{{{name}}}` and `{{{other}}}` are two names for the same segment"),
                    )
                    .label(Place::Key(intake.endpoints[at].pointer.clone()), format!("`{{{other}}}` stands here"))
                    .help("give the parameter one name: API Gateway takes only one below the same parent"),
                );
                break;
            }
        }
    }
}
