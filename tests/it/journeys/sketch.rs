//! Small designs made up at random, as data and as text.

pub use crate::random::Random;
use std::fmt::Write;

impl Random {
    /// A part in whole percents, or nothing.
    pub fn maybe(&mut self, percent: usize, choices: &[u32]) -> Option<f64> {
        self.chance(percent).then(|| f64::from(choices[self.below(choices.len())]) / 100.0)
    }
}

#[derive(Clone, Debug, Default)]
pub struct Part {
    pub name: String,
    pub kind: &'static str,
    pub hits: Option<f64>,
    /// The store that a cache names.
    pub shields: Option<usize>,
    pub replicas: u32,
    pub scales: Option<(u32, u32)>,
    pub capacity: Option<u32>,
    pub is_replica: bool,
    /// Of users.
    pub share: Option<f64>,
    /// Of a down one, nothing passes.
    pub is_down: bool,
}

#[derive(Clone, Debug, Default)]
pub struct Line {
    pub from: usize,
    pub to: usize,
    pub is_message: bool,
    pub share: Option<f64>,
    pub calls: Option<f64>,
    pub reads: Option<f64>,
    pub is_optional: bool,
    /// Lines of one number are alternatives.
    pub group: Option<usize>,
    /// `|` says so, and not the pool rule.
    pub is_stated: bool,
    pub need: usize,
    pub fallback: Option<usize>,
}

#[derive(Clone, Debug)]
pub struct Flow {
    /// Its entry, and the lines it steps over.
    pub entry: usize,
    pub steps: Vec<usize>,
    pub share: Option<f64>,
    pub reads: Option<f64>,
}

#[derive(Clone, Debug, Default)]
pub struct Sketch {
    pub rps: u32,
    pub peak: u32,
    pub reads: Option<f64>,
    pub parts: Vec<Part>,
    pub lines: Vec<Line>,
    /// (primary, copy)
    pub copies: Vec<(usize, usize)>,
    pub flows: Vec<Flow>,
}

impl Sketch {
    pub fn add(&mut self, kind: &'static str, name: &str) -> usize {
        let (name, replicas) = (name.to_owned(), 1);
        self.parts.push(Part { name, kind, replicas, ..Part::default() });
        self.parts.len() - 1
    }

    pub fn draw(&mut self, from: usize, to: usize, is_message: bool) -> Option<usize> {
        if from == to || self.lines.iter().any(|l| (l.from, l.to) == (from, to)) {
            return None;
        }
        self.lines.push(Line { from, to, is_message, need: 1, ..Line::default() });
        Some(self.lines.len() - 1)
    }

    /// The design, with one scenario in which what is down fails.
    pub fn text(&self) -> String {
        let mut text = format!("traffic {{ rps = {}rps, peak = {}x", self.rps, self.peak);
        if let Some(reads) = self.reads {
            write!(text, ", reads = {}%", percent(reads)).unwrap();
        }
        text += " }\n";
        for part in &self.parts {
            writeln!(text, "{}", self.part(part)).unwrap();
        }
        for (from, to) in &self.copies {
            writeln!(text, "{} => {}", self.parts[*from].name, self.parts[*to].name).unwrap();
        }
        let mut done = Vec::new();
        for (at, line) in self.lines.iter().enumerate() {
            if !done.contains(&at) {
                text += &self.line(line, at, &mut done);
            }
        }
        for (at, flow) in self.flows.iter().enumerate() {
            text += &self.flow(at, flow);
        }
        let down = self.parts.iter().filter(|part| part.is_down).map(|part| part.name.clone());
        let down: Vec<String> = down.collect();
        if !down.is_empty() {
            writeln!(text, "scenario lost {{ fail = [{}] }}", down.join(", ")).unwrap();
        }
        text
    }

    fn part(&self, part: &Part) -> String {
        let mut facts = Vec::new();
        if let Some(hits) = part.hits {
            facts.push(format!("hit-ratio = {}%", percent(hits)));
        }
        if let Some(store) = part.shields {
            facts.push(format!("for = {}", self.parts[store].name));
        }
        if part.replicas > 1 {
            facts.push(format!("replicas = {}", part.replicas));
        }
        if let Some((least, most)) = part.scales {
            facts.push(format!("autoscale = {least}..{most}"));
        }
        if let Some(capacity) = part.capacity {
            facts.push(format!("capacity = {capacity}rps"));
        }
        if part.is_replica {
            facts.push("role = replica".to_owned());
        }
        if let Some(share) = part.share {
            facts.push(format!("share = {}%", percent(share)));
        }
        format!("{} {} {{ {} }}", part.kind, part.name, facts.join(", "))
    }

