//! What a request template promises to put into a queue. It stands beside the template's text, which no target takes
//! apart, so that the text can be held against it.

/// A message.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Message {
    /// Where the body of the request stands.
    pub body: Body,
    /// Which request headers stand in its envelope.
    pub headers: Headers,
    /// The message attributes. One without a usable value is left out.
    pub attributes: Vec<Attribute>,
    /// How long it stays hidden, in seconds, where that is not left to the queue.
    pub delay: Option<u32>,
    /// Its message group, on a FIFO queue. Where the source has no usable id, the request's own id stands for it.
    pub group: Option<Source>,
    /// Its deduplication id, on a FIFO queue that does not take it from the content. The same holds for its source.
    pub deduplication: Option<Source>,
}

/// Where the body of a request stands in its message.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Body {
    /// In an envelope, as text.
    Text,
    /// In an envelope, as base64.
    Base64,
    /// In an envelope, as a JSON value.
    Json,
    /// It is the message.
    Bare,
}

/// Which request headers stand in an envelope. Names are matched without regard to their case.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Headers {
    /// Every one.
    All,
    /// None: there is no envelope, or no header in it.
    None,
    /// These alone.
    Only(Vec<String>),
    /// Every one but these.
    Except(Vec<String>),
}

/// A message attribute of type String.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Attribute {
    /// Its name.
    pub name: String,
    /// Where its value comes from.
    pub source: Source,
}

/// Where a value comes from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Source {
    /// A request header, in any case.
    Header(String),
    /// A parameter of the query string.
    Query(String),
    /// A path parameter.
    Path(String),
    /// A JSON path into the body.
    Body(String),
    /// A variable of `$context`.
    Context(&'static str),
    /// A constant.
    Constant(String),
}

/// A header that a request must bring.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RequiredHeader {
    /// Its name, in any case.
    pub name: String,
    /// Its whole value, a secret: printable ASCII without a blank at either end.
    pub value: String,
}
