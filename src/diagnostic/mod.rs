//! A finding as plain data: what, where, why, what to do. Every output format reads this.

mod group;

pub use group::group;

use crate::ids::Subject;
use crate::say::{Duration, Text};
use crate::source::Span;
use crate::text;
use jiff::civil::Date;
use std::borrow::{Borrow, Cow};
use std::cmp::Ordering;
use std::fmt;
use std::hash::{Hash, Hasher};
use std::ops::Deref;

/// How bad it is. Ordered: `Advice < Warning < Error`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// Worth a thought.
    Advice,
    /// Will hurt one day.
    Warning,
    /// Hurts users, or can't be read.
    Error,
}

impl Severity {
    /// As written in configuration and output.
    pub fn name(self) -> &'static str {
        match self {
            Severity::Advice => "advice",
            Severity::Warning => "warning",
            Severity::Error => "error",
        }
    }

    pub(crate) fn parse(name: &str) -> Option<Self> {
        [Severity::Advice, Severity::Warning, Severity::Error]
            .into_iter()
            .find(|severity| severity.name() == name)
    }

    /// One step milder; advice stays advice.
    pub(crate) fn lowered(self) -> Self {
        match self {
            Severity::Error => Severity::Warning,
            _ => Severity::Advice,
        }
    }
}

/// The name by which a finding goes. Those of rules and of errors of the text are words of the
/// program; a policy has its own. It is read as text.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct RuleName(Cow<'static, str>);

impl RuleName {
    /// The name where it is a word of the program itself.
    pub(crate) fn own_word(&self) -> Option<&'static str> {
        match self.0 {
            Cow::Borrowed(word) => Some(word),
            Cow::Owned(_) => None,
        }
    }

    /// The program's own word: the rule's name, and `policy` for all policies.
    pub fn word(&self) -> &'static str {
        self.own_word().unwrap_or("policy")
    }

    /// As it is written in output and behind `accept`.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl From<&'static str> for RuleName {
    fn from(name: &'static str) -> Self {
        Self(Cow::Borrowed(name))
    }
}

impl From<String> for RuleName {
    fn from(name: String) -> Self {
        Self(Cow::Owned(name))
    }
}

impl Deref for RuleName {
    type Target = str;

    fn deref(&self) -> &str {
        &self.0
    }
}

impl PartialEq<str> for RuleName {
    fn eq(&self, other: &str) -> bool {
        &*self.0 == other
    }
}

impl PartialEq<&str> for RuleName {
    fn eq(&self, other: &&str) -> bool {
        &*self.0 == *other
    }
}

impl PartialEq<RuleName> for &str {
    fn eq(&self, other: &RuleName) -> bool {
        *self == &*other.0
    }
}

impl fmt::Display for RuleName {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        f.pad(&self.0)
    }
}

/// One finding: an error of the text, or what a rule has to say.
#[derive(Clone, Debug, PartialEq)]
pub struct Diagnostic {
    /// The rule's name (`single-instance`), or the name of an error of the text (`unknown-name`).
    /// Of a policy `policy/NAME`.
    pub rule: RuleName,
    /// How bad it is.
    pub severity: Severity,
    /// What is wrong, in one line, naming the component.
    pub message: Text,
    /// The exact characters that are at fault.
    pub primary: Span,
    /// A few words under the characters; the message stands there when this is `None`.
    pub label: Option<Text>,
    /// Other places that matter, each with a few words.
    pub related: Vec<(Span, Text)>,
    /// Why it matters in this design, with its figures and path.
    pub why: Option<Text>,
    /// What to do.
    pub help: Option<Text>,
    /// What the remedy costs: money, consistency, operations.
    pub trade_off: Option<Text>,
    /// What an opponent would ask in the review.
    pub question: Option<Text>,
    /// Names of the components, groups or connections (`a->b`) that it is about, as in JSON.
    pub subjects: Vec<Named>,
    /// The flow that is hurt.
    pub flow: Option<String>,
    /// The evidence: names of components from the entry to the place.
    pub path: Vec<String>,
    /// The numbers that it rests on.
    pub figures: Vec<Figure>,
    /// What would remove it, best first.
    pub fixes: Vec<Fix>,
    /// Set when an `accept` of the design covers it.
    pub accepted: Option<Acceptance>,
    /// How much harm it stands for, by which findings are ordered and joined.
    pub standing: Standing,
}

/// What a finding is about, by its number in the design and as output calls it.
#[derive(Clone, Debug, Eq)]
pub struct Named {
    /// In the design that was judged.
    pub subject: Subject,
    /// The path of a component or group; of a connection `a->b`.
    pub name: String,
}

/// What is called the same is the same, also in another design.
impl PartialEq for Named {
    fn eq(&self, other: &Self) -> bool {
        self.name == other.name
    }
}

impl PartialOrd for Named {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Named {
    fn cmp(&self, other: &Self) -> Ordering {
        self.name.cmp(&other.name)
    }
}

impl PartialEq<&str> for Named {
    fn eq(&self, other: &&str) -> bool {
        self.name == *other
    }
}

impl Hash for Named {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.name.hash(state);
    }
}

impl Borrow<str> for Named {
    fn borrow(&self) -> &str {
        &self.name
    }
}

/// How a finding stands among others.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Standing {
    pub harm: Harm,
    /// For how long in a year its cause is down; not at all where nothing is down.
    pub downtime: Duration,
    /// Of what is equal in these, the lower goes first.
    pub rank: u8,
    /// Findings of one rule, level and tier are said together; `None`: this one stands alone.
    pub tier: Option<String>,
}

