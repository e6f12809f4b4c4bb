//! Ways from a design to a TO-BE, evaluated as every design is.

use super::recognise::Recognised;
use super::{Judge, Judged, Project, Refused, Reviewed};
use crate::analysis::Study;
use crate::catalog::Catalog;
use crate::diagnostic::{self, Diagnostic, Severity};
use crate::model::{self, Attr, Quantity};
use crate::plan::{Aims, Evaluated, Found, Known, page, search};
use crate::report::figures::FigureFormat;
use crate::say::Lang;
use crate::sink::Printed;
use crate::source::{LoadError, Loader, NoLoader, Source, Sources, Span};
use jiff::civil::Date;
use std::slice;
use std::sync::Arc;

/// What may be done about a design.
pub struct Planned {
    /// The design as it is. Where its text has errors, nothing was searched.
    pub old: Reviewed,
    found: Option<Found>,
    /// Of the design, then of each way.
    findings: Vec<Vec<Diagnostic>>,
    aims: Aims,
    extends: String,
}

impl Planned {
    /// Each way as its name and the text of a design that extends the file at the path `extends`.
    pub fn texts(&self, extends: &str) -> Vec<(&'static str, String)> {
        let (here, there) =
            (format!("extends \"{}\"", self.extends), format!("extends \"{extends}\""));
        let plans = self.found.iter().flat_map(|found| &found.plans);
        plans.map(|plan| (plan.name(), plan.text.replacen(&here, &there, 1))).collect()
    }

    /// The ways side by side, and what each gives up.
    pub fn page(&self, format: FigureFormat, lang: Lang) -> Printed {
        let Some(found) = &self.found else { return Printed::default() };
        // As a check counts them: what a tier shares is one.
        let grouped = |findings: &Vec<Diagnostic>| diagnostic::group(findings.clone());
        let findings: Vec<Vec<Diagnostic>> = self.findings.iter().map(grouped).collect();
        page(&self.old.study, found, &findings, &self.aims, format, lang)
    }
}

impl Project {
    /// Three ways to a TO-BE of the design in a file, which may be foreign.
    pub fn plan(
        &self,
        source: &Source,
        loader: &dyn Loader,
        today: Date,
        aims: Aims,
        lang: Lang,
    ) -> Result<Planned, Refused> {
        let old = self.check_one(source, loader, today)?;
        // What is asked for here holds before what the design states.
        let budget = aims.budget.or_else(|| old.design.slo.quantity(Attr::Budget));
        let aims = Aims { budget, ..aims };
        let extends = source.name.rsplit('/').next().unwrap_or(&source.name).to_owned();
        let mut planned =
            Planned { findings: vec![old.findings.clone()], found: None, old, aims, extends };
        if planned.old.waiting {
            return Ok(planned);
        }
        let folder = source.name.strip_suffix(planned.extends.as_str()).unwrap_or_default();
        let beside = format!("{folder}to-be.plan.arch");
        let loader = &WithBase { base: source, extends: &planned.extends, loader };
        let read = |text: &str| self.evaluated(&Source::new(beside.clone(), text), loader, today);
        let Reviewed { study, sources, findings, .. } = &planned.old;
        let known = Known { study, sources, findings };
        let found = search(known, &aims, &planned.extends, lang, &read);
        for plan in &found.plans {
            let text = Source::new(beside.clone(), plan.text.as_str());
            planned.findings.push(self.check_one(&text, loader, today)?.findings);
        }
        planned.found = Some(found);
        Ok(planned)
    }

    /// A design with what is computed of it, not judged by rules; `None` where it has errors.
    fn evaluated(&self, source: &Source, loader: &dyn Loader, today: Date) -> Option<Evaluated> {
        let file = Recognised::of(slice::from_ref(source), loader, &self.reading()).ok()?;
        let judge = Judge::new(self, file.name(), loader, today);
        let terms = self.terms().clone();
        let built = |sources: &mut Sources, span: Span, loader: &dyn Loader| {
            let built = model::build(sources, span, loader, self.catalog());
            let design = Arc::new(built.design);
            let study = Study::new(design.clone(), terms.clone());
            Judged { design, study, findings: built.errors, waiting: false }
        };
        let (_, judged) = file.read(0, &judge.examining(), built)?;
        let fails = judged.findings.iter().any(|it| it.severity == Severity::Error);
        (!fails).then_some(Evaluated { study: judged.study })
    }
}

/// Knows the design that is extended, which stands in no file where it came over standard input.
struct WithBase<'l> {
    base: &'l Source,
    extends: &'l str,
    loader: &'l dyn Loader,
}

impl Loader for WithBase<'_> {
    fn load(&self, from: &str, path: &str) -> Result<Source, LoadError> {
        let is_base = path == self.extends;
        self.loader.load(from, path).or_else(|error| match is_base {
            true => Ok(self.base.clone()),
            false => Err(error),
        })
    }

    fn path(&self, name: &str) -> String {
        self.loader.path(name)
    }

    fn policies(&self) -> Vec<Source> {
        self.loader.policies()
    }

    fn list(&self, from: &str, path: &str) -> Result<Vec<String>, LoadError> {
        self.loader.list(from, path)
    }
}

/// An objective of `slo` as a design states it: `99.95%`, `$500/mo`; `None` where it is none.
pub fn stated(attr: Attr, value: &str) -> Option<Quantity> {
    let text = format!("slo {{ {} = {value} }}\n", attr.word());
    let mut sources = Sources::default();
    let span = Span::new(sources.add(Source::new("aims.arch", text.as_str())), 0, text.len());
    let built = model::build(&mut sources, span, &NoLoader, &Catalog::builtin());
    built.design.slo.quantity(attr).filter(|_| built.errors.is_empty())
}
