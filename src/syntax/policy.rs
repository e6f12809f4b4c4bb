//! Policies: what a team demands of every design, and the attributes that it adds to the language.

use super::advice;
use super::ast::{
    Arrow, Attributes, Clause, ClauseKind, Comparison, Condition, ConditionKind, ExprKind, Is,
    Name, Policy, Relation, StatementKind, Subjects, Whom,
};
use super::cursor::Cursor;
use super::errors;
use super::expected::{self, Expected};
use super::grammar::Rule;
use super::guess::{self, After};
use super::keyword::comparison;
use super::reader::Reader;
use super::statement::Holds;
use crate::diagnostic::{Diagnostic, Severity};
use crate::say::nearest;
use crate::source::Span;
use crate::text;
use pest::iterators::Pair;

/// The words that begin a line of a policy.
pub const CLAUSES: [&str; 7] = ["forbid", "require", "allow", "limit", "note", "good", "bad"];

impl Reader<'_> {
    pub(super) fn own_attributes(&mut self, cursor: &mut Cursor<'_>) -> StatementKind {
        cursor.take_any();
        if let Some(equals) = cursor.take(Rule::assign) {
            self.errors.push(errors::equals_before_block(self.span(&equals)));
        }
        match self.required_block(cursor, Expected::Types, Holds::Attributes, After::Facts) {
            Some(block) => StatementKind::Attributes(Attributes { block }),
            None => StatementKind::Junk,
        }
    }

    pub(super) fn policy(&mut self, cursor: &mut Cursor<'_>) -> StatementKind {
        cursor.take_any();
        let name = self.required_name(cursor, Expected::Policy);
        let (mut why, mut level) = (None, None);
        loop {
            if let Some(string) = cursor.take(Rule::string) {
                why = Some(self.quoted(string));
            } else if let Some(word) = cursor.take(Rule::level) {
                level = Severity::parse(word.as_str()).map(|level| (level, self.span(&word)));
            } else {
                break;
            }
        }
        let head = self.range(cursor.start, cursor.end());
        if let Some(extra) = cursor.take(Rule::extra)
            && !self.failed()
        {
            let span = self.span(&extra);
            self.errors.push(after_policy(extra.as_str(), span));
        }
        let Some(block) = cursor.take(Rule::policy_block) else {
            self.expect(Expected::Clauses, cursor.end());
            return StatementKind::Junk;
        };
        let before = self.errors.len();
        let clauses = self.clauses(block);
        if let (true, true, Some(name)) = (clauses.is_empty(), self.errors.len() == before, &name) {
            self.errors.push(demands_nothing(name));
        }
        match name {
            Some(name) => StatementKind::Policy(Policy { name, why, level, clauses, head }),
            None => StatementKind::Junk,
        }
    }

    fn clauses(&mut self, block: Pair<'_, Rule>) -> Vec<Clause> {
        let (before, mut clauses) = (self.errors.len(), Vec::new());
        let mut cursor = Cursor::new(block);
        let open = cursor.take(Rule::open).map(|open| self.span(&open));
        let mut closed = false;
        // Of the present line: where its clauses begin, and whether it is known to be wrong.
        let (mut first, mut spoilt) = (0, false);
        while let Some(part) = cursor.take_any() {
            match part.as_rule() {
                Rule::close => closed = true,
                Rule::newline | Rule::semicolon => (first, spoilt) = (clauses.len(), false),
                Rule::comma => {}
                // The rest of a line that went wrong, or of a list without its brackets.
                Rule::junk if spoilt => {}
                Rule::junk if clauses.len() > first && !self.begins_clause(&part) => {
                    clauses.truncate(first);
                    let at = self.first_word(self.span(&part));
                    self.errors.push(several_without_brackets(&self.text[self.local(at)], at));
                    spoilt = true;
                }
                _ => {
                    let (around, orphans) = (self.begin(), self.orphans.len());
                    let span = self.span(&part);
                    let kind = self.clause(part);
                    clauses.extend(kind.map(|kind| Clause { span, kind }));
                    // What a line's stray block declares belongs to no design.
                    self.orphans.truncate(orphans);
                    spoilt |= self.failed();
                    self.resume(around);
                }
            }
        }
        if let (false, Some(open)) = (closed, open) {
            // What follows was not meant to stand in it.
            self.errors.truncate(before);
            let at = self.behind(cursor.end());
            self.errors.push(errors::missing_close(at, open));
        }
        clauses
    }

    /// Or was meant to.
    fn begins_clause(&self, part: &Pair<'_, Rule>) -> bool {
        let word = &self.text[self.local(self.first_word(self.span(part)))];
        nearest(word, CLAUSES).is_some()
    }

    fn clause(&mut self, part: Pair<'_, Rule>) -> Option<ClauseKind> {
        let rule = part.as_rule();
        if let (Rule::demand, Some(error)) = (rule, self.turned_arrow(&part)) {
            self.errors.push(error);
            return None;
        }
        let mut cursor = Cursor::new(part);
        match rule {
            Rule::demand => self.demand(&mut cursor),
            Rule::allow => self.allow(&mut cursor),
            Rule::limit => self.limit(&mut cursor),
            Rule::wording => self.wording(&mut cursor),
            _ => {
                let end = cursor.skip_all();
                let at = self.first_word(self.range(cursor.start, end));
                self.errors.push(no_clause(&self.text[self.local(at)], at));
                None
            }
        }
    }

    fn demand(&mut self, cursor: &mut Cursor<'_>) -> Option<ClauseKind> {
        let forbids = cursor.take_any()?.as_rule() == Rule::kw_forbid;
        let is_path = cursor.skip(Rule::kw_path);
        let before = self.errors.len();
        let condition = cursor.take(Rule::condition).map(|pair| self.condition(pair));
        let Some(condition) = condition else {
            match self.negated(cursor) {
                Some(error) => self.errors.push(error),
                None => self.expect(Expected::Condition, cursor.end()),
            }
            self.end_without_block(cursor, After::Other);
            return None;
        };
        if let (Some(at), true) = (self.copy_arrow(&condition), cursor.peek() != Some(Rule::kw_on))
        {
            self.errors.truncate(before);
            self.errors.push(errors::copies_are_free(at));
        }
        let (mut sides, mut softer) = (Vec::new(), None);
        while let Some(arrow) = cursor.take(Rule::arrow) {
            let at = self.span(&arrow);
            match self.arrow(arrow) {
                Arrow::Sync => {}
                Arrow::Async => softer = softer.or(Some(at)),
                Arrow::Copy => self.errors.push(errors::copies_are_free(at)),
            }
            match cursor.take(Rule::subjects) {
                Some(side) => sides.push(self.subjects(side)),
                None => self.no_side(cursor),
            }
        }
        let on = cursor.skip(Rule::kw_on).then(|| match cursor.take(Rule::subjects) {
            Some(subjects) => Some(self.subjects(subjects)),
            None => {
                self.no_side(cursor);
                None
            }
        });
        self.end_without_block(cursor, After::Demand);
        let on = on.flatten();
        if self.failed() {
            return None;
        }
        self.errors.extend(softer.map(|at| errors::arrows_are_one(at, forbids)));
        match (forbids, is_path || !sides.is_empty()) {
            (true, false) => Some(ClauseKind::Forbid { condition, on }),
            (false, false) => Some(ClauseKind::Require { condition, on }),
            (_, true) => self.way(forbids, is_path, condition, sides),
        }
    }

    /// `forbid db <- web`, which would be read as a comparison.
    fn turned_arrow(&self, part: &Pair<'_, Rule>) -> Option<Diagnostic> {
        let words = part.as_str();
        let line = words.lines().next().filter(|line| !line.contains(['"', '{']))?;
        let sign = ["<-", "←"].into_iter().find(|sign| line.contains(sign))?;
        let keyword = line.split_whitespace().next()?.len();
        let rest = line[keyword..].trim_start();
        let rest = rest.strip_prefix("path ").map_or(rest, str::trim_start);
        let sides: Vec<&str> = rest.rsplit(sign).map(str::trim).collect();
        let start = line.len() - rest.len();
        let at = self.within(self.span(part), start, line.trim_end().len());
        let arrow =
            line.find(sign).map(|from| self.within(self.span(part), from, from + sign.len()))?;
        Some(errors::wrong_arrow(sign, arrow).did_you_mean(at, Some(&sides.join(" -> "))))
    }

    /// What stands where a subject should: a name in quotes, `*`.
    fn no_side(&mut self, cursor: &mut Cursor<'_>) {
        let end = cursor.end();
        let Some(extra) = cursor.take(Rule::extra) else {
            self.expect(Expected::Subjects, end);
            return;
        };
        let (span, words) = (self.span(&extra), extra.as_str().trim());
        let quoted = words.strip_prefix('"').and_then(|it| it.strip_suffix('"'));
        self.errors.push(match quoted {
            Some(name) if guess::is_name(name) => errors::quoted_name(name, span),
            _ => expected::expected_instead(Expected::Subjects, words, span),
        });
    }

    /// `!public`.
    fn negated(&self, cursor: &mut Cursor<'_>) -> Option<Diagnostic> {
        let extra = cursor.take(Rule::extra)?;
        let at = self.span(&extra);
        let sign = self.within(at, 0, 1);
        let is_it = extra.as_str().starts_with('!');
        is_it.then(|| advice::other_operator("!", "not ", sign))
    }

    /// The sign of `web => db`, which reads like a comparison turned round.
    fn copy_arrow(&self, condition: &Condition) -> Option<Span> {
        let ConditionKind::Test { is: Some(Is::Compared(_, sign, value)), .. } = &condition.kind
        else {
            return None;
        };
        let is_word = matches!(value.kind, ExprKind::Word(_));
        (is_word && &self.text[self.local(*sign)] == "=>").then_some(*sign)
    }

    /// `forbid SIDE -> SIDE` and `require path SIDE -> SIDE`.
    fn way(
        &mut self,
        forbids: bool,
        is_path: bool,
        first: Condition,
        rest: Vec<Subjects>,
    ) -> Option<ClauseKind> {
        let Some(first) = side(&first) else {
            let words = &self.text[self.local(first.span)];
            let error = expected::expected_instead(Expected::Subjects, words, first.span);
            self.errors.push(error);
            return None;
        };
        let span = rest.last().map_or(first.span, |last| first.span.to(last.span));
        let mut sides = vec![first];
        sides.extend(rest);
        let count = sides.len();
        if count < 2 {
            self.expect_behind(Expected::Arrow, span);
            return None;
        }
        if forbids != is_path {
            if !forbids {
                return Some(ClauseKind::RequirePath(sides));
            }
            let mut sides = sides.into_iter();
            if let (2, Some(from), Some(to)) = (count, sides.next(), sides.next()) {
                return Some(ClauseKind::ForbidCalls { from, to });
            }
        }
        self.errors.push(wrong_way(forbids, span));
        None
    }

    fn allow(&mut self, cursor: &mut Cursor<'_>) -> Option<ClauseKind> {
        cursor.take_any();
        let word = cursor.take(Rule::ident).map(|word| self.name(&word));
        let subjects = cursor.take(Rule::subjects).map(|pair| self.technologies(pair));
        let is_meant = word.as_ref().is_some_and(|word| word.text == "technology");
        match (&word, is_meant) {
            (Some(word), false) => {
                let error = Diagnostic::error(
                    errors::SYNTAX,
                    word.span,
                    text!(
                        "`allow` 뒤에는 `technology`만 쓸 수 있습니다",
                        "`allow` is followed by `technology` and a list"
                    ),
                );
                self.errors.push(error.did_you_mean(word.span, Some("technology")));
            }
            _ if subjects.as_ref().is_none_or(Vec::is_empty) => {
                self.expect(Expected::Technologies, cursor.end());
            }
            _ => {}
        }
        self.end_without_block(cursor, After::Other);
        if self.failed() { None } else { subjects.map(ClauseKind::AllowTechnology) }
    }

    /// Names of technologies; one that the catalogue does not know stands in quotes.
    fn technologies(&mut self, pair: Pair<'_, Rule>) -> Vec<Name> {
        let mut names = Vec::new();
        let Some(inner) = pair.into_inner().next() else { return names };
        if inner.as_rule() == Rule::path {
            return vec![self.name(&inner)];
        }
        for part in inner.into_inner() {
            match part.as_rule() {
                Rule::path => names.push(self.name(&part)),
                Rule::string => {
                    let quoted = self.quoted(part);
                    names.push(Name { text: quoted.text, span: quoted.span });
                }
                Rule::tagged | Rule::list_junk => self.unexpected(&part),
                _ => {}
            }
        }
        names
    }

    fn limit(&mut self, cursor: &mut Cursor<'_>) -> Option<ClauseKind> {
        cursor.take_any();
        let word = cursor.take(Rule::ident).map(|word| self.name(&word));
        let sign = cursor.take(Rule::comparison);
        let value = cursor.take(Rule::expr).map(|value| self.expr(value));
        if sign.is_none()
            && word.as_ref().is_none_or(|word| word.text == "depth")
            && let Some(extra) = cursor.take(Rule::value_extra)
        {
            let number = extra.as_str().trim();
            let at = self.within(self.span(&extra), 0, number.len());
            match number.parse::<f64>() {
                Ok(_) => self.errors.push(advice::limit_form(word.is_some(), number, at)),
                Err(_) => self.expect(Expected::Depth, extra.as_span().start()),
            }
            self.end_without_block(cursor, After::Value);
            return None;
        }
        let depth = word.as_ref().is_some_and(|word| word.text == "depth");
        match (&word, &sign, &value) {
            (Some(word), ..) if !depth => {
                let error = Diagnostic::error(
                    errors::SYNTAX,
                    word.span,
                    text!("`limit`는 `depth`만 셉니다", "`limit` counts `depth` only"),
                );
                self.errors.push(error.did_you_mean(word.span, Some("depth")));
            }
            (Some(_), Some(_), Some(_)) => {}
            (Some(_), Some(_), None) => self.expect(Expected::Value, cursor.end()),
            _ => self.expect(Expected::Depth, cursor.end()),
        }
        self.end_without_block(cursor, After::Value);
        match (self.failed(), sign, value) {
            (false, Some(sign), Some(value)) => {
                Some(ClauseKind::LimitDepth(self.compared(&sign).0, value))
            }
            _ => None,
        }
    }

    pub(super) fn compared(&mut self, sign: &Pair<'_, Rule>) -> (Comparison, Span) {
        let span = self.span(sign);
        if matches!(sign.as_str(), "=>" | "=<") {
            self.errors.push(errors::turned_comparison(sign.as_str(), span));
        }
        (comparison(sign.as_str()), span)
    }

    fn wording(&mut self, cursor: &mut Cursor<'_>) -> Option<ClauseKind> {
        let which = cursor.take_any()?.as_rule();
        cursor.skip(Rule::assign);
        let text = self.required_string(cursor, Expected::Wording);
        self.end_without_block(cursor, After::Other);
        let text = text?;
        Some(match which {
            Rule::kw_note => ClauseKind::Note(text),
            Rule::kw_good => ClauseKind::Good(text),
            _ => ClauseKind::Bad(text),
        })
    }
}

