//! From what was written behind `=` to a typed value: units, arithmetic, words and names.

mod amount;
mod bounds;
mod calculate;
mod complaint;
mod lets;
mod unit;

#[cfg(test)]
mod tests;

pub use lets::Lets;

use super::design::{ComponentId, Place};
use super::facts::{Stated, Value};
use super::quantity::{Dimension, Quantity};
use super::schema::{Attr, Takes};
use crate::diagnostic::Diagnostic;
use crate::say::{Text, nearest};
use crate::source::Span;
use crate::syntax::ast::{self, Expr, ExprKind};
use crate::syntax::times;
use crate::text;
use calculate::{Calculator, path_text};
use complaint::{UNKNOWN_VALUE, Wanted};
use jiff::civil::Date;
use lets::Meaning;

/// All unit words, by dimension and from small to large, without those of scale (`k`, `만`).
pub fn units() -> impl Iterator<Item = (Dimension, &'static [&'static str])> {
    unit::UNITS.iter().map(|row| (row.dimension, row.words))
}

/// Where names in values are looked up, from where the value stands.
pub trait Names {
    /// The component or group of that name; the error is `unknown-name` or `ambiguous-name` with
    /// its candidates.
    fn place(&self, path: &ast::Path) -> Result<Place, Box<Diagnostic>>;

    /// Whether [`Names::place`] would find something.
    fn has_place(&self, path: &ast::Path) -> bool {
        self.place(path).is_ok()
    }
}

/// Reads values in one place of the text. Each mistake becomes one entry of `errors`, and the value
/// is then `None` (of a list, the items that could be read remain).
pub struct Reader<'a> {
    pub lets: &'a Lets<'a>,
    pub names: &'a dyn Names,
    pub errors: &'a mut Vec<Diagnostic>,
}

