//! Small random designs, with an evaluation of their own: slow, literal, and sharing nothing with
//! the analyses that it is compared with.

pub use crate::random::Random;
use archlint::analysis::Unit;
use archlint::analysis::failure::Cause;
use archlint::model::{
    Attr, Component, ComponentId, Design, Dimension, Facts, Flow, Group, GroupId, GroupKind, Kind,
    Link, LinkId, Need, Quantity, ReplicaSet, Softness, Stated, Value,
};
use archlint::source::{SourceId, Span};
use archlint::syntax::ast::Arrow;
use std::collections::BTreeSet;

#[derive(Clone, Debug)]
pub struct Part {
    pub kind: Kind,
    pub group: Option<usize>,
    pub zones: Vec<usize>,
    pub replicas: usize,
    pub shards: usize,
    pub quorum: Option<usize>,
    /// What a store says about its failover.
    pub automatic: Option<bool>,
    pub needs: Vec<PartNeed>,
}

#[derive(Clone, Debug)]
pub struct PartNeed {
    pub targets: Vec<usize>,
    pub need: usize,
    pub soft: Soft,
}

#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Soft {
    Hard,
    Optional,
    Fallback(usize),
}

/// A design before it is one. Component 0 is the user, whose needs are the flow.
#[derive(Clone, Debug)]
pub struct Sketch {
    /// The sort of each group and the group around it, which stands before it.
    pub groups: Vec<(GroupKind, Option<usize>)>,
    pub parts: Vec<Part>,
    /// A primary and its standbys.
    pub sets: Vec<(usize, Vec<usize>)>,
}

/// What the naive evaluation takes for the flow's failure.
#[derive(Clone, Copy, PartialEq, Debug)]
pub enum Fails<'a> {
    /// Every request.
    Outage,
    /// A request that asks this shard of each component.
    Request(&'a [usize]),
    /// Anything missing.
    Full,
}

impl Sketch {
    pub fn random(seed: u64, most_units: usize) -> Self {
        let mut random = Random::new(seed);
        loop {
            let sketch = Self::attempt(&mut random);
            if sketch.units().len() <= most_units {
                return sketch;
            }
        }
    }

    fn attempt(random: &mut Random) -> Self {
        let groups = random_groups(random);
        let count = 2 + random.below(6);
        let mut parts = vec![Part {
            kind: Kind::User,
            group: None,
            zones: vec![],
            replicas: 1,
            shards: 1,
            quorum: None,
            automatic: None,
            needs: vec![],
        }];
        for _ in 0..count {
            parts.push(random_part(random, &groups));
        }
        let mut sketch = Self { groups, parts, sets: vec![] };
        sketch.add_set(random);
        for from in 0..=count {
            let needs = if from == 0 { 1 + random.below(2) } else { random.below(3) };
            for _ in 0..needs {
                let need = random_need(random, count, from);
                sketch.parts[from].needs.push(need);
            }
        }
        sketch
    }

    fn add_set(&mut self, random: &mut Random) {
        let stores: Vec<usize> =
            (1..self.parts.len()).filter(|part| self.parts[*part].kind == Kind::Db).collect();
        if stores.len() >= 2 && random.chance(60) {
            let standbys = stores[1..].iter().copied().take(1 + random.below(2)).collect();
            self.sets.push((stores[0], standbys));
        }
    }

    /// The design that this is a sketch of.
    pub fn design(&self) -> Design {
        let mut design = Design { name: "sketch".into(), ..Design::default() };
        for (index, (kind, parent)) in self.groups.iter().enumerate() {
            design.groups.push(Group {
                name: format!("g{index}"),
                path: format!("g{index}"),
                label: None,
                kind: *kind,
                parent: parent.map(group_id),
                facts: Facts::default(),
                span: nowhere(),
                head: nowhere(),
                name_span: nowhere(),
            });
        }
        for (index, part) in self.parts.iter().enumerate() {
            design.components.push(component(index, part));
        }
        for (from, part) in self.parts.iter().enumerate() {
            let needs = part.needs.iter().map(|need| add_need(&mut design, from, need)).collect();
            design.needs.push(needs);
        }
        for (primary, standbys) in &self.sets {
            design.replica_sets.push(ReplicaSet {
                primary: id(*primary),
                standbys: standbys.iter().copied().map(id).collect(),
            });
        }
        design.flows.push(Flow {
            name: "user".into(),
            label: None,
            entry: vec![id(0)],
            steps: vec![],
            facts: Facts::default(),
            span: nowhere(),
            implied: true,
        });
        design.reindex();
        design
    }

    /// Everything that can fail, by component and then by group.
    pub fn units(&self) -> Vec<Unit> {
        let mut units = Vec::new();
        for (index, part) in self.parts.iter().enumerate().skip(1) {
            if part.kind == Kind::External {
                units.push(Unit::Whole(id(index)));
            } else {
                let all = part.replicas * part.shards;
                units.extend((1..=all as u32).map(|number| Unit::Replica(id(index), number)));
            }
        }
        for (index, (kind, _)) in self.groups.iter().enumerate() {
            if kind.is_failure_domain() {
                units.push(Unit::Domain(group_id(index)));
            }
        }
        units
    }

