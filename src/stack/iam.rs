//! Roles and policies.

use super::{Expr, Id};

/// An IAM role that API Gateway takes on.
#[derive(Debug)]
pub struct Role {
    /// Its name in the output.
    pub id: Id,
    /// What it is for, in words.
    pub description: String,
    /// Who may take it on.
    pub trust: Policy,
    /// What it may do.
    pub permissions: Policy,
}

impl Role {
    /// The name of the policy in it: what it lets API Gateway do.
    pub fn policy_name(&self) -> &'static str {
        self.permissions.statements.first().map_or("Permissions", |statement| statement.sid)
    }
}

/// A policy inside a role that does not belong to the stack.
#[derive(Debug)]
pub struct AttachedPolicy {
    /// Its name in the output.
    pub id: Id,
    /// Its name at AWS, which no other stack uses in the same role: roles belong to the account, not to a Region.
    pub name: Expr,
    /// The name of the role.
    pub role: Expr,
    /// What it allows.
    pub document: Policy,
}

/// A policy document of version 2012-10-17.
#[derive(Debug, PartialEq, Eq)]
pub struct Policy {
    /// Its statements.
    pub statements: Vec<Statement>,
}

/// One statement of a policy.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Statement {
    /// Its name, letters and digits.
    pub sid: &'static str,
    /// Whether it allows or denies.
    pub effect: Effect,
    /// Whom it is about; not in a role's permissions.
    pub principal: Option<Principal>,
    /// The one action, or pattern of actions.
    pub action: &'static str,
    /// What it is about; not in a trust policy.
    pub resource: Option<Expr>,
    /// When it holds.
    pub condition: Option<Condition>,
}

/// What a statement does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Effect {
    /// Allows.
    Allow,
    /// Denies, whatever else allows.
    Deny,
}

impl Effect {
    /// The word that IAM uses.
    pub fn name(self) -> &'static str {
        match self {
            Effect::Allow => "Allow",
            Effect::Deny => "Deny",
        }
    }
}

/// Whom a statement is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Principal {
    /// Everyone.
    Anyone,
    /// An AWS service.
    Service(&'static str),
    /// Whoever the account's own IAM policies let.
    Account,
}

/// A condition with one operator and one key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Condition {
    /// Such as `StringEquals`.
    pub operator: &'static str,
    /// Such as `aws:SourceVpce`.
    pub key: &'static str,
    /// Any of these.
    pub values: Vec<Expr>,
}
