//! The command line as a shell sees it: exit codes, streams and files.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod support;

use std::fs;
use std::io::{Read as _, Write as _};
use std::path::Path;
use std::process::{Command, Output, Stdio};
use tempfile::TempDir;

const RIGHT: &str = "name: shop\nqueues:\n  payments: {}\nendpoints:\n  /webhook:\n    queue: payments\n    message: {body: text}\n    authorization: none\n";
const WRONG: &str = "name: shop\nqueues:\n  payments: {dely: 5}\nendpoints:\n  /webhook:\n    queue: paymnts\n";

struct Shell {
    folder: TempDir,
}

impl Shell {
    fn new(spec: &str) -> Self {
        let folder = TempDir::new().unwrap();
        fs::write(folder.path().join("hookweir.yaml"), spec).unwrap();
        Shell { folder }
    }

    fn path(&self) -> &Path {
        self.folder.path()
    }

    fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_hookweir"));
        command.args(arguments).current_dir(self.path()).env_remove("NO_COLOR").env_remove("CLICOLOR_FORCE");
        command
    }

    fn run(&self, arguments: &[&str]) -> Ran {
        Ran::from(self.command(arguments).output().unwrap())
    }

    fn pipe(&self, arguments: &[&str], input: &[u8]) -> Ran {
        let mut child =
            self.command(arguments).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        child.stdin.take().unwrap().write_all(input).unwrap();
        Ran::from(child.wait_with_output().unwrap())
    }

    fn files(&self) -> Vec<String> {
        let names = fs::read_dir(self.path()).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap());
        let mut names: Vec<_> = names.filter(|name| name != "hookweir.yaml").collect();
        names.sort();
        names
    }
}

#[derive(Debug)]
struct Ran {
    code: i32,
    stdout: String,
    stderr: String,
}

impl From<Output> for Ran {
    fn from(output: Output) -> Self {
        Ran {
            code: output.status.code().expect("the process was killed"),
            stdout: String::from_utf8(output.stdout).unwrap(),
            stderr: String::from_utf8(output.stderr).unwrap(),
        }
    }
}

#[test]
fn build_prints_the_template_and_nothing_else() {
    let shell = Shell::new(RIGHT);
    let ran = shell.run(&["build"]);
    assert_eq!((ran.code, ran.stderr.as_str()), (0, ""));
    assert_eq!(ran.stdout, support::output(RIGHT, hookweir::target::Target::CloudFormation));
    assert!(shell.files().is_empty());
}

#[test]
fn build_reads_standard_input_and_writes_the_file_of_the_target() {
    let shell = Shell::new(WRONG);
    let ran = shell.pipe(&["build", "-", "--target", "terraform", "--out", "made/here"], RIGHT.as_bytes());
    assert_eq!((ran.code, ran.stdout.as_str()), (0, ""));
    let written = fs::read_to_string(shell.path().join("made/here/main.tf.json")).unwrap();
    assert_eq!(written, support::output(RIGHT, hookweir::target::Target::Terraform));
    assert!(ran.stderr.contains("wrote made/here/main.tf.json"), "{}", ran.stderr);
}

#[test]
fn a_wrong_spec_writes_nothing_and_leaves_what_was_there() {
    let shell = Shell::new(WRONG);
    fs::write(shell.path().join("template.json"), "old").unwrap();
    for arguments in [&["build", "--out", "."][..], &["build"], &["build", "--out", "new"], &["build", "--check", "--out", "."]] {
        let ran = shell.run(arguments);
        assert_eq!((ran.code, ran.stdout.as_str()), (1, ""), "{arguments:?}");
        for expected in ["HW101", "dely", "HW302", "paymnts", "2 errors"] {
            assert!(ran.stderr.contains(expected), "{arguments:?}: {}", ran.stderr);
        }
        assert_eq!(shell.files(), ["template.json"]);
        assert_eq!(fs::read_to_string(shell.path().join("template.json")).unwrap(), "old");
    }
}

#[test]
fn check_finds_drift_and_shows_it() {
    let shell = Shell::new(RIGHT);
    assert_eq!(shell.run(&["build", "--out", "."]).code, 0);
    let current = shell.run(&["build", "--out", ".", "--check"]);
    assert_eq!((current.code, current.stdout.as_str()), (0, ""));

    let path = shell.path().join("template.json");
    let edited = fs::read_to_string(&path).unwrap().replace("\"VisibilityTimeout\": 30", "\"VisibilityTimeout\": 31");
    fs::write(&path, &edited).unwrap();
    let drifted = shell.run(&["build", "--check"]);
    assert_eq!(drifted.code, 1);
    assert!(drifted.stdout.contains("\n-        \"VisibilityTimeout\": 31,\n"), "{}", drifted.stdout);
    assert!(drifted.stdout.contains("\n+        \"VisibilityTimeout\": 30,\n"), "{}", drifted.stdout);
    assert_eq!(fs::read_to_string(&path).unwrap(), edited, "--check writes nothing");

    fs::remove_file(&path).unwrap();
    assert_eq!(shell.run(&["build", "--check"]).code, 1, "a missing file is drift");
    assert!(shell.files().is_empty());
}

