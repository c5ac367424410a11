//! What hookweir compiles to.

use std::fmt;

/// A language of infrastructure that hookweir emits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Target {
    /// An AWS CloudFormation template in JSON.
    CloudFormation,
    /// A Terraform configuration in JSON, for the provider `hashicorp/aws`.
    Terraform,
}

impl Target {
    /// Every target, in the order in which they are checked.
    pub const ALL: [Target; 2] = [Target::CloudFormation, Target::Terraform];

    /// The name that the command line uses.
    pub fn name(self) -> &'static str {
        match self {
            Target::CloudFormation => "cloudformation",
            Target::Terraform => "terraform",
        }
    }
}

impl fmt::Display for Target {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Target::CloudFormation => "CloudFormation",
            Target::Terraform => "Terraform",
        })
    }
}
