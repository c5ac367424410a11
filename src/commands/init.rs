//! `hookweir init`: a commented starter spec.

use crate::outcome::{Failure, Outcome};
use crate::output;
use std::path::Path;

const STARTER: &str = include_str!("init.yaml");

pub(crate) fn run(out: Option<&Path>) -> Result<Outcome, Failure> {
    let Some(path) = out else { return output::print(STARTER).map(|()| Outcome::Fine) };
    if path.exists() {
        return Err(Failure::new(format!("`{}` is there already, and init does not write over it", path.display())));
    }
    output::write(path, STARTER)?;
    output::say(&format!("wrote {}; compile it with `hookweir build {0}`\n", path.display()));
    Ok(Outcome::Fine)
}
