//! Requests that anybody on the way can read.

use crate::lint::prelude::*;

pub const RULE: Rule = Rule {
    name: "plaintext",
    topic: Topic::Security,
    quality: Quality::Security,
    severity: Severity::Warning,
    fixed_severity: false,
    fix: FixKind::Safe,
    options: &[],
    page: include_str!("plaintext.md"),
    check: Check::Design(check),
};

/// Protocols without encryption, with what replaces them.
const OPEN: &[(&str, &str)] =
    &[("http", "https"), ("ws", "wss"), ("ftp", "sftp"), ("telnet", "ssh"), ("amqp", "amqps")];

fn check(context: &Context) -> Vec<Finding> {
    let links = context.design.link_ids().filter_map(|id| over_link(context, id));
    let ends = context.of_kinds(&[Kind::Lb, Kind::Gateway, Kind::Cdn, Kind::Web]);
    links.chain(ends.filter_map(|id| at_entry(context, id))).collect()
}

fn over_link(context: &Context, id: LinkId) -> Option<Finding> {
    let link = context.design.link(id);
    let (attr, value) = unencrypted(&link.facts)?;
    if !crosses_boundary(context, link) || link.facts.is_on(Attr::Tls) && attr != Attr::Tls {
        return None;
    }
    let (from, to) = (context.called(link.from), context.called(link.to));
    let (a, b, en_a, en_b) = (from.with(), &to.ko, &from.en, &to.en);
    let edits = edit::state_link(context.sources, link, &[(attr, value)]);
    Some(
        worded(RULE.finding(
            link.facts.span(attr)?,
            text!("{a} {b} 사이가 암호화되지 않습니다", "{en_a} talks to {en_b} unencrypted"),
        ))
        .about_link(id)
        .fix(edit::safe(text!("암호화해서 보냅니다", "encrypt it"), edits)),
    )
}

/// The attribute that says so, with the value that would not.
fn unencrypted(facts: &Facts) -> Option<(Attr, &'static str)> {
    if facts.is_off(Attr::Tls) {
        return Some((Attr::Tls, "on"));
    }
    let stated = facts.text(Attr::Protocol)?.to_lowercase();
    let open = OPEN.iter().find(|(open, _)| *open == stated)?;
    Some((Attr::Protocol, open.1))
}

/// From or to somebody else, or from one region to another.
fn crosses_boundary(context: &Context, link: &Link) -> bool {
    let outside = [Kind::User, Kind::External];
    let ends = [link.from, link.to];
    let region = |id: ComponentId| context.domain_around(id, GroupKind::Region);
    let (a, b) = (region(link.from), region(link.to));
    ends.iter().any(|id| outside.contains(&context.kind(*id)))
        || (a.is_some() && b.is_some() && a != b)
        || context.kind(link.from) == Kind::Dns
        || context.kind(link.from) == Kind::Cdn
}

/// An entry that states to take requests without TLS.
fn at_entry(context: &Context, id: ComponentId) -> Option<Finding> {
    let component = context.design.component(id);
    let public =
        |from: &ComponentId| matches!(context.kind(*from), Kind::User | Kind::Dns | Kind::External);
    if !component.facts.is_off(Attr::Tls) || !context.callers(id).iter().any(public) {
        return None;
    }
    let called = context.called(id);
    let (is, en) = (called.subject(), &called.en);
    let edits = edit::state(context.sources, component, &[(Attr::Tls, "on")]);
    Some(
        worded(RULE.finding(
            component.facts.span(Attr::Tls)?,
            text!("{is} TLS 없이 요청을 받습니다", "{en} takes requests without TLS"),
        ))
        .about(id)
        .fix(edit::safe(text!("TLS를 켭니다", "turn TLS on"), edits)),
    )
}

fn worded(finding: Finding) -> Finding {
    finding
        .label(text!("평문", "plain text"))
        .why(text!(
            "같은 와이파이의 누구나 쿠키와 비밀번호를 읽고 바꿀 수 있습니다. 한 번의 로그인이면 충분합니다.",
            "Anybody on the way can read and change cookies and passwords; one login is enough."
        ))
        .help(text!(
            "HTTPS로 바꾸고, HTTP는 301로 돌리며, HSTS를 켜세요. 인증서는 ACM이나 Let's Encrypt로 자동 갱신합니다.",
            "Use HTTPS, redirect HTTP with 301, turn HSTS on; renew certificates automatically (ACM, Let's Encrypt)."
        ))
        .trade_off(text!(
            "연결마다 왕복 한 번과 인증서 만료를 챙기는 일이 늘어납니다.",
            "One more round trip per connection, and certificates that must not expire."
        ))
        .question(text!(
            "카페 와이파이에서 로그인하면 비밀번호가 보이나요?",
            "I log in on a café's network: who can read my password?"
        ))
}
