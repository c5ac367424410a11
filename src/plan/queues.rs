//! Queues, their dead-letter queues, and the roles that may send to them.

use super::{keys, naming};
use crate::intake::{self, Deduplication, Intake, Throughput, limits};
use crate::stack::{
    Condition, Effect, Encryption, Expr, Fifo, FifoScope, OnDelete, Policy, Principal, Queue, Redrive, Role, Statement,
};

/// The queues, each with its dead-letter queue behind it; the roles; and the role of each queue of the intake.
pub(super) fn plan(intake: &Intake, encryption: &[Encryption]) -> (Vec<Queue>, Vec<Role>, Vec<usize>) {
    let mut used = vec![false; intake.queues.len()];
    let mut by_content = vec![false; intake.queues.len()];
    for endpoint in &intake.endpoints {
        used[endpoint.queue] = true;
        by_content[endpoint.queue] |= endpoint.deduplication == Some(Deduplication::Content);
    }
    let mut queues = Vec::with_capacity(intake.queues.len() * 2);
    let mut roles = Vec::new();
    let mut role_of_queue = Vec::with_capacity(intake.queues.len());
    for (position, queue) in intake.queues.iter().enumerate() {
        let (source, dead_letter_queue) = (queue_position(position), queue_position(position) + 1);
        let encryption = &encryption[position];
        queues.push(Queue {
            fifo: queue.fifo.map(|throughput| fifo(throughput, by_content[position])),
            ..main_queue(queue, encryption, source, dead_letter_queue)
        });
        queues.push(dead_letter(queue, encryption, source, dead_letter_queue));
        // Only endpoints ask for the role of a queue, so what stands here for an unused one is never read.
        role_of_queue.push(roles.len());
        if used[position] {
            roles.push(sender(queue, encryption, source));
        }
    }
    (queues, roles, role_of_queue)
}

/// Where a queue of the intake stands in the stack.
pub(super) fn queue_position(intake_position: usize) -> usize {
    intake_position * 2
}

fn main_queue(queue: &intake::Queue, encryption: &Encryption, position: usize, dead_letter_queue: usize) -> Queue {
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
fn dead_letter(queue: &intake::Queue, encryption: &Encryption, source: usize, position: usize) -> Queue {
    let name = naming::dead_letter_queue(&queue.name);
    Queue {
        id: naming::queue(&name),
        name_suffix: name_suffix(queue, &name),
        message_retention_period: queue.dead_letter_retention_period,
        delay: 0,
        redrive: Redrive::From { source: Expr::QueueArnFromName(source) },
        policy: tls_only(position),
        ..main_queue(queue, encryption, source, position)
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
            condition: Some(Condition { operator: "Bool", key: "aws:SecureTransport", values: vec!["false".to_owned()] }),
        }],
    }
}

fn sender(queue: &intake::Queue, encryption: &Encryption, position: usize) -> Role {
    let send = Statement {
        sid: "SendMessage",
        effect: Effect::Allow,
        principal: None,
        action: "sqs:SendMessage",
        resource: Some(Expr::QueueArn(position)),
        condition: None,
    };
    Role {
        id: naming::queue(&queue.name),
        description: format!("Lets API Gateway send messages to the queue {}", queue.name),
        trust: Policy {
            statements: vec![Statement {
                sid: "ApiGateway",
                effect: Effect::Allow,
                // Without conditions: API Gateway does not say for whom it takes an integration's role on.
                principal: Some(Principal::Service("apigateway.amazonaws.com")),
                action: "sts:AssumeRole",
                resource: None,
                condition: None,
            }],
        },
        permissions: Policy { statements: [vec![send], keys::sender(encryption)].concat() },
    }
}
