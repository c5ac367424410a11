//! Stack to artifacts: the documents that a target deploys.
//!
//! A backend sees the stack and nothing before it, and the two never see each other. Documents are serialised straight
//! from views over the stack; no JSON tree is built in between.

mod cloudformation;
mod terraform;

use crate::diagnostic::Diagnostic;
use crate::stack::Stack;
use crate::target::Target;
use serde::Serialize;
use std::borrow::Cow;

/// A file of the output.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Artifact {
    /// The name of the file.
    pub file_name: Cow<'static, str>,
    /// What stands in it, with a line break at the end.
    pub content: String,
}

/// Writes the stack for a target: the file that is deployed, and then those that it names. The diagnostics tell which of the target's quotas it exceeds.
pub fn emit(stack: &Stack, target: Target) -> serde_json::Result<(Vec<Artifact>, Vec<Diagnostic>)> {
    match target {
        Target::CloudFormation => cloudformation::emit(stack),
        Target::Terraform => terraform::emit(stack),
    }
}

/// The document as people read it: two blanks a level, and a line break at the end.
fn document(value: &impl Serialize) -> serde_json::Result<String> {
    let mut text = serde_json::to_string_pretty(value)?;
    text.push('\n');
    Ok(text)
}

/// The same without blanks.
fn compact(value: &impl Serialize) -> serde_json::Result<String> {
    let mut text = serde_json::to_string(value)?;
    text.push('\n');
    Ok(text)
}

/// A hash over what a document part says.
fn content_hash(parts: &impl Serialize) -> serde_json::Result<String> {
    use sha2::{Digest, Sha256};
    use std::fmt::Write as _;

    struct Hasher(Sha256);
    impl std::io::Write for Hasher {
        fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
            self.0.update(bytes);
            Ok(bytes.len())
        }

        fn flush(&mut self) -> std::io::Result<()> {
            Ok(())
        }
    }

    let mut hasher = std::io::BufWriter::with_capacity(1 << 16, Hasher(Sha256::new()));
    serde_json::to_writer(&mut hasher, parts)?;
    let hasher = hasher.into_inner().map_err(|error| serde_json::Error::io(error.into_error()))?;
    let mut hash = String::with_capacity(64);
    for byte in hasher.0.finalize() {
        // Writing to a string cannot fail.
        let _ = write!(hash, "{byte:02x}");
    }
    Ok(hash)
}
