//! Encryption at rest.

use super::parameter::{Parameters, Value};
use super::quantity::quantity;
use super::{arn, limits};
use crate::diagnostic::{Code, Diagnostic, Place};
use crate::pointer::At;
use crate::spec;

/// How messages are encrypted at rest.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Encryption {
    /// With keys that SQS owns.
    Sqs,
    /// With a key of KMS.
    Kms {
        /// Which one.
        key: KmsKey,
        /// For how many seconds SQS uses one data key before it asks KMS for another.
        data_key_reuse_period: u32,
    },
}

/// A key of KMS.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum KmsKey {
    /// The AWS managed key for SQS, which serves everyone in the account who may use SQS.
    AwsManaged,
    /// One that is made for the queue and its dead-letter queue.
    Created,
    /// One that is there, by its ARN.
    Arn(Value),
}

const DEFAULT_DATA_KEY_REUSE: i64 = 300;

pub(super) fn resolve(
    encryption: Option<spec::Encryption>,
    reuse: Option<&spec::Quantity>,
    parameters: &mut Parameters,
    at: &At<'_>,
    out: &mut Vec<Diagnostic>,
) -> Option<Encryption> {
    let (encryption_at, reuse_at) = (at.key("encryption"), at.key("dataKeyReusePeriod"));
    let data_key_reuse_period = quantity(reuse, DEFAULT_DATA_KEY_REUSE, limits::DATA_KEY_REUSE, &reuse_at, out);
    let key = match encryption.unwrap_or(spec::Encryption::Sqs) {
        spec::Encryption::Sqs => {
            if reuse.is_some() {
                out.push(
                    Diagnostic::at_key(
                        Code::DataKeyReuse,
                        &reuse_at,
                        "the queue is encrypted with keys of SQS, which have no data keys",
                    )
                    .label(Place::Value(encryption_at.pointer()), "the encryption; `sqs` where it is not written")
                    .help("remove the key, or choose `encryption: aws` or `encryption: {kmsKey: create}`"),
                );
            }
            return Some(Encryption::Sqs);
        }
        spec::Encryption::Aws => KmsKey::AwsManaged,
        spec::Encryption::Key(key) => kms_key(key, parameters, &encryption_at, out)?,
    };
    Some(Encryption::Kms { key, data_key_reuse_period: data_key_reuse_period? })
}

fn kms_key(key: spec::KmsKey, parameters: &mut Parameters, at: &At<'_>, out: &mut Vec<Diagnostic>) -> Option<KmsKey> {
    match (key.kms_key, key.kms_key_arn) {
        (Some(spec::KeyOrigin::Create), None) => Some(KmsKey::Created),
        (None, Some(arn)) => parameters.value(arn, &at.key("kmsKeyArn"), arn::kms_key, out).map(KmsKey::Arn),
        (both, _) => {
            let message = if both.is_some() {
                "`kmsKey` and `kmsKeyArn` exclude each other"
            } else {
                "there is neither `kmsKey` nor `kmsKeyArn`"
            };
            out.push(
                Diagnostic::at_key(Code::NotExactlyOne, at, message)
                    .help("write one of `kmsKey: create` and `kmsKeyArn: arn:...`, or a word instead: `sqs` or `aws`"),
            );
            None
        }
    }
}
