//! A workbench for designs that stand in no file: texts come in by their names, and every question
//! is answered about them. The playground in a browser works at one.

use super::answer::{Question, answer};
use super::diagnosis::{Diagnosis, diagnosis};
use super::offsets::Offsets;
use super::page;
use super::state::{self, Look, listed, state};
use super::texts::Texts;
use crate::edit;
use crate::ide::{self, At};
use crate::import::{Recognised, recognise};
use crate::project::{Project, Refused, Reviewed, format};
use crate::say::{Lang, Text};
use crate::source::Source;
use crate::syntax::Memory;
use crate::text;
use jiff::civil::Date;
use serde::Deserialize;
use serde_json::{Value, json};
use std::collections::BTreeMap;

/// Texts, and the design of one of them as it was last judged.
#[derive(Debug)]
pub struct Bench {
    project: Project,
    texts: Texts,
    /// The one that is looked at.
    main: String,
    lang: Lang,
    today: Date,
    judged: Option<Result<Reviewed, Refused>>,
    revision: u64,
}

/// What may be asked of a bench, beside the questions of the page.
#[derive(Deserialize)]
#[serde(tag = "ask", rename_all = "kebab-case")]
enum Request {
    /// Puts the texts on the bench, and tells what is wrong with the main one.
    Check {
        texts: BTreeMap<String, String>,
        main: String,
        lang: String,
        /// `2026-01-31`
        today: String,
    },
    /// All that the page shows, in that language.
    State { lang: String },
    /// What may be written at that place, in UTF-16 units.
    Complete { at: usize },
    /// What is at that place.
    Hover { at: usize },
    /// The main text laid out evenly.
    Format,
    /// The main text with a fix applied: the finding's number and the fix's, from 0.
    Fix { finding: usize, fix: usize },
    /// The main text with the decision to live with a finding.
    Accept { finding: usize },
    /// A text of another notation as a design.
    Import { name: String, text: String },
    /// Of what the page is made, for whoever puts it together.
    Page,
}

impl Default for Bench {
    fn default() -> Self {
        Self {
            project: Project::default().remembering(Memory::default()),
            texts: Texts::default(),
            main: String::new(),
            lang: Lang::default(),
            today: Date::default(),
            judged: None,
            revision: 0,
        }
    }
}

impl Bench {
    /// Answers one question, which is a document of JSON, by another: `{"answer": …}`, or
    /// `{"error": "…"}` in the language of the bench.
    pub fn ask(&mut self, question: &str) -> String {
        let answered = match serde_json::from_str::<Request>(question) {
            Ok(request) => self.requested(request),
            Err(_) => self.questioned(question),
        };
        let told = match answered {
            Ok(answer) => json!({"answer": answer}),
            Err(error) => json!({"error": error.get(self.lang)}),
        };
        told.to_string()
    }

    fn questioned(&mut self, question: &str) -> Result<Value, Text> {
        let question: Question = serde_json::from_str(question)
            .map_err(|error| text!(error = error.to_string(); "알 수 없는 질문: {error}", "unknown question: {error}"))?;
        let lang = self.lang;
        answer(self.reviewed()?, &question, lang)
    }

    fn requested(&mut self, request: Request) -> Result<Value, Text> {
        match request {
            Request::Check { texts, main, lang, today } => {
                self.lang = Lang::parse(&lang).unwrap_or_default();
                self.today = today.parse().unwrap_or_default();
                (self.texts, self.main) = (Texts(texts), main);
                Ok(json!(self.check()))
            }
            Request::State { lang } => {
                Ok(json!(self.state(Lang::parse(&lang).unwrap_or(self.lang))))
            }
            Request::Complete { at } => self.complete(at),
            Request::Hover { at } => self.hover(at),
            Request::Format => self.format(),
            Request::Fix { finding, fix } => self.fix(finding, fix),
            Request::Accept { finding } => self.accept(finding),
            Request::Import { name, text } => self.import(&name, &text),
            Request::Page => Ok(json!(page::Parts::ALL)),
        }
    }

    fn text(&self) -> &str {
        self.texts.0.get(&self.main).map_or("", String::as_str)
    }

