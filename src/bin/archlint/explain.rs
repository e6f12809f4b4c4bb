//! `archlint explain`.

use crate::args::{Cli, ExplainArgs, PageFormat};
use crate::failure::Failure;
use crate::files::Naming;
use crate::settings::AllSettings;
use crate::{language, out};
use archlint::report::Article;
use archlint::say::{Lang, nearest};
use archlint::{Selection, report, rules, text};
use std::path::Path;

pub fn run(cli: &Cli, args: &ExplainArgs) -> Result<u8, Failure> {
    let lang = language::choose(cli.common.lang, None);
    let name = &args.name;
    // Whoever writes the topic before the name is understood, the former topic too.
    let is_meant = |rule: &&&archlint::lint::Rule| {
        rule.name == *name || (name.contains('/') && !name.ends_with('*') && rule.answers_to(name))
    };
    if let Some(page) = policy(cli, name, lang)? {
        let text = match args.format {
            PageFormat::Pretty => page.terminal(&out::style(&cli.common, lang, false)),
            PageFormat::Markdown | PageFormat::Json => page.markdown(),
        };
        out::print(text)?;
        return Ok(0);
    }
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

/// The page of a policy that the configuration here names.
fn policy(cli: &Cli, name: &str, lang: Lang) -> Result<Option<Article>, Failure> {
    let Some(word) = name.strip_prefix("policy/") else { return Ok(None) };
    let naming = Naming::new(&cli.common)?;
    let mut all = AllSettings::new(&naming, &cli.common, Selection::default())?;
    let (sources, policies) = all.of(Path::new("."))?.project.policies();
    if let Some(policy) = policies.iter().find(|policy| policy.name == word) {
        return Ok(Some(report::policy_page(&sources, policy, lang)));
    }
    let meant = nearest(word, policies.iter().map(|policy| policy.name.as_str()));
    Err(match meant {
        Some(meant) => text!(
            name, meant;
            "`{name}` 정책은 없습니다. 혹시 `policy/{meant}`인가요?",
            "there is no policy `{name}`; did you mean `policy/{meant}`?"
        ),
        None => text!(
            name;
            "`{name}` 정책은 없습니다. `archlint.toml`의 `policies`에 있는 정책만 찾습니다",
            "there is no policy `{name}`; those of `policies` in `archlint.toml` are known here"
        ),
    }
    .into())
}
