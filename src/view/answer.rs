//! What the page asks of a design, and the answers.

use super::whatif::{based, named_in, under};
use crate::ide;
use crate::model::Scenario;
use crate::project::{Asked, Reviewed};
use crate::render::export;
use crate::render::graph::Direction;
use crate::report::{Format, Report, Style};
use crate::rules;
use crate::say::{Lang, Text};
use crate::text;
use serde::Deserialize;
use serde_json::{Value, json};

/// A question as it comes from the page.
#[derive(Clone, Debug, Deserialize)]
#[serde(tag = "ask", rename_all = "kebab-case", rename_all_fields = "camelCase")]
pub enum Question {
    /// What happens when these things do. With `scenario`, what that one of the design says.
    Simulate {
        scenario: Option<String>,
        #[serde(default)]
        fail: Vec<String>,
        #[serde(default)]
        zone_down: Vec<String>,
        #[serde(default)]
        cold: bool,
        /// By which factor traffic grows.
        traffic: Option<f64>,
    },
    /// The page of a rule.
    Explain { rule: String },
    /// The design in another form: `svg`, `mermaid`, `markdown`, `html`; its findings as
    /// `json`.
    Export { form: String },
}

/// What is answered: the fields depend on the question.
pub fn answer(reviewed: &Reviewed, question: &Question, lang: Lang) -> Result<Value, Text> {
    match question {
        Question::Simulate { scenario, fail, zone_down, cold, traffic } => {
            let asked = Asked {
                fail: fail.clone(),
                zone_down: zone_down.clone(),
                cache_cold: *cold,
                traffic: traffic.filter(|by| by.is_finite() && *by > 0.0),
                ..Asked::default()
            };
            simulated(reviewed, scenario.as_deref(), &asked, lang)
        }
        Question::Explain { rule } => explained(rule, lang),
        Question::Export { form } => exported(reviewed, form, lang),
    }
}

fn simulated(
    reviewed: &Reviewed,
    named: Option<&str>,
    asked: &Asked,
    lang: Lang,
) -> Result<Value, Text> {
    let scenario = match named {
        Some(name) => named_one(reviewed, name)?,
        None => reviewed.scenario(asked, lang)?.unwrap_or_else(Scenario::ordinary),
    };
    let outcome = under(reviewed, &scenario, lang);
    let base = based(reviewed).and_then(|before| match named {
        Some(name) => named_in(&before, name, lang),
        None => {
            let scenario = before.scenario(asked, lang).ok()?;
            Some(under(&before, &scenario.unwrap_or_else(Scenario::ordinary), lang))
        }
    });
    Ok(json!({"outcome": outcome, "base": base}))
}

fn named_one(reviewed: &Reviewed, name: &str) -> Result<Scenario, Text> {
    let scenarios = &reviewed.design.scenarios;
    let found = scenarios.iter().find(|it| it.name == name).cloned();
    found.ok_or_else(
        || text!(name; "설계에 `{name}` 시나리오가 없습니다", "the design has no scenario `{name}`"),
    )
}

fn explained(name: &str, lang: Lang) -> Result<Value, Text> {
    let rule = rules::ALL.iter().find(|rule| rule.name == name);
    let none = || text!(name; "`{name}` 규칙은 없습니다", "there is no rule `{name}`");
    let page = rule.ok_or_else(none)?.parsed_page();
    let half = page.half(lang);
    let sections = half.sections.iter().filter(|it| !it.body.trim().is_empty());
    let sections: Vec<Value> =
        sections.map(|it| json!({"heading": it.heading, "body": it.body.trim()})).collect();
    Ok(json!({"title": half.title, "rule": name, "sections": sections}))
}

fn exported(reviewed: &Reviewed, form: &str, lang: Lang) -> Result<Value, Text> {
    let text = match form {
        "svg" => reviewed.svg(lang),
        "mermaid" => export::mermaid(&reviewed.design, lang, Direction::Auto).into_string(),
        "markdown" => reviewed.report(false, None, lang).into_string(),
        "html" => reviewed.report(true, None, lang).into_string(),
        "json" => {
            let style = Style { lang, ..Style::default() };
            let mut report = Report::of(vec![reviewed.checked()]);
            report.group();
            report.print(Format::Json, &style, rules::ALL).into_string()
        }
        other => {
            return Err(text!(other;
                "`{other}` 형식으로는 내보낼 수 없습니다",
                "there is no form `{other}`"
            ));
        }
    };
    Ok(json!({"text": text}))
}

/// The finding of that number as its badge has it, accepted: the statement to write.
pub(super) fn accepted(reviewed: &Reviewed, number: usize, lang: Lang) -> Option<String> {
    let findings = reviewed.numbered();
    let finding = findings.get(number.checked_sub(1)?)?;
    let reason = match lang {
        Lang::Ko => "이유를 적으세요",
        Lang::En => "say why",
    };
    Some(ide::accept_statement(&[finding], reason, None))
}
