//! Personal data that lies readable on a disk.

use crate::lint::prelude::*;

pub const RULE: Rule = Rule {
    name: "unencrypted-data",
    quality: Quality::Security,
    fix: FixKind::Suggested,
    page: include_str!("unencrypted_data.md"),
    check: Check::Each(&[Kind::Db, Kind::Cache, Kind::Queue, Kind::Storage, Kind::Search], judge),
    ..Rule::of(Topic::Security)
};

fn judge(context: &Context, id: ComponentId) -> Option<Finding> {
    let component = context.design.component(id);
    if !context.keeps_sensitive_data(id) || !component.facts.is_off(Attr::Encryption) {
        return None;
    }
    let called = context.called(id);
    let what = what(component);
    let edits = context.edit.state(component, &[(Attr::Encryption, "on")]);
    let finding = RULE
        .finding(
            component.facts.span(Attr::Encryption)?,
            text!(
                called, what;
                "{called}에 {what:이} 암호화되지 않은 채 있습니다",
                "{called} keeps {what} unencrypted"
            ),
        )
        .label(text!("저장 시 암호화 없음", "not encrypted at rest"))
        .why(text!(
            "스냅샷이나 백업 파일 하나만 새어도 전부 읽힙니다. 그러면 유출 사고로 통지하고 신고해야 합니다.",
            "One leaked snapshot or backup file and all of it can be read: a breach that must be notified."
        ))
        .help(text!(
            "저장소의 암호화를 켜고(KMS), 주민번호나 카드 번호는 애플리케이션에서 한 번 더 암호화하세요.",
            "Turn encryption on (KMS), and encrypt the most sensitive fields once more in the application."
        ))
        .trade_off(text!(
            "키를 관리해야 합니다. 키를 잃으면 데이터도 잃습니다.",
            "Keys must be looked after: who loses the key loses the data."
        ))
        .question(text!(
            "백업 파일 하나가 새면 무엇을 읽을 수 있나요?",
            "One backup file leaks: what can be read in it?"
        ))
        .about(id)
        .fix(edit::suggested(text!("저장할 때 암호화합니다", "encrypt at rest"), edits));
    Some(match component.facts.span(Attr::Data) {
        Some(span) => finding.related(span, text!("민감한 데이터", "sensitive data")),
        None => finding,
    })
}

fn what(component: &Component) -> Text {
    let words = component.facts.words(Attr::Data).unwrap_or_default();
    match (words.contains(&"personal"), words.contains(&"payment")) {
        (true, true) => text!("개인정보와 결제 정보", "personal and payment data"),
        (false, true) => text!("결제 정보", "payment data"),
        _ => text!("개인정보", "personal data"),
    }
}