impl Reader<'_> {
    /// A whole attribute; a bare word means `on`. `unset` is not known here: it is the change's.
    pub fn attribute(
        &mut self,
        attribute: &ast::Attribute,
        attr: Attr,
        takes: Takes,
    ) -> Option<Stated> {
        let stated = |value, value_span| Stated {
            value,
            span: attribute.span,
            value_span,
            by_default: false,
        };
        if let Some(expr) = &attribute.value {
            return self.value(expr, attr, takes).map(|value| stated(value, expr.span));
        }
        let span = attribute.name.span;
        if takes.flag {
            return Some(stated(Value::On, span));
        }
        let missing = Text::new("값이 없습니다", "has no value");
        self.errors.push(Wanted { attr: Some(attr), takes }.mismatch(span, missing));
        None
    }

    /// The value of an attribute.
    pub fn value(&mut self, expr: &Expr, attr: Attr, takes: Takes) -> Option<Value> {
        let wanted = Wanted { attr: Some(attr), takes };
        match &expr.kind {
            ExprKind::Word(path) if is_unknown(path) => Some(Value::Unknown),
            ExprKind::List(items) if takes.list => {
                let items = items.iter().filter_map(|item| self.single(item, wanted));
                Some(Value::List(items.collect()))
            }
            _ => self.single(expr, wanted),
        }
    }

    /// The value of one of the team's own attributes.
    pub fn own(&mut self, expr: &Expr, takes: Takes) -> Option<Value> {
        match &expr.kind {
            ExprKind::Word(path) if is_unknown(path) => Some(Value::Unknown),
            _ => self.single(expr, Wanted { attr: None, takes }),
        }
    }

    /// One of them alone, without a value, which means `on`.
    pub fn bare(&mut self, span: Span, takes: Takes) -> Option<Value> {
        if takes.flag {
            return Some(Value::On);
        }
        let missing = Text::new("값이 없습니다", "has no value");
        self.errors.push(Wanted { attr: None, takes }.mismatch(span, missing));
        None
    }

    /// A number of that dimension, outside of attributes: the right side of an `expect`. Asked for
    /// [`Dimension::Usd`], it may also be [`Dimension::Krw`]. Never a range.
    pub fn quantity(&mut self, expr: &Expr, dimension: Dimension) -> Option<Quantity> {
        let wanted = Wanted::number(dimension);
        let quantity = self.number(expr, wanted, dimension)?;
        if quantity.is_range() {
            let found = complaint::is(Text::new("범위", "a range"));
            self.errors.push(wanted.mismatch(expr.span, found));
            return None;
        }
        Some(quantity)
    }

    /// The same of an availability, which can't be more than 100%.
    pub fn availability(&mut self, expr: &Expr) -> Option<Quantity> {
        let quantity = self.quantity(expr, Dimension::Ratio)?;
        let wrong = bounds::check(Some(Attr::Availability), quantity, expr);
        let is_wrong = wrong.is_some();
        self.errors.extend(wrong);
        (!is_wrong).then_some(quantity)
    }

    /// The day behind `until`.
    pub fn date(&mut self, expr: &Expr) -> Option<Date> {
        match self.single(expr, Wanted::date())? {
            Value::Date(date) => Some(date),
            _ => None,
        }
    }

    fn single(&mut self, expr: &Expr, wanted: Wanted) -> Option<Value> {
        match &expr.kind {
            ExprKind::Junk => None,
            ExprKind::Word(path) => self.word(path, expr.span, wanted),
            ExprKind::Quoted(quoted) => self.quoted(quoted, wanted),
            ExprKind::Date { year, month, day } if wanted.takes.date => {
                self.day(expr.span, *year, *month, *day).map(Value::Date)
            }
            ExprKind::Pair(path, factor) if wanted.takes.times => {
                let component = self.component(path, wanted);
                let factor =
                    self.number(factor, Wanted::number(Dimension::Factor), Dimension::Factor);
                Some(Value::Times(component?, factor?))
            }
            kind => match wanted.takes.number {
                Some(dimension) => self.number(expr, wanted, dimension).map(Value::Number),
                None => {
                    let found = complaint::is(form(kind));
                    self.errors.push(wanted.mismatch(expr.span, found));
                    None
                }
            },
        }
    }

    fn number(&mut self, expr: &Expr, wanted: Wanted, dimension: Dimension) -> Option<Quantity> {
        let mut calculator =
            Calculator { wanted, lets: self.lets, names: Some(self.names), errors: self.errors };
        let amount = calculator.amount(expr)?;
        self.fit(amount, expr, wanted, dimension)
    }

    fn fit(
        &mut self,
        amount: amount::Amount,
        expr: &Expr,
        wanted: Wanted,
        dimension: Dimension,
    ) -> Option<Quantity> {
        let quantity = match amount.fit(dimension) {
            Some(quantity) if !is_scale_without_unit(expr, amount, dimension) => quantity,
            _ => {
                let found = complaint::is(complaint::noun(amount.dimension));
                let mismatch = wanted.mismatch(expr.span, found);
                self.errors.push(with_other_case(mismatch, expr, wanted, dimension));
                return None;
            }
        };
        if let Some(mistake) = bounds::check(wanted.attr, quantity, expr) {
            self.errors.push(mistake);
            return None;
        }
        Some(quantity)
    }

    /// First one of the attribute's own words, then a `let`, then a component or group.
    fn word(&mut self, path: &ast::Path, span: Span, wanted: Wanted) -> Option<Value> {
        if is_unknown(path) {
            self.errors.push(complaint::unknown_in_company(span));
            return None;
        }
        let takes = wanted.takes;
        let word = path_text(path);
        if let Some(own) = own_word(&word, &takes) {
            return Some(own);
        }
        match self.lets.find(path) {
            Meaning::Failed => return None,
            Meaning::Form(form) => return self.defined(form, wanted),
            Meaning::Amount(amount) => {
                let here = Expr { span, kind: ExprKind::Word(path.clone()) };
                let Some(dimension) = takes.number else {
                    let found = complaint::is(complaint::noun(amount.dimension));
                    self.errors.push(wanted.mismatch(span, found));
                    return None;
                };
                return self.fit(amount, &here, wanted, dimension).map(Value::Number);
            }
            Meaning::Unknown => {}
        }
        if takes.free {
            return Some(Value::Text(word));
        }
        if takes.component || takes.group {
            return self.place(path, wanted);
        }
        self.stranger(path, &word, wanted);
        None
    }

    /// The value of a `let` that is no amount, read as if it stood here.
    fn defined(&mut self, form: &Expr, wanted: Wanted) -> Option<Value> {
        match &form.kind {
            ExprKind::Word(path) if self.lets.is_unknown(path) => {
                self.word(path, form.span, wanted)
            }
            ExprKind::List(items) if wanted.takes.list => {
                let items = items.iter().filter_map(|item| self.single(item, wanted));
                Some(Value::List(items.collect()))
            }
            _ => self.single(form, wanted),
        }
    }

    /// A word that is nothing that could stand here.
    fn stranger(&mut self, path: &ast::Path, word: &str, wanted: Wanted) {
        let takes = wanted.takes;
        let has_words = !takes.words.is_empty() || takes.flag || takes.off;
        let diagnostic = if takes.number.is_none() && has_words || wanted.meant(word).is_some() {
            let lets: Vec<&str> = self.lets.names().collect();
            wanted.unknown_word(path.span, word, &lets)
        } else if self.names.has_place(path) {
            let found = Text::new("설계 안의 이름입니다", "a name in the design");
            wanted.mismatch(path.span, found)
        } else if word.starts_with("traffic.") || nearest(word, self.lets.names()).is_some() {
            self.lets.unknown(path)
        } else {
            let counted = times(word).filter(|_| takes.number == Some(Dimension::Count));
            let found = complaint::is(Text::new("단어", "a word"));
            wanted.mismatch(path.span, found).did_you_mean(path.span, counted)
        };
        self.errors.push(diagnostic);
    }

    fn place(&mut self, path: &ast::Path, wanted: Wanted) -> Option<Value> {
        match self.find(path, wanted)? {
            Place::Component(id) if wanted.takes.component => Some(Value::Component(id)),
            Place::Group(id) if wanted.takes.group => Some(Value::Group(id)),
            other => {
                self.errors.push(wanted.mismatch(path.span, sort_of(other)));
                None
            }
        }
    }

    fn component(&mut self, path: &ast::Path, wanted: Wanted) -> Option<ComponentId> {
        match self.find(path, wanted)? {
            Place::Component(id) => Some(id),
            group => {
                self.errors.push(wanted.mismatch(path.span, sort_of(group)));
                None
            }
        }
    }

    fn find(&mut self, path: &ast::Path, wanted: Wanted) -> Option<Place> {
        let error = match self.names.place(path) {
            Ok(place) => return Some(place),
            Err(error) => *error,
        };
        let word = path_text(path);
        // `stiky` is a mistyped `sticky` rather than a missing component.
        let own = wanted.meant(&word).is_some() && !self.names.has_place(path);
        self.errors.push(if own { wanted.unknown_word(path.span, &word, &[]) } else { error });
        None
    }

    fn quoted(&mut self, quoted: &ast::Quoted, wanted: Wanted) -> Option<Value> {
        if wanted.takes.text {
            return Some(Value::Text(quoted.text.clone()));
        }
        let word = quoted.text.as_str();
        let diagnostic = match own_word(word, &wanted.takes) {
            Some(_) => {
                let message = text!(
                    word;
                    "`{word}` 값은 따옴표 없이 적습니다",
                    "`{word}` is written without quotes"
                );
                let diagnostic = Diagnostic::error(UNKNOWN_VALUE, quoted.span, message);
                diagnostic.did_you_mean(quoted.span, Some(word))
            }
            None => wanted.mismatch(quoted.span, complaint::is(Text::new("글", "a text"))),
        };
        self.errors.push(diagnostic);
        None
    }

    fn day(&mut self, span: Span, year: i16, month: i8, day: i8) -> Option<Date> {
        let date = Date::new(year, month, day).ok();
        if date.is_none() {
            let written = format!("{year:04}-{month:02}-{day:02}");
            let message =
                text!(written; "달력에 없는 날짜입니다: {written}", "there is no day {written}");
            self.errors.push(Diagnostic::error(UNKNOWN_VALUE, span, message));
        }
        date
    }
}

