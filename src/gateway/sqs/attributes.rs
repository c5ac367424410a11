//! The rules of message attributes.
//! <https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-message-metadata.html>

use super::{Attribute, AttributeValue, SendMessage, SqsError, check};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use std::collections::BTreeMap;

/// Message attributes of one message.
/// <https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/quotas-messages.html>
const MAXIMUM_COUNT: usize = 10;
/// Bytes of a name. The guide speaks of 256 characters; 257 were refused on AWS.
const MAXIMUM_NAME: usize = 256;
/// Bytes of a type with its label, by the guide.
const MAXIMUM_TYPE: usize = 256;
/// Digits of a number that are kept.
const MAXIMUM_DIGITS: usize = 38;
/// A number lies between 10 to the power of these.
const MAGNITUDES: std::ops::RangeInclusive<i64> = -128..=126;
/// The one system attribute that a sender may set.
const TRACE_HEADER: &str = "AWSTraceHeader";

/// An attribute as far as the call gives it.
#[derive(Debug, Default)]
pub(super) struct Draft<'a> {
    pub(super) name: Option<&'a str>,
    pub(super) data_type: Option<&'a str>,
    pub(super) string_value: Option<&'a str>,
    pub(super) binary_value: Option<&'a str>,
}

/// The attributes by name, each with a type that SQS knows and a value of that type that is not empty.
pub(super) fn finish<'a>(drafts: impl Iterator<Item = Draft<'a>>) -> Result<BTreeMap<String, Attribute>, SqsError> {
    let mut finished = BTreeMap::new();
    for draft in drafts {
        // Reported by an emulator's tests, as are the texts below that nothing else is said of.
        let name = draft
            .name
            .filter(|name| !name.is_empty())
            .ok_or_else(|| SqsError::invalid("The request must contain non-empty message (user) attribute names."))?;
        if finished.insert(name.to_owned(), attribute(name, &draft)?).is_some() {
            // Ours.
            return Err(SqsError::invalid(format!("The message (user) attribute '{name}' is given more than once.")));
        }
    }
    Ok(finished)
}

fn attribute(name: &str, draft: &Draft<'_>) -> Result<Attribute, SqsError> {
    let data_type = draft.data_type.filter(|data_type| !data_type.is_empty()).ok_or_else(|| {
        // Ours.
        SqsError::invalid(format!("The message (user) attribute '{name}' must contain a non-empty message attribute type."))
    })?;
    let base = base_type(name, data_type)?;
    let (given, other) = match base {
        "Binary" => (draft.binary_value, draft.string_value),
        _ => (draft.string_value, draft.binary_value),
    };
    if other.is_some() {
        // Ours.
        return Err(SqsError::invalid(format!(
            "The message (user) attribute '{name}' has a value that is not of type '{base}'."
        )));
    }
    // Recorded for `String`, by analogy for the others.
    let given = given.filter(|value| !value.is_empty()).ok_or_else(|| {
        SqsError::invalid(format!("Message (user) attribute '{name}' must contain a non-empty value of type '{base}'."))
    })?;
    let value = match base {
        "Binary" => AttributeValue::Bytes(STANDARD.decode(given).map_err(|_| {
            // Ours.
            SqsError::invalid(format!("The value of message (user) attribute '{name}' is not base64."))
        })?),
        "Number" if !is_number(given) => {
            return Err(SqsError::invalid(format!("Can't cast the value of message (user) attribute '{name}' to a number.")));
        }
        _ if !check::is_text(given) => return Err(SqsError::invalid(check::INVALID_CHARACTERS)),
        _ => AttributeValue::Text(given.to_owned()),
    };
    Ok(Attribute { data_type: data_type.to_owned(), value })
}

/// The type without its label.
fn base_type<'a>(name: &str, data_type: &'a str) -> Result<&'a str, SqsError> {
    let (base, label) = data_type.split_once('.').unwrap_or((data_type, "label"));
    if !matches!(base, "String" | "Number" | "Binary") {
        return Err(SqsError::invalid(format!(
            "The type of message (user) attribute '{name}' is invalid. You must use only the following supported type prefixes: \
             Binary, Number, String."
        )));
    }
    if label.is_empty() || !is_name(label) {
        // Ours; the guide gives a label the characters of a name.
        return Err(SqsError::invalid(format!("The label of the type of message (user) attribute '{name}' is invalid.")));
    }
    if data_type.len() > MAXIMUM_TYPE {
        return Err(SqsError::invalid("Message (user) attribute types must be shorter than 256 Bytes"));
    }
    Ok(base)
}

