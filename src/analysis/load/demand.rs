//! What the users send: from daily users to requests per second.

use super::Interval;
use crate::model::{Attr, Design, Dimension, Facts};
use crate::say::{Text, number};
use crate::text;

const SECONDS_PER_DAY: f64 = 86_400.0;

/// The traffic that a design states, in requests per second.
#[derive(Clone, Debug, PartialEq)]
pub struct Demand {
    /// Daily active users, where they are stated.
    pub dau: Option<Interval>,
    pub average: Interval,
    pub peak: Interval,
    /// Peak ÷ average.
    pub factor: Interval,
    /// `300k × 20 ÷ 86,400 = 69.4 rps`
    pub average_derivation: String,
    pub peak_derivation: String,
    /// Inputs that were not stated, with the value taken.
    pub assumed: Vec<Text>,
}

impl Demand {
    /// `None` when neither `rps` nor `dau` is stated: then nothing is known about load.
    pub fn of(design: &Design) -> Option<Self> {
        let traffic = &design.traffic;
        let mut assumed = Vec::new();
        let dau = number(traffic, Attr::Dau, Dimension::Count);
        let stated = number(traffic, Attr::Rps, Dimension::Rate);
        let (average, average_derivation) = match stated {
            Some(rps) => (rps, format!("{} rps", figure(rps))),
            None => Self::of_users(traffic)?,
        };
        if stated.is_none() && !traffic.is_stated(Attr::RequestsPerUser) {
            assumed.push(text!(
                "`requests-per-user`가 없어 1로 보았습니다",
                "`requests-per-user` not stated; taken as 1"
            ));
        }
        let (factor, factor_text) = peak_factor(traffic, &mut assumed);
        let peak = average * factor;
        let base = average_derivation.split(" = ").next().unwrap_or_default().to_owned();
        let peak_derivation = format!("{base} × {factor_text} = {} rps", figure(peak));
        assumed.extend(unsent(design));
        Some(Self { dau, average, peak, factor, average_derivation, peak_derivation, assumed })
    }

    /// One request a second.
    pub(super) fn unit() -> Self {
        Self {
            dau: None,
            average: Interval::ONE,
            peak: Interval::ONE,
            factor: Interval::ONE,
            average_derivation: String::new(),
            peak_derivation: String::new(),
            assumed: Vec::new(),
        }
    }

    /// The average that the daily users make, with its derivation; of each one request where
    /// nothing is stated.
    pub fn of_users(traffic: &Facts) -> Option<(Interval, String)> {
        let dau = number(traffic, Attr::Dau, Dimension::Count)?;
        let requests = number(traffic, Attr::RequestsPerUser, Dimension::Count);
        let each = requests.unwrap_or(Interval::ONE);
        let average = dau * each / SECONDS_PER_DAY;
        let working = format!("{} × {} ÷ 86,400", figure(dau), figure(each));
        Some((average, format!("{working} = {} rps", figure(average))))
    }

    /// The peak factor that the share of the busiest hour makes, with how it reads.
    pub fn of_busiest_hour(traffic: &Facts) -> Option<(Interval, String)> {
        let hour = number(traffic, Attr::BusiestHour, Dimension::Ratio)?;
        Some((hour * 24.0, format!("24 × {}", number::percent_term(hour.lo, hour.hi))))
    }
}

/// What no user sends, and flows that are left nothing or share requests.
fn unsent(design: &Design) -> Vec<Text> {
    let mut said = Vec::new();
    let share = |facts: &Facts| number(facts, Attr::Share, Dimension::Ratio);
    let users = || design.users().map(|id| share(&design.component(id).facts));
    let sum: f64 = users().flatten().map(|share| share.hi).sum();
    if users().next().is_some() && users().all(|share| share.is_some()) && sum < 1.0 - 1e-9 {
        let (all, rest) = (crate::say::number::share(sum), crate::say::number::share(1.0 - sum));
        said.push(text!(
            all, rest;
            "사용자들의 `share`가 {all}라 나머지 {rest}는 아무도 보내지 않습니다",
            "the users' `share`s come to {all}: nobody sends the other {rest}"
        ));
    }
    let flows = || design.flows.iter().filter(|flow| !flow.implied);
    for user in design.users() {
        let own = || flows().filter(move |flow| flow.entry.contains(&user));
        let sum: f64 = own().filter_map(|flow| share(&flow.facts)).map(|share| share.hi).sum();
        if sum > 1.0 + 1e-9 {
            let (name, sum) = (&design.component(user).path, crate::say::number::share(sum));
            said.push(text!(
                name, sum;
                "`{name}`의 흐름들의 `share`가 {sum}입니다: 한 요청이 여러 흐름에 속합니다",
                "the flows of `{name}` come to {sum}: one request is part of several"
            ));
        }
        for flow in own().filter(|flow| sum >= 1.0 - 1e-9 && share(&flow.facts).is_none()) {
            let name = &flow.name;
            said.push(text!(
                name;
                "흐름 `{name}`에는 남은 요청이 없습니다: 다른 흐름들이 모두 가져갑니다",
                "flow `{name}` is left nothing: the others take all requests"
            ));
        }
    }
    said
}

fn number(facts: &Facts, attr: Attr, dimension: Dimension) -> Option<Interval> {
    facts.number(attr, dimension).map(Interval::from)
}

/// The factor from the average to the peak, and how it reads in a derivation.
fn peak_factor(traffic: &Facts, assumed: &mut Vec<Text>) -> (Interval, String) {
    if let Some(peak) = number(traffic, Attr::Peak, Dimension::Factor) {
        return (peak, figure(peak));
    }
    Demand::of_busiest_hour(traffic).unwrap_or_else(|| {
        assumed.push(text!(
            "`peak`가 없어 평균의 1배로 보았습니다",
            "`peak` not stated; taken as 1 × the average"
        ));
        (Interval::ONE, "1".to_owned())
    })
}

/// A number for a derivation: three or four digits, `300k`, and both ends of a range.
pub fn figure(value: Interval) -> String {
    number::figure(value.lo, value.hi)
}