/// What is lost, from mild to worst.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Harm {
    /// Nothing yet.
    #[default]
    Hygiene,
    /// One function less.
    Function,
    /// A journey of users.
    Journey,
    /// Data, or the only copy of what a journey needs.
    Data,
}

impl Diagnostic {
    /// A finding with nothing said yet but what is wrong and where.
    pub fn new(
        rule: impl Into<RuleName>,
        severity: Severity,
        primary: Span,
        message: Text,
    ) -> Self {
        Self {
            rule: rule.into(),
            severity,
            message,
            primary,
            label: None,
            related: Vec::new(),
            why: None,
            help: None,
            trade_off: None,
            question: None,
            subjects: Vec::new(),
            flow: None,
            path: Vec::new(),
            figures: Vec::new(),
            fixes: Vec::new(),
            accepted: None,
            standing: Standing::default(),
        }
    }

    pub(crate) fn error(rule: &'static str, primary: Span, message: Text) -> Self {
        Self::new(rule, Severity::Error, primary, message)
    }

    pub(crate) fn warning(rule: &'static str, primary: Span, message: Text) -> Self {
        Self::new(rule, Severity::Warning, primary, message)
    }

    pub(crate) fn label(mut self, label: Text) -> Self {
        self.label = Some(label);
        self
    }

    pub(crate) fn related(mut self, span: Span, text: Text) -> Self {
        self.related.push((span, text));
        self
    }

    pub(crate) fn why(mut self, why: Text) -> Self {
        self.why = Some(why);
        self
    }

    pub(crate) fn help(mut self, help: Text) -> Self {
        self.help = Some(help);
        self
    }

    #[cfg(test)]
    pub(crate) fn trade_off(mut self, trade_off: Text) -> Self {
        self.trade_off = Some(trade_off);
        self
    }

    #[cfg(test)]
    pub(crate) fn question(mut self, question: Text) -> Self {
        self.question = Some(question);
        self
    }

    #[cfg(test)]
    pub(crate) fn subject(mut self, name: impl Into<String>) -> Self {
        let subject = Subject::Component(crate::ids::ComponentId(0));
        self.subjects.push(Named { subject, name: name.into() });
        self
    }

    #[cfg(test)]
    pub(crate) fn figure(mut self, figure: Figure) -> Self {
        self.figures.push(figure);
        self
    }

    pub(crate) fn fix(mut self, fix: Fix) -> Self {
        self.fixes.push(fix);
        self
    }

    /// Names what was probably meant by the word at `at`, and offers to write it there.
    pub(crate) fn did_you_mean(self, at: Span, meant: Option<&str>) -> Self {
        let Some(meant) = meant else { return self };
        self.label(text!(meant; "혹시 `{meant}`?", "did you mean `{meant}`?")).fix(Fix {
            safety: Safety::Suggested,
            title: text!(meant; "다음으로 바꿉니다: `{meant}`", "change it to `{meant}`"),
            edits: vec![Edit { span: at, text: meant.to_owned() }],
        })
    }

    /// Which of two comes first: the higher level, then the worse harm, then the longer outage.
    pub fn outweighs(&self, other: &Self) -> Ordering {
        let (own, its) = (&self.standing, &other.standing);
        let level = other.severity.cmp(&self.severity);
        let harm = level.then(its.harm.cmp(&own.harm));
        let longer = harm.then(its.downtime.total_cmp(&own.downtime));
        longer.then(own.rank.cmp(&its.rank))
    }

    /// What everything that it is about is called.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.subjects.iter().map(|it| it.name.as_str())
    }

    /// The team has decided to live with it.
    pub fn is_accepted(&self) -> bool {
        self.accepted.is_some()
    }

    /// The same finding with every span replaced: for moving it to other [`crate::source::Sources`].
    pub(crate) fn map_spans(mut self, moved: impl Fn(Span) -> Span) -> Self {
        self.move_spans(moved);
        self
    }

    pub(crate) fn move_spans(&mut self, moved: impl Fn(Span) -> Span) {
        self.primary = moved(self.primary);
        self.related.iter_mut().for_each(|(span, _)| *span = moved(*span));
        let edits = self.fixes.iter_mut().flat_map(|fix| &mut fix.edits);
        edits.for_each(|edit| edit.span = moved(edit.span));
    }
}

/// A number that a finding rests on.
#[derive(Clone, Debug, PartialEq)]
pub struct Figure {
    /// As in JSON.
    pub name: &'static str,
    /// In its unit.
    pub value: f64,
    /// `rps`, `ratio`, `seconds`, `bytes`, …
    pub unit: &'static str,
    /// How it came about, in one line: `300k × 20 ÷ 86,400 × 5 = 347 rps`.
    pub derivation: String,
    /// Inputs that the design does not state, with where they were taken from.
    pub assumed: Vec<Text>,
}

/// Whether a machine may apply a fix alone.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Safety {
    /// Value and topology are certain from the text.
    Safe,
    /// A person chooses a value.
    Suggested,
}

/// A change of the text that removes the finding.
#[derive(Clone, Debug, PartialEq)]
pub struct Fix {
    /// Whether a machine may apply it alone.
    pub safety: Safety,
    /// What it does, in a few words.
    pub title: Text,
    /// Sorted by place, not overlapping.
    pub edits: Vec<Edit>,
}

/// Replaces the characters of `span` by `text`.
#[derive(Clone, Debug, PartialEq)]
pub struct Edit {
    /// The characters that are replaced.
    pub span: Span,
    /// What stands there afterwards.
    pub text: String,
}

/// The team's written decision to live with a finding.
#[derive(Clone, Debug, PartialEq)]
pub struct Acceptance {
    /// Why, in the team's words.
    pub reason: String,
    /// The last day on which that holds.
    pub until: Option<Date>,
}
