//! How long exact availability and cut sets take on large designs.
//!
//! `cargo bench --bench availability`; the designs are made up, the same ones every time. On two
//! shared cores of a virtual machine, without link-time optimisation:
//!
//! | what | time |
//! | --- | --- |
//! | exact availability, 1,000 components in 3 zones, hard | 10 ms |
//! | the same, 30% either-or | 0.39 s |
//! | a certified interval (1.6% wide) of 1,000 components on 90 shared hosts | 0.55 s |
//! | a certified interval (4.9% wide) of 1,500 components, 60% either-or | 1.4 s |
//! | a chain of 10,000 | 0.12 s |
//! | cut sets of order 1 and 2, 5,000 instances | 7 ms |
//! | every one of 1,000 components lost in turn, its load followed | 0.2 s |
//! | every one of 5,000 | 7 s |

use archlint::analysis::availability::{Budget, FlowAvailability};
use archlint::analysis::failure::{FlowSystem, Required, View, pairs, singles};
use archlint::analysis::{FlowCuts, Study, Unit};
use archlint::catalog::Catalog;
use archlint::model::{Design, FlowId, build};
use archlint::source::{NoLoader, Source, Sources, Span};
use criterion::{Criterion, criterion_group, criterion_main};
use std::fmt::Write;
use std::hint::black_box;
use std::sync::Arc;

/// A reproducible stream of numbers (xorshift64*).
struct Random(u64);

impl Random {
    fn below(&mut self, end: usize) -> usize {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        (self.0.wrapping_mul(0x2545_F491_4F6C_DD1D) >> 33) as usize % end
    }
}

/// Tiers of services in three zones: each service needs two of the next tier, or for
/// `either` percent of its needs one of two.
struct Tiers {
    tiers: usize,
    width: usize,
    replicas: usize,
    quorum: usize,
    either: usize,
    /// Hosts in each zone on which the replicas are packed; 0 for none.
    hosts: usize,
}

impl Tiers {
    fn text(&self) -> String {
        let mut random = Random(42);
        let mut text = String::from("user fan\n");
        for zone in ["a", "b", "c"] {
            let hosts: Vec<String> = (0..self.hosts).map(|n| format!("host {zone}{n}")).collect();
            writeln!(text, "zone {zone} {{\n{}\n}}", hosts.join("\n")).unwrap();
        }
        for tier in 0..self.tiers {
            for place in 0..self.width {
                let zones = self.zones(&mut random);
                let (replicas, quorum) = (self.replicas, self.quorum);
                writeln!(
                    text,
                    "service s{tier}_{place}x {{ replicas = {replicas}, quorum = {quorum}, zones = [{zones}], \
                     capacity = 5000rps }}"
                )
                .unwrap();
            }
        }
        for place in 0..self.width {
            writeln!(text, "fan -> s0_{place}x").unwrap();
        }
        for tier in 0..self.tiers - 1 {
            for place in 0..self.width {
                for _ in 0..2 {
                    let next = tier + 1;
                    let (a, b) = (random.below(self.width), random.below(self.width));
                    let target = match random.below(100) < self.either && a != b {
                        true => format!("s{next}_{a}x | s{next}_{b}x"),
                        false => format!("s{next}_{a}x"),
                    };
                    writeln!(text, "s{tier}_{place}x -> {target}").unwrap();
                }
            }
        }
        text
    }

    fn zones(&self, random: &mut Random) -> String {
        if self.hosts == 0 {
            return "a, b, c".to_owned();
        }
        let host =
            |zone: &str, random: &mut Random| format!("{zone}.{zone}{}", random.below(self.hosts));
        ["a", "b", "c", "a", "b"][..self.replicas]
            .iter()
            .map(|zone| host(zone, random))
            .collect::<Vec<_>>()
            .join(", ")
    }
}

fn design(text: &str) -> Design {
    let mut sources = Sources::default();
    let id = sources.add(Source::new("bench.arch", text));
    let built = build(&mut sources, Span::new(id, 0, text.len()), &NoLoader, &Catalog::builtin());
    assert!(built.errors.is_empty(), "{:?}", built.errors.first());
    built.design
}

