//! The neutral model: what is to be deployed, in AWS's own terms, before any target's language.
//!
//! Resources refer to each other by position in the stack's lists. Every one remembers the place in the spec that it
//! came from.

mod access;
mod api_gateway;
mod document;
mod domain;
mod expr;
mod http_api;
mod iam;
mod kms;
mod lambda;
mod message;
mod monitoring;
mod parameter;
mod sqs;

pub use access::{Authorization, Authorizer, UsagePlan};
pub use api_gateway::{
    Api, ApiKind, ApiLayout, EndpointType, ExistingApi, GatewayResponse, Integration, Method, MethodResponse, Model, Origin,
    Preflight, Resource, Stage, Throttle,
};
pub use document::Document;
pub use domain::{DomainName, MutualTls};
pub use expr::Expr;
pub use iam::{AttachedPolicy, Condition, Effect, Policy, Principal, Role, Statement};
pub use kms::Key;
pub use lambda::{EventSourceMapping, Permissions, Scaling};
pub use message::{Attribute, Body, Headers, Message, RequiredHeader, Source};
pub use monitoring::{AccountRole, Alarm, Dashboard, LogGroup, Metric, MissingData, Monitoring, Topic};
pub use parameter::Parameter;
pub use sqs::{Encryption, ExistingQueue, Fifo, FifoScope, OnDelete, Queue, Redrive};

use std::collections::BTreeMap;

/// Everything that one spec deploys.
#[derive(Debug)]
pub struct Stack {
    /// The proposed name.
    pub name: String,
    /// What it is for.
    pub description: Option<String>,
    /// Tags for every resource that can carry them.
    pub tags: BTreeMap<String, String>,
    /// Velocity texts that several methods share.
    pub request_templates: Vec<RequestTemplate>,
    /// Each queue with its dead-letter queue behind it.
    pub queues: Vec<Queue>,
    /// Queues that are there already and that endpoints send to.
    pub existing_queues: Vec<ExistingQueue>,
    /// Keys that are made for queues.
    pub keys: Vec<Key>,
    /// One role a queue that an endpoint sends to, then one a function that decides who may call.
    pub roles: Vec<Role>,
    /// Values that are given when it is deployed.
    pub parameters: Vec<Parameter>,
    /// Policies of roles that are there already.
    pub attached_policies: Vec<AttachedPolicy>,
    /// Functions that take messages.
    pub event_source_mappings: Vec<EventSourceMapping>,
    /// The API in front.
    pub api: Api,
    /// What is written down and watched.
    pub monitoring: Monitoring,
}

/// A Velocity text that stands once in the output.
#[derive(Debug)]
pub struct RequestTemplate {
    /// Its name, which depends on the text alone.
    pub id: Id,
    /// The text; empty in an HTTP API.
    pub text: String,
    /// The message that it promises to make.
    pub message: Message,
    /// The header without which it makes none.
    pub required_header: Option<RequiredHeader>,
    /// The headers without any of which it makes none, whatever their values.
    pub required_headers: Vec<String>,
}

/// A resource's own part of its name in the output, in the two spellings that targets need. It depends on nothing but
/// the element that it names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Id {
    /// `PaymentsDlq`, for CloudFormation's logical ids.
    pub camel: String,
    /// `payments_dlq`, for Terraform's addresses.
    pub snake: String,
}
