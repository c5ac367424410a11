//! Every code that a diagnostic can carry, with its name, its severity and its explanation.

use std::fmt;

/// How serious a finding is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// Nothing is emitted.
    Error,
    /// Emitted, and probably not what was meant.
    Warning,
    /// Emitted, and good to know.
    Note,
}

impl Severity {
    /// The word that reports use.
    pub fn name(self) -> &'static str {
        match self {
            Severity::Error => "error",
            Severity::Warning => "warning",
            Severity::Note => "note",
        }
    }
}

/// One row a code: variant, number, name, severity. The explanation is `explain/<number>.md`.
macro_rules! codes {
    ($($variant:ident $id:literal $name:literal $severity:ident;)+) => {
        /// The kind of a finding. A number never changes its meaning and is never used again.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Code { $(#[doc = concat!($id, " ", $name)] $variant,)+ }

        impl Code {
            /// Every code, in the order of the numbers.
            pub const ALL: &'static [Code] = &[$(Code::$variant,)+];

            /// The number, such as `HW101`.
            pub fn id(self) -> &'static str {
                match self { $(Code::$variant => $id,)+ }
            }

            /// The name, such as `unknown-key`.
            pub fn name(self) -> &'static str {
                match self { $(Code::$variant => $name,)+ }
            }

            /// How serious it is.
            pub fn severity(self) -> Severity {
                match self { $(Code::$variant => Severity::$severity,)+ }
            }

            /// What it means, in Markdown, with a wrong and a right example.
            pub fn explanation(self) -> &'static str {
                match self { $(Code::$variant => include_str!(concat!("explain/", $id, ".md")),)+ }
            }
        }
    };
}