/// What stands before an arrow was read as a condition; it must be a plain subject.
fn side(condition: &Condition) -> Option<Subjects> {
    match &condition.kind {
        ConditionKind::Test { what, arguments, is: None } if arguments.is_empty() => {
            Some(Subjects { span: what.span, items: vec![Whom::Named(what.clone())] })
        }
        ConditionKind::Related(Relation::Is, subjects) => Some(subjects.clone()),
        _ => None,
    }
}

fn several_without_brackets(word: &str, at: Span) -> Diagnostic {
    Diagnostic::error(
        errors::SYNTAX,
        at,
        text!(word;
            "여럿은 괄호로 묶습니다: `[…, {word}]`",
            "several of them go into brackets: `[…, {word}]`"
        ),
    )
    .help(text!(
        "`forbid [web, user] -> db`처럼 쓰세요.",
        "Write it as in `forbid [web, user] -> db`."
    ))
}

fn wrong_way(forbids: bool, at: Span) -> Diagnostic {
    let error = Diagnostic::error(
        errors::SYNTAX,
        at,
        match forbids {
            true => text!(
                "금지하는 길은 `A -> B` 하나씩 씁니다",
                "what is forbidden is one `A -> B` a line"
            ),
            false => text!(
                "지나야 하는 길은 `require path A -> B`로 씁니다",
                "a way that must be gone is written `require path A -> B`"
            ),
        },
    );
    match forbids {
        true => error.help(text!(
            "`forbid web -> db`처럼 양쪽을 한 번씩만 쓰세요.",
            "Write two sides, as in `forbid web -> db`."
        )),
        false => {
            error.help(text!("`require` 뒤에 `path`를 넣으세요.", "Add `path` after `require`."))
        }
    }
}

