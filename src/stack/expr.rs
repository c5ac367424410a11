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
    /// The URL of a queue.
    QueueUrl(usize),
    /// What the names of AWS's services end in, such as `amazonaws.com`.
    UrlSuffix,
    /// The ARN of a key, by its position in the stack.
    KeyArn(usize),
    /// What stands in front of every name: the stack's name, or the prefix that stands for it. It is the API's name, too.
    Prefix,
    /// The identifier of the API.
    ApiId,
    /// The ARN of a role, by its position in the stack.
    RoleArn(usize),
    /// The Velocity text of a request template, by its position in the stack.
    RequestTemplate(usize),
    /// The ARN of the stack's own topic.
    TopicArn,
    /// Every method of the API.
    EveryMethod,
    /// The account in the ARN that a parameter gives.
    AccountOfParameter(usize),
    /// The name of the queue in the ARN that a parameter gives.
    QueueOfParameter(usize),
    /// The name of the function in the ARN that a parameter gives.
    FunctionOfParameter(usize),
    /// The value of a parameter, by its position in the stack.
    Parameter(usize),
    /// Several parts in a row.
    Concat(Vec<Expr>),
}

impl Expr {
    /// The parameters that it depends on.
    pub fn parameters(&self) -> Vec<usize> {
        match self {
            Expr::Parameter(position)
            | Expr::AccountOfParameter(position)
            | Expr::QueueOfParameter(position)
            | Expr::FunctionOfParameter(position) => vec![*position],
            Expr::Concat(parts) => parts.iter().flat_map(Expr::parameters).collect(),
            _ => Vec::new(),
        }
    }

    /// Plain text.
    pub fn text(text: &'static str) -> Self {
        Expr::Text(Cow::Borrowed(text))
    }
}
