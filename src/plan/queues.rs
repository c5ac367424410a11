//! Queues, their dead-letter queues, and the roles that may send to them.

use super::parameters::value;
use super::{api_gateway_trust, keys, naming};
use crate::intake::{self, Deduplication, Intake, Throughput, limits};
use crate::stack::{
    Condition, Effect, Encryption, ExistingQueue, Expr, Fifo, FifoScope, OnDelete, Policy, Principal, Queue, Redrive, Role,
    Statement,
};

/// Where the messages for a queue of the intake go.
pub(super) struct Destination {
    /// Its position: those of the stack first, then those that are there already.
    pub(super) position: usize,
    /// The queue's ARN.
    pub(super) arn: Expr,
    /// The account in it.
    pub(super) account: Expr,
    /// The queue's name.
    pub(super) name: Expr,
    /// The position of the role that may send there. Only endpoints ask for it, so what stands here for an unused queue is
    /// never read.
    pub(super) role: usize,
}

/// The queues, each with its dead-letter queue behind it; the roles; and where each queue of the intake is.
pub(super) struct Planned {
    pub(super) queues: Vec<Queue>,
    pub(super) existing_queues: Vec<ExistingQueue>,
    pub(super) roles: Vec<Role>,
    pub(super) destinations: Vec<Destination>,
}

pub(super) fn plan(intake: &Intake, encryption: &[Encryption]) -> Planned {
    let mut used = vec![false; intake.queues.len()];
    let mut by_content = vec![false; intake.queues.len()];
    for endpoint in &intake.endpoints {
        used[endpoint.queue] = true;
        by_content[endpoint.queue] |= endpoint.deduplication == Some(Deduplication::Content);
    }
    let mut queues = Vec::with_capacity(intake.queues.len() * 2);
    let mut roles = Vec::new();
    let mut existing_queues = Vec::new();
    let first_existing = intake.queues.iter().filter(|queue| queue.existing.is_none()).count() * 2;
    let mut destinations = Vec::with_capacity(intake.queues.len());
    for (position, (queue, encryption)) in intake.queues.iter().zip(encryption).enumerate() {
        let role = roles.len();
        let destination = match &queue.existing {
            Some(existing) => {
                existing_queues.push(ExistingQueue {
                    declared_as: queue.name.clone(),
                    fifo: queue.fifo.map(|throughput| fifo(throughput, by_content[position])),
                });
                there_already(&existing.arn, first_existing + existing_queues.len() - 1, role)
            }
            None => {
                let (source, dead_letter_queue) = (queues.len(), queues.len() + 1);
                queues.push(Queue {
                    fifo: queue.fifo.map(|throughput| fifo(throughput, by_content[position])),
                    ..main_queue(queue, encryption, intake.nested_stacks, source, dead_letter_queue)
                });
                queues.push(dead_letter(queue, encryption, intake.nested_stacks, source, dead_letter_queue));
                Destination {
                    position: source,
                    arn: Expr::QueueArn(source),
                    account: Expr::Account,
                    name: Expr::QueueName(source),
                    role,
                }
            }
        };
        if used[position] {
            roles.push(sender(queue, encryption, destination.arn.clone()));
        }
        destinations.push(destination);
    }
    Planned { queues, existing_queues, roles, destinations }
}

/// A queue that does not belong to the stack.
fn there_already(arn: &intake::Value, position: usize, role: usize) -> Destination {
    match arn {
        intake::Value::Text(text) => {
            let part = |index| Expr::Text(text.split(':').nth(index).unwrap_or_default().to_owned().into());
            Destination { position, arn: value(arn), account: part(4), name: part(5), role }
        }
        intake::Value::Parameter(parameter) => Destination {
            position,
            arn: value(arn),
            account: Expr::AccountOfParameter(*parameter),
            name: Expr::QueueOfParameter(*parameter),
            role,
        },
    }
}