fn after_policy(words: &str, at: Span) -> Diagnostic {
    let word = words.split_whitespace().next().unwrap_or_default();
    let meant = advice::level_of_others(word).or(nearest(word, ["error", "warning", "advice"]));
    let error = Diagnostic::error(
        errors::SYNTAX,
        at,
        text!(word;
            "정책의 수준은 `error`, `warning`, `advice` 중 하나입니다: `{word}`",
            "the level of a policy is `error`, `warning` or `advice`, not `{word}`"
        ),
    );
    match meant {
        Some(_) => error.did_you_mean(at, meant),
        None => error.help(text!(
            "이유는 따옴표로 감싸세요: `policy NAME \"이유\" error {{ … }}`.",
            "A reason stands in quotes: `policy NAME \"why\" error {{ … }}`."
        )),
    }
}

fn demands_nothing(name: &Name) -> Diagnostic {
    let word = &name.text;
    Diagnostic::warning(
        errors::SYNTAX,
        name.span,
        text!(word; "`{word}` 정책은 아무것도 요구하지 않습니다", "the policy `{word}` demands nothing"),
    )
    .help(text!(
        "`forbid`, `require`, `allow`, `limit` 줄을 하나 이상 쓰세요.",
        "Give it a line with `forbid`, `require`, `allow` or `limit`."
    ))
}

fn no_clause(word: &str, at: Span) -> Diagnostic {
    let list = CLAUSES.map(|word| format!("`{word}`")).join(", ");
    let error = Diagnostic::error(
        errors::SYNTAX,
        at,
        text!(word; "정책의 줄은 `{word}`로 시작할 수 없습니다", "no line of a policy begins with `{word}`"),
    )
    .help(text!(list; "정책의 줄은 다음 중 하나로 시작합니다: {list}.", "A line of a policy begins with one of {list}."));
    error.did_you_mean(at, advice::clause_word(word).or_else(|| nearest(word, CLAUSES)))
}