#[test]
fn what_cannot_be_read_or_written_is_said_with_exit_code_2() {
    let shell = Shell::new(RIGHT);
    fs::write(shell.path().join("a-file"), "").unwrap();
    for (arguments, expected) in [
        (&["build", "missing.yaml"][..], "cannot read `missing.yaml`"),
        (&["build", "."], "cannot read `.`"),
        (&["build", "--out", "a-file"], "cannot write `a-file/template.json`"),
        (&["build", "--target", "pulumi"], "invalid value 'pulumi'"),
        (&["explain", "HW999"], "there is no diagnostic `HW999`"),
        (&["explain", "unknown-kei"], "did you mean `unknown-key`?"),
        (&["init", "--out", "hookweir.yaml"], "`hookweir.yaml` is there already"),
        (&["frobnicate"], "unrecognized subcommand"),
        (&[], "Usage"),
    ] {
        let ran = shell.run(arguments);
        assert_eq!((ran.code, ran.stdout.as_str()), (2, ""), "{arguments:?}");
        assert!(ran.stderr.contains(expected), "{arguments:?}: {}", ran.stderr);
    }
}

#[test]
fn a_folder_without_a_spec_says_how_to_begin_one() {
    let folder = TempDir::new().unwrap();
    let shell = Shell { folder };
    let ran = shell.run(&["build"]);
    assert_eq!(ran.code, 2);
    assert!(ran.stderr.contains("hookweir init --out hookweir.yaml"), "{}", ran.stderr);
    assert_eq!(shell.run(&["init", "--out", "hookweir.yaml"]).code, 0);
    assert_eq!(shell.run(&["check"]).code, 0);
}

#[cfg(unix)]
#[test]
fn a_folder_that_cannot_be_written_keeps_the_old_file() {
    use std::os::unix::fs::PermissionsExt as _;
    let shell = Shell::new(RIGHT);
    let folder = shell.path().join("locked");
    fs::create_dir(&folder).unwrap();
    fs::write(folder.join("template.json"), "old").unwrap();
    fs::set_permissions(&folder, fs::Permissions::from_mode(0o555)).unwrap();
    if fs::write(folder.join("probe"), "").is_ok() {
        // Whoever may write everywhere (root in a container) cannot see this.
        fs::remove_file(folder.join("probe")).unwrap();
        eprintln!("skipped: this user writes to read-only folders");
        return;
    }
    let ran = shell.run(&["build", "--out", "locked"]);
    assert_eq!(ran.code, 2, "{}", ran.stderr);
    fs::set_permissions(&folder, fs::Permissions::from_mode(0o755)).unwrap();
    assert_eq!(fs::read_to_string(folder.join("template.json")).unwrap(), "old");
}

#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_is_an_error_and_no_half_written_file() {
    let shell = Shell::new(RIGHT);
    // A file that may not grow beyond 4 KiB stands for the full disk; the template has more.
    let script = format!("trap '' XFSZ; ulimit -f 4; exec '{}' build --out .", env!("CARGO_BIN_EXE_hookweir"));
    fs::write(shell.path().join("template.json"), "old").unwrap();
    let ran = Ran::from(Command::new("bash").args(["-c", &script]).current_dir(shell.path()).output().unwrap());
    assert_eq!(ran.code, 2, "{ran:?}");
    assert!(ran.stderr.contains("cannot write `./template.json`"), "{}", ran.stderr);
    assert_eq!(shell.files(), ["template.json"], "no temporary file stays");
    assert_eq!(fs::read_to_string(shell.path().join("template.json")).unwrap(), "old");
}

#[cfg(unix)]
#[test]
fn a_file_keeps_its_permissions_and_a_link_stays_a_link() {
    use std::os::unix::fs::PermissionsExt as _;
    let shell = Shell::new(RIGHT);
    let real = shell.path().join("real.json");
    fs::write(&real, "old").unwrap();
    fs::set_permissions(&real, fs::Permissions::from_mode(0o640)).unwrap();
    std::os::unix::fs::symlink("real.json", shell.path().join("template.json")).unwrap();
    assert_eq!(shell.run(&["build", "--out", "."]).code, 0);
    assert!(fs::symlink_metadata(shell.path().join("template.json")).unwrap().is_symlink());
    assert!(fs::read_to_string(&real).unwrap().contains("AWSTemplateFormatVersion"));
    assert_eq!(fs::metadata(&real).unwrap().permissions().mode() & 0o777, 0o640);
}

