//! The answers that API Gateway gives of its own.
//! <https://docs.aws.amazon.com/apigateway/latest/developerguide/supported-gateway-response-types.html>

use super::request::Response;
use crate::stack;

/// One row a type: variant, name, status, message. The type's status and message stand unless the API has its own answer.
macro_rules! response_types {
    ($($variant:ident $name:literal $status:literal $message:literal;)+) => {
        /// What happened, in API Gateway's words.
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub enum ResponseType { $(#[doc = $name] $variant,)+ }

        impl ResponseType {
            /// Every type, in alphabetical order.
            pub const ALL: &'static [ResponseType] = &[$(ResponseType::$variant,)+];

            /// The name, such as `ACCESS_DENIED`.
            pub fn name(self) -> &'static str {
                match self { $(ResponseType::$variant => $name,)+ }
            }

            /// The status by default.
            pub fn status(self) -> u16 {
                match self { $(ResponseType::$variant => $status,)+ }
            }

            /// What `$context.error.message` says.
            pub fn message(self) -> &'static str {
                match self { $(ResponseType::$variant => $message,)+ }
            }
        }
    };
}

response_types! {
    AccessDenied "ACCESS_DENIED" 403 "User is not authorized to access this resource";
    ApiConfigurationError "API_CONFIGURATION_ERROR" 500 "Internal server error";
    AuthorizerConfigurationError "AUTHORIZER_CONFIGURATION_ERROR" 500 "Internal server error";
    AuthorizerFailure "AUTHORIZER_FAILURE" 500 "Internal server error";
    BadRequestBody "BAD_REQUEST_BODY" 400 "Invalid request body";
    BadRequestParameters "BAD_REQUEST_PARAMETERS" 400 "Missing required request parameters";
    ExpiredToken "EXPIRED_TOKEN" 403 "The security token included in the request is expired";
    IntegrationFailure "INTEGRATION_FAILURE" 504 "Network error communicating with endpoint";
    IntegrationTimeout "INTEGRATION_TIMEOUT" 504 "Endpoint request timed out";
    InvalidApiKey "INVALID_API_KEY" 403 "Forbidden";
    InvalidSignature "INVALID_SIGNATURE" 403 "The request signature we calculated does not match the signature you provided";
    MissingAuthenticationToken "MISSING_AUTHENTICATION_TOKEN" 403 "Missing Authentication Token";
    QuotaExceeded "QUOTA_EXCEEDED" 429 "Limit Exceeded";
    RequestTooLarge "REQUEST_TOO_LARGE" 413 "Request Too Long";
    ResourceNotFound "RESOURCE_NOT_FOUND" 404 "Not Found";
    Throttled "THROTTLED" 429 "Too Many Requests";
    Unauthorized "UNAUTHORIZED" 401 "Unauthorized";
    UnsupportedMediaType "UNSUPPORTED_MEDIA_TYPE" 415 "Unsupported Media Type";
    WafFiltered "WAF_FILTERED" 403 "Forbidden";
}

/// What every type is answered with by default.
pub const DEFAULT_TEMPLATE: &str = r#"{"message":$context.error.messageString}"#;

impl ResponseType {
    /// The value of the header `x-amzn-ErrorType`; of some types nobody recorded it.
    fn error_type(self) -> Option<&'static str> {
        match self {
            ResponseType::MissingAuthenticationToken => Some("MissingAuthenticationTokenException"),
            ResponseType::ApiConfigurationError => Some("InternalServerErrorException"),
            ResponseType::BadRequestBody | ResponseType::BadRequestParameters => Some("BadRequestException"),
            ResponseType::InvalidApiKey | ResponseType::WafFiltered => Some("ForbiddenException"),
            _ => None,
        }
    }

    /// The answer: the API's own for this type or for all of its kind, else the default. The status of
    /// [`RequestTooLarge`](Self::RequestTooLarge) stays as it is, whatever the API says.
    pub fn answer(self, own: &[stack::GatewayResponse], message: &str, request_id: &str) -> Response {
        let kind = if self.status() < 500 { "DEFAULT_4XX" } else { "DEFAULT_5XX" };
        let named = |name: &str| own.iter().find(|response| response.response_type == name);
        let own = match self {
            ResponseType::RequestTooLarge => None,
            _ => named(self.name()).or_else(|| named(kind)),
        };
        let status = own.and_then(|own| u16::try_from(own.status).ok()).unwrap_or(self.status());
        let body = substitute(own.map_or(DEFAULT_TEMPLATE, |own| &own.template), |name| match name {
            "context.error.message" => Some(message.to_owned()),
            "context.error.messageString" => Some(serde_json::Value::from(message).to_string()),
            "context.error.responseType" => Some(self.name().to_owned()),
            "context.requestId" => Some(request_id.to_owned()),
            _ => None,
        });
        let mut headers = vec![("Content-Type".to_owned(), "application/json".to_owned())];
        headers.extend(own.into_iter().flat_map(|own| &own.headers).map(|(name, value)| (name.clone(), value.clone())));
        headers.extend(self.error_type().map(|name| ("x-amzn-ErrorType".to_owned(), name.to_owned())));
        Response { status, headers, body: body.into_bytes() }
    }
}

/// Puts values in place of `$a.b.c`; this is no Velocity. What has no value becomes nothing.
pub fn substitute(template: &str, value: impl Fn(&str) -> Option<String>) -> String {
    let mut text = String::with_capacity(template.len());
    let mut rest = template;
    while let Some(at) = rest.find('$') {
        text.push_str(&rest[..at]);
        rest = &rest[at + 1..];
        let is_name = |sign: char| sign.is_ascii_alphanumeric() || matches!(sign, '_' | '-' | '.');
        let name = &rest[..rest.find(|sign| !is_name(sign)).unwrap_or(rest.len())];
        // A full stop behind a name ends a sentence.
        let name = name.trim_end_matches('.');
        match ["context.", "stageVariables.", "method."].iter().any(|known| name.starts_with(known)) {
            true => {
                text.push_str(&value(name).unwrap_or_default());
                rest = &rest[name.len()..];
            }
            false => text.push('$'),
        }
    }
    text.push_str(rest);
    text
}

#[cfg(test)]
mod tests {
    use super::{ResponseType, substitute};

    #[test]
    fn only_names_that_api_gateway_knows_are_replaced() {
        let value = |name: &str| (name == "context.a.b").then(|| "X".to_owned());
        assert_eq!(substitute("$context.a.b. costs $5, $context.none$other $", value), "X. costs $5, $other $");
    }

    #[test]
    fn the_answer_to_a_large_request_cannot_be_changed() {
        let own = [crate::stack::GatewayResponse {
            id: crate::stack::Id { camel: String::new(), snake: String::new() },
            response_type: "DEFAULT_4XX",
            status: 503,
            template: "own".to_owned(),
            headers: std::collections::BTreeMap::new(),
        }];
        let answer = |of: ResponseType| of.answer(&own, of.message(), "r").status;
        assert_eq!(answer(ResponseType::RequestTooLarge), 413);
        assert_eq!(answer(ResponseType::ResourceNotFound), 503);
        assert_eq!(answer(ResponseType::IntegrationTimeout), 504);
    }
}
