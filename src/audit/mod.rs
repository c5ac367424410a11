//! Looks at the planned stack before it is written: does it keep the promise, and can the services carry it?

mod quotas;
mod rehearsal;

pub use rehearsal::BrokenPromise;

use crate::diagnostic::Diagnostic;
use crate::stack::Stack;

/// Looks at the whole stack. A broken promise is a mistake in hookweir, never in a spec.
pub fn audit(stack: &Stack) -> Result<Vec<Diagnostic>, BrokenPromise> {
    rehearsal::run(stack)?;
    Ok(quotas::check(stack))
}