    fn line(&self, line: &Line, at: usize, done: &mut Vec<usize>) -> String {
        let together = |(_, it): &(usize, &Line)| {
            line.is_stated && it.group.is_some() && it.group == line.group
        };
        let members: Vec<usize> =
            self.lines.iter().enumerate().filter(together).map(|(at, _)| at).collect();
        let members = if members.is_empty() { vec![at] } else { members };
        done.extend(&members);
        let names: Vec<&str> =
            members.iter().map(|at| &*self.parts[self.lines[*at].to].name).collect();
        let arrow = if line.is_message { "~>" } else { "->" };
        let mut facts = Vec::new();
        if let Some(share) = line.share.filter(|_| members.len() == 1) {
            facts.push(format!("share = {}%", percent(share)));
        }
        if let Some(calls) = line.calls {
            facts.push(format!("calls = {calls}x"));
        }
        if let Some(reads) = line.reads {
            facts.push(format!("reads = {}%", percent(reads)));
        }
        if line.is_optional {
            facts.push("optional".to_owned());
        }
        if line.need > 1 {
            facts.push(format!("need = {}", line.need));
        }
        if let Some(fallback) = line.fallback {
            facts.push(format!("fallback = {}", self.parts[fallback].name));
        }
        let from = &self.parts[line.from].name;
        let mut text = format!("{from} {arrow} {} {{ {} }}\n", names.join(" | "), facts.join(", "));
        for at in members.iter().filter(|_| members.len() > 1) {
            if let Some(share) = self.lines[*at].share {
                let to = &self.parts[self.lines[*at].to].name;
                let share = percent(share);
                writeln!(text, "{from} {arrow} {to} {{ share = {share}% }}").unwrap();
            }
        }
        text
    }

    fn flow(&self, at: usize, flow: &Flow) -> String {
        let mut text = format!("flow f{at}f {{\n");
        if let Some(share) = flow.share {
            writeln!(text, "  share = {}%", percent(share)).unwrap();
        }
        if let Some(reads) = flow.reads {
            writeln!(text, "  reads = {}%", percent(reads)).unwrap();
        }
        let first = flow.steps.iter().position(|at| self.lines[*at].from == flow.entry);
        let mut steps = flow.steps.clone();
        steps.swap(0, first.expect("a flow begins at its entry"));
        for at in steps {
            let line = &self.lines[at];
            let arrow = if line.is_message { "~>" } else { "->" };
            let (from, to) = (&self.parts[line.from].name, &self.parts[line.to].name);
            writeln!(text, "  {from} {arrow} {to}").unwrap();
        }
        text + "}\n"
    }
}

fn percent(part: f64) -> u32 {
    (part * 100.0).round() as u32
}

const SHARES: &[u32] = &[5, 10, 20, 25, 30, 40, 50, 60, 80];

/// A design like people draw them: entries, a pool, services, caches, stores with copies, queues,
/// and calls back.
pub fn sketch(seed: u64) -> Sketch {
    let mut r = Random(seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1);
    for _ in 0..8 {
        r.below(2);
    }
    let mut s = Sketch {
        rps: 100 * (1 + r.below(20) as u32),
        peak: 1 + r.below(5) as u32,
        reads: r.maybe(80, &[0, 20, 50, 75, 90, 100]),
        ..Sketch::default()
    };
    let users = users(&mut s, &mut r);
    let fronts = fronts(&mut s, &mut r, &users);
    let services = services(&mut s, &mut r, &fronts);
    let stores = stores(&mut s, &mut r, &services);
    queues(&mut s, &mut r, &services, &stores);
    calls_back(&mut s, &mut r, &services);
    flows(&mut s, &mut r, &users);
    if r.chance(30) {
        let lost = r.below(s.parts.len());
        s.parts[lost].is_down = !["user", "dns"].contains(&s.parts[lost].kind);
    }
    s
}

fn users(s: &mut Sketch, r: &mut Random) -> Vec<usize> {
    let count = 1 + r.below(2);
    let users: Vec<usize> = (0..count).map(|n| s.add("user", ["fan", "staff"][n])).collect();
    if count > 1 && r.chance(50) {
        s.parts[users[0]].share = Some(0.7);
    }
    users
}

