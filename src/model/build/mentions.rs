//! Writes down which name of the text was understood as what.

use super::draft::Draft;
use crate::model::{Place, Sort, Symbol, Use};
use crate::source::Span;
use crate::syntax::ast;
use std::cell::RefCell;

/// What was noted so far. Looking a name up borrows the builder, so notes are taken behind its back.
#[derive(Debug, Default)]
pub(super) struct Mentions {
    uses: RefCell<Vec<Use>>,
}

impl Mentions {
    /// A path that leads to a place: its last name is that place's, those before it are the groups
    /// around.
    pub(super) fn path(&self, draft: &Draft, path: &ast::Path, place: Place) {
        let mut at = Some(place);
        for segment in path.segments.iter().rev() {
            let Some(place) = at else { return };
            self.refer(segment.span, symbol(draft, place));
            at = draft.parent(place).map(Place::Group);
        }
    }

    pub(super) fn refer(&self, span: Span, of: Symbol) {
        self.uses.borrow_mut().push(Use { span, of, declares: false });
    }

    fn declare(&self, of: Symbol) {
        self.uses.borrow_mut().push(Use { span: of.declared, of, declares: true });
    }

    /// All notes in the order of the places, with what the draft declares and the values read.
    pub(super) fn finish(self, draft: &Draft, of_values: Vec<Use>) -> Vec<Use> {
        let components = (0..draft.components.len() as u32).map(crate::model::ComponentId);
        let groups = (0..draft.groups.len() as u32).map(crate::model::GroupId);
        let places = components.map(Place::Component).chain(groups.map(Place::Group));
        places.for_each(|place| self.declare(symbol(draft, place)));
        draft.flows.iter().for_each(|flow| self.declare(flow_symbol(flow.name_span)));
        draft.scenarios.iter().for_each(|it| self.declare(scenario_symbol(it.name_span)));
        let mut uses = self.uses.into_inner();
        uses.extend(of_values);
        // Of two notes on one name the declaration goes first.
        uses.sort_by_key(|it| (it.span, !it.declares, it.of));
        uses.dedup_by_key(|it| it.span);
        uses
    }
}

pub(super) fn symbol(draft: &Draft, place: Place) -> Symbol {
    let sort = match place {
        Place::Component(_) => Sort::Component,
        Place::Group(_) => Sort::Group,
    };
    Symbol { declared: draft.name_span(place), sort }
}

pub(super) fn flow_symbol(declared: Span) -> Symbol {
    Symbol { declared, sort: Sort::Flow }
}

pub(super) fn scenario_symbol(declared: Span) -> Symbol {
    Symbol { declared, sort: Sort::Scenario }
}
