//! `hookweir redrive`: how to look at what failed, and how to send it back.

use super::{DEFAULT_SPEC, show, understand};
use crate::diagnostic::{Diagnostic, did_you_mean, has_errors, shown};
use crate::outcome::{Failure, Outcome};
use crate::output;
use crate::stack::{Queue, Redrive, Stack};
use clap::Args;

#[derive(Debug, Args)]
#[command(allow_missing_positional = true)]
pub(crate) struct Arguments {
    /// The spec, or - for standard input
    #[arg(default_value = DEFAULT_SPEC)]
    spec: String,
    /// The queue, by its name in the spec
    queue: String,
    /// The name of the stack, or the value of name_prefix on Terraform, if it is not the spec's name
    #[arg(long, value_name = "NAME", value_parser = stack_name)]
    stack_name: Option<String>,
    /// How many messages a second are sent back
    #[arg(long, value_name = "MESSAGES", default_value_t = 10, value_parser = clap::value_parser!(u32).range(1..=500))]
    rate: u32,
}

/// A name that both targets take and that a shell reads as one word.
fn stack_name(name: &str) -> Result<String, String> {
    let known = name.starts_with(|first: char| first.is_ascii_alphabetic())
        && name.len() <= 128
        && name.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-');
    if known { Ok(name.to_owned()) } else { Err("use letters, digits and -, starting with a letter".to_owned()) }
}

pub(crate) fn run(arguments: &Arguments) -> Result<Outcome, Failure> {
    let Arguments { spec, queue, .. } = arguments;
    let (document, diagnostics, stack) = understand(spec)?;
    let Some(stack) = stack.filter(|_| !has_errors(&diagnostics)) else {
        show(spec, &document, &diagnostics, Diagnostic::severity);
        return Ok(Outcome::Findings);
    };
    let pair = |wanted: &str| {
        let is_source = |found: &&Queue| matches!(found.redrive, Redrive::To { .. }) && found.declared_as == wanted;
        let source = stack.queues.iter().find(is_source)?;
        let is_dead_letter = |found: &&Queue| matches!(found.redrive, Redrive::From { .. }) && found.declared_as == wanted;
        Some((source, stack.queues.iter().find(is_dead_letter)?))
    };
    let Some((source, dead_letter)) = pair(queue) else {
        output::say(&format!("error: the stack makes no queue `{}`; {}\n", shown(queue), known_queues(queue, &stack)));
        return Ok(Outcome::Findings);
    };
    let prefix = arguments.stack_name.as_deref().unwrap_or(&stack.name);
    output::print(&commands(prefix, source, dead_letter, arguments.rate)).map(|()| Outcome::Fine)
}

fn known_queues(wanted: &str, stack: &Stack) -> String {
    // A dead-letter queue is asked for by its source.
    let is_named = |queue: &&Queue| queue.name_suffix == wanted || queue.name_suffix.strip_suffix(".fifo") == Some(wanted);
    if let Some(source) = stack.queues.iter().find(is_named) {
        return format!("`{wanted}` is the dead-letter queue of `{}`, which is the one to name", source.declared_as);
    }
    let sources: Vec<&str> = stack
        .queues
        .iter()
        .filter(|queue| matches!(queue.redrive, Redrive::To { .. }))
        .map(|queue| queue.declared_as.as_str())
        .collect();
    if sources.is_empty() {
        return "the queues of the spec are there already, and belong to whoever made them".to_owned();
    }
    did_you_mean(wanted, sources.iter().copied()).unwrap_or_else(|| {
        let names = sources.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>();
        format!("it makes {}", names.join(", "))
    })
}

/// The commands as a commented script. Names hold letters, digits, `-`, `_` and `.` alone, so none needs quotes.
fn commands(prefix: &str, source: &Queue, dead_letter: &Queue, rate: u32) -> String {
    let receives = match source.redrive {
        Redrive::To { max_receive_count, .. } => max_receive_count,
        Redrive::From { .. } => 0,
    };
    let (name, hidden) = (&source.declared_as, dead_letter.visibility_timeout);
    format!(
        "\
# Messages of the queue `{name}` that were received {receives} times and not deleted. Line by line, with credentials and a
# Region for the stack. `stack` is the stack's name on CloudFormation, name_prefix on Terraform.
stack={prefix}
source=$(aws sqs get-queue-url --queue-name \"$stack-{source}\" --query QueueUrl --output text)
dlq=$(aws sqs get-queue-url --queue-name \"$stack-{dead_letter}\" --query QueueUrl --output text)
dlq_arn=$(aws sqs get-queue-attributes --queue-url \"$dlq\" --attribute-names QueueArn --query Attributes.QueueArn --output text)

# 1. How many are there, and is the queue itself drained?
aws sqs get-queue-attributes --queue-url \"$dlq\" --attribute-names ApproximateNumberOfMessages ApproximateNumberOfMessagesNotVisible
aws sqs get-queue-attributes --queue-url \"$source\" --attribute-names ApproximateNumberOfMessages ApproximateNumberOfMessagesNotVisible

# 2. Look at some. They are hidden for {hidden} seconds and then there again; nothing is deleted.
#    Wait for that before step 4.
aws sqs receive-message --queue-url \"$dlq\" --max-number-of-messages 10 --wait-time-seconds 5 \\
  --message-system-attribute-names All --message-attribute-names All

# 3. Mend the consumer first: what fails again is back here after {receives} more receives. A webhook may have been handled in part,
#    so the consumer must bear to see it twice.

# 4. Send them back to `{name}`, {rate} a second. The handle of the task is in the answer.
aws sqs start-message-move-task --source-arn \"$dlq_arn\" --max-number-of-messages-per-second {rate}

# 5. Watch: COMPLETED means that all of them are back.
aws sqs list-message-move-tasks --source-arn \"$dlq_arn\"

# To stop it; what has been sent back stays there:
# aws sqs cancel-message-move-task --task-handle HANDLE
",
        source = source.name_suffix,
        dead_letter = dead_letter.name_suffix,
    )
}
