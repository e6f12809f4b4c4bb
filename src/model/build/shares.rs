//! Shares of the users that do not fit together.

use crate::diagnostic::Diagnostic;
use crate::model::{Attr, ComponentId, Design, Dimension, Kind};
use crate::say::number;
use crate::text;

/// Of all requests no more than all can come from the users: a sum above 100% at the last one that
/// states its share.
pub(super) fn conflicting(design: &Design) -> Option<Diagnostic> {
    let share = |id: &ComponentId| {
        let component = design.component(*id);
        let share = component.facts.number(Attr::Share, Dimension::Ratio)?;
        (component.kind == Kind::User).then(|| (*id, share.low()))
    };
    let stated: Vec<(ComponentId, f64)> =
        design.component_ids().filter_map(|id| share(&id)).collect();
    let sum: f64 = stated.iter().map(|(_, share)| share).sum();
    if sum <= 1.0 + 1e-9 {
        return None;
    }
    let span = |id: ComponentId| design.component(id).facts.span(Attr::Share);
    let (last, _) = *stated.last()?;
    let total = number::share(sum);
    let message = text!(
        total;
        "사용자들의 `share`를 더하면 {total}입니다",
        "the `share`s of the users come to {total}"
    );
    let mut error = Diagnostic::error("conflicting-shares", span(last)?, message)
        .label(text!("합이 100%를 넘음", "more than 100% in sum"))
        .help(text!(
            "모든 요청을 사용자들이 나누어 보냅니다. 합이 100%가 되게 적거나, 하나를 비워 나머지를 갖게 하세요.",
            "The users divide all requests. Let the shares come to 100%, or leave one out: it has the rest."
        ));
    for (id, _) in &stated[..stated.len() - 1] {
        error = error.related(span(*id)?, text!("여기도", "this one, too"));
    }
    Some(error)
}
