//! What a rule is.

use super::{Context, Decision, Finding, RuleOption};
use crate::diagnostic::Severity;
use crate::model::{ComponentId, FlowId, Kind, LinkId};
use crate::rulebook::Page;
use crate::say::Text;
use crate::source::Span;
use crate::text;

/// One rule: its metadata, its page and its check.
pub struct Rule {
    /// The bad situation in kebab-case, readable after `accept`.
    pub name: &'static str,
    pub topic: Topic,
    pub quality: Quality,
    /// The level for an objective of 99% or more.
    pub severity: Severity,
    /// The level stays whatever the objective of the flow.
    pub fixed_severity: bool,
    pub fix: FixKind,
    /// It concludes from what is not drawn: of a design drawn in part (`partial`) it says nothing.
    pub from_absence: bool,
    /// Thresholds that a team may choose.
    pub options: &'static [RuleOption],
    /// The page, Korean and English, as Markdown.
    pub page: &'static str,
    pub check: Check,
}

/// How close a rule looks. Each function is pure; one that returns several findings may do so in any
/// order.
#[derive(Clone, Copy)]
pub enum Check {
    /// At each component of these kinds.
    Each(&'static [Kind], fn(&Context, ComponentId) -> Option<Finding>),
    /// At each connection.
    EachLink(fn(&Context, LinkId) -> Option<Finding>),
    /// At each flow.
    EachFlow(fn(&Context, FlowId) -> Option<Finding>),
    /// At the design and what is computed from it.
    Design(fn(&Context) -> Vec<Finding>),
    /// The design's `accept` statements, once the findings are known.
    Decisions(fn(&Context, &[Decision]) -> Vec<Finding>),
}

impl Check {
    /// What it finds in the design; nothing where it looks at decisions.
    pub(super) fn of_design(self, context: &Context) -> Vec<Finding> {
        let design = context.design;
        match self {
            Check::Each(kinds, check) => {
                context.of_kinds(kinds).filter_map(|id| check(context, id)).collect()
            }
            Check::EachLink(check) => {
                design.link_ids().filter_map(|id| check(context, id)).collect()
            }
            Check::EachFlow(check) => {
                design.flow_ids().filter_map(|id| check(context, id)).collect()
            }
            Check::Design(check) => check(context),
            Check::Decisions(_) => Vec::new(),
        }
    }

    /// What it finds in the decisions; nothing where it looks at the design.
    pub(super) fn of_decisions(self, context: &Context, decisions: &[Decision]) -> Vec<Finding> {
        match self {
            Check::Decisions(check) => check(context, decisions),
            _ => Vec::new(),
        }
    }
}

/// Rules that stood in another topic before.
const MOVED: &[(&str, Topic)] = &[("over-budget", Topic::Capacity)];

impl Rule {
    /// A rule of that topic as far as nobody says more: a warning, with no fix and no options, which
    /// finds nothing. A rule states what is otherwise and takes the rest from here.
    pub const fn of(topic: Topic) -> Self {
        Self {
            name: "",
            topic,
            quality: Quality::Maintainability,
            severity: Severity::Warning,
            fixed_severity: false,
            from_absence: false,
            fix: FixKind::None,
            options: &[],
            page: "",
            check: Check::Design(|_| Vec::new()),
        }
    }

    /// A finding of this rule at its own level.
    pub fn finding(&self, primary: Span, message: Text) -> Finding {
        Finding::new(self.name, self.severity, primary, message)
    }

    /// Whether a pattern speaks about this rule: its name, alone or behind its topic, its topic,
    /// `topic/*` or `*`. The topic that it stood in before is understood, too.
    pub fn answers_to(&self, pattern: &str) -> bool {
        let former = MOVED.iter().find(|(name, _)| *name == self.name).map(|(_, topic)| *topic);
        let mut topics = former.into_iter().chain([self.topic]).map(Topic::name);
        let (topic, name) = pattern.split_once('/').unwrap_or((pattern, "*"));
        pattern == "*"
            || pattern == self.name
            || (topics.any(|own| own == topic) && (name == "*" || name == self.name))
    }

