//! Applies the fixes that the designs of a file offer, and writes them as a TO-BE.

use super::recognise::{Reading, Recognised};
use super::{Judge, Project, Refused, Reviewed};
use crate::diagnostic::{Diagnostic, Named, RuleName, Safety, Severity};
use crate::fix::{self, Done, Outcome, Round, Stop};
use crate::source::{Loader, Source, Span};
use jiff::civil::Date;
use std::slice;

/// What a file became.
#[derive(Debug)]
pub struct Fixed {
    /// Its text with the fixes applied.
    pub text: String,
    /// In the order in which they were applied.
    pub done: Vec<Done>,
    /// Why no more was fixed.
    pub stop: Stop,
    /// Its designs as they are now, with what is left.
    pub left: Vec<Reviewed>,
}

impl Fixed {
    /// What of it a TO-BE really mended: an extending design can't reach everything in the text
    /// below it.
    pub fn done_in(&self, to_be: &Reviewed) -> Vec<Done> {
        let is_left = |it: &Done| {
            to_be.findings.iter().any(|f| f.rule == it.rule && f.subjects == it.subjects)
        };
        self.done.iter().filter(|it| !is_left(it)).cloned().collect()
    }
}

impl Project {
    /// Applies every fix that is at least as safe as `safety` in every design of a file, round
    /// after round until nothing more is offered.
    pub fn fix(
        &self,
        source: &Source,
        loader: &dyn Loader,
        today: Date,
        safety: Safety,
    ) -> Result<Fixed, Refused> {
        self.fix_at(source, loader, today, safety, None)
    }

    /// The same, only of what is found on a line, from 1, of the text as it is given.
    #[doc(hidden)]
    pub fn fix_at(
        &self,
        source: &Source,
        loader: &dyn Loader,
        today: Date,
        safety: Safety,
        line: Option<usize>,
    ) -> Result<Fixed, Refused> {
        let reading = Reading { shown: true, ..self.reading() };
        let file = Recognised::of(slice::from_ref(source), loader, &reading)?;
        // A foreign file is fixed as the design that is written from it.
        let written = file.written(file.count().saturating_sub(1)).filter(|_| file.is_foreign());
        let plain =
            written.map(|one| Source::new(one.source.name.clone(), one.source.text.clone()));
        let source = plain.as_ref().unwrap_or(source);
        let count = if plain.is_some() { 1 } else { file.count() };
        let judge = Judge::new(self, &source.name, loader, today).seeing_secrets();
        let text = source.text.to_string();
        let mut fixed = Fixed { text, done: Vec::new(), stop: Stop::Fixed, left: Vec::new() };
        // A Markdown file must keep as many designs as it had.
        let review = |text: &str, number: usize| {
            let text = Source::new(source.name.clone(), text);
            let file = Recognised::of(slice::from_ref(&text), loader, &reading).ok()?;
            if file.count() == count { judge.judge(&file, number) } else { None }
        };
        for number in 0..count {
            // Later rounds know what was found there by its rule and whom it is about.
            let mut there: Option<Vec<(RuleName, Vec<Named>)>> = None;
            let mut check = |text: &str| {
                let mut reviewed = review(text, number)?;
                if let Some(line) = line {
                    let of = |it: &Diagnostic| (it.rule.clone(), it.subjects.clone());
                    let wanted = there.get_or_insert_with(|| {
                        let found = reviewed.findings.iter();
                        found.filter(|it| is_on(&reviewed, it, line)).map(of).collect()
                    });
                    let errors = round(&reviewed).errors;
                    reviewed.findings.retain(|it| wanted.contains(&of(it)));
                    return Some(Round { errors, ..round(&reviewed) });
                }
                Some(round(&reviewed))
            };
            let Outcome { text, done, stop } = fix::fix(&fixed.text, safety, &mut check);
            fixed.stop = fixed.stop.max(stop);
            fixed.done.extend(done);
            fixed.text = text;
        }
        let new = Source::new(source.name.clone(), fixed.text.as_str());
        if Recognised::of(slice::from_ref(&new), loader, &reading)?.count() == count {
            fixed.left = self.check(&new, loader, today)?;
        }
        Ok(fixed)
    }

    /// What fixes changed, as the text of a TO-BE that extends the file at the path `extends`;
    /// `None` where the fixed text has errors.
    pub fn to_be(
        &self,
        source: &Source,
        fixed: &Fixed,
        loader: &dyn Loader,
        today: Date,
        extends: &str,
    ) -> Result<Option<String>, Refused> {
        let reading = Reading { shown: true, ..self.reading() };
        let judge = Judge::new(self, &source.name, loader, today).seeing_secrets();
        let last = |file: &Recognised| {
            let last = file.count().checked_sub(1);
            last.and_then(|last| judge.judge(file, last))
        };
        let old = Recognised::of(slice::from_ref(source), loader, &reading)?;
        // What was fixed of a foreign file is the design that is written from it.
        let written = old.written(0).filter(|_| old.is_foreign());
        let name = written.map_or(&source.name, |one| &one.source.name);
        let text = Source::new(name.clone(), fixed.text.as_str());
        let new = Recognised::of(slice::from_ref(&text), loader, &reading)?;
        let (Some(base), Some(new)) = (last(&old), last(&new)) else {
            return Ok(None);
        };
        let readable = !new.waiting;
        Ok(readable.then(|| fix::to_be(&base.design, &new.design, &new.sources, extends)))
    }
}

/// Whether what is at fault stands on that line of the file.
fn is_on(reviewed: &Reviewed, it: &Diagnostic, line: usize) -> bool {
    let source = reviewed.sources.get(it.primary.source);
    let [first, last] =
        [it.primary.start, it.primary.end].map(|at| source.position(at as usize).line);
    source.name == reviewed.file && (first..=last).contains(&line)
}

fn round(reviewed: &Reviewed) -> Round {
    let is_error = |it: &&Diagnostic| it.severity == Severity::Error;
    let errors = match reviewed.waiting {
        true => reviewed.findings.iter().filter(is_error).count(),
        false => 0,
    };
    Round { findings: reviewed.findings.clone(), own: own_text(reviewed), errors }
}

/// The text that a fix of the design may change: its own stretch of the file, or where it is written
/// from a drawing in the file, the file.
fn own_text(reviewed: &Reviewed) -> Span {
    let own = reviewed.design.span.expect("a design that was read has its place");
    let is_file = |source: &Source| source.origins.is_none() && source.name == reviewed.file;
    match reviewed.sources.get(own.source).origins {
        None => own,
        Some(_) => reviewed
            .sources
            .iter()
            .find(|(_, source)| is_file(source))
            .map_or(own, |(id, source)| Span::new(id, 0, source.text.len())),
    }
}
