//! A short secret in a header can be found by trying.

use super::below;
use crate::diagnostic::{Code, Diagnostic};
use crate::intake::Intake;

/// Characters below which a secret is called short; hookweir's own bound. So many random letters and digits are 95 bits.
const LONG_ENOUGH: usize = 16;

pub(super) fn check(intake: &Intake, out: &mut Vec<Diagnostic>) {
    for endpoint in &intake.endpoints {
        let Some(header) = &endpoint.required_header else { continue };
        // Printable ASCII: as many characters as bytes. The value itself is not repeated, because reports stand in logs.
        let length = header.value.len();
        if length < LONG_ENOUGH {
            let message = match length {
                1 => "a secret of one character can be found by trying".to_owned(),
                _ => format!("a secret of {length} characters can be found by trying"),
            };
            out.push(
                Diagnostic::new(Code::WeakSecret, below(&endpoint.pointer, &["requireHeader"]), message).help(format!(
                    "write {LONG_ENOUGH} random letters and digits or more, such as `openssl rand -hex 32` prints"
                )),
            );
        }
    }
}
