//! Passwords, keys, addresses and the like in a text that is made to be shown.

use crate::lint::prelude::*;

pub const RULE: Rule = Rule {
    name: "secret-in-design",
    quality: Quality::Security,
    severity: Severity::Error,
    fixed_severity: true,
    fix: FixKind::Safe,
    page: include_str!("secret_in_design.md"),
    check: Check::Design(check),
    ..Rule::of(Topic::Security)
};

fn check(context: &Context) -> Vec<Finding> {
    let mut findings: Vec<Finding> = plain(context).into_iter().collect();
    for text in context.texts() {
        // Looked up at the source: the text itself may be masked already.
        for secret in context.sources.get(text.source).secrets().iter() {
            let at = Span::new(text.source, secret.range.start, secret.range.end);
            if text.contains(at) {
                findings.push(report(secret, at));
            }
        }
    }
    findings
}

/// Components of which it is stated that their secrets stand in a file as they are: in a compose
/// file that was imported, say, whose own characters are not looked at here.
fn plain(context: &Context) -> Option<Finding> {
    let design = context.design;
    let is_plain =
        |id: &ComponentId| design.component(*id).facts.word(Attr::Secrets) == Some("plain");
    let plain: Vec<ComponentId> = design.component_ids().filter(is_plain).collect();
    let place = |id: &ComponentId| design.component(*id).facts.span(Attr::Secrets);
    let at = plain.first().and_then(place)?;
    let names = context.names(&plain);
    let message = text!(
        names;
        "비밀번호나 키가 파일에 그대로 적혀 있습니다: {names}",
        "passwords or keys stand in a file as they are: {names}"
    );
    let mut finding = RULE
        .finding(at, message)
        .label(text!("그대로 적힌 값", "as it is"))
        .why(text!(
            "파일을 읽을 수 있는 사람은 모두 이 값으로 접속할 수 있고, 커밋 기록에는 지워도 남습니다.",
            "Whoever can read the file can connect, and the history keeps the value after it is deleted."
        ))
        .help(text!(
            "값은 비밀 관리 도구나 저장소 밖의 `.env`에 두고 이름만 적으세요(`secrets = managed`). 이미 푸시했다면 새로 발급하세요.",
            "Keep the value in a secret manager, or in an `.env` outside of the repository, and write its name only (`secrets = managed`). If it was pushed, issue a new one."
        ))
        .trade_off(text!(
            "실행하기 전에 값을 따로 받아야 합니다.",
            "Whoever starts it has to get the values first."
        ))
        .question(text!(
            "이 저장소를 볼 수 있는 사람이 모두 운영 데이터베이스에 접속해도 되나요?",
            "May everybody who sees this repository connect to the database?"
        ));
    for id in &plain {
        finding = finding.about(*id);
    }
    for at in plain[1..].iter().filter_map(place) {
        finding = finding.related(at, text!("여기도", "here too"));
    }
    Some(finding)
}

/// Never repeats the secret itself: findings end up in logs and comments.
fn report(secret: &Secret, at: Span) -> Finding {
    let mask = vec![Edit { span: at, text: "***".to_string() }];
    let title = text!("`***`로 가립니다", "mask it");
    // What only looks like a secret is for a person to judge.
    let fix = if secret.certain { edit::safe(title, mask) } else { edit::suggested(title, mask) };
    RULE.finding(at, message(secret.kind))
        .label(text!("가려야 합니다", "mask this"))
        .why(text!(
            "설계는 게시판과 풀 리퀘스트와 발표 자료로 퍼지고, 커밋 기록에는 지워도 남습니다.",
            "A design travels in posts, pull requests and slides, and stays in the history once pushed."
        ))
        .help(help(secret.kind))
        .trade_off(text!(
            "그림만 보고는 접속할 수 없게 됩니다. 바로 그것이 목적입니다.",
            "Nobody can connect by looking at the picture, which is the point."
        ))
        .question(text!(
            "이 그림을 그대로 블로그에 올려도 되나요?",
            "May I put this picture on my blog as it is?"
        ))
        .fix(fix)
}

fn message(kind: SecretKind) -> Text {
    match kind {
        SecretKind::Password => {
            text!("설계에 비밀번호가 적혀 있습니다", "the design holds a password")
        }
        SecretKind::Key => {
            text!("설계에 액세스 키가 적혀 있습니다", "the design holds an access key")
        }
        SecretKind::Address => {
            text!("설계에 실제 IP 주소가 적혀 있습니다", "the design holds a real IP address")
        }
        SecretKind::Account => {
            text!("설계에 계좌나 계정 번호가 적혀 있습니다", "the design holds an account number")
        }
        SecretKind::Host => {
            text!(
                "설계에 내부 호스트 이름이 적혀 있습니다",
                "the design holds an internal host name"
            )
        }
        SecretKind::Card => {
            text!("설계에 카드 번호가 적혀 있습니다", "the design holds a card number")
        }
        SecretKind::Registration => {
            text!(
                "설계에 주민등록번호나 사업자등록번호가 적혀 있습니다",
                "the design holds the registration number of a person or a company"
            )
        }
        SecretKind::Phone => {
            text!("설계에 전화번호가 적혀 있습니다", "the design holds a phone number")
        }
        SecretKind::Email => {
            text!("설계에 이메일 주소가 적혀 있습니다", "the design holds an e-mail address")
        }
    }
}

fn help(kind: SecretKind) -> Text {
    match kind {
        SecretKind::Password | SecretKind::Key => text!(
            "`***`로 가리세요. 이미 올렸다면 폐기하고 새로 발급해야 합니다.",
            "Mask it with `***`. If it was pushed, revoke it and issue a new one."
        ),
        _ => text!(
            "`***`로 가리거나 문서용 값으로 바꾸세요.",
            "Mask it with `***`, or write a value kept for documentation."
        ),
    }
}
