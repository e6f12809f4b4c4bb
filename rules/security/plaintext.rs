//! Requests that anybody on the way can read.

use crate::lint::prelude::*;
use std::collections::{BTreeMap, BTreeSet};

pub const RULE: Rule = Rule {
    name: "plaintext",
    quality: Quality::Security,
    fix: FixKind::Safe,
    page: include_str!("plaintext.md"),
    check: Check::Design(check),
    ..Rule::of(Topic::Security)
};

/// Protocols without encryption, with what replaces them.
const OPEN: &[(&str, &str)] = &[
    ("http", "https"),
    ("ws", "wss"),
    ("ftp", "sftp"),
    ("telnet", "ssh"),
    ("amqp", "amqps"),
    ("mqtt", "mqtts"),
    ("ldap", "ldaps"),
];

/// A connection that states to be readable on its way.
struct Open {
    link: LinkId,
    /// Where it says so: one statement may draw several connections.
    at: Span,
    attr: Attr,
    /// What it should state instead.
    value: &'static str,
}

fn check(context: &Context) -> Vec<Finding> {
    let mut by_place: BTreeMap<_, Vec<Open>> = BTreeMap::new();
    for open in context.design.link_ids().filter_map(|id| open(context, id)) {
        by_place.entry((open.at.source, open.at.start)).or_default().push(open);
    }
    let links = by_place.values().flatten().map(|open| context.design.link(open.link));
    let reached: BTreeSet<ComponentId> = links.map(|link| link.to).collect();
    let ends = context.of_kinds(&[Kind::Lb, Kind::Gateway, Kind::Cdn, Kind::Web]);
    // Where the way to it is reported, that it takes such requests is no second cause.
    let ends = ends.filter(|id| !reached.contains(id));
    let over = by_place.values().map(|open| over_links(context, open));
    over.chain(ends.filter_map(|id| at_entry(context, id))).collect()
}

fn open(context: &Context, id: LinkId) -> Option<Open> {
    let link = context.design.link(id);
    let (attr, value) = unencrypted(&link.facts)?;
    let secured = link.facts.is_on(Attr::Tls) && attr != Attr::Tls;
    if secured || !crosses_boundary(context, link) {
        return None;
    }
    Some(Open { link: id, at: link.facts.span(attr)?, attr, value })
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

/// From or to somebody else, or from one region or data centre to another. Looking a name up is not
/// the request.
fn crosses_boundary(context: &Context, link: &Link) -> bool {
    let outside = [Kind::User, Kind::External];
    let ends = [link.from, link.to];
    let apart = |kind| {
        let place = |id: ComponentId| context.domain_around(id, kind);
        place(link.from).zip(place(link.to)).is_some_and(|(a, b)| a != b)
    };
    let crosses = ends.iter().any(|id| outside.contains(&context.kind(*id)))
        || apart(GroupKind::Region)
        || apart(GroupKind::Dc)
        || matches!(context.kind(link.from), Kind::Dns | Kind::Cdn);
    crosses && context.kind(link.to) != Kind::Dns
}

/// What one statement says about all connections that it draws.
fn over_links(context: &Context, all: &[Open]) -> Finding {
    let open = &all[0];
    let link = context.design.link(open.link);
    let (from, to) = (context.called(link.from), context.called(link.to));
    let message = text!(
        from, to;
        "{from:과} {to} 사이가 암호화되지 않습니다",
        "{from} talks to {to} unencrypted"
    );
    let finding = RULE.finding(open.at, message);
    let finding = all.iter().fold(finding, |finding, open| finding.about_link(open.link));
    let edits = context.edit.state_link(link, &[(open.attr, open.value)]);
    let fix = edit::safe(text!("암호화해서 보냅니다", "encrypt it"), edits);
    match context.kind(link.from) {
        Kind::User | Kind::Dns => of_people(finding).fix(fix),
        _ => of_machines(finding, open).fix(fix),
    }
}

/// An entry that states to take requests without TLS.
fn at_entry(context: &Context, id: ComponentId) -> Option<Finding> {
    let component = context.design.component(id);
    let public = |from: &ComponentId| {
        matches!(context.kind(*from), Kind::User | Kind::Dns | Kind::Waf | Kind::External)
    };
    if !component.facts.is_off(Attr::Tls) || !context.callers(id).iter().any(public) {
        return None;
    }
    let called = context.called(id);
    let edits = context.edit.state(component, &[(Attr::Tls, "on")]);
    let message = text!(
        called;
        "{called:이} TLS 없이 요청을 받습니다",
        "{called} takes requests without TLS"
    );
    let finding = of_people(RULE.finding(component.facts.span(Attr::Tls)?, message));
    Some(finding.about(id).fix(edit::safe(text!("TLS를 켭니다", "turn TLS on"), edits)))
}

fn of_people(finding: Finding) -> Finding {
    finding
        .label(text!("평문", "plain text"))
        .why(text!(
            "같은 와이파이에 있는 누구나 쿠키와 비밀번호를 읽고, 응답에 스크립트를 끼워 넣을 수 있습니다.",
            "Anybody on the same network can read cookies and passwords, and slip a script into the answer."
        ))
        .help(text!(
            "HTTPS로 바꾸고, HTTP는 301로 돌리며, HSTS를 켜세요. 인증서는 ACM이나 Let's Encrypt로 자동 갱신하세요.",
            "Use HTTPS, redirect HTTP with 301, turn HSTS on; renew certificates automatically (ACM, Let's Encrypt)."
        ))
        .trade_off(text!(
            "새 연결마다 왕복이 한 번 늘고, 인증서가 만료되지 않게 챙겨야 합니다.",
            "One more round trip per new connection, and certificates that must not expire."
        ))
        .question(text!(
            "카페 와이파이에서 로그인하면 비밀번호가 보이나요?",
            "I log in on a café's network: who can read my password?"
        ))
}

fn of_machines(finding: Finding, open: &Open) -> Finding {
    let (name, value) = (open.attr.word(), open.value);
    finding
        .label(text!("평문", "plain text"))
        .why(text!(
            "두 끝 사이에 우리가 관리하지 않는 구간이 있어, 거기서 토큰과 데이터를 읽거나 바꿔도 알 수 없습니다.",
            "Between the two lies a stretch that you don't control: tokens and data can be read or changed there unnoticed."
        ))
        .help(text!(
            name, value;
            "`{name} = {value}`로 바꾸세요. 상대가 지원하지 않으면 VPN이나 전용선 안으로 보내세요.",
            "Make it `{name} = {value}`; where the other side can't, send it through a VPN or a private line."
        ))
        .trade_off(text!(
            "양쪽에서 인증서와 믿을 CA를 관리해야 합니다.",
            "Both sides must look after certificates and the CAs they trust."
        ))
        .question(text!(
            "중간에서 이 요청을 가로채면 무엇이 보이나요?",
            "Somebody captures this on the way: what do they see?"
        ))
}