/// `unknown` wins over a `let` or a component of that name.
fn is_unknown(path: &ast::Path) -> bool {
    path.segments.len() == 1 && path.segments[0].text == "unknown"
}

fn own_word(word: &str, takes: &Takes) -> Option<Value> {
    if let Some(own) = takes.words.iter().find(|own| **own == word) {
        return Some(Value::Word(own));
    }
    match word {
        "on" if takes.flag => Some(Value::On),
        "off" | "none" if takes.flag || takes.off => Some(Value::Off),
        _ => None,
    }
}

fn sort_of(place: Place) -> Text {
    match place {
        Place::Component(_) => complaint::is(Text::new("컴포넌트", "a component")),
        Place::Group(_) => complaint::is(Text::new("그룹", "a group")),
    }
}

fn form(kind: &ExprKind) -> Text {
    match kind {
        ExprKind::List(_) => Text::new("목록", "a list"),
        ExprKind::Range(..) => Text::new("범위", "a range"),
        ExprKind::Date { .. } => Text::new("날짜", "a date"),
        ExprKind::Quoted(_) => Text::new("글", "a text"),
        ExprKind::Pair(..) => Text::new("이름과 배수", "a name with a factor"),
        _ => Text::new("수", "a number"),
    }
}

/// `10M` where a duration is asked for: a scale alone says nothing there, and is likely another
/// case of a unit.
fn is_scale_without_unit(expr: &Expr, amount: amount::Amount, dimension: Dimension) -> bool {
    use Dimension::{Bandwidth, Bytes, Duration, Ratio, Usd};
    let has_unit = |expr: &Expr| match &expr.kind {
        ExprKind::Number(parts) => parts.iter().any(|part| part.unit.is_some()),
        _ => false,
    };
    let scaled = match &expr.kind {
        ExprKind::Range(lo, hi) => has_unit(lo) || has_unit(hi),
        _ => has_unit(expr),
    };
    scaled
        && amount.dimension.is_none()
        && matches!(dimension, Duration | Bytes | Bandwidth | Ratio | Usd)
}

/// `m` and `M` mean different things: suggests the other case where that one fits.
fn with_other_case(
    diagnostic: Diagnostic,
    expr: &Expr,
    wanted: Wanted,
    dimension: Dimension,
) -> Diagnostic {
    if wanted.attr.is_some_and(bounds::is_multiplied) {
        // Nobody means a million replicas.
        return diagnostic;
    }
    let ExprKind::Number(parts) = &expr.kind else { return diagnostic };
    let [ast::NumberPart { unit: Some(unit), .. }] = parts.as_slice() else { return diagnostic };
    let lower = unit.text.to_lowercase();
    let other = unit::words(Some(dimension))
        .find(|word| *word != unit.text && word.to_lowercase() == lower);
    diagnostic.did_you_mean(unit.span, other)
}
