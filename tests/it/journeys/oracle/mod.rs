//! What arrives where, found by following every request along every way it may take. Nothing here
//! is shared with the library: it reads the sketch, not the design.

mod stores;

use super::sketch::{Line, Sketch};
use std::collections::{BTreeMap, BTreeSet};

/// Reads and writes.
pub type Two = [f64; 2];

/// On average and at the peak.
type Four = [Two; 2];

#[derive(Clone, Debug, Default)]
pub struct Found {
    /// By line, at the peak.
    pub over: BTreeMap<usize, Two>,
    pub at: Vec<Two>,
}

struct Journey {
    user: usize,
    share: f64,
    reads: f64,
    steps: Option<BTreeSet<usize>>,
}

/// Amounts below this, of requests that go round, are left out.
const NOTHING: f64 = 1e-13;

pub struct Oracle<'s> {
    s: &'s Sketch,
    journeys: Vec<Journey>,
    /// By queue line: the part of the peak that the consumer sees.
    seen: BTreeMap<usize, f64>,
    /// By part: of what reaches it on average and at the peak, what it takes.
    taken: BTreeMap<usize, Two>,
    over: BTreeMap<usize, Four>,
    at: Vec<Four>,
    /// By journey and part: the lines it calls over, with what one read and one write are there.
    sends: Vec<Vec<Vec<(usize, Two, Two)>>>,
    /// Steps that may still be taken.
    left: usize,
}

/// `None` where there are too many ways to follow them all.
pub fn follow(s: &Sketch) -> Option<Found> {
    let mut oracle = Oracle {
        s,
        journeys: Vec::new(),
        seen: BTreeMap::new(),
        taken: BTreeMap::new(),
        over: BTreeMap::new(),
        at: Vec::new(),
        sends: Vec::new(),
        left: 30_000,
    };
    oracle.journeys = oracle.find_journeys();
    let lines = |it: &Journey, part: usize| {
        let line = |at| (at, oracle.cause(it, at, true), oracle.cause(it, at, false));
        oracle.taken(it, part).into_iter().map(line).collect::<Vec<_>>()
    };
    let parts = |it| (0..s.parts.len()).map(|part| lines(it, part)).collect::<Vec<_>>();
    oracle.sends = oracle.journeys.iter().map(parts).collect();
    for _ in 0..200 {
        let (before, taken) = (oracle.seen.clone(), oracle.taken.clone());
        oracle.round();
        if oracle.left == 0 {
            return None;
        }
        let change =
            |(line, part): (&usize, &f64)| (part - before.get(line).copied().unwrap_or(1.0)).abs();
        let same = |(part, now): (&usize, &Two)| {
            let was = taken.get(part).copied().unwrap_or([1.0; 2]);
            (0..2).all(|sort| (now[sort] - was[sort]).abs() < 1e-15)
        };
        let settled = oracle.taken.iter().all(same);
        if settled && oracle.seen.iter().map(change).all(|moved| moved < 1e-15) {
            break;
        }
    }
    Some(Found {
        over: oracle.over.iter().map(|(line, four)| (*line, four[1])).collect(),
        at: oracle.at.iter().map(|four| four[1]).collect(),
    })
}

