//! Keys for queues that ask for one, and what a sender may do with a key.

use super::naming;
use super::parameters::value;
use crate::intake::{self, Intake, KmsKey};
use crate::stack::{Condition, Effect, Encryption, Expr, Key, Policy, Principal, Statement};

/// The longest that KMS waits, 7 to 30: while it waits, messages that were encrypted with the key can still be saved.
/// <https://docs.aws.amazon.com/kms/latest/APIReference/API_ScheduleKeyDeletion.html>
const DELETION_WINDOW_DAYS: u32 = 30;

/// SQS, on behalf of whoever calls it; the key fixes the Region, and the name ends alike in every partition:
/// <https://docs.aws.amazon.com/kms/latest/developerguide/conditions-kms.html#conditions-kms-via-service>
const VIA_SQS: &str = "sqs.*.amazonaws.com";

/// The key that serves every queue of the account; its own policy lets whoever may use SQS use it.
const AWS_MANAGED: &str = "alias/aws/sqs";

/// One key for each queue that asks for one, and the encryption of each queue of the intake.
///
/// A key of its own for each queue: it goes when its queue goes and not before, its name depends on the queue alone, and
/// the role of one queue has no permission for the messages of another.
pub(super) fn plan(intake: &Intake) -> (Vec<Key>, Vec<Encryption>) {
    let mut keys = Vec::new();
    let encryption = intake.queues.iter().map(|queue| match &queue.encryption {
        intake::Encryption::Sqs => Encryption::SqsManaged,
        intake::Encryption::Kms { key, data_key_reuse_period } => {
            let key = match key {
                KmsKey::AwsManaged => Expr::text(AWS_MANAGED),
                KmsKey::Arn(arn) => value(arn),
                KmsKey::Created => {
                    keys.push(created(queue));
                    Expr::KeyArn(keys.len() - 1)
                }
            };
            Encryption::Kms { key, data_key_reuse_period: *data_key_reuse_period }
        }
    });
    let encryption = encryption.collect();
    (keys, encryption)
}

fn created(queue: &intake::Queue) -> Key {
    Key {
        id: naming::queue(&queue.name),
        declared_as: queue.name.clone(),
        description: format!("Encrypts the messages of the queue {} and of its dead-letter queue", queue.name),
        alias_suffix: queue.name.clone(),
        // Without this statement nobody could manage the key ever again. It gives nobody access by itself: it lets the
        // account's IAM policies do so, and so the role needs no statement here, which would close a circle.
        policy: Policy {
            statements: vec![Statement {
                sid: "AccountDecides",
                effect: Effect::Allow,
                principal: Some(Principal::Account),
                action: "kms:*",
                resource: Some(Expr::text("*")),
                condition: None,
            }],
        },
        deletion_window_days: DELETION_WINDOW_DAYS,
        on_delete: super::queues::on_delete(queue.on_delete),
    }
}

/// What a role needs to send to a queue that is encrypted with a customer managed key: a new data key, and to check it.
/// <https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-key-management.html>
pub(super) fn sender(encryption: &Encryption) -> Vec<Statement> {
    grants(encryption, &[("GenerateDataKey", "kms:GenerateDataKey"), ("Decrypt", "kms:Decrypt")])
}

/// What a role needs to read from it.
pub(super) fn reader(encryption: &Encryption) -> Vec<Statement> {
    grants(encryption, &[("Decrypt", "kms:Decrypt")])
}

fn grants(encryption: &Encryption, actions: &[(&'static str, &'static str)]) -> Vec<Statement> {
    let Encryption::Kms { key, .. } = encryption else { return Vec::new() };
    if *key == Expr::text(AWS_MANAGED) {
        return Vec::new();
    }
    actions
        .iter()
        .map(|&(sid, action)| Statement {
            sid,
            effect: Effect::Allow,
            principal: None,
            action,
            resource: Some(key.clone()),
            condition: Some(Condition { operator: "StringLike", key: "kms:ViaService", values: vec![Expr::text(VIA_SQS)] }),
        })
        .collect()
}
