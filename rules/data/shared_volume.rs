//! Stores that keep their data in one place.

use crate::lint::prelude::*;

pub const RULE: Rule = Rule {
    name: "shared-volume",
    quality: Quality::Availability,
    page: include_str!("shared_volume.md"),
    check: Check::Design(check),
    ..Rule::of(Topic::Data)
};

const STORES: &[Kind] = &[Kind::Db, Kind::Cache, Kind::Queue, Kind::Search];

fn check(context: &Context) -> Vec<Finding> {
    let volume = |id: ComponentId| context.design.component(id).facts.component(Attr::Persistence);
    let stores = context.of_kinds(STORES).filter_map(|id| Some((id, volume(id)?)));
    let stores: Vec<(ComponentId, ComponentId)> = stores.collect();
    let later = |(at, (id, volume)): (usize, &(ComponentId, ComponentId))| {
        let (first, _) = stores[..at].iter().find(|(_, other)| other == volume)?;
        judge(context, *first, *id, *volume)
    };
    stores.iter().enumerate().filter_map(later).collect()
}

fn judge(
    context: &Context,
    first: ComponentId,
    id: ComponentId,
    volume: ComponentId,
) -> Option<Finding> {
    let design = context.design;
    let (one, other, place) = (context.called(first), context.called(id), context.called(volume));
    Some(
        RULE.finding(
            design.component(id).facts.span(Attr::Persistence)?,
            text!(
                one, other, place;
                "{one:과} {other:이} {place} 하나에 데이터를 둡니다",
                "{one} and {other} keep their data in one place, {place}"
            ),
        )
        .label(text!("함께 쓰는 볼륨", "the shared volume"))
        .related(design.component(first).head, text!("먼저 쓰는 저장소", "the other store"))
        .why(text!(
            "두 프로세스가 한 데이터 폴더에 쓰면 파일이 망가지거나 한쪽이 시작하지 못하고, 볼륨이 차면 둘 다 멈춥니다.",
            "Two processes in one data folder corrupt it or do not start, and a full volume stops both."
        ))
        .help(text!("저장소마다 볼륨을 따로 만드세요.", "Give each store a volume of its own."))
        .trade_off(text!(
            "볼륨이 늘어난 만큼 용량 계획과 백업 대상도 늘어납니다.",
            "More volumes to size and to back up."
        ))
        .question(text!(
            "이 볼륨이 가득 차면 어떤 저장소들이 함께 멈추나요?",
            "When this volume is full, which stores stop together?"
        ))
        .about(first)
        .about(id),
    )
}
