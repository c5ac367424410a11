//! A `json` body is written anew, which is good to know before a consumer checks a signature.

use super::below;
use crate::diagnostic::{Code, Diagnostic};
use crate::intake::{Intake, Layout};

pub(super) fn check(intake: &Intake, out: &mut Vec<Diagnostic>) {
    for endpoint in &intake.endpoints {
        if matches!(endpoint.message.layout, Layout::Json { .. }) {
            let message =
                format!("`{}` stores a JSON value that API Gateway writes anew, not the bytes that were sent", endpoint.path);
            out.push(Diagnostic::new(Code::JsonIsRewritten, below(&endpoint.pointer, &["message", "body"]), message).help(
                "choose `body: text` if a consumer checks a signature over the body or needs numbers as they were written, \
                 and `body: base64` if an empty body must not become `{}` nor bytes that are not UTF-8 become U+FFFD",
            ));
        }
    }
}
