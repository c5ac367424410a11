//! `hookweir explain`: what a diagnostic means.

use crate::diagnostic::{Code, did_you_mean};
use crate::outcome::{Failure, Outcome};
use crate::output;

pub(crate) fn run(word: Option<&str>) -> Result<Outcome, Failure> {
    let Some(word) = word else {
        let list: String =
            Code::ALL.iter().map(|code| format!("{}  {:<8} {}\n", code.id(), code.severity().name(), code.name())).collect();
        return output::print(&list).map(|()| Outcome::Fine);
    };
    let Some(code) = Code::find(word) else {
        let help = did_you_mean(word, Code::ALL.iter().flat_map(|code| [code.id(), code.name()]));
        let help = help.unwrap_or_else(|| "`hookweir explain` lists all of them".to_owned());
        return Err(Failure::new(format!("there is no diagnostic `{word}`; {help}")));
    };
    output::print(code.explanation()).map(|()| Outcome::Fine)
}
