//! Load against an oracle that follows every request, on designs made up at random, and the laws
//! that load obeys whatever the design.

mod examples;
mod laws;
mod named;
mod oracle;
mod said;
mod sketch;

use crate::numbers::{design, id};
use archlint::analysis::load::{Conditions, Spread};
use archlint::model::Design;
use oracle::{Found, follow};
use sketch::{Sketch, sketch};

/// What the library finds: by line, and by part.
fn found(sketch: &Sketch, design: &Design) -> Found {
    let mut conditions = Conditions::ordinary(design);
    for part in sketch.parts.iter().filter(|part| part.is_down) {
        conditions.alive[id(design, &part.name).index()] = 0;
    }
    let spread = Spread::of(design, &conditions).expect("the traffic is stated");
    let two = |arrival: archlint::analysis::load::Arrival| {
        let writes = arrival.peak_writes.hi;
        [arrival.peak.hi - writes, writes]
    };
    let over = sketch.lines.iter().enumerate().map(|(at, line)| {
        let (from, to) = (&sketch.parts[line.from].name, &sketch.parts[line.to].name);
        let arrow = if line.is_message { "~>" } else { "->" };
        let name = format!("{from}{arrow}{to}");
        let link = design.link_ids().find(|link| design.link_name(*link) == name);
        let link = link.unwrap_or_else(|| panic!("no {name}"));
        (at, two(spread.over(design, link)))
    });
    Found {
        over: over.collect(),
        at: sketch.parts.iter().map(|part| two(spread.at(id(design, &part.name)))).collect(),
    }
}

fn is_close(found: f64, expected: f64) -> bool {
    (found - expected).abs() <= 1e-9 * expected.abs().max(1.0)
}

fn differences(sketch: &Sketch, expected: &Found, found: &Found) -> Vec<String> {
    let mut wrong = Vec::new();
    for (at, line) in sketch.lines.iter().enumerate() {
        let own = expected.over.get(&at).copied().unwrap_or_default();
        let name = format!("{}->{}", sketch.parts[line.from].name, sketch.parts[line.to].name);
        for rw in 0..2 {
            if !is_close(found.over[&at][rw], own[rw]) {
                wrong.push(format!("{name}: {:?} for {own:?}", found.over[&at]));
            }
        }
    }
    for (part, (expected, found)) in sketch.parts.iter().zip(expected.at.iter().zip(&found.at)) {
        if (0..2).any(|rw| !is_close(found[rw], expected[rw])) {
            wrong.push(format!("{}: {found:?} for {expected:?}", part.name));
        }
    }
    wrong
}

/// Thousands of designs with flows, pools, caches beside and in between, CDNs, queues, circles, and
/// copies that read.
#[test]
fn load_is_what_following_every_request_finds() {
    let mut compared = 0;
    for seed in 0..2200 {
        let sketch = sketch(seed);
        let Some(expected) = follow(&sketch) else { continue };
        let text = sketch.text();
        let wrong = differences(&sketch, &expected, &found(&sketch, &design(&text)));
        assert!(wrong.is_empty(), "seed {seed}\n{text}\n{}", wrong.join("\n"));
        compared += 1;
    }
    assert!(compared > 2000, "{compared} designs are small enough to follow every request");
}
