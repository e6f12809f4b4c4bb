//! `archlint explain`.

use crate::args::{Cli, ExplainArgs, PageFormat};
use crate::failure::Failure;
use crate::files::Naming;
use crate::out::Finished;
use crate::settings::{AllSettings, Settings};
use crate::{language, out};
use archlint::lexicon::{Entry, Found, find};
use archlint::report::Article;
use archlint::say::{Lang, Text, nearest};
use archlint::{Selection, report, rules, text};
use std::path::Path;
use std::sync::Arc;

pub fn run(cli: &Cli, args: &ExplainArgs) -> Result<u8, Failure> {
    let lang = language::choose(cli.common.lang, None);
    let naming = Naming::new(&cli.common)?;
    let mut all = AllSettings::new(&naming, &cli.common, Selection::default())?;
    // What a configuration adds is known too; a faulty one hides none of the built-in pages.
    let settings = all.of(Path::new("."));
    let name = &args.name;
    if let Some(word) = name.strip_prefix("policy/") {
        let page = policy(&settings?, word, lang)?;
        print(cli, args, &page, lang)?;
        return Ok(0);
    }
    let (catalog, own) = match &settings {
        Ok(settings) => (settings.project.catalogue(), own_attribute(settings, name, lang)),
        Err(_) => (archlint::catalog::Catalog::builtin(), None),
    };
    let Found { entries, nearest } = find(name, &catalog, rules::ALL);
    match (entries.first(), own) {
        (_, Some(page)) => print(cli, args, &page, lang)?,
        (Some(Entry::Rule(rule)), None) => out::print(match args.format {
            PageFormat::Pretty => report::page(rule, &out::style(&cli.common, lang, false)),
            PageFormat::Markdown => report::page_markdown(rule, lang),
            PageFormat::Json => report::page_json(rule),
        })?,
        (Some(entry), None) => {
            if let Some(page) = entry.page(rules::ALL, lang) {
                print(cli, args, &page, lang)?;
            }
        }
        (None, None) => return Err(unknown(name, nearest).into()),
    }
    let others: Vec<&str> = entries.iter().skip(1).map(Entry::name).collect();
    if !others.is_empty() && args.format != PageFormat::Json {
        let list = Text::codes(others);
        let told = text!(list; "함께 볼 것: {list}", "see also: {list}");
        out::print(Finished::lines(&format!("\n{}\n", told.get(lang))))?;
    }
    Ok(0)
}

fn print(cli: &Cli, args: &ExplainArgs, page: &Article, lang: Lang) -> Result<(), Failure> {
    out::print(match args.format {
        PageFormat::Pretty => page.terminal(&out::style(&cli.common, lang, false)),
        PageFormat::Markdown => page.markdown(),
        PageFormat::Json => page.json(),
    })
}

fn unknown(name: &str, nearest: Option<String>) -> Text {
    match nearest {
        Some(meant) => text!(
            name, meant;
            "`{name}`에 대한 설명은 없습니다. 혹시 `{meant}`인가요?",
            "nothing explains `{name}`; did you mean `{meant}`?"
        ),
        None => text!(
            name;
            "`{name}`에 대한 설명은 없습니다. `archlint rules`로 규칙의 목록을 보세요",
            "nothing explains `{name}`; `archlint rules` lists the rules"
        ),
    }
}

/// An attribute that the policies of the configuration here declare.
fn own_attribute(settings: &Arc<Settings>, name: &str, lang: Lang) -> Option<Article> {
    let own = settings.project.own_attributes();
    own.iter().find(|own| own.name == *name).map(|own| report::own_attribute_page(own, lang))
}

/// The page of a policy that the configuration here names.
fn policy(settings: &Arc<Settings>, word: &str, lang: Lang) -> Result<Article, Failure> {
    let (sources, policies) = settings.project.policies();
    if let Some(policy) = policies.iter().find(|policy| policy.name == word) {
        return Ok(report::policy_page(&sources, policy, lang));
    }
    let meant = nearest(word, policies.iter().map(|policy| policy.name.as_str()));
    Err(match meant {
        Some(meant) => text!(
            word, meant;
            "`{word}` 정책은 없습니다. 혹시 `policy/{meant}`인가요?",
            "there is no policy `{word}`; did you mean `policy/{meant}`?"
        ),
        None => text!(
            word;
            "`{word}` 정책은 없습니다. `archlint.toml`의 `policies`에 있는 정책만 찾습니다",
            "there is no policy `{word}`; those of `policies` in `archlint.toml` are known here"
        ),
    }
    .into())
}