#[test]
fn a_reader_that_leaves_early_is_no_error() {
    let shell = Shell::new(RIGHT);
    for arguments in [&["build"][..], &["schema"], &["completions", "bash"]] {
        let mut child = shell.command(arguments).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        drop(child.stdout.take());
        let mut stderr = String::new();
        child.stderr.take().unwrap().read_to_string(&mut stderr).unwrap();
        assert_eq!((child.wait().unwrap().code(), stderr.as_str()), (Some(0), ""), "{arguments:?}");
    }
}

#[test]
fn check_as_json_is_the_stable_machine_format() {
    let shell = Shell::new(WRONG);
    let ran = shell.run(&["check", "--format", "json"]);
    assert_eq!((ran.code, ran.stderr.as_str()), (1, ""));
    let json: serde_json::Value = serde_json::from_str(&ran.stdout).unwrap();
    assert_eq!(
        json["diagnostics"][0],
        serde_json::json!({
            "code": "HW101",
            "name": "unknown-key",
            "severity": "error",
            "message": "unknown key `dely`",
            "help": "did you mean `delay`?",
            "file": "hookweir.yaml",
            "line": 3,
            "column": 14,
            "endLine": 3,
            "endColumn": 18,
            "labels": []
        })
    );
    assert_eq!(json["diagnostics"].as_array().unwrap().len(), 2);
}

#[test]
fn check_looks_at_every_spec_even_when_one_is_missing() {
    let shell = Shell::new(WRONG);
    fs::write(shell.path().join("right.yaml"), RIGHT).unwrap();
    let ran = shell.run(&["check", "missing.yaml", "hookweir.yaml", "right.yaml"]);
    assert_eq!(ran.code, 2);
    for expected in ["hookweir.yaml: 2 errors", "right.yaml: nothing to report", "cannot read `missing.yaml`"] {
        assert!(ran.stderr.contains(expected), "{}", ran.stderr);
    }
}

#[test]
fn a_quota_of_one_target_is_a_note_until_that_target_is_asked_for() {
    let mut spec = "name: many\nqueues:\n  q: {}\nendpoints:\n".to_owned();
    (0..250).for_each(|number| {
        spec.push_str(&format!("  /hook{number}: {{queue: q, message: {{body: text}}, authorization: none}}\n"));
    });
    let shell = Shell::new(&spec);
    let codes = |arguments: &[&str]| {
        let ran = shell.run(arguments);
        let json: serde_json::Value = serde_json::from_str(&ran.stdout).unwrap();
        (ran.code, json["diagnostics"][0]["code"].clone(), json["diagnostics"][0]["severity"].clone())
    };
    assert_eq!(codes(&["check", "--format", "json"]), (0, "HW401".into(), "note".into()));
    assert_eq!(codes(&["check", "--format", "json", "--target", "cloudformation"]), (1, "HW401".into(), "error".into()));
    assert_eq!(shell.run(&["build", "--target", "terraform"]).code, 0);
    let refused = shell.run(&["build"]);
    assert_eq!(refused.code, 1);
    assert!(
        refused.stderr.contains("the template has 514 resources, and CloudFormation takes at most 500"),
        "{}",
        refused.stderr
    );
}

#[test]
fn the_quotas_of_a_template_count_what_stands_in_it() {
    use hookweir::target::Target::CloudFormation;
    let spec = |queues: usize, endpoints: usize| {
        let mut spec = "name: many\nqueues:\n".to_owned();
        (0..queues).for_each(|number| spec.push_str(&format!("  q{number}: {{}}\n")));
        spec.push_str("endpoints:\n");
        (0..endpoints).for_each(|number| {
            spec.push_str(&format!(
                "  /hook{number}: {{queue: q{}, message: {{body: text}}, authorization: none}}\n",
                number % queues
            ));
        });
        spec
    };
    let refused = |spec: &str| {
        let diagnostics = hookweir::compile(spec.as_bytes(), CloudFormation).unwrap().diagnostics;
        diagnostics.into_iter().map(|diagnostic| diagnostic.message).collect::<Vec<_>>()
    };
    let template = support::document(&spec(1, 243), CloudFormation);
    assert_eq!(template["Resources"].as_object().unwrap().len(), 500);
    let more = "the template has 502 resources, and CloudFormation takes at most 500";
    assert_eq!(refused(&spec(1, 244)), [more]);

    // A queue without an endpoint has neither role nor method.
    let template = support::document(&spec(99, 1), CloudFormation);
    assert_eq!(template["Outputs"].as_object().unwrap().len(), 199);
    let more = "the template has 201 outputs, and CloudFormation takes at most 200";
    assert!(refused(&spec(100, 1)).iter().any(|message| message == more));
}

