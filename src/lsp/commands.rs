//! What an editor can have done by its name.

use super::error::{Error, invalid};
use super::server::Server;
use super::session::OpenTexts;
use crate::diagnostic::Safety;
use crate::ide;
use crate::model::Scenario;
use crate::project::{Asked, Reviewed};
use crate::render::export;
use crate::render::graph::Direction;
use crate::report::figures::FigureFormat;
use crate::rules;
use crate::say::Lang;
use crate::source::Source;
use crate::text;
use serde_json::{Value, json};

type Answer = Result<Value, Error>;

impl Server {
    pub(super) fn execute(&mut self, params: &Value) -> Answer {
        let command = params["command"].as_str().ok_or_else(|| invalid("command"))?;
        let given = params["arguments"].get(0).cloned().unwrap_or(Value::Null);
        match command {
            "archlint.explain" => self.explain(&given),
            "archlint.simulate" => self.simulate(&given),
            "archlint.report" => self.report(&given),
            "archlint.export" => self.export(&given),
            "archlint.toBe" => self.write_to_be(&given),
            "archlint.import" => self.import(&given),
            "archlint.restart" => {
                for folder in self.folders.clone() {
                    for name in self.world.designs(&folder) {
                        self.session.changed(&name);
                    }
                }
                self.touch_all();
                Ok(Value::Null)
            }
            other => {
                let why =
                    text!(other; "`{other}` 명령은 없습니다", "there is no command `{other}`");
                Err(Error::new(Error::INVALID_PARAMS, why))
            }
        }
    }

    /// The page of a rule, as Markdown.
    fn explain(&mut self, given: &Value) -> Answer {
        let name = given["rule"].as_str().or(given.as_str()).ok_or_else(|| invalid("rule"))?;
        let Some(rule) = rules::ALL.iter().find(|rule| rule.name == name) else {
            let why = text!(name; "`{name}` 규칙은 없습니다", "there is no rule `{name}`");
            return Err(Error::failed(why));
        };
        let page = rule.parsed_page();
        let half = page.half(self.lang());
        let sections = half.sections.iter();
        let sections: String =
            sections.map(|it| format!("\n## {}\n\n{}\n", it.heading, it.body)).collect();
        let markdown = format!("# {} (`{name}`)\n{sections}", half.title);
        Ok(
            json!({"title": half.title, "markdown": markdown, "card": ide::rule_card(rule, self.lang())}),
        )
    }

    /// The design at an address: in a Markdown file the last.
    pub(super) fn design<R>(
        &mut self,
        given: &Value,
        ask: impl FnOnce(&Reviewed, Lang) -> Result<R, Error>,
    ) -> Result<R, Error> {
        let name = self.asked(given)?;
        let none = || Error::failed(text!("여기에는 설계가 없습니다", "there is no design here"));
        let checked = self.checked(&name).ok_or_else(none)?;
        let reviewed = checked.designs.last().ok_or_else(none)?;
        ask(reviewed, self.lang())
    }

    /// What happens when things fail, as Markdown and as numbers.
    fn simulate(&mut self, given: &Value) -> Answer {
        let words = |key: &str| -> Vec<String> {
            let list = given[key].as_array().into_iter().flatten();
            list.filter_map(|it| it.as_str().map(str::to_owned)).collect()
        };
        let asked = Asked {
            fail: words("fail"),
            zone_down: words("zoneDown"),
            cache_cold: given["cold"].as_bool() == Some(true),
            traffic: given["traffic"].as_f64().filter(|by| by.is_finite() && *by > 0.0),
            slow: words("slow").iter().filter_map(|it| slowed(it)).collect(),
        };
        let named = given["scenario"].as_str().map(str::to_owned);
        self.design(given, |reviewed, lang| {
            let mut scenarios: Vec<Scenario> = Vec::new();
            let of = |name: &String| reviewed.design.scenarios.iter().find(|it| it.name == *name);
            match &named {
                Some(name) => scenarios.extend(of(name).cloned()),
                None => scenarios.extend(reviewed.scenario(&asked, lang).map_err(Error::failed)?),
            }
            if scenarios.is_empty() {
                scenarios.clone_from(&reviewed.design.scenarios);
            }
            let as_text = |format| reviewed.simulate(&scenarios, false, format, lang);
            let data: Value =
                serde_json::from_str(&as_text(FigureFormat::Json)).unwrap_or_default();
            Ok(json!({"markdown": as_text(FigureFormat::Markdown).into_string(), "data": data}))
        })
    }