codes! {
    // Reading YAML
    InvalidYaml "HW001" "invalid-yaml" Error;
    NotUtf8 "HW002" "not-utf-8" Error;
    SpecTooLarge "HW003" "spec-too-large" Error;
    NestedTooDeep "HW004" "nested-too-deep" Error;
    DuplicateKey "HW005" "duplicate-key" Error;
    AnchorOrAlias "HW006" "anchor-or-alias" Error;
    MergeKey "HW007" "merge-key" Error;
    Tag "HW008" "tag" Error;
    SecondDocument "HW009" "second-document" Error;
    EmptyValue "HW010" "empty-value" Error;
    KeyNotText "HW011" "key-not-text" Error;
    EmptySpec "HW012" "empty-spec" Error;
    // The shape of the spec
    UnknownKey "HW101" "unknown-key" Error;
    MissingKey "HW102" "missing-key" Error;
    WrongType "HW103" "wrong-type" Error;
    UnknownValue "HW104" "unknown-value" Error;
    NotExactlyOne "HW105" "not-exactly-one" Error;
    EmptyCollection "HW106" "empty-collection" Error;
    // Single values
    InvalidName "HW201" "invalid-name" Error;
    InvalidQueueName "HW202" "invalid-queue-name" Error;
    InvalidPath "HW203" "invalid-path" Error;
    ReservedPath "HW204" "reserved-path" Error;
    InvalidDuration "HW205" "invalid-duration" Error;
    InvalidSize "HW206" "invalid-size" Error;
    OutOfRange "HW207" "out-of-range" Error;
    InvalidContentType "HW208" "invalid-content-type" Error;
    InvalidHeaderName "HW209" "invalid-header-name" Error;
    InvalidHeaderValue "HW210" "invalid-header-value" Error;
    InvalidAttributeName "HW211" "invalid-attribute-name" Error;
    InvalidAttributeSource "HW212" "invalid-attribute-source" Error;
    InvalidText "HW213" "invalid-text" Error;
    InvalidTag "HW214" "invalid-tag" Error;
    InvalidStageName "HW215" "invalid-stage-name" Error;
    RepeatedItem "HW216" "repeated-item" Error;
    // What the values mean together
    VisibilityTimeoutTooShort "HW301" "visibility-timeout-too-short" Error;
    UnknownQueue "HW302" "unknown-queue" Error;
    UnusedQueue "HW303" "unused-queue" Warning;
    DeadLetterRetentionTooShort "HW304" "dead-letter-retention-too-short" Error;
    CollidingQueueNames "HW305" "colliding-queue-names" Error;
    QueueNameTooLong "HW306" "queue-name-too-long" Error;
    ConflictingPathParameters "HW307" "conflicting-path-parameters" Error;
    TooManyAttributes "HW308" "too-many-attributes" Error;
    LayoutConflict "HW309" "layout-conflict" Error;
    TextAndBinary "HW310" "text-and-binary" Error;
    JsonIsRewritten "HW311" "json-is-rewritten" Note;
    UnknownPathParameter "HW312" "unknown-path-parameter" Error;
    BodyNotAllowed "HW313" "body-not-allowed" Error;
    VpcEndpoints "HW314" "vpc-endpoints" Error;
    BodyIsText "HW315" "body-is-text" Note;
    GroupNeeded "HW316" "group-needed" Error;
    FifoOnly "HW317" "fifo-only" Error;
    DelayOnFifo "HW318" "delay-on-fifo" Error;
    ContentOfEnvelope "HW319" "content-of-envelope" Error;
    SharedDeduplicationId "HW320" "shared-deduplication-id" Error;
    DataKeyReuse "HW321" "data-key-reuse" Error;
    FifoBatch "HW323" "fifo-batch" Error;
    InvalidParameterName "HW330" "invalid-parameter-name" Error;
    SensitiveDefault "HW331" "sensitive-default" Error;
    UnknownParameter "HW332" "unknown-parameter" Error;
    UnusedParameter "HW333" "unused-parameter" Warning;
    InvalidFunctionArn "HW334" "invalid-function-arn" Error;
    InvalidRoleName "HW335" "invalid-role-name" Error;
    FunctionPermissions "HW336" "function-permissions" Error;
    VisibilityTimeoutTight "HW337" "visibility-timeout-tight" Warning;
    BatchNeedsWindow "HW338" "batch-needs-window" Error;
    ScalingConflict "HW339" "scaling-conflict" Error;
    InvalidFilter "HW340" "invalid-filter" Error;
    FiltersMatchNothing "HW341" "filters-match-nothing" Error;
    FiltersDelete "HW342" "filters-delete" Note;
    FilterQuota "HW343" "filter-quota" Warning;
    InvalidQueueArn "HW344" "invalid-queue-arn" Error;
    ExistingQueueSettings "HW345" "existing-queue-settings" Error;
    QueueOfDeployment "HW346" "queue-of-deployment" Note;
    RetentionNotOffered "HW350" "retention-not-offered" Error;
    CloudWatchRoleNeeded "HW351" "cloudwatch-role-needed" Note;
    CloudWatchRoleReplaced "HW352" "cloudwatch-role-replaced" Note;
    InvalidArn "HW353" "invalid-arn" Error;
    InvalidEmail "HW354" "invalid-email" Error;
    AlarmNeverOn "HW355" "alarm-never-on" Error;
    InvalidDomain "HW360" "invalid-domain" Error;
    DomainConflict "HW361" "domain-conflict" Error;
    OldTls "HW362" "old-tls" Warning;
    InvalidCidr "HW370" "invalid-cidr" Error;
    OpenSources "HW371" "open-sources" Warning;
    UnusedApiKey "HW372" "unused-api-key" Warning;
    IamAndPolicy "HW373" "iam-and-policy" Error;
    SharedDecision "HW374" "shared-decision" Note;
    AuthorizerOfDeployment "HW375" "authorizer-of-deployment" Note;
    OpenEndpoint "HW376" "open-endpoint" Note;
    InvalidRequiredHeader "HW377" "invalid-required-header" Error;
    SecretInMessage "HW378" "secret-in-message" Error;
    WeakSecret "HW379" "weak-secret" Warning;
    InvalidExistingApi "HW380" "invalid-existing-api" Error;
    OwnersSetting "HW381" "owners-setting" Error;
    BytesOfExistingApi "HW382" "bytes-of-existing-api" Error;
    OwnerDeploys "HW383" "owner-deploys" Note;
    PartOfOneTarget "HW384" "part-of-one-target" Error;
    CorsConflict "HW385" "cors-conflict" Error;
    NotInHttpApi "HW386" "not-in-http-api" Error;
    WeakerContract "HW387" "weaker-contract" Note;
    InvalidRequestSchema "HW388" "invalid-request-schema" Error;
    SchemaConflict "HW389" "schema-conflict" Error;
    RefusedForContent "HW390" "refused-for-content" Note;
    // What a target or a service can carry
    QuotaExceeded "HW401" "quota-exceeded" Error;
    QuotaToRaise "HW402" "quota-to-raise" Warning;
    NestedFragment "HW403" "nested-fragment" Error;
}

impl Code {
    /// The code with this number or name, in any case.
    pub fn find(word: &str) -> Option<Code> {
        Self::ALL.iter().copied().find(|code| code.id().eq_ignore_ascii_case(word) || code.name().eq_ignore_ascii_case(word))
    }
}

impl fmt::Display for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.id())
    }
}

#[cfg(test)]
mod tests {
    use super::Code;
    use std::collections::BTreeSet;

    #[test]
    fn every_number_and_every_name_is_given_once() {
        let ids: BTreeSet<_> = Code::ALL.iter().map(|code| code.id()).collect();
        let names: BTreeSet<_> = Code::ALL.iter().map(|code| code.name()).collect();
        assert_eq!((ids.len(), names.len()), (Code::ALL.len(), Code::ALL.len()));
        assert!(Code::ALL.iter().map(|code| code.id()).is_sorted());
    }

    #[test]
    fn a_code_is_found_by_number_and_by_name_in_any_case() {
        assert_eq!(Code::find("hw101"), Some(Code::UnknownKey));
        assert_eq!(Code::find("Unknown-Key"), Some(Code::UnknownKey));
        assert_eq!(Code::find("HW999"), None);
    }
}
