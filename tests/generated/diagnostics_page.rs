//! `docs/diagnostics.md`: the explanations of all codes on one page.

use hookweir::diagnostic::Code;

const INTRODUCTION: &str = "\
# Diagnostics

<!-- Written by `UPDATE=1 cargo test --test generated` from src/diagnostic/; change the explanations there. -->

`hookweir check` and `hookweir build` report everything that they find in one run. Each finding has a code, a place in the
spec and, in its last line, what to do about it. `hookweir explain CODE` prints what stands below.

- An **error** stops the output: nothing is written.
- A **warning** does not; what it is about is probably not what was meant.
- A **note** is good to know. What stops one target only is a note as well, unless `--target` asks for that target.

A code never changes its meaning and is never used again.
";

const GROUPS: [(&str, &str); 5] = [
    ("HW0", "Reading YAML"),
    ("HW1", "The shape of the spec"),
    ("HW2", "Single values"),
    ("HW3", "What the values mean together"),
    ("HW4", "What a target or a service can carry"),
];

pub(crate) fn page() -> String {
    let mut page = INTRODUCTION.to_owned();
    for (prefix, title) in GROUPS {
        page.push_str(&format!("\n**{title}**\n\n| code | name | severity |\n|---|---|---|\n"));
        for code in Code::ALL.iter().filter(|code| code.id().starts_with(prefix)) {
            let (id, name) = (code.id(), code.name());
            let link = format!("#{}-{name}", id.to_lowercase());
            page.push_str(&format!("| [{id}]({link}) | {name} | {} |\n", code.severity().name()));
        }
    }
    for code in Code::ALL {
        page.push('\n');
        page.push_str(&one_level_down(code.explanation()));
    }
    page
}

/// The same text with smaller headings. What looks like a heading in a block of code is a comment.
fn one_level_down(text: &str) -> String {
    let mut in_code = false;
    let mut down = String::with_capacity(text.len() + 8);
    for line in text.lines() {
        in_code ^= line.starts_with("```");
        if line.starts_with('#') && !in_code {
            down.push('#');
        }
        down.push_str(line);
        down.push('\n');
    }
    down
}