    fn report(&mut self, given: &Value) -> Answer {
        let week = given["week"].as_u64().and_then(|week| u8::try_from(week).ok());
        let week = week.filter(|week| (1..=4).contains(week));
        self.design(given, |reviewed, lang| {
            Ok(json!({"markdown": reviewed.report(false, week, lang).into_string()}))
        })
    }

    fn export(&mut self, given: &Value) -> Answer {
        let form = given["form"].as_str().unwrap_or("svg").to_owned();
        self.design(given, |reviewed, lang| match form.as_str() {
            "svg" => Ok(json!({"text": reviewed.svg(lang)})),
            "mermaid" => {
                Ok(json!({"text": export::mermaid(&reviewed.design, lang, Direction::Auto).into_string()}))
            }
            "markdown" => Ok(json!({"text": reviewed.report(false, None, lang).into_string()})),
            "html" => Ok(json!({"text": reviewed.report(true, None, lang).into_string()})),
            other => {
                let why =
                    text!(other; "`{other}` 형식으로는 내보낼 수 없습니다", "there is no form `{other}`");
                Err(Error::failed(why))
            }
        })
    }

    /// Writes what all safe fixes change as a design that extends this one, in a new file beside it.
    fn write_to_be(&mut self, given: &Value) -> Answer {
        let name = self.asked(given)?;
        let (project, folder) = self.session.project(&name, &self.documents, &*self.world, false);
        let loader = OpenTexts::new(&self.documents, &*self.world, folder);
        let text = loader.text(&name).map_err(|error| Error::failed(error.reason))?;
        let source = Source::new(name.as_str(), text);
        let today = self.world.today();
        let refused = |refused: crate::project::Refused| Error::failed(refused.reason);
        let fixed = project.fix(&source, &loader, today, Safety::Suggested).map_err(refused)?;
        let own = name.rsplit('/').next().unwrap_or(&name).to_owned();
        let text = project.to_be(&source, &fixed, &loader, today, &own).map_err(refused)?;
        let none = || {
            Error::failed(text!(
                "글에 오류가 있어 개선안을 쓸 수 없습니다",
                "the text has errors, so no to-be can be written"
            ))
        };
        let text = text.ok_or_else(none)?;
        let stem = own.strip_suffix(".arch").unwrap_or(&own).to_owned();
        self.written_beside(&name, &format!("{stem}.to-be.arch"), &text)
    }

    /// Writes a design for a file of another notation, in a new file beside it.
    fn import(&mut self, given: &Value) -> Answer {
        let name = self.asked(given)?;
        let (project, folder) = self.session.project(&name, &self.documents, &*self.world, false);
        let loader = OpenTexts::new(&self.documents, &*self.world, folder);
        let text = loader.text(&name).map_err(|error| Error::failed(error.reason))?;
        let files = vec![Source::new(name.as_str(), text)];
        let written = project.import(files, &loader, Some(self.lang()));
        let written = written.map_err(|refused| Error::failed(refused.reason))?;
        let none = || {
            Error::failed(text!(
                "설계로 옮길 것이 없습니다",
                "there is nothing to make a design of"
            ))
        };
        let text = written.last().ok_or_else(none)?.source.text.to_string();
        let own = name.rsplit('/').next().unwrap_or(&name);
        let stem = own.split('.').next().filter(|stem| !stem.is_empty()).unwrap_or(own);
        self.written_beside(&name, &format!("{stem}.arch"), &text)
    }

    /// Asks the editor to make a file; one that is there is not written over.
    fn written_beside(&mut self, name: &str, file: &str, text: &str) -> Answer {
        let uri = super::documents::uri_of(&format!("{}/{file}", super::world::folder(name)));
        if self.client.creates_files && self.client.document_changes {
            let start = json!({"line": 0, "character": 0});
            let edit = json!({
                "documentChanges": [
                    {"kind": "create", "uri": uri, "options": {"ignoreIfExists": false, "overwrite": false}},
                    {
                        "textDocument": {"uri": uri, "version": null},
                        "edits": [{"range": {"start": start, "end": start}, "newText": text}]
                    }
                ]
            });
            self.ask("workspace/applyEdit", json!({"edit": edit}));
        }
        Ok(json!({"uri": uri, "text": text}))
    }
}

/// `NAME=10x`
fn slowed(written: &str) -> Option<(String, f64)> {
    let (name, by) = written.split_once('=')?;
    let by: f64 = by.trim_end_matches(['x', '배']).parse().ok()?;
    (by.is_finite() && by > 0.0).then(|| (name.to_owned(), by))
}