/// What the users call, and what stands behind it.
fn fronts(s: &mut Sketch, r: &mut Random, users: &[usize]) -> Vec<usize> {
    let front = s.add("lb", "front");
    let mut entries = vec![front];
    if r.chance(25) {
        let edge = s.add("cdn", "edge");
        s.parts[edge].hits = r.maybe(80, &[50, 80, 90]);
        s.draw(edge, front, false);
        entries = if r.chance(60) { vec![edge] } else { vec![edge, front] };
    } else if r.chance(20) {
        entries.push(s.add("web", "side"));
    }
    if r.chance(20) {
        let names = s.add("dns", "names");
        s.draw(names, entries[0], false);
        if r.chance(50) {
            let fetched = s.add("storage", "pages");
            s.draw(names, fetched, false);
        }
        entries.insert(0, names);
        if r.chance(50) {
            entries.truncate(1);
        }
    }
    for user in users {
        for entry in entries.clone() {
            let line = s.draw(*user, entry, false);
            if entries.len() > 1 && s.parts[entry].kind != "dns" && r.chance(15) {
                let line = line.expect("it is new");
                s.lines[line].share = Some(0.4);
            }
        }
    }
    let members = 1 + r.below(3);
    let pool: Vec<usize> = (1..=members).map(|n| s.add("was", &format!("api{n}"))).collect();
    let same = r.maybe(20, &[5, 50, 33]);
    let need = if members > 1 && r.chance(15) { 2 } else { 1 };
    for (n, member) in pool.iter().enumerate() {
        let line = s.draw(front, *member, false).expect("it is new");
        s.lines[line].group = (members > 1).then_some(0);
        s.lines[line].is_stated = members > 1;
        s.lines[line].share = same.or_else(|| r.maybe(15, &[20, 30, 50]).filter(|_| n > 0));
        s.lines[line].need = need;
    }
    if let Some(side) = s.parts.iter().position(|part| part.name == "side") {
        for member in &pool {
            s.draw(side, *member, false);
        }
        let lines = s.lines.iter_mut().filter(|line| line.from == side);
        // A plain web calls all that it is drawn to.
        lines.for_each(|line| line.group = None);
    }
    pool
}

fn services(s: &mut Sketch, r: &mut Random, fronts: &[usize]) -> Vec<usize> {
    let mut services = fronts.to_vec();
    for n in 0..r.below(3) {
        let service = s.add("service", ["cart", "search-api", "notice"][n]);
        for from in services.clone() {
            if r.chance(50)
                && let Some(line) = s.draw(from, service, false)
            {
                s.lines[line].share = r.maybe(40, SHARES);
                s.lines[line].calls = r.maybe(30, &[50, 200, 300]);
                s.lines[line].reads = r.maybe(20, &[0, 40, 100]);
            }
        }
        services.push(service);
    }
    if r.chance(25) {
        let (left, right) = (s.add("service", "left"), s.add("service", "right"));
        let from = services[r.below(services.len())];
        let same = r.maybe(30, &[5, 50]);
        for to in [left, right] {
            let line = s.draw(from, to, false).expect("it is new");
            let share = same.or_else(|| r.maybe(25, &[20, 70]));
            let it = &mut s.lines[line];
            (it.group, it.is_stated, it.share) = (Some(1), true, share);
        }
        services.extend([left, right]);
    }
    services
}

