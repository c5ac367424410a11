//! The command line: its words and its exit codes.

use crate::commands;
use crate::outcome::{Failure, Outcome};
use clap::{Parser, Subcommand, ValueEnum};
use std::io::Write as _;
use std::path::PathBuf;
use std::process::ExitCode;

/// Compiles a YAML spec of webhook endpoints into API Gateway, SQS and dead-letter queues, for CloudFormation or
/// Terraform.
#[derive(Debug, Parser)]
#[command(name = "hookweir", version, arg_required_else_help = true)]
#[command(
    after_help = "Exit codes: 0 fine, 1 the spec has errors (or --check found drift, or diff what is deleted, replaced or opened), 2 wrong usage or a file that cannot be read or written."
)]
struct Cli {
    /// When to use colours; NO_COLOR is honoured too
    #[arg(long, global = true, value_enum, default_value_t = Color::Auto)]
    color: Color,
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum Color {
    Auto,
    Always,
    Never,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Compile a spec
    Build(commands::build::Arguments),
    /// Show everything that there is to say about specs
    Check(commands::check::Arguments),
    /// Show what a change of a spec does to what is deployed
    Diff(commands::diff::Arguments),
    /// Print the JSON Schema of the spec
    Schema,
    /// Explain a diagnostic, or list them all
    Explain {
        /// The code, such as HW101, or its name
        code: Option<String>,
    },
    /// Print a commented starter spec
    Init {
        /// Write it to this file, which must not exist
        #[arg(long, value_name = "FILE")]
        out: Option<PathBuf>,
    },
    /// Show what a request becomes: the call of SQS, the message, the answer
    Simulate(commands::simulate::Arguments),
    /// Run the endpoints of a spec on this machine, for trying a sender
    Serve(commands::serve::Arguments),
    /// Evaluate a mapping template of API Gateway
    Render(commands::render::Arguments),
    /// Print the AWS CLI commands that look at a queue's failed messages and send them back
    Redrive(commands::redrive::Arguments),
    /// Print a completion script
    Completions {
        /// The shell to complete in
        #[arg(value_enum)]
        shell: clap_complete::Shell,
    },
}

/// Parses the arguments, runs the command and says how it went.
pub fn run() -> ExitCode {
    let cli = Cli::parse();
    match cli.color {
        Color::Auto => anstream::ColorChoice::Auto,
        Color::Always => anstream::ColorChoice::Always,
        Color::Never => anstream::ColorChoice::Never,
    }
    .write_global();
    let result = match cli.command {
        Command::Build(arguments) => commands::build::run(&arguments),
        Command::Check(arguments) => commands::check::run(&arguments),
        Command::Diff(arguments) => commands::diff::run(&arguments),
        Command::Schema => commands::schema::run(),
        Command::Explain { code } => commands::explain::run(code.as_deref()),
        Command::Init { out } => commands::init::run(out.as_deref()),
        Command::Simulate(arguments) => commands::simulate::run(&arguments),
        Command::Serve(arguments) => commands::serve::run(&arguments),
        Command::Render(arguments) => commands::render::run(&arguments),
        Command::Redrive(arguments) => commands::redrive::run(&arguments),
        Command::Completions { shell } => commands::completions::run::<Cli>(shell),
    };
    match result {
        Ok(Outcome::Fine) | Err(Failure::ReaderGone) => ExitCode::SUCCESS,
        Ok(Outcome::Findings) => ExitCode::from(1),
        Err(Failure::Message(message)) => {
            // Nothing can be said when even the error stream is gone.
            let _ = writeln!(anstream::stderr(), "error: {message}");
            ExitCode::from(2)
        }
    }
}
