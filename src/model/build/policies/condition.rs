//! What a condition of a policy asks: attributes, groups, figures and neighbours, all resolved.

use super::super::claims::{Asks, FUNCTIONS, Function};
use super::super::own;
use super::Policies;
use super::names::InDesign;
use crate::diagnostic::Diagnostic;
use crate::model::meant::{self, Meant};
use crate::model::schema::{self, Site, TABLE, Takes, Where};
use crate::model::value::{Names, Reader};
use crate::model::{
    Argument, Attr, Condition, GroupKind, Kind, Measure, Place, PolicyFigure, Property, Value, Whom,
};
use crate::say::nearest;
use crate::source::Span;
use crate::syntax::ast::{self, ConditionKind, Expr, ExprKind, Is};
use crate::text;

impl Policies<'_> {
    pub(super) fn condition(
        &mut self,
        it: &ast::Condition,
        on: Option<&[Whom]>,
    ) -> Option<Condition> {
        let all = |own: &mut Self, parts: &[ast::Condition]| {
            let parts: Vec<_> = parts.iter().map(|part| own.condition(part, on)).collect();
            parts.into_iter().collect::<Option<Vec<_>>>()
        };
        match &it.kind {
            ConditionKind::Junk => None,
            ConditionKind::Not(inner) => Some(Condition::Not(Box::new(self.condition(inner, on)?))),
            ConditionKind::All(parts) => all(self, parts).map(Condition::All),
            ConditionKind::Any(parts) => all(self, parts).map(Condition::Any),
            ConditionKind::Related(relation, subjects) => {
                self.needs_subject(on, it.span)?;
                Some(Condition::Related(*relation, self.subjects(subjects)?))
            }
            ConditionKind::Test { what, arguments, is } => {
                self.test(what, arguments, is.as_ref(), on, it.span)
            }
        }
    }

    fn needs_subject(&mut self, on: Option<&[Whom]>, span: Span) -> Option<()> {
        if on.is_some() {
            return Some(());
        }
        self.errors.push(
            Diagnostic::error(
                "unknown-value",
                span,
                text!(
                    "무엇의 조건인지 적혀 있지 않습니다",
                    "nothing says what this is a condition on"
                ),
            )
            .help(text!(
                "대상을 `on`으로 쓰세요: `require owner on [service, was]`.",
                "Name whom it is about: `require owner on [service, was]`."
            )),
        );
        None
    }

    fn test(
        &mut self,
        what: &ast::Path,
        arguments: &[ast::Path],
        is: Option<&Is>,
        on: Option<&[Whom]>,
        span: Span,
    ) -> Option<Condition> {
        let word = match &what.segments[..] {
            [one] => one.text.as_str(),
            _ => "",
        };
        if let Some(kind) = GroupKind::parse(word) {
            self.needs_subject(on, span)?;
            return self.within(kind, is, what.span);
        }
        let function = FUNCTIONS.iter().find(|row| row.word == word);
        if let Some(function) = function.filter(|row| on.is_none() || is_of_component(row.measure))
        {
            return self.figure(function, arguments, is, on, span);
        }
        let Some(property) = self.property(word) else {
            self.unknown(what, word);
            return None;
        };
        self.needs_subject(on, span)?;
        self.may_stand(&property, on.unwrap_or_default(), what.span)?;
        match is {
            None => Some(Condition::Stated(property)),
            Some(Is::Compared(comparison, _, value)) => {
                let value = self.value(&property, value, on)?;
                Some(Condition::Compared(property, *comparison, value))
            }
            Some(Is::Among(list)) => {
                let items = match &list.kind {
                    ExprKind::List(items) => items.as_slice(),
                    _ => std::slice::from_ref(list),
                };
                let values: Vec<_> =
                    items.iter().map(|item| self.value(&property, item, on)).collect();
                Some(Condition::Among(property, values.into_iter().collect::<Option<_>>()?))
            }
        }
    }

    fn property(&self, word: &str) -> Option<Property> {
        let own = || self.own.iter().find(|own| own.name == word);
        let attr = Attr::parse(word).map(Property::Attr);
        attr.or_else(|| own().map(|own| Property::Own(own.name.clone())))
    }

    /// An attribute that none of the subjects can have would be missing from all of them for ever.
    fn may_stand(&mut self, property: &Property, on: &[Whom], span: Span) -> Option<()> {
        let Property::Attr(attr) = property else { return Some(()) };
        let of = |whom: &Whom| match whom {
            Whom::Kind(kind) => schema::takes(*attr, Site::Component(*kind)),
            _ => takes(*attr, &[]),
        };
        if on.iter().any(|whom| of(whom).is_some()) || on.is_empty() {
            return Some(());
        }
        let word = attr.word();
        let is_of_links = schema::takes(*attr, Site::Link).is_some();
        let message = match on {
            [Whom::Kind(kind)] => {
                let kind = kind.word();
                text!(word, kind;
                    "`{word}` 속성은 `{kind}`에 쓸 수 없습니다",
                    "`{word}` is no attribute of a `{kind}`"
                )
            }
            _ => text!(word;
                "`{word}` 속성은 이 대상에 쓸 수 없습니다",
                "`{word}` is no attribute of these"
            ),
        };
        let error = Diagnostic::error("unknown-attribute", span, message);
        self.errors.push(match is_of_links {
            true => error.help(text!(
                "연결의 속성입니다. 정책은 컴포넌트의 속성과 수치만 따집니다.",
                "It is stated of connections; policies ask about components and figures only."
            )),
            false => error,
        });
        None
    }

    fn unknown(&mut self, what: &ast::Path, word: &str) {
        let own = self.own.iter().map(|own| own.name.as_str());
        let known = Attr::ALL.iter().map(|attr| attr.word()).chain(own);
        let known = known.chain(FUNCTIONS.iter().map(|row| row.word));
        let known = known.chain(GroupKind::ALL.iter().map(|kind| kind.word()));
        let meant = figure_meant(word).or_else(|| nearest(word, known));
        let shown = self.sources.text(what.span);
        let message = text!(shown;
            "`{shown}` 속성이나 수치를 알 수 없습니다",
            "`{shown}` is neither an attribute nor a figure"
        );
        let error = Diagnostic::error("unknown-attribute", what.span, message);
        let is_type = Kind::parse(word).is_some() || self.catalog.find(word).is_some();
        self.errors.push(match meant {
            _ if word == "depth" => error.help(text!(
                "깊이는 `limit`로 씁니다: `limit depth <= 3`.",
                "Depth has a line of its own: `limit depth <= 3`."
            )),
            _ if is_type => error.help(text!(
                "대상은 `on` 뒤에 쓰고, 여럿이면 괄호로 묶으세요: `forbid [web, user] -> db`.",
                "Whom it is about stands behind `on`; several go into brackets: `forbid [web, user] -> db`."
            )),
            Some(_) => error.did_you_mean(what.span, meant),
            None => error.help(text!(shown;
                "팀이 정한 속성이면 먼저 선언하세요: `attributes {{ {shown} = text }}`.",
                "An attribute of your own is declared first: `attributes {{ {shown} = text }}`."
            )),
        });
    }

    /// `region != seoul`, `zone in [a, b]`, or `region` alone: it stands in one.
    fn within(&mut self, kind: GroupKind, is: Option<&Is>, span: Span) -> Option<Condition> {
        let word = |value: &Expr| match &value.kind {
            ExprKind::Word(path) => Some(path.segments.iter().map(|it| it.text.as_str()).collect()),
            ExprKind::Quoted(quoted) => Some(quoted.text.clone()),
            _ => None,
        };
        let (names, equal) = match is {
            None => return Some(Condition::Within(kind, Vec::new())),
            Some(Is::Compared(comparison, _, value)) => {
                let equal = match comparison {
                    ast::Comparison::Equal => Some(true),
                    ast::Comparison::NotEqual => Some(false),
                    _ => None,
                };
                (equal.and(word(value)).map(|name: String| vec![name]), equal.unwrap_or(true))
            }
            Some(Is::Among(list)) => match &list.kind {
                ExprKind::List(items) => (items.iter().map(word).collect(), true),
                _ => (word(list).map(|name| vec![name]), true),
            },
        };
        let Some(names) = names else {
            let kind = kind.word();
            self.errors.push(Diagnostic::error(
                "unknown-value",
                span,
                text!(kind;
                    "`{kind}` 그룹은 이름과 `=`, `!=`, `in`으로만 비교합니다",
                    "`{kind}` is compared with names, by `=`, `!=` or `in`"
                ),
            ));
            return None;
        };
        let within = Condition::Within(kind, names);
        Some(if equal { within } else { Condition::Not(Box::new(within)) })
    }

    fn figure(
        &mut self,
        function: &Function,
        arguments: &[ast::Path],
        is: Option<&Is>,
        on: Option<&[Whom]>,
        span: Span,
    ) -> Option<Condition> {
        let word = function.word;
        let (Some(Is::Compared(comparison, _, value)), Some(dimension)) = (is, function.dimension)
        else {
            let message = text!(word;
                "`{word}` 수치에 비교할 값이 없습니다",
                "`{word}` is compared with nothing"
            );
            let error = Diagnostic::error("unknown-value", span, message);
            self.errors.push(
                error.help(text!(
                    "`>= 99.9%`처럼 비교를 쓰세요.",
                    "Add a comparison like `>= 99.9%`."
                )),
            );
            return None;
        };
        let names = InDesign { design: self.design };
        let mut reader = Reader { lets: self.lets, names: &names, errors: &mut self.errors };
        let limit = match function.measure {
            Measure::Availability => reader.availability(value)?,
            _ => reader.quantity(value, dimension)?,
        };
        let argument = match arguments {
            [] => None,
            [path, ..] => Some(self.argument(path, function)?),
        };
        let of_flow = argument.is_none() && on.is_none() && !function.or_whole;
        if of_flow && function.asks == Asks::Component {
            self.needs_subject(on, span)?;
        }
        let (measure, comparison) = (function.measure, *comparison);
        let text = self.sources.text(span).split_whitespace().collect::<Vec<_>>().join(" ");
        Some(Condition::Figure(PolicyFigure {
            measure,
            argument,
            of_flow,
            comparison,
            limit,
            text,
        }))
    }

    fn argument(&mut self, path: &ast::Path, function: &Function) -> Option<Argument> {
        let name = path.segments.last().map_or("", |it| it.text.as_str());
        let mut flows = self.design.flow_ids();
        if function.asks != Asks::Component
            && let Some(flow) = flows.find(|id| self.design.flow(*id).name == name)
        {
            return Some(Argument::Flow(flow));
        }
        let names = InDesign { design: self.design };
        match names.place(path) {
            Ok(Place::Component(id)) if function.asks != Asks::Flow => {
                self.note(path, Place::Component(id));
                Some(Argument::Component(id))
            }
            Err(error) if function.asks != Asks::Flow => {
                self.errors.push(*error);
                None
            }
            _ => {
                let known = self.design.flows.iter().map(|flow| flow.name.as_str());
                let meant = nearest(name, known);
                let message = text!(name; "`{name}` 흐름이 없습니다", "there is no flow `{name}`");
                let error = Diagnostic::error("unknown-name", path.span, message);
                self.errors.push(error.did_you_mean(path.span, meant));
                None
            }
        }
    }

    fn value(&mut self, property: &Property, value: &Expr, on: Option<&[Whom]>) -> Option<Value> {
        let names = InDesign { design: self.design };
        let mut reader = Reader { lets: self.lets, names: &names, errors: &mut self.errors };
        match property {
            Property::Attr(attr) => match takes(*attr, on.unwrap_or_default()) {
                Some(takes) => reader.value(value, *attr, Takes { list: false, ..takes }),
                None => {
                    let word = attr.word();
                    self.errors.push(Diagnostic::error(
                        "unknown-attribute",
                        value.span,
                        text!(word;
                            "`{word}` 속성은 컴포넌트에 쓸 수 없습니다",
                            "`{word}` is no attribute of components"
                        ),
                    ));
                    None
                }
            },
            Property::Own(name) => {
                let own = self.own.iter().find(|own| own.name == *name)?;
                let read = reader.own(value, own.of.takes())?;
                let stated = crate::model::Stated {
                    value: read.clone(),
                    span: value.span,
                    value_span: value.span,
                    by_default: false,
                };
                match own::fits(own, &stated) {
                    Ok(()) => Some(read),
                    Err(error) => {
                        self.errors.push(*error);
                        None
                    }
                }
            }
        }
    }
}

