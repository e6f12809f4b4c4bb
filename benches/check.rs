//! How long it takes to read, judge, draw and print designs of many sizes. Time must grow about
//! linearly: from 100 components to 10,000.

use archlint::analysis::{PLAIN, Study, Terms};
use archlint::catalog::Catalog;
use archlint::lint::Levels;
use archlint::project::{Judged, Measure, check};
use archlint::render::{self, Options, theme::Theme};
use archlint::report::figures::{FigureFormat, estimate};
use archlint::report::{Checked, Format, Report, Style};
use archlint::say::Lang;
use archlint::source::{NoLoader, Source, Sources, Span};
use archlint::{rules, syntax};
use criterion::{BatchSize, BenchmarkId, Criterion, Throughput, criterion_group, criterion_main};
use std::fmt::Write;
use std::hint::black_box;

const SIZES: [usize; 5] = [100, 300, 1_000, 3_000, 10_000];

/// A city of services: every tenth component is a store, every service calls its neighbour and a
/// store, so that there are one and a half connections for each component.
fn design(components: usize) -> String {
    let mut text = String::from(
        "design \"크기 시험\" as-is\ntraffic { dau = 30만, requests-per-user = 20, peak = 5x }\n\
         user fan\nlb front { managed, health-check }\nfan -> front -> s0\n",
    );
    for n in 0..components {
        let _ = match n % 10 {
            9 => writeln!(text, "mysql s{n} \"저장소 {n}\" {{ replicas = 2, failover = auto }}"),
            _ => writeln!(text, "service s{n} \"서비스 {n}\" {{ replicas = 2 }} // {n}"),
        };
    }
    for n in 0..components {
        let next = (n + 1) % components;
        if n % 10 != 9 && next != 0 {
            let _ = writeln!(text, "s{n} -> s{next} {{ timeout = 1s }}");
        }
        if n % 10 == 4 || n % 10 == 8 {
            let (store, over) = (n - n % 10 + 9, (n + 12) % components);
            let _ = writeln!(text, "s{n} -> s{store}");
            if over % 10 != 9 {
                let _ = writeln!(text, "s{n} ~> s{over}");
            }
        }
    }
    text
}

fn sources(text: &str) -> (Sources, Span) {
    let mut sources = Sources::default();
    let id = sources.add(Source::new("bench.arch", text));
    (sources, Span::new(id, 0, text.len()))
}

fn judged(text: &str, catalog: &Catalog) -> (Sources, Judged) {
    let (mut sources, span) = sources(text);
    let by = Measure {
        catalog,
        levels: &Levels::default(),
        today: jiff::civil::date(2026, 1, 1),
        terms: &PLAIN,
        memory: None,
    };
    let judged = check(&mut sources, span, &NoLoader, by);
    (sources, judged)
}

fn reading(c: &mut Criterion) {
    let mut group = c.benchmark_group("read");
    for size in SIZES {
        let text = design(size);
        let (sources, span) = sources(&text);
        group.throughput(Throughput::Bytes(text.len() as u64));
        group.bench_function(BenchmarkId::from_parameter(size), |b| {
            b.iter(|| syntax::parse_span(black_box(&sources), span));
        });
    }
    group.finish();
}

fn checking(c: &mut Criterion) {
    let catalog = Catalog::builtin();
    let mut group = c.benchmark_group("check");
    group.sample_size(10);
    for size in SIZES {
        let text = design(size);
        group.throughput(Throughput::Elements(size as u64));
        group.bench_function(BenchmarkId::from_parameter(size), |b| {
            b.iter(|| judged(black_box(&text), &catalog));
        });
    }
    group.finish();
}

/// All figures, and everything failed once; and circles in which everybody calls the next.
fn figuring(c: &mut Criterion) {
    let catalog = Catalog::builtin();
    let mut group = c.benchmark_group("figures");
    group.sample_size(10);
    for size in [1_000, 5_000] {
        let (_, judged) = judged(&design(size), &catalog);
        let fresh = || Study::new(judged.design.clone(), Terms::default());
        group.bench_function(BenchmarkId::new("estimate", size), |b| {
            b.iter_batched_ref(
                fresh,
                |study| estimate(study, FigureFormat::Json, Lang::En),
                BatchSize::LargeInput,
            );
        });
        group.bench_function(BenchmarkId::new("sweep", size), |b| {
            b.iter_batched_ref(
                fresh,
                |study| study.sweep().structural.len(),
                BatchSize::LargeInput,
            );
        });
    }
    for arrow in ["->", "~>"] {
        let (_, judged) = judged(&circle(10_000, arrow), &catalog);
        let fresh = || Study::new(judged.design.clone(), Terms::default());
        group.bench_function(BenchmarkId::new("circle", arrow), |b| {
            b.iter_batched_ref(
                fresh,
                |study| estimate(study, FigureFormat::Json, Lang::En),
                BatchSize::LargeInput,
            );
        });
    }
    group.finish();
}

fn circle(components: usize, arrow: &str) -> String {
    let mut text = String::from("traffic { rps = 100rps, reads = 50% }\nuser fan\nfan -> s0\n");
    for n in 0..components {
        let next = (n + 1) % components;
        let _ =
            writeln!(text, "service s{n} \"서비스 {n}\"\ns{n} {arrow} s{next} {{ share = 90% }}");
    }
    text
}

fn drawing(c: &mut Criterion) {
    let catalog = Catalog::builtin();
    let mut group = c.benchmark_group("draw");
    group.sample_size(10);
    for size in [100, 300, 1_000] {
        let (_, judged) = judged(&design(size), &catalog);
        group.bench_function(BenchmarkId::from_parameter(size), |b| {
            b.iter(|| {
                let drawn = render::picture(black_box(&judged.design), &Options::default());
                render::svg(&drawn, Theme::Light)
            });
        });
    }
    group.finish();
}

/// A thousand findings of as many components.
fn printing(c: &mut Criterion) {
    let catalog = Catalog::builtin();
    let text: String = (0..1_000).map(|n| format!("was s{n} {{ colour = {n} }}\n")).collect();
    let (sources, judged) = judged(&text, &catalog);
    let report = || {
        Report::of(vec![Checked {
            sources: sources.clone(),
            file: "bench.arch".into(),
            findings: judged.findings.clone(),
            waiting: false,
        }])
    };
    let mut group = c.benchmark_group("print");
    for format in Format::ALL {
        group.bench_function(format.name(), |b| {
            b.iter_batched_ref(
                report,
                |report| report.print(format, &Style::default(), rules::ALL),
                BatchSize::LargeInput,
            );
        });
    }
    group.finish();
}

criterion_group!(benches, reading, checking, figuring, drawing, printing);
criterion_main!(benches);