#[test]
fn colours_are_for_terminals_and_for_those_who_ask() {
    let shell = Shell::new(WRONG);
    let coloured = |command: &mut Command| Ran::from(command.output().unwrap()).stderr.contains('\u{1b}');
    assert!(!coloured(&mut shell.command(&["check"])));
    assert!(coloured(&mut shell.command(&["check", "--color", "always"])));
    assert!(!coloured(&mut shell.command(&["check", "--color", "never"])));
    assert!(!coloured(shell.command(&["check"]).env("CLICOLOR_FORCE", "1").env("NO_COLOR", "1")));
}

#[cfg(unix)]
#[test]
fn the_name_of_a_file_cannot_steer_a_terminal() {
    let shell = Shell::new(RIGHT);
    let name = "x\u{1b}[31m.yaml";
    fs::write(shell.path().join(name), WRONG).unwrap();
    for file in [name, "missing\u{1b}[2J.yaml"] {
        let ran = shell.run(&["check", file]);
        assert!(!ran.stderr.contains('\u{1b}') && ran.stderr.contains('\u{fffd}'), "{:?}", ran.stderr);
    }
}

#[test]
fn explain_knows_every_code_by_number_and_by_name() {
    let shell = Shell::new(RIGHT);
    let list = shell.run(&["explain"]).stdout;
    for code in hookweir::diagnostic::Code::ALL {
        assert!(list.contains(code.id()) && list.contains(code.name()), "{code}");
        let by_id = shell.run(&["explain", code.id()]);
        assert_eq!((by_id.code, &by_id.stdout), (0, &shell.run(&["explain", code.name()]).stdout));
        assert!(by_id.stdout.contains(code.id()), "{}", by_id.stdout);
    }
}

#[test]
fn completions_and_schema_go_to_standard_output() {
    let shell = Shell::new(RIGHT);
    for shell_name in ["bash", "zsh", "fish", "powershell", "elvish"] {
        let ran = shell.run(&["completions", shell_name]);
        assert!(ran.code == 0 && ran.stdout.contains("hookweir") && ran.stdout.contains("build"), "{shell_name}");
    }
    assert_eq!(shell.run(&["schema"]).stdout, hookweir::spec::json_schema());
}

#[test]
fn nested_stacks_are_written_together_and_compared_together() {
    let shell = Shell::new(
        "name: shop\nnestedStacks: 3\nqueues: {a: {}, b: {}, c: {}, d: {}}\nendpoints:\n  /a: {queue: a, message: {body: text}, authorization: none}\n",
    );
    let refused = shell.run(&["build"]);
    assert_eq!((refused.code, refused.stdout.as_str()), (2, ""));
    assert!(
        refused.stderr.contains("`nestedStacks` makes several files; name a folder for them with `--out DIR`"),
        "{}",
        refused.stderr
    );
    let written = shell.run(&["build", "--out", "deploy"]);
    let said: Vec<&str> = written.stderr.lines().filter_map(|line| line.strip_prefix("wrote ")).collect();
    let folder = shell.path().join("deploy");
    let there = fs::read_dir(&folder).unwrap().count();
    assert!(said.len() > 2 && said.len() == there && said[0] == "deploy/template.json", "{said:?}");
    assert_eq!(shell.run(&["build", "--out", "deploy", "--check"]).code, 0);
    fs::remove_file(shell.path().join(said[1])).unwrap();
    let drift = shell.run(&["build", "--out", "deploy", "--check"]);
    assert_eq!(drift.code, 1);
    assert!(drift.stdout.contains(&format!("--- {}", said[1])), "{}", drift.stdout);
}

#[test]
fn when_a_nested_stack_cannot_be_written_the_old_template_stays() {
    let shell = Shell::new(
        "name: shop\nnestedStacks: 1\nqueues: {a: {}}\nendpoints:\n  /a: {queue: a, message: {body: text}, authorization: none}\n",
    );
    // A folder stands where the file has to be.
    fs::create_dir_all(shell.path().join("deploy/queues-1.template.json")).unwrap();
    fs::write(shell.path().join("deploy/template.json"), "old").unwrap();
    let ran = shell.run(&["build", "--out", "deploy"]);
    assert_eq!(ran.code, 2, "{}", ran.stderr);
    assert_eq!(fs::read_to_string(shell.path().join("deploy/template.json")).unwrap(), "old");
    assert_eq!(fs::read_dir(shell.path().join("deploy")).unwrap().count(), 2, "a file was left behind");
}
