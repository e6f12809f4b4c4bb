//! Laws of load.

use super::sketch::{Flow, Sketch, sketch};
use super::{differences, found, is_close};
use crate::numbers::design;
use archlint::analysis::load::{Conditions, Spread, Usage};
use archlint::model::Design;

fn sketches(count: u64) -> impl Iterator<Item = Sketch> {
    (10_000..10_000 + count).map(sketch)
}

/// Without queues, scalers and retries, k times the users send k times the load everywhere.
#[test]
fn load_scales_with_the_traffic() {
    let plain = |sketch: &Sketch| sketch.parts.iter().all(|part| part.kind != "kafka");
    for sketch in sketches(200).filter(plain) {
        let mut larger = found(&sketch, &design(&sketch.text()));
        larger.over.values_mut().flatten().for_each(|load| *load *= 7.0);
        larger.at.iter_mut().flatten().for_each(|load| *load *= 7.0);
        let more = Sketch { rps: sketch.rps * 7, ..sketch };
        let wrong = differences(&more, &larger, &found(&more, &design(&more.text())));
        assert!(wrong.is_empty(), "{}\n{}", more.text(), wrong.join("\n"));
    }
}

/// Two flows over the same steps with half of the share each are one.
#[test]
fn halves_of_a_flow_are_the_flow() {
    let has_share = |sketch: &Sketch| sketch.flows.iter().any(|flow| flow.share.is_some());
    for sketch in sketches(300).filter(has_share) {
        let mut halves = sketch.clone();
        let at = halves.flows.iter().position(|flow| flow.share.is_some()).expect("one has");
        // Whole percents, so that the text says them exactly.
        let whole = (halves.flows[at].share.expect("it has") * 100.0).round();
        let first = (whole / 2.0).floor();
        halves.flows[at].share = Some(first / 100.0);
        let rest = Flow { share: Some((whole - first) / 100.0), ..halves.flows[at].clone() };
        halves.flows.push(rest);
        let expected = found(&sketch, &design(&sketch.text()));
        let wrong = differences(&halves, &expected, &found(&halves, &design(&halves.text())));
        assert!(wrong.is_empty(), "{}\n{}", halves.text(), wrong.join("\n"));
    }
}

/// In which order connections are drawn, and what components are called, changes nothing.
#[test]
fn order_and_names_do_not_matter() {
    for sketch in sketches(200) {
        let expected = found(&sketch, &design(&sketch.text()));
        let mut other = sketch.clone();
        for (at, part) in other.parts.iter_mut().enumerate() {
            part.name = format!("x{}y-{}", 97 - at, ["ka", "lo", "mi"][at % 3]);
        }
        let wrong = differences(&other, &expected, &found(&other, &design(&other.text())));
        assert!(wrong.is_empty(), "{}\n{}", other.text(), wrong.join("\n"));
    }
}

fn utilization(design: &Design, at: usize) -> Option<f64> {
    let conditions = Conditions::now(design);
    let spread = Spread::of(design, &conditions)?;
    let id = design.component_ids().nth(at)?;
    Some(Usage::of(design, &spread, &conditions, id)?.utilization.hi)
}

/// One more replica never makes the component busier.
#[test]
fn a_replica_more_never_makes_it_busier() {
    let mut compared = 0;
    for sketch in sketches(120) {
        for at in 0..sketch.parts.len() {
            if ["user", "dns", "cdn"].contains(&sketch.parts[at].kind) {
                continue;
            }
            let mut one = sketch.clone();
            one.parts[at].capacity = Some(300);
            let mut more = one.clone();
            more.parts[at].replicas += 1;
            let busy = |sketch: &Sketch| utilization(&design(&sketch.text()), at);
            let (Some(before), Some(after)) = (busy(&one), busy(&more)) else { continue };
            assert!(
                after <= before || is_close(after, before),
                "{}: {after} > {before}",
                one.text()
            );
            compared += 1;
        }
    }
    assert!(compared > 500);
}
