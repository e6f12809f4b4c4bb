//! `archlint rules`.

use crate::args::{Cli, PageFormat, RulesArgs};
use crate::failure::Failure;
use crate::{language, output};
use archlint::{report, rules};

pub fn run(cli: &Cli, args: &RulesArgs) -> Result<u8, Failure> {
    let lang = language::choose(cli.common.lang, None);
    let text = match args.format {
        PageFormat::Pretty => {
            report::rule_list(rules::ALL, &output::style(&cli.common, lang, false))
        }
        PageFormat::Markdown => report::rule_index(rules::ALL, lang),
        PageFormat::Json => report::rules_json(rules::ALL),
    };
    output::print(&text)?;
    Ok(0)
}
