//! Functions that take messages, and what lets them.

use super::parameters::value;
use super::queues::Destination;
use super::{keys, naming};
use crate::intake::{self, Intake};
use crate::stack::{AttachedPolicy, Effect, Encryption, EventSourceMapping, Expr, Permissions, Policy, Scaling, Statement};

/// The mappings, and the policies that they need first.
pub(super) fn plan(
    intake: &Intake,
    encryption: &[Encryption],
    destinations: &[Destination],
) -> (Vec<EventSourceMapping>, Vec<AttachedPolicy>) {
    let (mut mappings, mut policies) = (Vec::new(), Vec::new());
    for ((queue, encryption), destination) in intake.queues.iter().zip(encryption).zip(destinations) {
        let Some(consumer) = &queue.consumer else { continue };
        let queue_arn = &destination.arn;
        let permissions = match &consumer.permissions {
            intake::Permissions::External => Permissions::External(reader(queue_arn, encryption)),
            intake::Permissions::Role(role) => {
                policies.push(AttachedPolicy {
                    id: naming::consumer(&queue.name),
                    name: Expr::Concat(vec![Expr::Prefix, Expr::Text(format!("-{}-consumer-", queue.name).into()), Expr::Region]),
                    role: value(role),
                    document: reader(queue_arn, encryption),
                });
                Permissions::Attached(policies.len() - 1)
            }
        };
        mappings.push(EventSourceMapping {
            id: naming::queue(&queue.name),
            pointer: queue.pointer.clone(),
            declared_as: queue.name.clone(),
            queue_arn: queue_arn.clone(),
            function: value(&consumer.function_arn),
            batch_size: consumer.batch_size,
            maximum_batching_window: consumer.maximum_batching_window,
            scaling: consumer.scaling.map(scaling),
            filters: consumer.filters.iter().map(|filter| filter.pattern.clone()).collect(),
            report_batch_item_failures: consumer.report_batch_item_failures,
            enabled: consumer.enabled,
            permissions,
        });
    }
    (mappings, policies)
}

fn scaling(scaling: intake::Scaling) -> Scaling {
    match scaling {
        intake::Scaling::MaximumConcurrency(calls) => Scaling::MaximumConcurrency(calls),
        intake::Scaling::ProvisionedPollers { min, max } => Scaling::ProvisionedPollers { min, max },
    }
}

/// What Lambda asks of a function's role, on one queue alone:
/// <https://docs.aws.amazon.com/aws-managed-policy/latest/reference/AWSLambdaSQSQueueExecutionRole.html>
/// A queue with a customer managed key needs `kms:Decrypt` on that key as well.
fn reader(queue_arn: &Expr, encryption: &Encryption) -> Policy {
    let allow = |sid, action| Statement {
        sid,
        effect: Effect::Allow,
        principal: None,
        action,
        resource: Some(queue_arn.clone()),
        condition: None,
    };
    let queue = vec![
        allow("ReceiveMessage", "sqs:ReceiveMessage"),
        allow("DeleteMessage", "sqs:DeleteMessage"),
        allow("GetQueueAttributes", "sqs:GetQueueAttributes"),
    ];
    Policy { statements: [queue, keys::reader(encryption)].concat() }
}