fn stores(s: &mut Sketch, r: &mut Random, services: &[usize]) -> Vec<usize> {
    let mut stores = Vec::new();
    for n in 0..1 + r.below(2) {
        let store = s.add("mysql", ["orders", "members"][n]);
        stores.push(store);
        let copies: Vec<usize> = (0..if r.chance(40) { 1 + r.below(2) } else { 0 })
            .map(|m| s.add("mysql", &format!("{}-copy{m}x", ["orders", "members"][n])))
            .collect();
        for copy in &copies {
            s.parts[*copy].is_replica = r.chance(70);
            s.copies.push((store, *copy));
        }
        let mut callers: Vec<usize> = services.iter().copied().filter(|_| r.chance(60)).collect();
        callers.extend(callers.is_empty().then_some(services[0]));
        for from in callers {
            if r.chance(90) {
                let line = s.draw(from, store, false).expect("it is new");
                s.lines[line].share = r.maybe(25, SHARES);
                s.lines[line].calls = r.maybe(25, &[20, 200]);
                s.lines[line].reads = r.maybe(15, &[0, 30, 100]);
            }
            for copy in
                copies.iter().filter(|copy| s.parts[**copy].is_replica).copied().collect::<Vec<_>>()
            {
                if r.chance(60) {
                    let line = s.draw(from, copy, false).expect("it is new");
                    s.lines[line].share = r.maybe(30, &[20, 30, 40]);
                }
            }
        }
    }
    if r.chance(50) {
        let cache = s.add("redis", "cache");
        s.parts[cache].hits = r.maybe(85, &[50, 80, 95]);
        if r.chance(30) {
            s.parts[cache].shields = Some(stores[0]);
        }
        if r.chance(35) {
            s.draw(cache, stores[0], false);
        }
        for from in services.iter().copied().filter(|_| r.chance(60)).collect::<Vec<_>>() {
            let line = s.draw(from, cache, false).expect("it is new");
            s.lines[line].share = r.maybe(25, SHARES);
            s.lines[line].calls = r.maybe(25, &[50, 200]);
            let known = s.lines.iter().any(|it| (it.from, it.to) == (from, stores[0]));
            s.lines[line].fallback = (r.chance(15) && known).then_some(stores[0]);
        }
    }
    stores
}

fn queues(s: &mut Sketch, r: &mut Random, services: &[usize], stores: &[usize]) {
    if r.chance(55) {
        let queue = s.add("kafka", "jobs");
        s.draw(services[r.below(services.len())], queue, true);
        let mut consumers = vec![s.add("worker", "mailer")];
        if r.chance(40) {
            consumers.extend([s.add("worker", "push1"), s.add("worker", "push2")]);
        }
        for (n, worker) in consumers.iter().enumerate() {
            if r.chance(60) {
                s.parts[*worker].capacity = Some(50 * (1 + r.below(40) as u32));
                s.parts[*worker].replicas = 1 + r.below(3) as u32;
            } else if r.chance(30) {
                s.parts[*worker].capacity = Some(100);
                s.parts[*worker].scales = Some((1 + r.below(2) as u32, 4 + r.below(6) as u32));
            }
            let line = s.draw(queue, *worker, true).expect("it is new");
            (s.lines[line].group, s.lines[line].is_stated) = ((n > 0).then_some(2), n > 0);
            if r.chance(50) {
                s.draw(*worker, stores[r.below(stores.len())], false);
            }
        }
        if r.chance(25) {
            s.draw(queue, services[0], true);
        }
        if r.chance(20) {
            s.draw(consumers[0], queue, true);
        }
    }
    if r.chance(25) {
        let bus = s.add("redis", "bus");
        let from = services[r.below(services.len())];
        s.draw(from, bus, true);
        s.draw(bus, if r.chance(70) { from } else { services[0] }, true);
    }
}

/// Synchronous circles: some die down, some do not.
fn calls_back(s: &mut Sketch, r: &mut Random, services: &[usize]) {
    if services.len() < 2 || !r.chance(30) {
        return;
    }
    let (from, to) = (services[services.len() - 1], services[r.below(services.len() - 1)]);
    if let Some(line) = s.draw(from, to, false) {
        s.lines[line].share = r.maybe(75, &[5, 10, 20]);
        s.lines[line].reads = r.maybe(20, &[50]);
    }
}

fn flows(s: &mut Sketch, r: &mut Random, users: &[usize]) {
    for _ in 0..r.below(3) {
        let inside = r.chance(20);
        let entry = match inside {
            true => s.parts.iter().position(|part| part.name == "api1").expect("it is there"),
            false => users[r.below(users.len())],
        };
        let (mut steps, mut at) = (Vec::new(), entry);
        for _ in 0..2 + r.below(4) {
            let next: Vec<usize> =
                (0..s.lines.len()).filter(|line| s.lines[*line].from == at).collect();
            let Some(line) = next.get(r.below(next.len().max(1))) else { break };
            if !steps.contains(line) {
                steps.push(*line);
            }
            at = s.lines[*line].to;
        }
        if steps.is_empty() {
            continue;
        }
        let share = r.maybe(70, &[5, 10, 30, 60]);
        s.flows.push(Flow { entry, steps, share, reads: r.maybe(40, &[0, 50, 100]) });
    }
}
