//! The table of recovery for people: time and lost data by class of disruption, against the objectives.

use super::estimate::pick;
use super::table::Section;
use crate::analysis::Study;
use crate::analysis::recovery::{Disruption, Span};
use crate::model::{Attr, ComponentId, GroupKind};
use crate::say::{Lang, number};

pub(super) fn classes(study: &Study, lang: Lang) -> Section {
    let mut section = Section::titled(
        lang,
        ("복구", "Recovery"),
        &[
            ("무엇을 잃으면", "what is lost"),
            ("RTO", "RTO"),
            ("가장 오래 걸리는 것", "the slowest"),
            ("RPO", "RPO"),
            ("가장 많이 잃는 것", "what loses most"),
            ("목표", "objective"),
        ],
        &[1, 3],
    );
    for worst in study.worst_recoveries() {
        let is_asked = worst.class == Disruption::Zone && has_zones(study);
        if worst.time.is_none() && worst.loss.is_none() && !is_asked {
            continue;
        }
        let (rto, slowest) = shown(study, worst.time.as_ref(), lang);
        let (rpo, loses) = shown(study, worst.loss.as_ref(), lang);
        let limits = [(Attr::Rto, &worst.time), (Attr::Rpo, &worst.loss)];
        let judged: Vec<String> = limits
            .iter()
            .filter(|(attr, _)| *attr == Attr::Rto || worst.keeps_data)
            .filter_map(|(attr, it)| against(study, *attr, it.as_ref(), lang))
            .collect();
        let class = named(worst.class, lang);
        section.row(&[class, &rto, &slowest, &rpo, &loses, &judged.join(", ")]);
    }
    section
}

/// A zone is drawn, so that its loss is worth a row whether or not it is known who stands in it.
fn has_zones(study: &Study) -> bool {
    study.design().groups.iter().any(|group| group.kind == GroupKind::Zone)
}

fn named(class: Disruption, lang: Lang) -> &'static str {
    match class {
        Disruption::Process => pick(lang, "프로세스", "a process"),
        Disruption::Instance => pick(lang, "인스턴스", "an instance"),
        Disruption::Zone => pick(lang, "가용 영역", "a zone"),
        Disruption::Region => pick(lang, "리전", "a region"),
        Disruption::Corruption => pick(lang, "데이터 손상", "the data are wrong"),
    }
}

/// How long, and of what with why.
fn shown(study: &Study, worst: Option<&(ComponentId, Span)>, lang: Lang) -> (String, String) {
    let Some((id, span)) = worst else { return ("–".to_owned(), String::new()) };
    let name = &study.design().component(*id).path;
    (taking(span, lang), format!("`{name}`: {}", span.because.words().get(lang)))
}

/// How long, where anything brings it back.
pub(super) fn taking(span: &Span, lang: Lang) -> String {
    match span.is_lost() {
        true => pick(lang, "되살릴 수 없음", "lost").to_owned(),
        false => number::duration(span.lasts).get(lang).to_string(),
    }
}

/// `RTO 30m ✗` where the objective is missed.
fn against(
    study: &Study,
    attr: Attr,
    worst: Option<&(ComponentId, Span)>,
    lang: Lang,
) -> Option<String> {
    let limit = study.strictest(attr)?;
    let word = if attr == Attr::Rto { "RTO" } else { "RPO" };
    let holds = match worst {
        Some((_, span)) if span.lasts <= limit => pick(lang, "지킴", "kept"),
        Some(_) => pick(lang, "못 지킴", "missed"),
        None => pick(lang, "알 수 없음", "not known"),
    };
    Some(format!("{word} {}: {holds}", number::duration(limit).get(lang)))
}
