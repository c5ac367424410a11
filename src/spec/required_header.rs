//! A text that senders send with each request.

use super::scalar::Text;
use super::schema;
use schemars::JsonSchema;
use serde::Deserialize;

/// A header that sender and endpoint share: a request without it, or with another value, is answered 403 and not stored. The
/// header is a secret, so it is never part of the message. Its value stands in the output, for everyone who may read the
/// template or the API.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
#[schemars(title = "required header")]
pub struct RequiredHeader {
    /// The header's name, in any case.
    #[schemars(schema_with = "schema::header_name", extend("examples" = ["X-Gitlab-Token"]))]
    pub name: Text,
    /// The whole of its value: 1 to 256 printable ASCII characters, without a blank at either end. It is compared character by
    /// character, in this case.
    #[schemars(extend("pattern" = "^[!-~]([ -~]{0,254}[!-~])?$", "examples" = ["kR3vQ8sZ1nW6yT4bM9pD2cX7"]))]
    #[schemars(extend("patternErrorMessage" = "1 to 256 printable ASCII characters, without a blank at either end"))]
    pub equals: Text,
}
