//! Boxes around boxes: regions, zones, machines, or only a border.

use super::super::classify::split;
use super::super::sketch::{Fact, Group, Sketch, Stage};
use super::Drawing;

/// The group of the sketch for each frame; `None` for one that is no group.
pub fn groups(drawing: &Drawing, sketch: &mut Sketch) -> Vec<Option<usize>> {
    let mut groups: Vec<Option<usize>> = Vec::new();
    for (at, frame) in drawing.frames.iter().enumerate() {
        let word = word(drawing, at);
        let mut facts = Vec::new();
        if word == "subnet" {
            let title = frame.title.to_lowercase();
            let stated = if title.contains("public") || title.contains("퍼블릭") {
                Some("public")
            } else if title.contains("private") || title.contains("프라이빗") {
                Some("private")
            } else {
                None
            };
            facts.extend(stated.map(|attr| Fact { attr, value: "on".to_owned(), at: frame.at }));
        }
        let letters = frame.id.chars().filter(|letter| letter.is_alphabetic()).count();
        let name = if letters > 1 && !frame.id.contains(' ') {
            frame.id.clone()
        } else {
            frame.title.clone()
        };
        sketch.groups.push(Group {
            word,
            name,
            label: Some(frame.title.clone()).filter(|title| !title.is_empty()),
            parent: frame.parent,
            facts,
            at: frame.at,
        });
        groups.push(Some(at));
    }
    groups
}

/// Whether a box stands in what explains the signs of the drawing.
pub fn is_legend(drawing: &Drawing, frame: Option<usize>) -> bool {
    let mut around = frame;
    while let Some(at) = around {
        let frame = &drawing.frames[at];
        let title = if frame.title.is_empty() { &frame.id } else { &frame.title };
        if matches!(split(title).concat().as_str(), "legend" | "범례" | "기호설명" | "notation")
        {
            return true;
        }
        around = frame.parent;
    }
    false
}

/// Whether a frame around a box is a group that scales by itself.
pub fn scales(drawing: &Drawing, frame: Option<usize>) -> bool {
    let mut around = frame;
    while let Some(at) = around {
        let joined = split(&drawing.frames[at].title).concat();
        if joined.contains("autoscaling") || joined.contains("오토스케일링") || joined == "asg"
        {
            return true;
        }
        around = drawing.frames[at].parent;
    }
    false
}

/// The kind of a frame, by its title; a title never says that there are two of something.
fn word(drawing: &Drawing, at: usize) -> &'static str {
    let frame = &drawing.frames[at];
    let title = if frame.title.is_empty() { &frame.id } else { &frame.title };
    let words = split(title);
    let joined = words.concat();
    let has = |these: &[&str]| these.iter().any(|this| words.iter().any(|word| word == this));
    let holds = |these: &[&str]| these.iter().any(|this| joined.contains(this));
    if holds(&["subnet", "서브넷"]) {
        return "subnet";
    }
    if has(&["az", "zone"]) || holds(&["가용영역", "availabilityzone"]) {
        return "zone";
    }
    if has(&["vpc"]) {
        return "vpc";
    }
    if has(&["region"])
        || holds(&["리전", "apnortheast", "useast", "uswest", "euwest", "apsoutheast"])
    {
        return "region";
    }
    if holds(&["데이터센터", "datacenter"]) || has(&["idc"]) {
        return "dc";
    }
    let members = drawing.boxes.iter().filter(|shape| shape.frame == Some(at)).count();
    let is_machine = has(&["vm", "ec2"])
        || holds(&["dockercompose", "dockerhost"])
        || has(&["노드", "host", "호스트"])
        || joined == "node"
        || joined == "서버"
        || joined == "server"
        || joined.ends_with("서버1대")
        || holds(&["단일서버"]);
    if is_machine && members >= 2 {
        return "host";
    }
    if has(&["eks", "ecs", "k8s", "kubernetes", "쿠버네티스", "cluster", "클러스터", "gke", "aks"])
        && stands_alone(drawing, at)
    {
        return "cluster";
    }
    "group"
}

/// A cluster that holds no zone and beside which no other stands fails as one.
fn stands_alone(drawing: &Drawing, at: usize) -> bool {
    let title = |frame: usize| split(&drawing.frames[frame].title);
    let is_zone = |frame: usize| {
        let words = title(frame);
        words.iter().any(|word| word == "az" || word == "zone")
            || words.concat().contains("가용영역")
    };
    let inside = |frame: usize| {
        let mut around = drawing.frames[frame].parent;
        while let Some(up) = around {
            if up == at {
                return true;
            }
            around = drawing.frames[up].parent;
        }
        false
    };
    let is_cluster = |frame: usize| {
        title(frame).iter().any(|word| {
            matches!(word.as_str(), "eks" | "ecs" | "k8s" | "kubernetes" | "cluster" | "클러스터")
        })
    };
    let others = (0..drawing.frames.len()).filter(|frame| *frame != at);
    let mut others = others.map(|frame| {
        inside(frame) && is_zone(frame)
            || is_cluster(frame) && drawing.frames[frame].parent == drawing.frames[at].parent
    });
    !others.any(|bad| bad)
}

/// The stage that a heading or the title of a frame names.
pub fn stage_of(title: &str) -> Option<Stage> {
    let plain: String =
        title.to_lowercase().chars().filter(|letter| letter.is_alphanumeric()).collect();
    let has = |these: &[&str]| these.iter().any(|this| plain.contains(this));
    let words = split(title);
    let word = |these: &[&str]| these.iter().any(|this| words.iter().any(|word| word == this));
    if has(&["tobe", "변경후", "개선후", "개선안"]) || word(&["after", "목표"]) {
        return Some(Stage::ToBe);
    }
    if has(&["asis", "변경전", "개선전"]) || word(&["before", "기존", "현재"]) {
        return Some(Stage::AsIs);
    }
    None
}
