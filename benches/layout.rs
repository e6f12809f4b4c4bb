//! How long it takes to lay a picture out, by the number of components: from 25 to 5,000. Time must
//! grow about linearly.

use archlint::model::{GroupKind, Kind};
use archlint::render::graph::{Direction, Graph, Group, Link, Node, Size};
use archlint::render::layout::layout;
use archlint::syntax::ast::Arrow;
use criterion::{BenchmarkId, Criterion, Throughput, criterion_group, criterion_main};
use std::hint::black_box;

const SIZES: [usize; 5] = [10, 25, 100, 1_000, 5_000];

/// Domains of twelve: a tree of calls in each, and for every third component a call to a neighbour.
fn domains(components: usize) -> Graph {
    const DOMAIN: usize = 12;
    let mut graph = Graph::default();
    let title = Size { width: 80.0, height: 18.0 };
    let label = Size { width: 60.0, height: 20.0 };
    for n in 0..components {
        if n % DOMAIN == 0 {
            let (kind, filler) = (GroupKind::Group, Size::default());
            graph.groups.push(Group { kind, parent: None, title, filler });
        }
        let (kind, group) = (Kind::Service, Some(n / DOMAIN));
        graph.nodes.push(Node { kind, width: 160.0, height: 60.0, group });
        let mut link = |from: usize, label: Option<Size>| {
            graph.links.push(Link { from, to: n, arrow: Arrow::Sync, label });
        };
        if n % DOMAIN > 0 {
            link(n - n % DOMAIN + (n % DOMAIN - 1) / 2, (n % 5 == 0).then_some(label));
        }
        if n % 3 == 0 && n >= 2 * DOMAIN {
            link(n - DOMAIN - n % 7, None);
        }
    }
    graph
}

fn bench(c: &mut Criterion) {
    let mut group = c.benchmark_group("layout");
    for size in SIZES {
        let graph = domains(size);
        group.throughput(Throughput::Elements(size as u64));
        group.sample_size(if size > 500 { 10 } else { 50 });
        group.bench_with_input(BenchmarkId::from_parameter(size), &graph, |b, graph| {
            b.iter(|| layout(black_box(graph), Direction::Auto));
        });
    }
    group.finish();
}

criterion_group!(benches, bench);
criterion_main!(benches);
