//! The sums with which a sender can tell that its message arrived whole.

use super::{Attribute, AttributeValue};
use md5::{Digest, Md5};
use std::collections::BTreeMap;
use std::fmt::Write;

/// `MD5OfMessageBody`, in lower-case hexadecimal digits.
pub fn md5_of_body(body: &str) -> String {
    hexadecimal(&Md5::digest(body.as_bytes()))
}

/// `MD5OfMessageAttributes` and `MD5OfMessageSystemAttributes`; nothing for no attributes.
///
/// Over all attributes in the order of their names: length and bytes of the name, length and bytes of the type, a byte for
/// the kind of value (1 text, 2 bytes), length and bytes of the value; lengths are four bytes, the highest first.
/// <https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-message-metadata.html#sqs-attributes-md5-message-digest-calculation>
pub fn md5_of_attributes(attributes: &BTreeMap<String, Attribute>) -> Option<String> {
    if attributes.is_empty() {
        return None;
    }
    let mut digest = Md5::new();
    for (name, attribute) in attributes {
        add(&mut digest, name.as_bytes());
        add(&mut digest, attribute.data_type.as_bytes());
        digest.update([match attribute.value {
            AttributeValue::Text(_) => 1,
            AttributeValue::Bytes(_) => 2,
        }]);
        add(&mut digest, attribute.value.as_bytes());
    }
    Some(hexadecimal(&digest.finalize()))
}

fn add(digest: &mut Md5, bytes: &[u8]) {
    // A message is at most 1 MiB, so that its parts fit into 32 bits.
    digest.update(u32::try_from(bytes.len()).unwrap_or(u32::MAX).to_be_bytes());
    digest.update(bytes);
}

fn hexadecimal(digest: &[u8]) -> String {
    digest.iter().fold(String::with_capacity(32), |mut text, byte| {
        // Writing to a string cannot fail.
        let _ = write!(text, "{byte:02x}");
        text
    })
}