impl Oracle<'_> {
    fn find_journeys(&self) -> Vec<Journey> {
        let s = self.s;
        let users: Vec<usize> =
            (0..s.parts.len()).filter(|at| s.parts[*at].kind == "user").collect();
        let stated: f64 = users.iter().filter_map(|user| s.parts[*user].share).sum();
        let unstated = users.iter().filter(|user| s.parts[**user].share.is_none()).count();
        let mut journeys = Vec::new();
        for user in users {
            let share = s.parts[user].share.unwrap_or((1.0 - stated) / unstated.max(1) as f64);
            let mix = s.reads.unwrap_or(1.0);
            let reach = self.reach(user, None);
            let own: Vec<&super::sketch::Flow> = (s.flows.iter())
                .filter(|flow| {
                    let inside = s.parts[flow.entry].kind != "user" && reach.contains(&flow.entry);
                    flow.entry == user || inside
                })
                .collect();
            let sum: f64 = own.iter().filter_map(|flow| flow.share).sum();
            let open = own.iter().filter(|flow| flow.share.is_none()).count();
            let left = f64::max(0.0, 1.0 - sum);
            for flow in &own {
                let part = flow.share.unwrap_or(left / open as f64);
                let mut steps: BTreeSet<usize> = flow.steps.iter().copied().collect();
                steps.extend(self.way(user, flow.entry));
                let reads = flow.reads.unwrap_or(mix);
                journeys.push(Journey { user, share: share * part, reads, steps: Some(steps) });
            }
            if open == 0 {
                journeys.push(Journey { user, share: share * left, reads: mix, steps: None });
            }
        }
        journeys
    }

    fn reach(&self, from: usize, stop: Option<usize>) -> BTreeSet<usize> {
        let mut seen = BTreeSet::from([from]);
        loop {
            let more: Vec<usize> = (self.s.lines.iter())
                .filter(|line| seen.contains(&line.from) && Some(line.from) != stop)
                .map(|line| line.to)
                .filter(|to| !seen.contains(to))
                .collect();
            if more.is_empty() {
                return seen;
            }
            seen.extend(more);
        }
    }

    /// The lines on the ways from a user to where a flow begins.
    fn way(&self, user: usize, entry: usize) -> Vec<usize> {
        if user == entry {
            return Vec::new();
        }
        let forward = self.reach(user, Some(entry));
        let on = |line: &Line| {
            forward.contains(&line.from)
                && line.from != entry
                && self.reach(line.to, Some(entry)).contains(&entry)
        };
        (0..self.s.lines.len()).filter(|at| on(&self.s.lines[*at])).collect()
    }

    /// The lines that a part calls over in a journey.
    fn taken(&self, journey: &Journey, part: usize) -> Vec<usize> {
        let steps_here = journey
            .steps
            .as_ref()
            .is_some_and(|steps| steps.iter().any(|line| self.s.lines[*line].from == part));
        let takes = |at: &usize| {
            let line = &self.s.lines[*at];
            let selected = journey.steps.as_ref().is_some_and(|steps| steps.contains(at));
            line.from == part && (line.is_message || !steps_here || selected)
        };
        let own: Vec<usize> = (0..self.s.lines.len()).filter(takes).collect();
        if self.s.parts[part].kind != "dns" {
            return own;
        }
        let called: Vec<usize> =
            self.taken(journey, journey.user).iter().map(|at| self.s.lines[*at].to).collect();
        own.into_iter().filter(|at| !called.contains(&self.s.lines[*at].to)).collect()
    }

    /// The alternatives that share requests with a line, itself among them: of all that are drawn,
    /// and of those in the journey.
    fn alternatives(&self, journey: &Journey, at: usize) -> (Vec<usize>, Vec<usize>) {
        let line = &self.s.lines[at];
        let taken = self.taken(journey, line.from);
        if line.from == journey.user && !line.is_message {
            let same = self.same_behind(journey, &taken, at);
            return (same.clone(), same);
        }
        let joined = |other: &usize| {
            let other = &self.s.lines[*other];
            other.from == line.from && other.group == line.group && line.group.is_some()
        };
        let mut all: Vec<usize> = (0..self.s.lines.len()).filter(joined).collect();
        if all.is_empty() {
            all.push(at);
        }
        let here = all.iter().copied().filter(|other| taken.contains(other)).collect();
        (all, here)
    }

    /// What a user calls with the same behind it.
    fn same_behind(&self, journey: &Journey, taken: &[usize], at: usize) -> Vec<usize> {
        let behind = |at: usize| {
            let target = self.s.lines[at].to;
            let (mut seen, mut pending) = (BTreeSet::new(), vec![target]);
            while let Some(part) = pending.pop() {
                for line in self.taken(journey, part) {
                    let to = self.s.lines[line].to;
                    if to != target && seen.insert(to) {
                        pending.push(to);
                    }
                }
            }
            seen
        };
        let own = behind(at);
        let is_dns = |at: usize| self.s.parts[self.s.lines[at].to].kind == "dns";
        if own.is_empty() || is_dns(at) {
            return vec![at];
        }
        let fits = |other: &usize| !is_dns(*other) && behind(*other) == own;
        taken.iter().copied().filter(|other| *other == at || fits(other)).collect()
    }

    /// The part of the requests that calls over a line.
    fn part(&self, journey: &Journey, at: usize) -> f64 {
        let (all, here) = self.alternatives(journey, at);
        let share = |line: &usize| self.s.lines[*line].share;
        if all.len() == 1 {
            return share(&at).unwrap_or(1.0);
        }
        let stated: Vec<f64> = all.iter().filter_map(share).collect();
        let equal = stated.windows(2).all(|two| two[0] == two[1]);
        let sum: f64 = stated.iter().sum();
        let (mut calling, mut weight): (f64, BTreeMap<usize, f64>) = (1.0, BTreeMap::new());
        let open = all.len() - stated.len();
        for line in &all {
            let own = share(line).unwrap_or(f64::max(0.0, 1.0 - sum) / open.max(1) as f64);
            weight.insert(*line, own);
        }
        if stated.is_empty() || (open == 0 && equal) {
            weight.values_mut().for_each(|own| *own = 1.0);
        }
        if open == 0 && equal && (sum - 1.0).abs() > 0.02 + 1e-9 {
            calling = stated[0];
        }
        let up = |line: &&usize| !self.s.parts[self.s.lines[**line].to].is_down;
        let mut among: Vec<usize> = here.iter().filter(up).copied().collect();
        if among.iter().map(|line| weight[line]).sum::<f64>() <= 0.0 {
            among = here;
        }
        let total: f64 = among.iter().map(|line| weight[line]).sum();
        if !among.contains(&at) || total <= 0.0 {
            return 0.0;
        }
        calling * f64::min(1.0, weight[&at] / total * self.s.lines[at].need as f64)
    }

    fn round(&mut self) {
        (self.over, self.at) = (BTreeMap::new(), vec![[[0.0; 2]; 2]; self.s.parts.len()]);
        for at in 0..self.journeys.len() {
            let (share, reads) = (self.journeys[at].share, self.journeys[at].reads);
            let average = f64::from(self.s.rps) * share;
            let peak = average * f64::from(self.s.peak);
            let load = [average, peak].map(|all| [all * reads, all * (1.0 - reads)]);
            let user = self.journeys[at].user;
            let open = self.open_circles(at);
            self.arrive(at, user, load, &mut vec![(user, false)], &open);
        }
        self.seen = self.what_consumers_see();
        self.taken = self.what_consumers_take();
    }

    /// One message or request reaches a part; `way` is what it passed, and whether a `~>` lies
    /// since then.
    fn arrive(
        &mut self,
        journey: usize,
        part: usize,
        load: Four,
        way: &mut Vec<(usize, bool)>,
        open: &BTreeSet<usize>,
    ) {
        self.left = self.left.saturating_sub(1);
        if self.left == 0 {
            return;
        }
        self.at[part] = plus(self.at[part], load);
        if self.s.parts[part].is_down || (self.s.parts[part].kind == "user" && way.len() > 1) {
            return;
        }
        for (line, to, load) in self.sent(journey, part, load) {
            if load[0][0] + load[0][1] + load[1][0] + load[1][1] < NOTHING {
                continue;
            }
            let over = self.over.entry(line).or_insert([[0.0; 2]; 2]);
            *over = plus(*over, load);
            let is_message = self.s.lines[line].is_message;
            let stands = way.iter().filter(|(passed, _)| *passed == to);
            let round = stands.fold((false, false), |(_, since), (_, message)| {
                (true, since || *message || is_message)
            });
            let stops = round.1 || (round.0 && !open.contains(&to));
            if stops {
                self.at[to] = plus(self.at[to], load);
                continue;
            }
            let before = way.clone();
            if is_message {
                way.iter_mut().for_each(|(_, message)| *message = true);
            }
            way.push((to, false));
            self.arrive(journey, to, load, way, open);
            *way = before;
        }
    }

    /// What a part sends: line, target and load.
    fn sent(&self, journey: usize, part: usize, load: Four) -> Vec<(usize, usize, Four)> {
        let lines = &self.sends[journey][part];
        let mut sent = Vec::new();
        for (at, read, write) in lines.iter().copied() {
            let caused = |load: Two| [0, 1].map(|rw| load[0] * read[rw] + load[1] * write[rw]);
            let mut over = load.map(caused);
            if let Some(seen) = self.seen.get(&at) {
                over[1] = over[1].map(|peak| peak * seen);
            }
            if let Some(taken) = self.taken.get(&part) {
                over = [0, 1].map(|sort| over[sort].map(|load| load * taken[sort]));
            }
            sent.push((at, self.s.lines[at].to, over));
        }
        let mut turned = Vec::new();
        for (at, _, over) in &sent {
            if let Some(to) = self.turned_to(*at)
                && let Some(drawn) = self.drawn(part, to)
            {
                turned.push((drawn, to, *over));
            }
        }
        sent.extend(turned);
        sent
    }

    fn drawn(&self, from: usize, to: usize) -> Option<usize> {
        let fits = |line: &Line| (line.from, line.to, line.is_message) == (from, to, false);
        self.s.lines.iter().position(fits)
    }

    /// Whom the caller turns to, when the target is down; the way of a cache's misses is counted
    /// already.
    fn turned_to(&self, at: usize) -> Option<usize> {
        let line = &self.s.lines[at];
        let to = line.fallback.filter(|_| self.s.parts[line.to].is_down)?;
        let shields = self.s.parts[line.to].kind == "redis"
            && (self.stands_beside(line.to, to) || self.reads_through(line.to, to));
        (!shields).then_some(to)
    }

    /// Parts in synchronous circles that die down: what goes round `n` times shrinks.
    fn open_circles(&self, journey: usize) -> BTreeSet<usize> {
        let count = self.s.parts.len();
        let mut edges = Vec::new();
        for from in (0..count).filter(|part| !self.s.parts[*part].is_down) {
            for (at, read, write) in &self.sends[journey][from] {
                let line = &self.s.lines[*at];
                if !line.is_message {
                    edges.push((from, line.to, *read, *write));
                }
            }
        }
        let reaches = |from: usize, to: usize| {
            let mut seen = BTreeSet::from([from]);
            loop {
                let more: Vec<usize> = (edges.iter())
                    .filter(|edge| seen.contains(&edge.0) && !seen.contains(&edge.1))
                    .map(|edge| edge.1)
                    .collect();
                if more.is_empty() {
                    return seen.contains(&to);
                }
                seen.extend(more);
            }
        };
        let same = |a: usize, b: usize| a == b || (reaches(a, b) && reaches(b, a));
        let dies = |part: &usize| {
            let circle: Vec<_> =
                edges.iter().filter(|edge| same(edge.0, *part) && same(edge.1, *part)).collect();
            let mut now = vec![[0.0; 2]; count];
            (0..count).filter(|other| same(*other, *part)).for_each(|other| now[other] = [1.0; 2]);
            for _ in 0..600 {
                let mut next = vec![[0.0; 2]; count];
                for (from, to, read, write) in &circle {
                    for rw in 0..2 {
                        next[*to][rw] += now[*from][0] * read[rw] + now[*from][1] * write[rw];
                    }
                }
                now = next;
            }
            now.iter().flatten().sum::<f64>() < 0.5
        };
        (0..count).filter(dies).collect()
    }

    /// A consumer sees its own rate, but at least the average and at most the peak.
    fn what_consumers_see(&self) -> BTreeMap<usize, f64> {
        let mut seen = BTreeMap::new();
        for (at, line) in self.s.lines.iter().enumerate() {
            if self.s.parts[line.from].kind != "kafka" {
                continue;
            }
            let Some(over) = self.over.get(&at) else { continue };
            let average: f64 = over[0].iter().sum();
            let peak = over[1].iter().sum::<f64>() / self.seen.get(&at).copied().unwrap_or(1.0);
            let worker = &self.s.parts[line.to];
            let rate = worker.capacity.filter(|_| !worker.is_down);
            let rate = rate.map_or(0.0, |each| f64::from(each) * self.count(line.to, peak));
            seen.insert(at, if peak > 0.0 { rate.max(average).min(peak) / peak } else { 1.0 });
        }
        seen
    }
}

