//! Numbers with units, and arithmetic on them.

use super::Names;
use super::amount::{Amount, Refusal};
use super::complaint::{self, UNKNOWN_NAME, UNKNOWN_VALUE, WRONG_UNIT, Wanted};
use super::lets::{Lets, Meaning};
use super::unit::{self, Unit};
use crate::diagnostic::Diagnostic;
use crate::model::Dimension;
use crate::say::Text;
use crate::source::Span;
use crate::syntax::ast::{Expr, ExprKind, Name, NumberPart, Operator, Path};
use crate::text;
use rust_decimal::Decimal;

/// Works out what numbers a value comes to.
pub(super) struct Calculator<'c, 'a> {
    pub wanted: Wanted,
    pub lets: &'c Lets<'a>,
    /// To say what a word is that is no number; `let`s know no names.
    pub names: Option<&'c dyn Names>,
    pub errors: &'c mut Vec<Diagnostic>,
}

impl Calculator<'_, '_> {
    /// The amount, or `None` with one error for each mistake. Long sums take no stack.
    pub fn amount(&mut self, expr: &Expr) -> Option<Amount> {
        let mut spine = Vec::new();
        let mut first = expr;
        while let ExprKind::Binary { op, left, right, .. } = &first.kind {
            spine.push((*op, right, first.span));
            first = left;
        }
        let mut total = self.operand(first);
        for (operator, right, span) in spine.into_iter().rev() {
            let right = self.amount(right);
            total = match (total, right) {
                (Some(left), Some(right)) => self.combine(span, left, operator, right),
                _ => None,
            };
        }
        total
    }

    fn operand(&mut self, expr: &Expr) -> Option<Amount> {
        match &expr.kind {
            ExprKind::Number(parts) => self.number(parts, expr.span),
            ExprKind::Money { currency, amount, per } => {
                self.money(currency, *amount, per.as_ref())
            }
            ExprKind::Word(path) => self.word(path),
            ExprKind::Range(lo, hi) => self.range(lo, hi, expr.span),
            ExprKind::Negative(inner) => self.negative(inner),
            // Left operands never get here; `amount` takes them apart.
            ExprKind::Binary { .. } => self.amount(expr),
            ExprKind::Date { .. } => self.no_number(expr.span, Text::new("날짜", "a date")),
            ExprKind::Quoted(_) => self.no_number(expr.span, Text::new("글", "a text")),
            ExprKind::List(_) => self.no_number(expr.span, Text::new("목록", "a list")),
            ExprKind::Pair(..) => {
                self.no_number(expr.span, Text::new("이름과 배수", "a name with a factor"))
            }
            ExprKind::Junk => None,
        }
    }

    fn no_number(&mut self, span: Span, noun: Text) -> Option<Amount> {
        let found = complaint::is(noun);
        let diagnostic = match self.wanted.takes.number {
            Some(_) => self.wanted.mismatch(span, found),
            None => {
                let message = Text::new(
                    "수가 아니라서 계산할 수 없습니다",
                    "only numbers can be calculated with",
                );
                Diagnostic::error(WRONG_UNIT, span, message).label(found)
            }
        };
        self.errors.push(diagnostic);
        None
    }

    /// Any number of signs before an operand.
    fn negative(&mut self, mut inner: &Expr) -> Option<Amount> {
        let mut negated = true;
        while let ExprKind::Negative(next) = &inner.kind {
            inner = next;
            negated = !negated;
        }
        let amount = self.amount(inner)?;
        Some(if negated { amount.negated() } else { amount })
    }

    fn combine(
        &mut self,
        span: Span,
        left: Amount,
        operator: Operator,
        right: Amount,
    ) -> Option<Amount> {
        let refusal = match left.combine(operator, right) {
            Ok(amount) => return Some(amount),
            Err(refusal) => refusal,
        };
        self.errors.push(match refusal {
            Refusal::Dimensions => dimensions_clash(span, left, operator, right),
            Refusal::TooLarge => complaint::too_large(span),
            Refusal::DivisionByZero => Diagnostic::error(
                UNKNOWN_VALUE,
                span,
                Text::new("0으로 나눌 수 없습니다", "this divides by zero"),
            ),
        });
        None
    }

