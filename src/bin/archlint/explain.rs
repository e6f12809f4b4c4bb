//! `archlint explain`.

use crate::args::{Cli, ExplainArgs, PageFormat};
use crate::failure::Failure;
use crate::{language, out};
use archlint::say::nearest;
use archlint::{report, rules, text};

pub fn run(cli: &Cli, args: &ExplainArgs) -> Result<u8, Failure> {
    let lang = language::choose(cli.common.lang, None);
    let name = &args.name;
    // Whoever writes the topic before the name is understood, the former topic too.
    let is_meant = |rule: &&&archlint::lint::Rule| {
        rule.name == *name || (name.contains('/') && !name.ends_with('*') && rule.answers_to(name))
    };
    let Some(rule) = rules::ALL.iter().find(is_meant) else {
        let meant = nearest(name, rules::ALL.iter().map(|rule| rule.name));
        return Err(match meant {
            Some(meant) => text!(
                name, meant;
                "`{name}` 규칙은 없습니다. 혹시 `{meant}`인가요?",
                "there is no rule `{name}`; did you mean `{meant}`?"
            ),
            None => text!(
                name;
                "`{name}` 규칙은 없습니다. `archlint rules`로 목록을 보세요",
                "there is no rule `{name}`; `archlint rules` lists them"
            ),
        }
        .into());
    };
    let text = match args.format {
        PageFormat::Pretty => report::page(rule, &out::style(&cli.common, lang, false)),
        PageFormat::Markdown => report::page_markdown(rule, lang),
        PageFormat::Json => report::page_json(rule),
    };
    out::print(text)?;
    Ok(0)
}
