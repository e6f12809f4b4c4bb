//! Cut sets against a literal evaluation of thousands of small designs.

use crate::downtime::design;
use crate::sketch::{Fails, Part, PartNeed, Sketch, Soft, group_id, id};
use archlint::analysis::failure::{Cause, FlowSystem, Required, View, pairs, singles};
use archlint::analysis::{FlowCuts, Reach, Unit, gap};
use archlint::model::{FlowId, GroupKind, Kind};
use std::collections::BTreeSet;

/// The units that alone take the flow down, and the pairs that do so only together.
fn expected(sketch: &Sketch, fails: Fails) -> (Vec<Cause>, Vec<[Cause; 2]>) {
    let mut units: Vec<Cause> = sketch.units().into_iter().map(Cause::Unit).collect();
    if fails != Fails::Outage {
        units.extend(sketch.failovers());
    }
    let down = |failed: &[Cause]| {
        let failed: BTreeSet<Cause> = failed.iter().copied().collect();
        sketch.is_down(&failed, fails)
    };
    let mut alone: Vec<Cause> = units.iter().copied().filter(|unit| down(&[*unit])).collect();
    let others: Vec<Cause> = units.iter().copied().filter(|unit| !alone.contains(unit)).collect();
    let mut together = Vec::new();
    for (index, a) in others.iter().enumerate() {
        for b in &others[index + 1..] {
            if down(&[*a, *b]) {
                together.push([*a.min(b), *a.max(b)]);
            }
        }
    }
    alone.sort_unstable();
    together.sort_unstable();
    (alone, together)
}

fn found(sketch: &Sketch, view: View) -> (Vec<Cause>, Vec<[Cause; 2]>) {
    let tree = FlowSystem::of(&sketch.design(), FlowId(0), view, &Required::default());
    let singles = singles(&tree.system, &[]);
    let pairs = pairs(&tree.system, &singles, 10_000).expect("few units");
    (singles.causes(&tree.system), pairs)
}

#[test]
fn cut_sets_are_those_of_a_literal_evaluation() {
    let (mut alone, mut together) = (0, 0);
    for seed in 0..2_500 {
        let sketch = Sketch::random(seed, 18);
        let first_shards = vec![0; sketch.parts.len()];
        let views = [
            (View::Outage, Fails::Outage),
            (View::Request, Fails::Request(&first_shards)),
            (View::Full, Fails::Full),
        ];
        for (view, fails) in views {
            let expected = expected(&sketch, fails);
            assert_eq!(found(&sketch, view), expected, "{view:?}, seed {seed}: {sketch:#?}");
            alone += expected.0.len();
            together += expected.1.len();
        }
        let cuts = FlowCuts::of(&sketch.design(), FlowId(0)).cuts;
        let mut cuts: Vec<Cause> = cuts.iter().map(|cut| Cause::Unit(cut.unit)).collect();
        cuts.sort_unstable();
        assert_eq!(cuts, found(&sketch, View::Outage).0);
    }
    assert!(alone > 10_000 && together > 3_000, "{alone} and {together} is too few to mean much");
}

/// A service that needs each of the parts named.
fn service(needs: &[usize]) -> Part {
    let needs =
        needs.iter().map(|to| PartNeed { targets: vec![*to], need: 1, soft: Soft::Hard }).collect();
    Part {
        kind: Kind::Service,
        group: None,
        zones: vec![],
        replicas: 1,
        shards: 1,
        quorum: None,
        automatic: None,
        needs,
    }
}

fn user(needs: &[usize]) -> Part {
    Part { kind: Kind::User, ..service(needs) }
}

fn cuts(parts: Vec<Part>, groups: Vec<(GroupKind, Option<usize>)>) -> FlowCuts {
    FlowCuts::of(&Sketch { groups, parts, sets: vec![] }.design(), FlowId(0))
}

#[test]
fn a_chain_and_a_ring_of_ten_thousand_are_no_trouble() {
    let count = 10_000;
    let mut parts = vec![user(&[1])];
    parts.extend((1..count).map(|part| service(&[part + 1])));
    parts.push(service(&[1]));
    let found = cuts(parts, vec![]);
    assert_eq!(found.cuts.len(), count);
    let path = &found.cuts[count - 1].path;
    assert_eq!((path[0], path[1], path[64]), (id(0), id(count - 63), id(count)));
    assert_eq!((path.len(), gap(path)), (65, Some(1..1)));
    assert_eq!(found.cuts[62].path.len(), 64);
    assert_eq!(gap(&found.cuts[62].path), None);
}

#[test]
fn members_of_a_pool_are_hard_and_not_critical() {
    let mut balancer = service(&[]);
    balancer.needs.push(PartNeed { targets: vec![2, 3], need: 1, soft: Soft::Hard });
    let found =
        cuts(vec![user(&[1]), balancer, service(&[4]), service(&[4]), service(&[])], vec![]);
    assert_eq!(found.hard, [true, true, true, true, true]);
    assert_eq!(found.critical, [false, true, false, false, true]);
    let store = found.cut(Unit::Replica(id(4), 1)).expect("both members need it");
    assert_eq!(store.path, [id(0), id(1), id(2), id(4)]);
}

#[test]
fn a_domain_points_at_what_the_flow_cannot_do_without() {
    let zone = vec![(GroupKind::Zone, None)];
    let inside = |part: Part| Part { group: Some(0), ..part };
    let mut balancer = service(&[]);
    balancer.needs.push(PartNeed { targets: vec![2, 3], need: 1, soft: Soft::Hard });
    let parts = vec![
        user(&[1]),
        balancer,
        inside(service(&[4])),
        service(&[4]),
        inside(service(&[])),
        inside(service(&[])),
    ];
    let found = cuts(parts, zone);
    let zone = found.cut(Unit::Domain(group_id(0))).expect("the store is in it");
    assert_eq!(zone.path, [id(0), id(1), id(2), id(4)]);
    assert_eq!(zone.hit, [id(2), id(4)]);
}

#[test]
fn all_shards_together_are_critical_and_one_is_no_cut() {
    let store = Part { kind: Kind::Db, shards: 4, ..service(&[]) };
    let found = cuts(vec![user(&[1]), store], vec![]);
    assert_eq!(found.cuts, []);
    assert_eq!(found.critical, [false, true]);
}

#[test]
fn reach_follows_every_arrow_from_whoever_starts_something() {
    let design = design(
        "user fan
        was api
        queue jobs
        worker mailer
        mysql orders
        mysql copy
        worker poller
        redis scores
        service forgotten
        service orphan
        monitor watcher
        fan -> api -> orders
        api ~> jobs ~> mailer
        orders => copy
        poller -> scores
        forgotten -> orphan
        watcher -> forgotten",
    );
    let reach = Reach::of(&design);
    let missed = design.component_ids().filter(|id| !reach.is_reached(*id));
    let missed: Vec<&str> = missed.map(|id| design.component(id).name.as_str()).collect();
    assert_eq!(missed, ["forgotten", "orphan"]);
}