/// What the attribute takes on the subjects; on components of any kind where those don't say.
fn takes(attr: Attr, on: &[Whom]) -> Option<Takes> {
    let of_kind = |whom: &Whom| match whom {
        Whom::Kind(kind) => schema::takes(attr, Site::Component(*kind)),
        _ => None,
    };
    let is_of_components = |row: &&schema::Row| {
        row.attr == attr && matches!(row.place, Where::AnyComponent | Where::Kinds(_))
    };
    let any = || TABLE.iter().find(is_of_components).map(|row| row.takes);
    on.iter().find_map(of_kind).or_else(any)
}

/// What people call a figure or an attribute.
fn figure_meant(word: &str) -> Option<&'static str> {
    let plain = word.to_lowercase();
    let row = MEANT.iter().find(|(_, words)| words.contains(&plain.as_str()));
    row.map(|(own, _)| *own).or_else(|| {
        let on_a_server = meant::attribute(word, Site::Component(Kind::Was));
        match on_a_server.or_else(|| meant::attribute(word, Site::Component(Kind::Db)))? {
            Meant::Attr(attr) => Some(attr.word()),
            _ => None,
        }
    })
}

const MEANT: &[(&str, &[&str])] = &[
    ("latency_p99", &["p99", "p95", "latency-p99", "p99-latency", "tail"]),
    ("availability", &["sla", "slo", "uptime", "가용성"]),
    ("latency", &["p50", "response-time", "응답", "지연"]),
    ("rps", &["qps", "tps", "throughput", "부하"]),
    ("utilization", &["util", "utilization", "usage", "cpu", "사용률"]),
    ("cost", &["price", "budget", "비용", "예산"]),
    ("replicas", &["instances", "nodes", "count", "대수"]),
];

/// Figures that are computed of a component.
fn is_of_component(measure: Measure) -> bool {
    matches!(
        measure,
        Measure::Rps | Measure::Utilization | Measure::Replicas | Measure::Rto | Measure::Rpo
    )
}