    fn word(&mut self, path: &Path) -> Option<Amount> {
        match self.lets.find(path) {
            Meaning::Amount(amount) => Some(amount),
            Meaning::Form(form) => self.operand(form),
            Meaning::Failed => None,
            Meaning::Unknown => {
                let diagnostic = self.unknown_word(path);
                self.errors.push(diagnostic);
                None
            }
        }
    }

    fn unknown_word(&self, path: &Path) -> Diagnostic {
        if super::is_unknown(path) {
            return complaint::unknown_in_company(path.span);
        }
        let word = path_text(path);
        if self.names.is_some_and(|names| names.has_place(path)) {
            let message = text!(word; "`{word}` 이름은 수가 아닙니다", "`{word}` is not a number");
            let label = Text::new("설계 안의 이름입니다", "a name in the design");
            return Diagnostic::error(WRONG_UNIT, path.span, message).label(label);
        }
        self.lets.unknown(path)
    }

    fn number(&mut self, parts: &[NumberPart], span: Span) -> Option<Amount> {
        let mut units = Vec::with_capacity(parts.len());
        for part in parts {
            match self.unit(part) {
                Some(unit) => units.push((part.value, unit)),
                None => return None,
            }
        }
        let Some(amount) = compound(&units) else {
            self.errors.push(complaint::too_large(span));
            return None;
        };
        if !goes_down(&units) {
            let message = Text::new(
                "수를 이어 쓸 때는 `1억 2000만`처럼 큰 단위부터 적어야 합니다",
                "numbers in a row go from the large unit to the small one, like `1억 2000만`",
            );
            self.errors.push(Diagnostic::error(WRONG_UNIT, span, message));
            return None;
        }
        Some(amount)
    }

    fn unit(&mut self, part: &NumberPart) -> Option<Unit> {
        let Some(name) = &part.unit else {
            return Some(Unit { scale: Decimal::ONE, of: None });
        };
        let unit = unit::parse(&name.text, self.wanted.takes.number);
        if unit.is_none() {
            self.errors.push(complaint::unknown_unit(name, self.wanted));
        }
        unit
    }

    fn money(&mut self, currency: &Name, amount: Decimal, per: Option<&Name>) -> Option<Amount> {
        let dimension = match currency.text.as_str() {
            "$" | "US$" => Dimension::Usd,
            "₩" | "￦" => Dimension::Krw,
            other => {
                let message =
                    text!(other; "모르는 통화입니다: `{other}`", "there is no currency `{other}`");
                let help = Text::new("달러(`$`)와 원(`₩`)을 쓸 수 있습니다.", "Write `$` or `₩`.");
                self.errors.push(Diagnostic::error(WRONG_UNIT, currency.span, message).help(help));
                return None;
            }
        };
        let times = match per.map(|per| (per, unit::monthly(&per.text))) {
            None => Decimal::ONE,
            Some((_, Some(times))) => times,
            Some((per, None)) => {
                let word = &per.text;
                let message =
                    text!(word; "모르는 기간입니다: `{word}`", "there is no period `{word}`");
                let help = Text::new(
                    "`$120/mo`나 `$0.05/h`처럼 적으세요.",
                    "Write a price for a time, like `$120/mo` or `$0.05/h`.",
                );
                self.errors.push(Diagnostic::error(WRONG_UNIT, per.span, message).help(help));
                return None;
            }
        };
        let Some(value) = amount.checked_mul(times) else {
            self.errors.push(complaint::too_large(currency.span));
            return None;
        };
        Some(Amount { dimension: Some(dimension), ..Amount::plain(value) })
    }

