//! Findings, told for every file that they touch.

use super::server::Server;
use super::session::Checked;
use crate::config::FILE_NAME;
use crate::diagnostic::{Diagnostic, Severity};
use crate::report::{Address, Checked as Found, Report, fingerprints, waiting};
use crate::rules;
use crate::source::Sources;
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};

impl Server {
    /// Judges a design if it is of interest; the files of which something new is to be told.
    pub(super) fn tell(&mut self, root: &str) -> BTreeSet<String> {
        let new = match self.is_wanted(root) {
            true => self.found(root),
            false => BTreeMap::new(),
        };
        let old = self.told.remove(root).unwrap_or_default();
        let mut files: BTreeSet<String> = old.keys().cloned().collect();
        files.extend(new.keys().cloned());
        // A file that is open hears of its new version even where nothing was found.
        files.extend(self.documents.open.keys().filter(|name| self.is_in(root, name)).cloned());
        if !new.is_empty() {
            self.told.insert(root.to_owned(), new);
        }
        files
    }

    fn is_in(&self, root: &str, name: &str) -> bool {
        let known = self.session.known(root);
        name == root || known.is_some_and(|checked| checked.texts.contains_key(name))
    }

    /// Something that is open is a part of it.
    fn is_wanted(&self, root: &str) -> bool {
        let mut open = self.documents.open.keys();
        open.any(|name| self.session.roots(name).iter().any(|it| it == root) || name == root)
    }

    pub(super) fn publish(&mut self, file: &str) {
        let mut told = self.told.values().filter_map(|files| files.get(file));
        let mut findings = told.next().cloned().unwrap_or_default();
        for other in told {
            let new = other.iter().filter(|value| !findings.contains(value));
            let new: Vec<Value> = new.cloned().collect();
            findings.extend(new);
        }
        let mut params = json!({"uri": self.documents.uri(file), "diagnostics": findings});
        if let Some(document) = self.documents.open.get(file) {
            params["version"] = json!(document.version);
        }
        self.send("textDocument/publishDiagnostics", params);
    }

    /// By file: everything that is found in a design.
    fn found(&mut self, root: &str) -> BTreeMap<String, Vec<Value>> {
        if root.ends_with(FILE_NAME) {
            return self.of_configuration(root);
        }
        if self.fails(root) || !self.is_ours(root) {
            return BTreeMap::new();
        }
        // A part of another design is judged there.
        if !self.session.roots(root).iter().any(|it| it == root) {
            return BTreeMap::new();
        }
        let checked = self.session.check(root, &self.documents, &*self.world);
        let mut told = BTreeMap::new();
        if let Some(refused) = &checked.refused {
            let name = root.rsplit('/').next().unwrap_or(root);
            let reason = refused.reason.get(self.lang()).replace(root, name);
            let at =
                json!({"start": {"line": 0, "character": 0}, "end": {"line": 0, "character": 0}});
            told.insert(root.to_owned(), vec![plain(at, 2, &reason)]);
            return told;
        }
        let report = Report::of(checked.designs.iter().map(|it| it.checked()).collect());
        let prints = fingerprints(&report);
        for (finding, print) in report.findings.iter().zip(prints) {
            if finding.is_accepted() {
                continue;
            }
            let file = report.sources.get(finding.primary.source).name.clone();
            if let Some(value) = self.one(&checked, &report.sources, finding, Some(print)) {
                told.entry(file).or_insert_with(Vec::new).push(value);
            }
        }
        if !report.waiting.is_empty() {
            let name = root.rsplit('/').next().unwrap_or(root);
            let short = |file: &String| file.rsplit('/').next().unwrap_or(file).to_owned();
            let faulty: Vec<String> = report.faulty().iter().map(short).collect();
            let message = waiting(&[name.to_owned()], &faulty);
            let at =
                json!({"start": {"line": 0, "character": 0}, "end": {"line": 0, "character": 0}});
            let value = plain(at, 3, message.get(self.lang()));
            told.entry(root.to_owned()).or_insert_with(Vec::new).push(value);
        }
        told
    }

    fn of_configuration(&mut self, file: &str) -> BTreeMap<String, Vec<Value>> {
        // Reading anything beside it reads it, too.
        let beside = format!("{}/x.arch", super::world::folder(file));
        let (project, _) = self.session.project(&beside, &self.documents, &*self.world, false);
        let Some(faulty) = self.session.faulty.get(file) else { return BTreeMap::new() };
        let Found { sources, findings, .. } = faulty.clone();
        let lines = sources.iter().map(|(_, source)| {
            let lines = super::position::Lines::new(source.text.clone(), self.documents.encoding);
            (source.name.clone(), lines)
        });
        let texts = lines.collect();
        let checked = Checked { designs: Vec::new(), refused: None, texts, project };
        let told = findings.iter().filter_map(|it| self.one(&checked, &sources, it, None));
        BTreeMap::from([(file.to_owned(), told.collect())])
    }

    fn one(
        &self,
        checked: &Checked,
        sources: &Sources,
        it: &Diagnostic,
        print: Option<String>,
    ) -> Option<Value> {
        let lang = self.lang();
        let lines = self.lines(checked, &sources.get(it.primary.source).name)?;
        let mut message = it.message.get(lang).to_owned();
        if let Some(why) = &it.why {
            message += &format!("\n{}", why.get(lang));
        }
        let mut value = plain(lines.first_line(it.primary), level(it.severity), &message);
        value["code"] = json!(it.rule.as_str());
        if let Some(page) = Address::of(&it.rule, rules::ALL, lang) {
            value["codeDescription"] = json!({ "href": page.to_string() });
        }
        if let Some(print) = print {
            value["data"] = json!(print);
        }
        if it.rule == "unused-accept" {
            value["tags"] = json!([1]);
        }
        let mut related = Vec::new();
        for (span, words) in it.related.iter().filter(|_| self.client.related) {
            let name = &sources.get(span.source).name;
            if let Some(lines) = self.lines(checked, name) {
                let location = json!({"uri": self.documents.uri(name), "range": lines.span(*span)});
                related.push(json!({"location": location, "message": words.get(lang)}));
            }
        }
        if self.client.related {
            related.extend(self.proof(checked, it));
        }
        if !related.is_empty() {
            value["relatedInformation"] = json!(related);
        }
        Some(value)
    }

    /// The components from the entry to the place, as far as their design is at hand.
    fn proof(&self, checked: &Checked, it: &Diagnostic) -> Vec<Value> {
        let mut steps = Vec::new();
        for (number, path) in it.path.iter().enumerate() {
            let found = checked.designs.iter().find_map(|reviewed| {
                let component = reviewed.design.components.iter().find(|one| one.path == *path)?;
                Some((&reviewed.sources.get(component.head.source).name, component.head))
            });
            let Some((name, head)) = found else { continue };
            let Some(lines) = self.lines(checked, name) else { continue };
            let location =
                json!({"uri": self.documents.uri(name), "range": lines.first_line(head)});
            steps.push(json!({"location": location, "message": format!("{}. {path}", number + 1)}));
        }
        steps
    }
}

fn plain(range: Value, severity: u8, message: &str) -> Value {
    json!({"range": range, "severity": severity, "source": "archlint", "message": message})
}

fn level(severity: Severity) -> u8 {
    match severity {
        Severity::Error => 1,
        Severity::Warning => 2,
        Severity::Advice => 3,
    }
}
