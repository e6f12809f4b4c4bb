//! Connections that are taken to carry every request although the flows over them are a part of the
//! traffic: load follows the connections, and theirs is the `share` that counts.

use super::Interval;
use super::demand::figure;
use crate::model::{Attr, ComponentId, Design, Dimension, LinkId};
use crate::syntax::ast::Arrow;
use crate::text;
use crate::text::Text;

/// What is assumed of the connections to a component, where its flows say otherwise.
pub fn taken_whole(design: &Design, to: ComponentId) -> Vec<Text> {
    design.links_to(to).filter_map(|link| assumption(design, link)).collect()
}

fn assumption(design: &Design, id: LinkId) -> Option<Text> {
    let link = design.link(id);
    let stated = [Attr::Share, Attr::Calls].iter().any(|attr| link.facts.is_stated(*attr));
    if stated || link.arrow == Arrow::Copy {
        return None;
    }
    let over = flow_share(design, |step| step == id)?;
    let through = flow_share(design, |step| design.link(step).to == link.from)?;
    if over <= 0.0 || over > through * 0.999 {
        return None;
    }
    let (name, part) = (design.link_name(id), figure(Interval::exact(over / through * 100.0)));
    Some(text!(
        "`{name}` 연결에 `share`가 없어 모든 요청이 부른다고 보았습니다(흐름대로라면 {part}%)",
        "`{name}` states no `share`, so every request is taken to call it ({part}% by its flows)"
    ))
}

/// The part of the traffic that flows with such a step have; `None` where one of them does not say.
fn flow_share(design: &Design, is_such: impl Fn(LinkId) -> bool) -> Option<f64> {
    let flows = design.flows.iter().filter(|flow| flow.steps.iter().any(|step| is_such(*step)));
    flows
        .map(|flow| flow.facts.number(Attr::Share, Dimension::Ratio).map(|share| share.high()))
        .sum()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalog::Catalog;
    use crate::model::build;
    use crate::source::{NoLoader, Source, Sources, Span};

    fn said(connection: &str, share: &str) -> Vec<String> {
        let text = format!(
            "user fan; was api; db orders; external pay
             fan -> api -> orders
             api -> pay {connection}
             flow look {{ share = 90%; fan -> api -> orders }}
             flow buy {{ {share}; fan -> api -> orders, pay }}"
        );
        let mut sources = Sources::default();
        let span = Span::new(sources.add(Source::new("shares.arch", &*text)), 0, text.len());
        let design = build(&mut sources, span, &NoLoader, &Catalog::builtin()).design;
        let all = design.component_ids().flat_map(|id| taken_whole(&design, id));
        all.map(|text| text.en.to_string()).collect()
    }

    #[test]
    fn a_connection_of_a_rare_flow_is_said_to_be_taken_whole() {
        let whole =
            "`api->pay` states no `share`, so every request is taken to call it (10% by its flows)";
        assert_eq!(said("", "share = 10%"), [whole]);
    }

    #[test]
    fn nothing_is_said_where_the_connection_or_no_flow_states_its_part() {
        assert!(said("{ share = 10% }", "share = 10%").is_empty());
        assert!(said("{ calls = 0.1x }", "share = 10%").is_empty());
        assert!(said("", "critical").is_empty());
    }
}