fn chain(length: usize) -> Design {
    let mut text = String::from("user fan\nfan -> s0x\n");
    for index in 0..length {
        writeln!(text, "service s{index}x").unwrap();
        if index + 1 < length {
            writeln!(text, "s{index}x -> s{}x", index + 1).unwrap();
        }
    }
    design(&text)
}

fn availability(design: &Design) -> FlowAvailability {
    FlowAvailability::of(design, FlowId(0), &Required::default(), Budget::default())
}

fn cut_sets(design: &Design) -> (usize, usize) {
    let tree = FlowSystem::of(design, FlowId(0), View::Outage, &Required::default());
    let singles = singles(&tree.system, &[]);
    let pairs = pairs(&tree.system, &singles, 1_000_000).expect("not too many pairs");
    (singles.causes(&tree.system).len(), pairs.len())
}

fn benches(criterion: &mut Criterion) {
    let thousand = Tiers { tiers: 10, width: 20, replicas: 5, quorum: 3, either: 0, hosts: 0 };
    let mut group = criterion.benchmark_group("availability");
    group.sample_size(10);
    let hard = design(&thousand.text());
    assert!(availability(&hard).outlook.unavailability.is_exact());
    group.bench_function("1,000 components, hard", |b| b.iter(|| availability(black_box(&hard))));
    let either = design(&Tiers { either: 30, ..thousand }.text());
    assert!(availability(&either).outlook.unavailability.is_exact());
    group.bench_function("1,000 components, 30% either-or", |b| {
        b.iter(|| availability(black_box(&either)))
    });
    let shared = Tiers { hosts: 30, ..thousand };
    let shared = design(&shared.text());
    let bounds = availability(&shared).outlook.unavailability;
    assert!(bounds.lo <= bounds.hi && bounds.hi < 1.0);
    println!("90 shared hosts: unavailability {:.6e} to {:.6e}", bounds.lo, bounds.hi);
    group.bench_function("1,000 components on 90 shared hosts", |b| {
        b.iter(|| availability(black_box(&shared)))
    });
    let tangled = Tiers { either: 60, tiers: 15, ..thousand };
    let tangled = design(&tangled.text());
    let bounds = availability(&tangled).outlook.unavailability;
    println!("60% either-or: unavailability {:.6e} to {:.6e}", bounds.lo, bounds.hi);
    group.bench_function("1,500 components, 60% either-or", |b| {
        b.iter(|| availability(black_box(&tangled)))
    });
    let deep = chain(10_000);
    group.bench_function("a chain of 10,000", |b| b.iter(|| availability(black_box(&deep))));
    group.finish();

    let mut group = criterion.benchmark_group("sweep");
    group.sample_size(10);
    for width in [20, 100] {
        let tiers = Tiers { tiers: 50, width, replicas: 3, quorum: 2, either: 100, hosts: 0 };
        let busy = design(&format!("traffic {{ rps = 9000 }}\n{}", tiers.text()));
        let busy = Arc::new(busy);
        let study = Study::of(busy.clone());
        let sweep = study.sweep();
        let (alone, overloading) = (sweep.structural.len(), sweep.overload.len());
        println!("{} components: {alone} structural, {overloading} by overload", 50 * width);
        group.bench_function(format!("{} components", 50 * width), |b| {
            b.iter(|| black_box(Study::of(busy.clone()).sweep().capacities.len()))
        });
    }
    group.finish();

    let mut group = criterion.benchmark_group("cut sets");
    group.sample_size(10);
    let large = Tiers { tiers: 20, width: 50, replicas: 5, quorum: 4, either: 30, hosts: 0 };
    let large = design(&large.text());
    let (alone, together) = cut_sets(&large);
    println!("5,000 instances: {alone} single units, {together} pairs");
    group.bench_function("order 1 and 2, 5,000 instances", |b| {
        b.iter(|| cut_sets(black_box(&large)))
    });
    group.bench_function("order 1 with paths, a chain of 10,000", |b| {
        b.iter(|| FlowCuts::of(black_box(&deep), FlowId(0)))
    });
    group.finish();
    let path = FlowCuts::of(&deep, FlowId(0)).cuts.last().map(|cut| cut.unit);
    assert!(matches!(path, Some(Unit::Replica(_, 1))));
}

criterion_group!(all, benches);
criterion_main!(all);
