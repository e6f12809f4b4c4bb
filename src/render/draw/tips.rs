//! What an element says when it is pointed at or read aloud.

use super::painter::Subjects;
use crate::model::{Attr, ComponentId, Design, GroupId, LinkId};
use crate::render::shown::Inside;
use crate::render::shown::{Mark, Subject};
use crate::say::{Lang, Text};
use crate::syntax::ast::Stage;

/// The words about a design in one language.
#[derive(Clone, Copy)]
pub struct Tips<'a> {
    pub design: &'a Design,
    pub marks: &'a [Mark],
    pub subjects: &'a Subjects,
    pub lang: Lang,
}

impl Tips<'_> {
    pub fn component(&self, id: ComponentId) -> String {
        let component = self.design.component(id);
        let mut lines = vec![named(component.label.as_deref(), &component.path)];
        let mut what = component.kind.title().get(self.lang).to_owned();
        if let Some(tech) = &component.tech {
            what = format!("{what} · {}", tech.title);
        }
        lines.push(what);
        lines.extend(component.facts.text(Attr::Note).map(str::to_owned));
        lines.extend(self.messages(Subject::Component(id)));
        lines.join("\n")
    }

    pub fn group(&self, id: GroupId) -> String {
        let group = self.design.group(id);
        let mut lines = vec![named(group.label.as_deref(), &group.path)];
        lines.push(group.kind.title().get(self.lang).to_owned());
        lines.extend(self.messages(Subject::Group(id)));
        lines.join("\n")
    }

    pub fn link(&self, id: LinkId) -> String {
        let link = self.design.link(id);
        let mut lines = vec![self.design.link_name(id)];
        lines.extend(link.label.clone());
        lines.extend(self.messages(Subject::Link(id)));
        lines.join("\n")
    }

    /// The findings about one subject, with their numbers.
    pub fn messages(&self, subject: Subject) -> Vec<String> {
        let marks = self.subjects.marks(subject).iter().map(|at| &self.marks[*at]);
        marks.map(|mark| self.message(mark)).collect()
    }

    fn message(&self, mark: &Mark) -> String {
        let words: String =
            mark.message.line(self.lang).parts().into_iter().map(|it| it.0).collect();
        format!("{}. {words}", mark.number)
    }

    pub fn title(&self) -> String {
        match self.design.stage {
            Some(Stage::AsIs) => format!("{} (AS-IS)", self.design.name),
            Some(Stage::ToBe) => format!("{} (TO-BE)", self.design.name),
            None => self.design.name.clone(),
        }
    }

    /// `counts` says how much there is.
    pub fn description(&self, counts: &str) -> String {
        let mut parts = vec![counts.to_owned()];
        parts.extend(self.marks.iter().map(|mark| self.message(mark)));
        parts.join("\n")
    }

    /// A group that is one card.
    pub fn collapsed(&self, id: ComponentId, inside: &Inside) -> String {
        let component = self.design.component(id);
        let mut lines = vec![named(component.label.as_deref(), &component.path)];
        lines.push(inside.kind.title().get(self.lang).to_owned());
        lines.push(counts((inside.components, inside.connections), self.lang));
        let findings: Vec<String> =
            inside.findings().map(|(_, words)| words.get(self.lang).to_owned()).collect();
        lines.extend((!findings.is_empty()).then(|| findings.join(" · ")));
        lines.join("\n")
    }
}

/// How many components and connections there are, in words.
pub fn counts((components, links): (usize, usize), lang: Lang) -> String {
    let words: Text = crate::text!(
        components, links;
        "컴포넌트 {components} · 연결 {links}",
        "{components} components · {links} connections"
    );
    words.get(lang).to_owned()
}

fn named(label: Option<&str>, path: &str) -> String {
    match label {
        Some(label) => format!("{label} ({path})"),
        None => path.to_owned(),
    }
}
