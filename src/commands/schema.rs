//! `hookweir schema`: the JSON Schema of the spec.

use crate::outcome::{Failure, Outcome};
use crate::output;
use crate::spec::json_schema;

pub(crate) fn run() -> Result<Outcome, Failure> {
    output::print(&json_schema()).map(|()| Outcome::Fine)
}
