//! `archlint rules`.

use crate::args::{Cli, PageFormat, RulesArgs};
use crate::failure::Failure;
use crate::{language, out};
use archlint::{report, rules};

pub fn run(cli: &Cli, args: &RulesArgs) -> Result<u8, Failure> {
    let lang = language::choose(cli.common.lang, None);
    let text = match args.format {
        PageFormat::Pretty => report::rule_list(rules::ALL, &out::style(&cli.common, lang, false)),
        PageFormat::Markdown => report::rule_index(rules::ALL, lang),
        PageFormat::Json => report::rules_json(rules::ALL),
    };
    out::print(text)?;
    Ok(0)
}