    /// Is the flow down when these units are?
    pub fn is_down(&self, failed: &BTreeSet<Cause>, fails: Fails) -> bool {
        let mut down: Vec<bool> = vec![false; self.parts.len()];
        loop {
            let now: Vec<bool> = (0..self.parts.len())
                .map(|part| self.cannot_work(part, failed, fails, &down))
                .collect();
            if now == down {
                return down[0];
            }
            down = now;
        }
    }

    fn cannot_work(
        &self,
        index: usize,
        failed: &BTreeSet<Cause>,
        fails: Fails,
        down: &[bool],
    ) -> bool {
        let part = &self.parts[index];
        let lost = index != 0 && self.is_lost(index, failed, fails);
        lost || part.needs.iter().any(|need| {
            let up = need
                .targets
                .iter()
                .filter(|target| !self.unserved(**target, failed, fails, down))
                .count();
            let unmet = up < need.need;
            match need.soft {
                Soft::Hard => unmet,
                Soft::Optional => unmet && fails == Fails::Full,
                Soft::Fallback(_) if fails == Fails::Full => unmet,
                Soft::Fallback(other) => unmet && self.unserved(other, failed, fails, down),
            }
        })
    }

    /// Neither the component nor a standby that takes over can work, or it is just taking over.
    fn unserved(
        &self,
        index: usize,
        failed: &BTreeSet<Cause>,
        fails: Fails,
        down: &[bool],
    ) -> bool {
        let set = self.sets.iter().find(|(primary, _)| *primary == index);
        let takes_over = fails != Fails::Outage || self.changes_over(index);
        match set {
            Some((_, standbys)) if takes_over => {
                let all = down[index] && standbys.iter().all(|standby| down[*standby]);
                all || failed.contains(&Cause::Failover(id(index), 1))
            }
            _ => down[index],
        }
    }

    /// The failovers that can take time: of sets, and of stores of several replicas.
    pub fn failovers(&self) -> Vec<Cause> {
        let mut failovers = Vec::new();
        for (index, part) in self.parts.iter().enumerate() {
            if self.is_primary(index) {
                failovers.push(Cause::Failover(id(index), 1));
            } else if part.kind == Kind::Db && part.replicas > 1 {
                let shards = 1..=part.shards as u32;
                failovers.extend(shards.map(|shard| Cause::Failover(id(index), shard)));
            }
        }
        failovers
    }

    fn is_primary(&self, index: usize) -> bool {
        self.sets.iter().any(|(primary, _)| *primary == index)
    }

    /// A set speaks with the voice of its first member that says anything.
    fn changes_over(&self, index: usize) -> bool {
        let set =
            self.sets.iter().find(|(primary, others)| *primary == index || others.contains(&index));
        let members: Vec<usize> = match set {
            Some((primary, standbys)) => [&[*primary], standbys.as_slice()].concat(),
            None => vec![index],
        };
        members
            .iter()
            .find_map(|member| {
                let part = &self.parts[*member];
                part.automatic.or(part.quorum.map(|_| true))
            })
            .unwrap_or(false)
    }

    fn is_lost(&self, index: usize, failed: &BTreeSet<Cause>, fails: Fails) -> bool {
        let part = &self.parts[index];
        if part.kind == Kind::External {
            let domains = self.domains_around(part, 0);
            return failed.contains(&Cause::Unit(Unit::Whole(id(index))))
                || domains
                    .iter()
                    .any(|group| failed.contains(&Cause::Unit(Unit::Domain(group_id(*group)))));
        }
        let replicated = part.kind == Kind::Db && (part.replicas > 1 || self.is_primary(index));
        let primary_only = fails == Fails::Outage && replicated && !self.changes_over(index);
        let shard_lost = |shard: usize| {
            let failover = Cause::Failover(id(index), shard as u32 + 1);
            if fails != Fails::Outage && !self.is_primary(index) && failed.contains(&failover) {
                return true;
            }
            let counted = if primary_only { 1 } else { part.replicas };
            let up = (0..counted)
                .filter(|replica| {
                    let number = (shard * part.replicas + replica + 1) as u32;
                    let own = failed.contains(&Cause::Unit(Unit::Replica(id(index), number)));
                    !own && !self
                        .domains_around(part, *replica)
                        .iter()
                        .any(|group| failed.contains(&Cause::Unit(Unit::Domain(group_id(*group)))))
                })
                .count();
            up < part.quorum.unwrap_or(1).min(counted)
        };
        match fails {
            Fails::Outage => (0..part.shards).all(shard_lost),
            Fails::Request(asked) => shard_lost(asked[index]),
            Fails::Full => (0..part.shards).any(shard_lost),
        }
    }

