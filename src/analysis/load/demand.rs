//! What the users send: from daily users to requests per second.

use super::Interval;
use crate::model::{Attr, ComponentId, Design, Dimension, Facts, Flow, FlowId};
use crate::say::number;

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
    pub assumed: Vec<Assumption>,
}

/// What a demand takes for granted.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Assumption {
    /// One request of each user a day.
    OneRequest,
    /// The peak is the average.
    NoPeak,
    /// The users send this part of the traffic, 0..1; nobody sends the rest.
    Unsent(f64),
    /// The flows of a user come to this part of its requests, above 1: some belong to several.
    Shared(ComponentId, f64),
    /// Other flows of its user take all requests.
    LeftNothing(FlowId),
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
            assumed.push(Assumption::OneRequest);
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
fn unsent(design: &Design) -> Vec<Assumption> {
    let mut said = Vec::new();
    let share = |facts: &Facts| number(facts, Attr::Share, Dimension::Ratio);
    let users = || design.users().map(|id| share(&design.component(id).facts));
    let sum: f64 = users().flatten().map(|share| share.hi).sum();
    if users().next().is_some() && users().all(|share| share.is_some()) && sum < 1.0 - 1e-9 {
        said.push(Assumption::Unsent(sum));
    }
    let share_of = |flow: FlowId| share(&design.flow(flow).facts);
    for user in design.users() {
        let is_own = |flow: &Flow| !flow.implied && flow.entry.contains(&user);
        let own: Vec<FlowId> = design.flow_ids().filter(|id| is_own(design.flow(*id))).collect();
        let sum: f64 = own.iter().filter_map(|flow| share_of(*flow)).map(|share| share.hi).sum();
        if sum > 1.0 + 1e-9 {
            said.push(Assumption::Shared(user, sum));
        }
        let is_left_out = |flow: &FlowId| sum >= 1.0 - 1e-9 && share_of(*flow).is_none();
        said.extend(own.into_iter().filter(is_left_out).map(Assumption::LeftNothing));
    }
    said
}

fn number(facts: &Facts, attr: Attr, dimension: Dimension) -> Option<Interval> {
    facts.number(attr, dimension).map(Interval::from)
}

/// The factor from the average to the peak, and how it reads in a derivation.
fn peak_factor(traffic: &Facts, assumed: &mut Vec<Assumption>) -> (Interval, String) {
    if let Some(peak) = number(traffic, Attr::Peak, Dimension::Factor) {
        return (peak, figure(peak));
    }
    Demand::of_busiest_hour(traffic).unwrap_or_else(|| {
        assumed.push(Assumption::NoPeak);
        (Interval::ONE, "1".to_owned())
    })
}

/// A number for a derivation: three or four digits, `300k`, and both ends of a range.
pub fn figure(value: Interval) -> String {
    number::figure(value.lo, value.hi)
}
