//! What a check returns: a diagnostic, what it is about, and which failures it explains.

use crate::analysis::Unit;
use crate::diagnostic::{Diagnostic, Figure, Fix, RuleName, Severity};
use crate::model::{ComponentId, FlowId, GroupId, LinkId, Subject};
use crate::say::Text;
use crate::source::Span;

#[derive(Clone, Debug)]
pub struct Finding {
    pub diagnostic: Diagnostic,
    /// What it is about; the first is the one that the message names.
    pub subjects: Vec<Subject>,
    /// The flow that is hurt.
    pub flow: Option<FlowId>,
    /// Components from the flow's entry to the place.
    pub path: Vec<ComponentId>,
    /// The failure units whose being a single point of failure this finding explains.
    pub explains: Vec<Unit>,
    /// It is never said together with others of its rule.
    pub alone: bool,
    /// It is about something that is down, overloaded or lost.
    pub loss: bool,
    /// The finding is dropped when others explain all units in `explains`.
    pub general: bool,
}

impl Finding {
    /// By a rule or a policy of that name.
    pub fn new(rule: impl Into<RuleName>, level: Severity, primary: Span, message: Text) -> Self {
        Self {
            diagnostic: Diagnostic::new(rule, level, primary, message),
            subjects: Vec::new(),
            flow: None,
            path: Vec::new(),
            explains: Vec::new(),
            alone: false,
            loss: false,
            general: false,
        }
    }

    pub fn message(mut self, message: Text) -> Self {
        self.diagnostic.message = message;
        self
    }

    /// Departs from the rule's own level.
    pub fn level(mut self, level: Severity) -> Self {
        self.diagnostic.severity = level;
        self
    }

    pub fn label(mut self, label: Text) -> Self {
        self.diagnostic.label = Some(label);
        self
    }

    pub fn related(mut self, span: Span, text: Text) -> Self {
        self.diagnostic.related.push((span, text));
        self
    }

    pub fn why(mut self, why: Text) -> Self {
        self.diagnostic.why = Some(why);
        self
    }

    pub fn help(mut self, help: Text) -> Self {
        self.diagnostic.help = Some(help);
        self
    }

    pub fn trade_off(mut self, trade_off: Text) -> Self {
        self.diagnostic.trade_off = Some(trade_off);
        self
    }

    pub fn question(mut self, question: Text) -> Self {
        self.diagnostic.question = Some(question);
        self
    }

    pub fn figure(mut self, figure: Figure) -> Self {
        self.diagnostic.figures.push(figure);
        self
    }

    pub fn fix(mut self, fix: Fix) -> Self {
        self.diagnostic.fixes.push(fix);
        self
    }

    pub fn fixes(mut self, fixes: impl IntoIterator<Item = Fix>) -> Self {
        self.diagnostic.fixes.extend(fixes);
        self
    }

    /// It is about one statement of the design, and stands for itself.
    pub fn alone(mut self) -> Self {
        self.alone = true;
        self
    }

    pub fn about(mut self, id: ComponentId) -> Self {
        self.subjects.push(Subject::Component(id));
        self
    }

    pub fn about_group(mut self, id: GroupId) -> Self {
        self.subjects.push(Subject::Group(id));
        self
    }

    pub fn about_link(mut self, id: LinkId) -> Self {
        self.subjects.push(Subject::Link(id));
        self
    }

    pub fn flow(mut self, flow: Option<FlowId>) -> Self {
        self.flow = flow;
        self
    }

    /// The flow and the evidence path of the single point of failure at the place.
    pub fn takes_down(mut self, spof: Option<crate::analysis::Spof>) -> Self {
        if let Some(spof) = spof {
            self.flow = Some(spof.flow);
            self.path = spof.path.to_vec();
        }
        self
    }

    pub fn explains(mut self, units: impl IntoIterator<Item = Unit>) -> Self {
        self.explains.extend(units);
        self
    }

    /// Its level follows the harm, also where no single unit explains it.
    pub fn loss(mut self) -> Self {
        self.loss = true;
        self
    }

    pub(super) fn is_loss(&self) -> bool {
        self.loss || !self.explains.is_empty()
    }

    /// Gives way to findings that explain the same units.
    pub fn general(mut self) -> Self {
        self.general = true;
        self
    }
}