    fn domains_around(&self, part: &Part, replica: usize) -> Vec<usize> {
        let mut around = Vec::new();
        let mut group = if part.zones.is_empty() {
            part.group
        } else {
            Some(part.zones[replica % part.zones.len()])
        };
        while let Some(index) = group {
            if self.groups[index].0.is_failure_domain() {
                around.push(index);
            }
            group = self.groups[index].1;
        }
        around
    }
}

fn random_groups(random: &mut Random) -> Vec<(GroupKind, Option<usize>)> {
    let mut groups = Vec::new();
    if random.chance(50) {
        groups.push((GroupKind::Region, None));
    }
    let parent = groups.len().checked_sub(1);
    for _ in 0..random.below(3) {
        groups.push((GroupKind::Zone, parent));
    }
    if random.chance(40) {
        let parent = if groups.is_empty() { None } else { Some(random.below(groups.len())) };
        let kind = [GroupKind::Host, GroupKind::Subnet, GroupKind::Vpc][random.below(3)];
        groups.push((kind, parent));
    }
    groups
}

fn random_part(random: &mut Random, groups: &[(GroupKind, Option<usize>)]) -> Part {
    let kind = match random.below(10) {
        0 => Kind::External,
        1..=4 => Kind::Db,
        _ => Kind::Service,
    };
    let zones: Vec<usize> = (0..groups.len()).filter(|g| groups[*g].0 == GroupKind::Zone).collect();
    let dealt = zones.len() == 2 && kind != Kind::External && random.chance(30);
    let group =
        (!groups.is_empty() && !dealt && random.chance(70)).then(|| random.below(groups.len()));
    let replicas = if kind == Kind::External { 1 } else { 1 + random.below(3) };
    let shards = if kind == Kind::Db && random.chance(15) { 2 } else { 1 };
    Part {
        kind,
        group,
        zones: if dealt { zones } else { vec![] },
        replicas,
        shards,
        quorum: (replicas > 1 && random.chance(25)).then(|| 1 + random.below(replicas)),
        automatic: (kind == Kind::Db && random.chance(60)).then(|| random.chance(70)),
        needs: vec![],
    }
}

fn random_need(random: &mut Random, count: usize, from: usize) -> PartNeed {
    let mut targets = BTreeSet::new();
    for _ in 0..if random.chance(40) { 2 + random.below(2) } else { 1 } {
        targets.insert(1 + random.below(count));
    }
    let targets: Vec<usize> = targets.into_iter().collect();
    let need = if targets.len() > 2 && random.chance(40) { 2 } else { 1 };
    let soft = match random.below(10) {
        0 => Soft::Optional,
        1..=2 if from != 0 => Soft::Fallback(1 + random.below(count)),
        _ => Soft::Hard,
    };
    PartNeed { targets, need, soft }
}

fn add_need(design: &mut Design, from: usize, need: &PartNeed) -> Need {
    let mut links = Vec::new();
    for to in &need.targets {
        links.push(LinkId(design.links.len() as u32));
        design.links.push(Link {
            from_part: None,
            to_part: None,
            from: id(from),
            to: id(*to),
            arrow: Arrow::Sync,
            label: None,
            facts: Facts::default(),
            span: nowhere(),
            statement: nowhere(),
        });
    }
    let softness = match need.soft {
        Soft::Hard => Softness::Hard,
        Soft::Optional => Softness::Optional,
        Soft::Fallback(other) => Softness::Fallback(id(other)),
    };
    Need { links, need: need.need, softness, pool: false }
}

fn component(index: usize, part: &Part) -> Component {
    let mut facts = Facts::default();
    facts.set(Attr::Replicas, count(part.replicas));
    if part.shards > 1 {
        facts.set(Attr::Shards, count(part.shards));
    }
    if let Some(quorum) = part.quorum {
        facts.set(Attr::Quorum, count(quorum));
    }
    if let Some(automatic) = part.automatic {
        let word = if automatic { "auto" } else { "manual" };
        facts.set(Attr::Failover, stated(Value::Word(word)));
    }
    Component {
        name: format!("c{index}"),
        path: format!("c{index}"),
        label: None,
        kind: part.kind,
        tech: None,
        group: part.group.map(group_id),
        zones: part.zones.iter().copied().map(group_id).collect(),
        facts,
        span: nowhere(),
        head: nowhere(),
        name_span: nowhere(),
        changed: None,
        implied: None,
    }
}

pub fn id(index: usize) -> ComponentId {
    ComponentId(index as u32)
}

pub fn group_id(index: usize) -> GroupId {
    GroupId(index as u32)
}

pub fn count(number: usize) -> Stated {
    stated(Value::Number(Quantity::exact(Dimension::Count, (number as u64).into())))
}

pub fn stated(value: Value) -> Stated {
    Stated { value, span: nowhere(), value_span: nowhere(), by_default: false }
}

fn nowhere() -> Span {
    Span::new(SourceId(0), 0, 0)
}