    fn check(&mut self) -> Diagnosis {
        let source = Source::new(self.main.as_str(), self.text());
        self.judged = Some(self.project.check_one(&source, &self.texts, self.today));
        self.revision += 1;
        let is_tech = |word: &str| self.project.catalog().find(word).is_some();
        match &self.judged {
            Some(Ok(reviewed)) => diagnosis(reviewed, &self.main, self.text(), is_tech, self.lang),
            Some(Err(refused)) => Diagnosis::refused(refused.reason.get(self.lang)),
            None => Diagnosis::default(),
        }
    }

    fn reviewed(&self) -> Result<&Reviewed, Text> {
        match &self.judged {
            Some(Ok(reviewed)) => Ok(reviewed),
            Some(Err(refused)) => Err(refused.reason.clone()),
            None => Err(text!("여기에는 설계가 없습니다", "there is no design here")),
        }
    }

    fn state(&self, lang: Lang) -> state::State {
        match &self.judged {
            Some(Err(refused)) => {
                state::refused(&self.main, self.text(), refused, lang, self.revision)
            }
            Some(Ok(reviewed)) => state(reviewed, &Look { lang, ..Look::default() }, self.revision),
            None => state::State::default(),
        }
    }

    fn at(&self, at: usize) -> Result<(At<'_>, Offsets<'_>), Text> {
        let reviewed = self.reviewed()?;
        let none = || text!("여기에는 설계가 없습니다", "there is no design here");
        let source = reviewed.sources.find(&self.main).ok_or_else(none)?;
        let offsets = Offsets::of(self.text());
        let offset = offsets.bytes(at);
        Ok((At { reviewed, source, offset }, offsets))
    }

    fn complete(&self, at: usize) -> Result<Value, Text> {
        let (at, offsets) = self.at(at)?;
        let files: Vec<String> =
            self.texts.0.keys().filter(|name| **name != self.main).cloned().collect();
        let catalog = self.project.catalog();
        let found = ide::complete(&at, catalog, &files, &at.reviewed.findings, self.lang);
        let Some(found) = found else { return Ok(Value::Null) };
        let items = found.items.iter().map(|item| {
            json!({
                "label": item.label,
                "kind": format!("{:?}", item.kind).to_lowercase(),
                "detail": item.detail,
                "about": item.about,
                "insert": item.insert,
                "also": item.also,
            })
        });
        let (from, to) = (offsets.units(found.replaces.start), offsets.units(found.replaces.end));
        Ok(json!({"from": from, "to": to, "items": items.collect::<Vec<_>>()}))
    }

    fn hover(&self, at: usize) -> Result<Value, Text> {
        let (at, offsets) = self.at(at)?;
        let card = ide::hover(&at, self.project.catalog(), self.lang);
        Ok(card.filter(|card| card.span.source == at.source).map_or(Value::Null, |card| {
            let range = card.span.range();
            let (from, to) = (offsets.units(range.start), offsets.units(range.end));
            json!({"from": from, "to": to, "markdown": card.markdown})
        }))
    }

    fn format(&self) -> Result<Value, Text> {
        let laid_out = format(&Source::new(self.main.as_str(), self.text()));
        match laid_out.map_err(|refused| refused.reason)? {
            Ok(text) => Ok(json!({"text": text})),
            Err(_) => Err(text!(
                "글에 오류가 있어 다듬을 수 없습니다",
                "the text has errors, so it can't be laid out"
            )),
        }
    }

    fn fix(&self, finding: usize, fix: usize) -> Result<Value, Text> {
        let reviewed = self.reviewed()?;
        let all = listed(reviewed);
        let finding = all.iter().find(|(number, _)| *number == finding).map(|(_, it)| it);
        let fixes = finding.map(|it| it.fixes.iter().filter(|fix| !fix.edits.is_empty()));
        let none = || text!("이 지적에는 그런 수정이 없습니다", "the finding offers no such fix");
        let chosen = fixes.and_then(|mut fixes| fixes.nth(fix)).ok_or_else(none)?;
        let own = reviewed.sources.find(&self.main).ok_or_else(none)?;
        if chosen.edits.iter().any(|edit| edit.span.source != own) {
            return Err(text!(
                "이 수정은 다른 파일을 고칩니다. 그 파일을 여세요",
                "this fix changes another file; open that one"
            ));
        }
        Ok(json!({"text": edit::apply(self.text(), &chosen.edits)}))
    }

