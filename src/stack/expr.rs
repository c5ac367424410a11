//! Texts that are known only when the stack is deployed.

use std::borrow::Cow;

/// A text, or a reference to something that the target knows. Queues are named by their position in the stack.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Expr {
    /// Plain text, never a reference.
    Text(Cow<'static, str>),
    /// The partition, such as `aws` or `aws-cn`.
    Partition,
    /// The Region.
    Region,
    /// The account.
    Account,
    /// The ARN of a queue.
    QueueArn(usize),
    /// The ARN of a queue, built from its name: it can stand in the queue's own settings, and breaks the cycle between
    /// a queue and its dead-letter queue.
    QueueArnFromName(usize),
    /// The name of a queue.
    QueueName(usize),
    /// The ARN of a key, by its position in the stack.
    KeyArn(usize),
    /// Every method of the API.
    EveryMethod,
    /// Several parts in a row.
    Concat(Vec<Expr>),
}

impl Expr {
    /// Plain text.
    pub fn text(text: &'static str) -> Self {
        Expr::Text(Cow::Borrowed(text))
    }
}
