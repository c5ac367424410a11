//! SQS's SendMessage, as API Gateway calls it: pure functions, no I/O, and no clock or chance, since whoever calls hands
//! over the ids.
//!
//! 1. [`read`] takes the call: which protocol it speaks, which queue it names, the message, and whether that queue would
//!    take it.
//! 2. Whoever keeps messages stores what was read.
//! 3. [`Reading::answer`] writes SQS's answer, or [`Reading::refuse`] if the message could not be kept.
//!    [`Reading::with_status`] writes what SQS would say with a status that somebody wants to try.
//!
//! # Where the rules come from
//!
//! Texts and statuses were recorded on AWS where nothing else is said; `tests/vectors/sqs.json` names each recording. Texts
//! marked *reported* were seen by others, texts marked *ours* are plain words of this project: AWS refuses the same call,
//! in words that nobody recorded.
//!
//! # What nobody knows about AWS
//!
//! Here the answer is always a refusal, so that nothing is called stored which AWS might not store:
//!
//! - a piece of the form without `=`, an empty piece, an escape that is none (`%`, `%4`, `%zz`), bytes that are not UTF-8;
//! - a parameter given twice, in the form or in the query and the form;
//! - numbers of attributes that leave a gap, start at 0 or have zeros in front; both spellings of the prefix in one call;
//!   members other than those of [`Attribute`];
//! - a Content-Type other than a form's on a body that is not empty, whatever the query says.
//!
//! Parameters of other names are ignored, as AWS is reported to do: that is how an unencoded body is cut at its first `&`.
//! `SendMessageBatch` is refused although a role that may send could call it on AWS.

mod answer;
mod attributes;
mod aws_json;
mod check;
mod error;
mod form;
mod md5;
mod message;
mod parameters;
mod reading;
mod status;

pub use answer::{Ids, Protocol, SqsAnswer};
pub use check::QueueSettings;
pub use error::{ErrorCode, SqsError};
pub use form::{FormError, parse as parse_form};
pub use md5::{md5_of_attributes, md5_of_body};
pub use message::{Attribute, AttributeValue, SendMessage};
pub use reading::{Destination, Reading, SqsRequest, read};