/// Where the dead-letter queue of a queue of the stack stands, if it has one there.
pub(super) fn dead_letter_position(queues: &[Queue], position: usize) -> Option<usize> {
    let behind = queues.get(position + 1)?;
    (matches!(behind.redrive, Redrive::From { .. }) && behind.declared_as == queues[position].declared_as).then_some(position + 1)
}

fn main_queue(
    queue: &intake::Queue,
    encryption: &Encryption,
    nested_stacks: Option<usize>,
    position: usize,
    dead_letter_queue: usize,
) -> Queue {
    Queue {
        id: naming::queue(&queue.name),
        pointer: queue.pointer.clone(),
        declared_as: queue.name.clone(),
        name_suffix: name_suffix(queue, &queue.name),
        visibility_timeout: queue.visibility_timeout,
        message_retention_period: queue.message_retention_period,
        delay: queue.delay,
        receive_message_wait_time: queue.receive_message_wait_time,
        maximum_message_size: queue.maximum_message_size,
        encryption: encryption.clone(),
        redrive: Redrive::To { dead_letter_queue: Expr::QueueArn(dead_letter_queue), max_receive_count: queue.max_receive_count },
        policy: tls_only(position),
        on_delete: on_delete(queue.on_delete),
        fifo: queue.fifo.map(|throughput| fifo(throughput, false)),
        nested_stack: nested_stacks.map(|count| naming::nested_stack(&queue.name, count)),
    }
}

fn name_suffix(queue: &intake::Queue, name: &str) -> String {
    match queue.fifo {
        None => name.to_owned(),
        Some(_) => format!("{name}{}", limits::FIFO_SUFFIX),
    }
}

fn fifo(throughput: Throughput, content_based_deduplication: bool) -> Fifo {
    let scope = match throughput {
        Throughput::Standard => FifoScope::Queue,
        Throughput::High => FifoScope::MessageGroup,
    };
    Fifo { content_based_deduplication, scope }
}

/// The dead-letter queue takes whatever its source takes, and is read in the same way.
fn dead_letter(
    queue: &intake::Queue,
    encryption: &Encryption,
    nested_stacks: Option<usize>,
    source: usize,
    position: usize,
) -> Queue {
    let name = naming::dead_letter_queue(&queue.name);
    Queue {
        id: naming::queue(&name),
        name_suffix: name_suffix(queue, &name),
        message_retention_period: queue.dead_letter_retention_period,
        delay: 0,
        redrive: Redrive::From { source: Expr::QueueArnFromName(source) },
        policy: tls_only(position),
        ..main_queue(queue, encryption, nested_stacks, source, position)
    }
}

pub(super) fn on_delete(on_delete: intake::OnDelete) -> OnDelete {
    match on_delete {
        intake::OnDelete::Retain => OnDelete::Retain,
        intake::OnDelete::Delete => OnDelete::Delete,
    }
}

fn tls_only(position: usize) -> Policy {
    Policy {
        statements: vec![Statement {
            sid: "DenyInsecureTransport",
            effect: Effect::Deny,
            principal: Some(Principal::Anyone),
            action: "sqs:*",
            resource: Some(Expr::QueueArnFromName(position)),
            condition: Some(Condition { operator: "Bool", key: "aws:SecureTransport", values: vec![Expr::text("false")] }),
        }],
    }
}

fn sender(queue: &intake::Queue, encryption: &Encryption, arn: Expr) -> Role {
    let send = Statement {
        sid: "SendMessage",
        effect: Effect::Allow,
        principal: None,
        action: "sqs:SendMessage",
        resource: Some(arn),
        condition: None,
    };
    Role {
        id: naming::queue(&queue.name),
        description: format!("Lets API Gateway send messages to the queue {}", queue.name),
        trust: api_gateway_trust(),
        permissions: Policy { statements: [vec![send], keys::sender(encryption)].concat() },
    }
}
