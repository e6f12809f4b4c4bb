//! Uploads on the disks of a tier that has several instances.

use crate::lint::prelude::*;

pub const RULE: Rule = Rule {
    name: "local-files",
    quality: Quality::Scalability,
    severity: Severity::Error,
    fix: FixKind::Safe,
    page: include_str!("local_files.md"),
    check: Check::Each(Kind::ALL, judge),
    ..Rule::of(Topic::Web)
};

fn judge(context: &Context, id: ComponentId) -> Option<Finding> {
    if !context.keeps_locally(id, Attr::Files) {
        return None;
    }
    if !context.is_replicated(id) {
        return on_one_server(context, id);
    }
    let component = context.design.component(id);
    let called = context.called(id);
    Some(
        RULE.finding(
            component.facts.span(Attr::Files)?,
            text!(
                called;
                "{called:이} 업로드한 파일을 인스턴스의 디스크에 둡니다",
                "{called} keeps uploaded files on its instances' disks"
            ),
        )
        .label(text!("파일이 서버 디스크에", "files on the server's disk"))
        .why(text!(
            "한 인스턴스에 올린 파일은 다른 인스턴스에 없고, 인스턴스가 사라지면 함께 사라집니다.",
            "A file uploaded to one instance is missing on the others, and gone with its instance."
        ))
        .help(text!(
            "S3 같은 객체 스토리지에 올리고 `files`에 그 이름을 적으세요.",
            "Put files into object storage and name it in `files`."
        ))
        .trade_off(text!(
            "수십 ms의 지연과 요청·전송 요금이 붙고, 고아 파일을 치워야 합니다.",
            "Tens of ms more, a bill per request and byte, and orphaned files to clean up."
        ))
        .question(text!(
            "스케일 인이 일어나면 그 서버의 사진은 어디로 가나요?",
            "When the group scales in, where do that server's photos go?"
        ))
        .about(id)
        .fixes(fix(context, id)),
    )
}

/// On the only server there is nothing to disagree with; the files are lost with it.
fn on_one_server(context: &Context, id: ComponentId) -> Option<Finding> {
    let called = context.called(id);
    let at = context.design.component(id).facts.span(Attr::Files)?;
    // That it is the only one is taken, where it is not stated.
    let level = match context.is_stated_single(id) {
        true => Severity::Error,
        false => Severity::Warning,
    };
    let finding = RULE
        .finding(
            at,
            text!(
                called;
                "{called:이} 업로드한 파일을 하나뿐인 서버의 디스크에 둡니다",
                "{called} keeps uploaded files on the disk of its only server"
            ),
        )
        .level(level)
        .label(text!("파일이 서버 디스크에", "files on the server's disk"))
        .why(text!(
            "서버를 새로 만들거나 디스크가 깨지면 파일도 함께 사라지고, 백업도 따로 적혀 있지 않습니다.",
            "When the server is made anew or its disk breaks, the files are gone with it, and no backup of them is stated."
        ))
        .help(text!(
            "S3 같은 객체 스토리지에 올리고 `files`에 그 이름을 적으세요.",
            "Put files into object storage and name it in `files`."
        ))
        .trade_off(text!(
            "수십 ms의 지연과 요청·전송 요금이 붙습니다.",
            "Tens of ms more, and a bill per request and byte."
        ))
        .question(text!(
            "이 서버를 지우고 새로 만들면 어제 올린 사진은 어디에 있나요?",
            "This server is deleted and made anew: where are yesterday's photos?"
        ))
        .about(id);
    Some(finding.fixes(fix(context, id)))
}

/// Safe where the component already talks to exactly one storage.
fn fix(context: &Context, id: ComponentId) -> Option<Fix> {
    let storages: Vec<ComponentId> = context
        .links_from(id)
        .map(|link| context.design.link(link).to)
        .filter(|to| context.kind(*to) == Kind::Storage)
        .collect();
    let [store] = storages.as_slice() else { return None };
    let name = &context.design.component(*store).path;
    let component = context.design.component(id);
    let edits = context.edit.state(component, &[(Attr::Files, name)]);
    Some(edit::safe(
        text!(kept = context.name(*store); "파일을 {kept}에 둡니다", "keep files in {kept}"),
        edits,
    ))
}