/// Whether SQS takes the message's attributes as they are named and as many as they are.
pub(super) fn check(message: &SendMessage) -> Result<(), SqsError> {
    let count = message.attributes.len();
    if count > MAXIMUM_COUNT {
        return Err(SqsError::invalid(format!(
            "Number of message attributes [{count}] exceeds the allowed maximum [{MAXIMUM_COUNT}]."
        )));
    }
    message.attributes.keys().try_for_each(|name| name_rules(name))?;
    for (name, attribute) in &message.system_attributes {
        // Ours. The form of the trace header is not looked at.
        if name != TRACE_HEADER {
            return Err(SqsError::invalid(format!("Message system attribute name '{name}' is invalid.")));
        }
        if attribute.data_type != "String" {
            return Err(SqsError::invalid(format!("Message system attribute '{name}' must be of type 'String'.")));
        }
    }
    Ok(())
}

fn name_rules(name: &str) -> Result<(), SqsError> {
    let lower = name.to_ascii_lowercase();
    if name.len() > MAXIMUM_NAME {
        return Err(SqsError::invalid("Message (user) attribute names must be shorter than 256 Bytes"));
    }
    if !is_name(name) {
        return Err(SqsError::invalid(
            "Message (user) attributes name can only contain upper and lower score characters, digits, periods, hyphens and \
             underscores. ",
        ));
    }
    if lower.starts_with("aws.") || lower.starts_with("amazon.") || name.starts_with('.') || name.ends_with('.') {
        return Err(SqsError::invalid(
            "You can't use message attribute names beginning with 'AWS.' or 'Amazon.'. These strings are reserved for internal \
             use. Additionally, they cannot start or end with '.'.",
        ));
    }
    if name.contains("..") {
        // Ours. The guide forbids it; a test on AWS is said to have passed.
        return Err(SqsError::invalid("Message (user) attribute names cannot have periods in succession."));
    }
    Ok(())
}

/// The guide's characters. AWS also took `ø`, `ß` and `ä`, and refused `§`: letters of the Latin blocks pass, since some of
/// them did, and no others.
fn is_name(name: &str) -> bool {
    name.chars()
        .all(|c| c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | '.') || (matches!(c, 'À'..='ſ') && !matches!(c, '×' | '÷')))
}

/// A decimal number of at most 38 digits, between 10^-128 and 10^126. Signs, a point and an exponent are taken; the guide
/// gives the limits, and not the way to write it.
fn is_number(text: &str) -> bool {
    let unsigned = text.strip_prefix(['+', '-']).unwrap_or(text);
    let (mantissa, exponent) = match unsigned.split_once(['e', 'E']) {
        Some((mantissa, exponent)) => {
            let digits = exponent.strip_prefix(['+', '-']).unwrap_or(exponent);
            let plain = (1..=4).contains(&digits.len()) && digits.bytes().all(|byte| byte.is_ascii_digit());
            match exponent.parse::<i64>() {
                Ok(exponent) if plain => (mantissa, exponent),
                _ => return false,
            }
        }
        None => (unsigned, 0),
    };
    let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    let digits = || whole.bytes().chain(fraction.bytes());
    if digits().count() == 0 || !digits().all(|byte| byte.is_ascii_digit()) {
        return false;
    }
    let Some(leading_zeros) = digits().position(|byte| byte != b'0') else { return true };
    let trailing_zeros = digits().rev().position(|byte| byte != b'0').unwrap_or_default();
    let significant = digits().count() - leading_zeros - trailing_zeros;
    // The power of ten of the first digit that counts.
    let magnitude = i64::try_from(whole.len()).and_then(|whole| Ok(whole - 1 - i64::try_from(leading_zeros)?));
    significant <= MAXIMUM_DIGITS && magnitude.is_ok_and(|magnitude| in_range(magnitude + exponent, significant, digits))
}

fn in_range<I: Iterator<Item = u8>>(magnitude: i64, significant: usize, digits: impl Fn() -> I) -> bool {
    // 10^126 itself is the largest number of its power.
    let exactly_a_power = significant == 1 && digits().any(|byte| byte == b'1');
    MAGNITUDES.contains(&magnitude) && (magnitude < *MAGNITUDES.end() || exactly_a_power)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_decimal_and_within_the_documented_range() {
        for number in
            ["0", "-1", "+1.50", ".5", "5.", "1e5", "1E-128", "1e126", "000", &"9".repeat(38), &format!("1{}", "0".repeat(126))]
        {
            assert!(is_number(number), "{number}");
        }
        for text in [
            "", "-", ".", "1e", "e5", "0x1", "1_0", "NaN", "inf", " 1", "1 ", "1.2.3", "1e127", "2e126", "1E-129", "٣",
            "1e99999", "1e--5",
        ] {
            assert!(!is_number(text), "{text}");
        }
        assert!(!is_number(&"9".repeat(39)));
    }
}
