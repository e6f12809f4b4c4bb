//! Which numbers an attribute can have at all.

use super::complaint::{self, LIMIT};
use crate::diagnostic::Diagnostic;
use crate::model::{Attr, Dimension, Quantity};
use crate::say::Text;
use crate::syntax::ast::{Expr, ExprKind};
use crate::text;
use rust_decimal::Decimal;

/// Each replica is a unit of its own in the analysis, so their number has an end.
pub(super) const MOST_REPLICAS: i64 = 10_000;

/// The mistake in a number of the right dimension, if there is one.
pub(super) fn check(attr: Option<Attr>, quantity: Quantity, expr: &Expr) -> Option<Diagnostic> {
    let Quantity { dimension, lo, hi } = quantity;
    let span = expr.span;
    let impossible = |reason| Some(complaint::impossible(span, attr, reason));
    if lo < Decimal::ZERO {
        return impossible(Text::new("음수일 수 없습니다", "cannot be negative"));
    }
    let attr = attr?;
    if dimension == Dimension::Ratio && hi > Decimal::ONE {
        return Some(over_one(attr, hi, expr));
    }
    if is_whole(attr) && !(lo.is_integer() && hi.is_integer()) {
        return impossible(Text::new("정수여야 합니다", "must be a whole number"));
    }
    let least = least(attr);
    if least.is_some_and(|least| lo < least) {
        let least = least.unwrap_or_default();
        return impossible(text!(least; "{least} 이상이어야 합니다", "must be at least {least}"));
    }
    if is_divisor(attr) && lo.is_zero() {
        return impossible(Text::new("0보다 커야 합니다", "must be more than 0"));
    }
    if is_multiplied(attr) && hi > Decimal::from(MOST_REPLICAS) {
        let word = attr.word();
        let message = text!(
            word;
            "`{word}` 값은 10,000을 넘을 수 없습니다",
            "`{word}` cannot be more than 10,000"
        );
        return Some(Diagnostic::error(LIMIT, span, message));
    }
    None
}

/// `availability = 99.9` was meant as a percentage.
fn over_one(attr: Attr, hi: Decimal, expr: &Expr) -> Diagnostic {
    let diagnostic = complaint::impossible(
        expr.span,
        Some(attr),
        Text::new("100%를 넘을 수 없습니다", "cannot be more than 100%"),
    );
    let is_bare = match &expr.kind {
        ExprKind::Number(parts) => parts.iter().all(|part| part.unit.is_none()),
        _ => false,
    };
    let percent = format!("{}%", hi.normalize());
    let meant = (is_bare && hi <= Decimal::ONE_HUNDRED).then_some(percent.as_str());
    diagnostic.did_you_mean(expr.span, meant)
}

fn is_whole(attr: Attr) -> bool {
    use Attr::*;
    is_multiplied(attr) || matches!(attr, Autoscale | Pool | Need | Retries | MaxConnections)
}

/// Each one is a unit of its own.
pub(super) fn is_multiplied(attr: Attr) -> bool {
    use Attr::*;
    matches!(attr, Replicas | Brokers | Shards | Quorum | ReplicationFactor | Autoscale)
}

fn least(attr: Attr) -> Option<Decimal> {
    use Attr::*;
    matches!(attr, Shards | Need | Quorum | ReplicationFactor | Skew | Peak).then_some(Decimal::ONE)
}

fn is_divisor(attr: Attr) -> bool {
    use Attr::*;
    matches!(attr, Capacity | Mtbf | MaxConnections | Bandwidth)
}