    fn range(&mut self, lo: &Expr, hi: &Expr, span: Span) -> Option<Amount> {
        let low = match (&lo.kind, &hi.kind) {
            // `10..20ms`: a bare lower end takes the unit of the upper one.
            (ExprKind::Number(low), ExprKind::Number(high)) if is_bare(low) => {
                let unit = high.last().and_then(|part| part.unit.clone());
                let part = NumberPart { unit, ..low.first()?.clone() };
                let known = part
                    .unit
                    .as_ref()
                    .is_none_or(|unit| unit::parse(&unit.text, self.wanted.takes.number).is_some());
                // An unknown unit is said once, at the upper end.
                if known { self.number(&[part], lo.span) } else { None }
            }
            _ => self.amount(lo),
        };
        let (high, low) = (self.amount(hi)?, low?);
        let Ok(Amount { dimension, .. }) = low.combine(Operator::Add, high) else {
            let (a, b) = (complaint::noun(low.dimension), complaint::noun(high.dimension));
            let message = text!(
                "범위의 양 끝은 같은 종류여야 합니다",
                "both ends of a range must be of one kind"
            );
            let label = Text::new(format!("{}, {}", a.ko, b.ko), format!("{} and {}", a.en, b.en));
            self.errors.push(Diagnostic::error(WRONG_UNIT, span, message).label(label));
            return None;
        };
        if low.lo > high.hi {
            let message =
                Text::new("범위의 앞쪽 값이 뒤쪽 값보다 큽니다", "this range begins above its end");
            let help = Text::new("작은 값을 앞에 적으세요.", "Write the smaller end first.");
            self.errors.push(Diagnostic::error(UNKNOWN_VALUE, span, message).help(help));
            return None;
        }
        Some(Amount { dimension, lo: low.lo, hi: high.hi })
    }
}

fn is_bare(parts: &[NumberPart]) -> bool {
    matches!(parts, [NumberPart { unit: None, .. }])
}

/// The sum of the parts; a unit behind the last one holds for all.
fn compound(parts: &[(Decimal, Unit)]) -> Option<Amount> {
    let (_, last) = parts.last()?;
    let mut total = Decimal::ZERO;
    for (value, unit) in parts {
        total = total.checked_add(value.checked_mul(unit.scale)?)?;
    }
    let worth = last.of.map_or(Decimal::ONE, |of| of.worth);
    let dimension = last.of.map(|of| of.dimension);
    Some(Amount { dimension, ..Amount::plain(total.checked_mul(worth)?) })
}

/// `1억 2000만`, `3만 5천명`: each scale is smaller than the one before, and only the last part may
/// have a unit.
fn goes_down(parts: &[(Decimal, Unit)]) -> bool {
    parts.windows(2).all(|pair| pair[0].1.of.is_none() && pair[0].1.scale > pair[1].1.scale)
}

/// A path as it was written.
pub(super) fn path_text(path: &Path) -> String {
    path.segments.iter().map(|name| name.text.as_str()).collect::<Vec<_>>().join(".")
}

fn dimensions_clash(span: Span, left: Amount, operator: Operator, right: Amount) -> Diagnostic {
    let (a, b) = (complaint::noun(left.dimension), complaint::noun(right.dimension));
    let message = match operator {
        Operator::Add => {
            text!(a, b; "더할 수 없습니다: {a} + {b}", "{a} and {b} do not add up")
        }
        Operator::Subtract => {
            text!(a, b; "뺄 수 없습니다: {a} - {b}", "{b} cannot be taken from {a}")
        }
        Operator::Multiply => {
            text!(a, b; "곱할 수 없습니다: {a} × {b}", "{a} times {b} means nothing here")
        }
        Operator::Divide => {
            text!(a, b; "나눌 수 없습니다: {a} ÷ {b}", "{a} divided by {b} means nothing here")
        }
    };
    let help = match operator {
        Operator::Add | Operator::Subtract => {
            Text::new("같은 종류끼리만 더하고 뺄 수 있습니다.", "Like adds to like.")
        }
        Operator::Multiply | Operator::Divide => Text::new(
            "개수 ÷ 시간 = 처리량, 처리량 × 시간 = 개수, 개수 × 크기 = 크기처럼 계산합니다.",
            "Count ÷ duration is a rate, rate × duration a count, count × size a size.",
        ),
    };
    Diagnostic::error(WRONG_UNIT, span, message).help(help)
}

/// For [`Lets::unknown`].
pub(super) fn unknown_name(path: &Path, message: Text, meant: Option<&str>) -> Diagnostic {
    Diagnostic::error(UNKNOWN_NAME, path.span, message).did_you_mean(path.span, meant)
}
