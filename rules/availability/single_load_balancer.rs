//! A balancer of our own that every request passes, and of which there is one.

use crate::lint::prelude::*;

pub const RULE: Rule = Rule {
    name: "single-load-balancer",
    quality: Quality::Availability,
    severity: Severity::Error,
    fix: FixKind::Suggested,
    page: include_str!("single_load_balancer.md"),
    check: Check::Each(&[Kind::Lb, Kind::Gateway], judge),
    ..Rule::of(Topic::Availability)
};

fn judge(context: &Context, id: ComponentId) -> Option<Finding> {
    let spof = context.spof_in(id)?;
    // The floor of an autoscaler has a rule of its own.
    if context.design.replicas(id).most > 1 || context.design.fails_whole(id) {
        return None;
    }
    let component = context.design.component(id);
    let (called, one) = (context.called(id), context.assumed_one(id));
    let alone = match component.kind {
        Kind::Gateway => text!("한 대뿐입니다", "is the only gateway on its path"),
        _ => text!("한 대뿐입니다", "is the only balancer on its path"),
    };
    let finding = RULE
        .finding(
            component.head,
            text!(called, alone, one; "{called:이} {alone}{one}", "{called} {alone}{one}"),
        )
        .label(text!("모든 요청이 지나는 한 대", "every request passes it"))
        .why(context.stakes(spof))
        .help(text!(
            "관리형 서비스로 바꾸거나(`managed`), 가상 IP를 넘겨받는 한 쌍으로 두세요(`replicas = 2`).",
            "Use a managed balancer (`managed`), or a pair that hands over a virtual IP (`replicas = 2`)."
        ))
        .trade_off(text!(
            "관리형은 시간당·처리량 요금이 붙고, 직접 이중화하면 가상 IP 전환과 설정 동기화를 책임집니다.",
            "Managed bills by hour and traffic; a pair of your own must take over the address and keep configurations equal."
        ))
        .question(text!(
            "이 한 대가 죽으면 누가 요청을 이어받나요?",
            "When this one dies, who takes over its requests?"
        ))
        .about(id)
        .takes_down(Some(spof))
        .explains(context.units_of(id).iter().copied());
    let pair = context.replicate(id, 2);
    let managed = context.edit.state(component, &[(Attr::Managed, "on")]);
    Some(
        finding
            .fix(edit::suggested(text!("관리형이라고 적습니다", "say that it is managed"), managed))
            .fixes(
                pair.map(|edits| edit::suggested(text!("한 쌍으로 둡니다", "run a pair"), edits)),
            ),
    )
}
