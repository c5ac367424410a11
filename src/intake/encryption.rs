//! Encryption at rest.

use super::limits;
use super::quantity::quantity;
use crate::diagnostic::{Code, Diagnostic, Place, quoted};
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
    Arn(String),
}

const DEFAULT_DATA_KEY_REUSE: i64 = 300;

pub(super) fn resolve(
    encryption: Option<spec::Encryption>,
    reuse: Option<&spec::Quantity>,
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
        spec::Encryption::Key(key) => kms_key(key, &encryption_at, out)?,
    };
    Some(Encryption::Kms { key, data_key_reuse_period: data_key_reuse_period? })
}

fn kms_key(key: spec::KmsKey, at: &At<'_>, out: &mut Vec<Diagnostic>) -> Option<KmsKey> {
    match (key.kms_key, key.kms_key_arn) {
        (Some(spec::KeyOrigin::Create), None) => Some(KmsKey::Created),
        (None, Some(arn)) if is_key_arn(&arn) => Some(KmsKey::Arn(arn.0)),
        (None, Some(other)) => {
            let is_alias = other.starts_with("alias/") || other.contains(":alias/");
            let why = if is_alias {
                "is an alias, and a permission for an alias is none for its key"
            } else {
                "is not the ARN of a KMS key"
            };
            out.push(Diagnostic::at_value(Code::InvalidKmsKey, &at.key("kmsKeyArn"), format!("{} {why}", quoted(&other))).help(
                "write an ARN such as arn:aws:kms:eu-west-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab; \
                     `aws kms describe-key --key-id NAME --query KeyMetadata.Arn` prints it",
            ));
            None
        }
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

/// Whether a text is the ARN of one key:
/// <https://docs.aws.amazon.com/service-authorization/latest/reference/list_awskeymanagementservice.html>
fn is_key_arn(text: &str) -> bool {
    let letters = |part: &str| part.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-');
    let parts: Vec<&str> = text.split(':').collect();
    let ["arn", partition, "kms", region, account, resource] = parts.as_slice() else { return false };
    let id = resource.strip_prefix("key/").unwrap_or_default();
    partition.starts_with("aws")
        && partition.bytes().all(|b| b.is_ascii_lowercase() || b == b'-')
        && !region.is_empty()
        && letters(region)
        && account.len() == 12
        && account.bytes().all(|b| b.is_ascii_digit())
        && !id.is_empty()
        && id.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-')
        && text.len() <= limits::ARN
}

#[cfg(test)]
mod tests {
    use super::is_key_arn;

    #[test]
    fn only_the_arn_of_one_key_is_taken() {
        for right in [
            "arn:aws:kms:eu-west-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab",
            "arn:aws-cn:kms:cn-north-1:111122223333:key/mrk-1234abcd12ab34cd56ef1234567890ab",
            "arn:aws-us-gov:kms:us-gov-west-1:111122223333:key/1",
        ] {
            assert!(is_key_arn(right), "{right}");
        }
        for wrong in [
            "",
            "alias/shop",
            "1234abcd-12ab-34cd-56ef-1234567890ab",
            "arn:aws:kms:eu-west-1:111122223333:alias/shop",
            "arn:aws:kms:eu-west-1:111122223333:key/",
            "arn:aws:kms:eu-west-1:111122223333:key/*",
            "arn:aws:kms:*:111122223333:key/1",
            "arn:aws:kms::111122223333:key/1",
            "arn:aws:kms:eu-west-1:1111222233334:key/1",
            "arn:aws:kms:eu-west-1:${AWS::AccountId}:key/1",
            "arn:aws:kms:eu-west-1:111122223333:key/1\n",
            "arn:aws:sqs:eu-west-1:111122223333:key/1",
        ] {
            assert!(!is_key_arn(wrong), "{wrong}");
        }
    }
}