    /// The topic that a pattern puts this rule into and that it stands in no longer.
    pub fn moved_from(&self, pattern: &str) -> Option<Topic> {
        let (_, former) = MOVED.iter().find(|(name, _)| *name == self.name)?;
        let (topic, name) = pattern.split_once('/')?;
        (topic == former.name() && name == self.name).then_some(*former)
    }

    /// That it stands in another topic than before.
    pub fn now_in(&self) -> Text {
        let (name, topic) = (self.name, self.topic.name());
        text!(
            name, topic;
            "`{name}` 규칙은 이제 `{topic}` 주제에 있습니다",
            "rule `{name}` stands in the topic `{topic}` now"
        )
    }

    /// The page, read. Every page of the rule book can be read; a test holds this.
    pub fn parsed_page(&self) -> Page {
        Page::parse(self.page).expect("a test reads every page of the rule book")
    }
}

/// A topic is a folder of rules.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Topic {
    Availability,
    Data,
    Cache,
    Web,
    Messaging,
    Capacity,
    Cost,
    Resilience,
    Edge,
    Security,
    Operations,
    Design,
}

impl Topic {
    pub const ALL: [Topic; 12] = [
        Topic::Availability,
        Topic::Data,
        Topic::Cache,
        Topic::Web,
        Topic::Messaging,
        Topic::Capacity,
        Topic::Cost,
        Topic::Resilience,
        Topic::Edge,
        Topic::Security,
        Topic::Operations,
        Topic::Design,
    ];

    pub fn name(self) -> &'static str {
        match self {
            Topic::Availability => "availability",
            Topic::Data => "data",
            Topic::Cache => "cache",
            Topic::Web => "web",
            Topic::Messaging => "messaging",
            Topic::Capacity => "capacity",
            Topic::Cost => "cost",
            Topic::Resilience => "resilience",
            Topic::Edge => "edge",
            Topic::Security => "security",
            Topic::Operations => "operations",
            Topic::Design => "design",
        }
    }

    pub fn title(self) -> Text {
        let (ko, en) = match self {
            Topic::Availability => ("가용성", "Availability"),
            Topic::Data => ("데이터", "Data"),
            Topic::Cache => ("캐시", "Cache"),
            Topic::Web => ("웹 계층", "Web tier"),
            Topic::Messaging => ("메시지", "Messaging"),
            Topic::Capacity => ("용량", "Capacity"),
            Topic::Cost => ("비용", "Cost"),
            Topic::Resilience => ("회복 탄력성", "Resilience"),
            Topic::Edge => ("진입점", "Edge"),
            Topic::Security => ("보안", "Security"),
            Topic::Operations => ("운영", "Operations"),
            Topic::Design => ("설계", "Design"),
        };
        Text::new(ko, en)
    }
}

/// The quality of a system that a rule protects.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Quality {
    Performance,
    Scalability,
    Availability,
    Maintainability,
    Security,
    CostEfficiency,
}

impl Quality {
    pub const ALL: [Quality; 6] = [
        Quality::Performance,
        Quality::Scalability,
        Quality::Availability,
        Quality::Maintainability,
        Quality::Security,
        Quality::CostEfficiency,
    ];

    /// As written in output formats.
    pub fn name(self) -> &'static str {
        match self {
            Quality::Performance => "performance",
            Quality::Scalability => "scalability",
            Quality::Availability => "availability",
            Quality::Maintainability => "maintainability",
            Quality::Security => "security",
            Quality::CostEfficiency => "cost-efficiency",
        }
    }

    pub fn title(self) -> Text {
        let (ko, en) = match self {
            Quality::Performance => ("성능", "Performance"),
            Quality::Scalability => ("확장성", "Scalability"),
            Quality::Availability => ("가용성", "Availability"),
            Quality::Maintainability => ("유지보수성", "Maintainability"),
            Quality::Security => ("보안성", "Security"),
            Quality::CostEfficiency => ("비용 효율성", "Cost efficiency"),
        };
        Text::new(ko, en)
    }
}

/// The best fix that a rule can offer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FixKind {
    None,
    Suggested,
    Safe,
}
