//! The bill in a post: what it comes to, what it lacks, and what would save most.

use super::ground::Ground;
use super::words;
use crate::analysis::Study;
use crate::analysis::cost::{Change, Saving};
use crate::model::Duration;
use crate::say::Text;
use crate::text;
use crate::wording::{at_least, named};

/// `적어도 월 $298`; `None` where no price is known.
pub fn total(study: &Study) -> Option<Text> {
    let rate = study.terms().krw_per_usd;
    let sums = study.total_costs().into_iter();
    let sums: Vec<Text> = sums.map(|(sum, currency)| words::money(sum, currency, rate)).collect();
    let is_open = study.cost().is_open();
    (!sums.is_empty()).then(|| at_least(&Text::join(&sums, " + "), is_open))
}

/// What has no price, as the post calls it: components, and lines of others.
pub fn missing(study: &Study) -> Vec<Text> {
    let (design, cost) = (study.design(), study.cost());
    let whole = cost.unpriced.iter().map(|id| words::called(design, *id));
    let part = cost.partial_gaps().map(|gap| {
        let (called, what) = (words::place(design, gap.place), named(gap.what));
        text!(called, what; "{called} {what}", "{what} of {called}")
    });
    let mut all: Vec<Text> = whole.chain(part).collect();
    all.dedup();
    all
}

/// The change that saves most, how much, and what it does to the time that something is down.
pub fn best_saving(ground: &Ground) -> Option<(Text, Text, Text)> {
    let saving = ground.study.savings().first()?;
    let effect = match saving.more_downtime {
        None => {
            text!(
                "가용성이 어떻게 되는지는 계산하지 않았습니다",
                "what that does to availability is not computed"
            )
        }
        Some(more) if more < Duration::minutes(0.005) => {
            text!("가용성은 그대로입니다", "availability stays as it is")
        }
        Some(more) => {
            let longer = words::duration(more);
            text!(longer; "연간 {longer} 더 멈춥니다", "it is down {longer} a year longer")
        }
    };
    Some((change(ground, saving), ground.money(saving.amount, saving.currency), effect))
}

fn change(ground: &Ground, saving: &Saving) -> Text {
    let called = ground.called(saving.id);
    match &saving.change {
        Change::RightSize { to } => {
            text!(called, to; "{called:을} {to}로 줄이면", "{called} as {to}")
        }
        Change::Graviton { to } => {
            text!(called, to; "{called:을} {to}(Graviton)로 바꾸면", "{called} as {to} (Graviton)")
        }
        Change::Commit => {
            text!(called; "{called:을} 1년 약정으로 바꾸면", "a year's commitment for {called}")
        }
        Change::OneNat => {
            text!(called; "{called:을} 하나만 두면", "one {called} instead of several")
        }
        Change::Endpoint { to } => {
            let to = ground.called(*to);
            text!(to; "{to}로 가는 길을 VPC 엔드포인트로 바꾸면", "a VPC endpoint to {to}")
        }
        Change::StorageClass { to } => text!(
            called, to;
            "{called}의 저장 공간을 {to}로 바꾸면",
            "the storage of {called} on {to}"
        ),
        Change::DropBalancer => text!(called; "{called:을} 없애면", "doing without {called}"),
        Change::Upgrade => {
            text!(called; "{called}의 버전을 올리면", "a supported version of {called}")
        }
    }
}