impl Oracle<'_> {
    /// How many of a worker run, given what is sent to it at the peak.
    fn count(&self, part: usize, peak: f64) -> f64 {
        let (worker, each) =
            (&self.s.parts[part], self.s.parts[part].capacity.map_or(1.0, f64::from));
        match worker.scales {
            Some((least, most)) => {
                let wanted = (peak / (each * 0.7) * (1.0 - 1e-9)).ceil();
                wanted.clamp(f64::from(least), f64::from(most))
            }
            None => f64::from(worker.replicas),
        }
    }

    /// Whoever takes from queues and nothing else passes on no more than its capacity.
    fn what_consumers_take(&self) -> BTreeMap<usize, Two> {
        let mut taken = BTreeMap::new();
        for (part, worker) in self.s.parts.iter().enumerate() {
            let mut lines = self.s.lines.iter().filter(|line| line.to == part).peekable();
            let is_fed = lines.peek().is_some();
            let is_fed = is_fed && lines.all(|line| self.s.parts[line.from].kind == "kafka");
            let Some(each) = worker.capacity.filter(|_| is_fed && !worker.is_down) else {
                continue;
            };
            let load = self.at[part].map(|load| load[0] + load[1]);
            let all = f64::from(each) * self.count(part, load[1]);
            taken.insert(part, load.map(|load| if load > all { all / load } else { 1.0 }));
        }
        taken
    }
}

fn plus(one: Four, other: Four) -> Four {
    [0, 1].map(|sort| [0, 1].map(|rw| one[sort][rw] + other[sort][rw]))
}
