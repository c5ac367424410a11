//! In what the users of Velocity differ: a dialect is data.

/// Which Velocity a template is written for.
///
/// Start from a constant and change what differs:
///
/// ```
/// use velocity::Dialect;
///
/// const WITHOUT_MACROS: Dialect = Dialect { inline_macros: false, ..Dialect::VELOCITY_1_7 };
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Dialect {
    /// Whether a reference to nothing is the empty text, everywhere, as if an `InvalidReferenceEventHandler` had answered
    /// `""`. Otherwise it prints its own source, it is false in `#if`, and `#set` from it does nothing.
    pub invalid_reference_is_empty_text: bool,
    /// Whether a template may define macros (`velocimacro.permissions.allow.inline`). Otherwise a definition vanishes, and
    /// a call prints its own source.
    pub inline_macros: bool,
    /// Whether `#evaluate` is a directive. Otherwise it prints its own source.
    pub evaluate: bool,
    /// After how many rounds a `#foreach` stops without an error (`directive.foreach.maxloops`); `None` is without end.
    pub foreach_limit: Option<usize>,
}

impl Dialect {
    /// Apache Velocity 1.7 with the settings that it is delivered with.
    pub const VELOCITY_1_7: Dialect =
        Dialect { invalid_reference_is_empty_text: false, inline_macros: true, evaluate: true, foreach_limit: None };
}