    fn accept(&self, finding: usize) -> Result<Value, Text> {
        let reviewed = self.reviewed()?;
        let none = || text!("그런 지적이 없습니다", "there is no such finding");
        let statement = super::answer::accepted(reviewed, finding, self.lang).ok_or_else(none)?;
        let (place, before) = ide::after_accepts(reviewed).ok_or_else(none)?;
        let mut text = self.text().to_owned();
        text.insert_str(place.range().start, &format!("{before}{statement}"));
        Ok(json!({"text": text}))
    }

    fn import(&self, name: &str, text: &str) -> Result<Value, Text> {
        match recognise(name, text) {
            Recognised::Foreign(format) => {
                let files = vec![Source::new(name, text)];
                let written = self.project.import(files, &self.texts, Some(self.lang));
                let written = written.map_err(|refused| refused.reason)?;
                let none =
                    || text!("설계로 옮길 것이 없습니다", "there is nothing to make a design of");
                let text = &written.last().ok_or_else(none)?.source.text;
                Ok(json!({"notation": format!("{format:?}"), "text": &**text}))
            }
            Recognised::Refused(reason) => Err(reason),
            Recognised::Arch | Recognised::Markdown | Recognised::Unknown => Ok(Value::Null),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn asked(bench: &mut Bench, question: Value) -> Value {
        serde_json::from_str(&bench.ask(&question.to_string())).expect("JSON")
    }

    fn checked(bench: &mut Bench, text: &str) -> Value {
        let texts = json!({"shop.arch": text, "base.arch": "mysql orders { backup = none }\n"});
        asked(
            bench,
            json!({"ask": "check", "texts": texts, "main": "shop.arch", "lang": "ko", "today": "2026-01-31"}),
        )
    }

    #[test]
    fn places_are_told_in_utf_16_units() {
        let mut bench = Bench::default();
        let told = checked(&mut bench, "was 주문 \"🚀\" { replicas = 2, nope = 1 }\n");
        let findings = told["answer"]["findings"].as_array().expect("findings");
        let finding = findings.iter().find(|it| it["rule"] == "unknown-attribute").expect("one");
        // 🚀 takes two units and 주 one.
        assert_eq!((&finding["from"], &finding["to"]), (&json!(28), &json!(32)), "{told}");
    }

    #[test]
    fn a_fix_changes_the_text_and_removes_the_finding() {
        let mut bench = Bench::default();
        let text = "include \"base.arch\"\nuser fan\nwas api { replicas = 2, managd = on }\nfan -> api -> orders\n";
        let told = checked(&mut bench, text);
        let findings = told["answer"]["findings"].as_array().expect("findings").iter();
        let mistyped = findings.clone().find(|it| it["rule"] == "unknown-attribute").expect("one");
        let number = &mistyped["number"];
        let fixed = asked(&mut bench, json!({"ask": "fix", "finding": number, "fix": 0}));
        let fixed = fixed["answer"]["text"].as_str().expect("a text").to_owned();
        assert!(fixed.contains("managed = on"), "{fixed}");
        let told = checked(&mut bench, &fixed);
        assert_eq!(told["answer"]["waiting"], false, "{told}");
        let state = asked(&mut bench, json!({"ask": "state", "lang": "en"}));
        assert!(
            state["answer"]["sheets"][0]["svg"].as_str().is_some_and(|svg| svg.starts_with("<svg"))
        );
    }

    #[test]
    fn another_notation_becomes_a_design() {
        let mut bench = Bench::default();
        let text = "flowchart LR\n  user --> api\n  api --> db[(MySQL)]\n";
        let told = asked(&mut bench, json!({"ask": "import", "name": "pasted", "text": text}));
        let design = told["answer"]["text"].as_str().expect("a design");
        assert!(design.contains("mysql") && design.contains("->"), "{design}");
    }

    #[test]
    fn what_nobody_understands_is_an_error_in_words() {
        let mut bench = Bench::default();
        for question in ["", "{", "[]", "{\"ask\":\"nope\"}", "{\"ask\":\"hover\",\"at\":5}"] {
            let told: Value = serde_json::from_str(&bench.ask(question)).expect("JSON");
            assert!(told["error"].as_str().is_some_and(|it| !it.is_empty()), "{question}: {told}");
        }
    }
}
