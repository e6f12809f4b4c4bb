//! More connections are pooled than the database allows.

use crate::lint::prelude::*;

pub const RULE: Rule = Rule {
    name: "connections-exhausted",
    quality: Quality::Availability,
    severity: Severity::Error,
    fix: FixKind::Suggested,
    page: include_str!("connections_exhausted.md"),
    check: Check::Each(&[Kind::Db, Kind::Search, Kind::Storage], judge),
    ..Rule::of(Topic::Capacity)
};

/// Connections left for people, backups and deploys that overlap.
const SPARE: f64 = 0.1;

/// The connections that one caller may open.
struct Pool {
    link: LinkId,
    from: ComponentId,
    /// Of each instance.
    each: u64,
    /// Instances, at most.
    instances: u32,
    /// Stated on the connection; else on the caller.
    on_link: bool,
}

impl Pool {
    fn of(context: &Context, id: LinkId) -> Option<Self> {
        let link = context.design.link(id);
        let stated = |facts: &Facts| facts.number(Attr::Pool, Dimension::Count);
        let own = stated(&link.facts);
        let each = own.or_else(|| stated(&context.design.component(link.from).facts))?;
        let instances = context.design.replicas(link.from).most;
        let (from, on_link) = (link.from, own.is_some());
        Some(Self { link: id, from, each: each.high_count(), instances, on_link })
    }

    fn all(&self) -> u64 {
        self.each.saturating_mul(self.instances.into())
    }
}

fn judge(context: &Context, id: ComponentId) -> Option<Finding> {
    let component = context.design.component(id);
    let limit = context.design.max_connections(id)?;
    let at = [Attr::MaxConnections, Attr::Instance].into_iter();
    let stated = at.filter_map(|attr| component.facts.span(attr)).next()?;
    let calls = context.links_to(id).filter(|link| context.design.link(*link).arrow != Arrow::Copy);
    let pools: Vec<Pool> = calls.filter_map(|link| Pool::of(context, link)).collect();
    let sum: u64 = pools.iter().map(Pool::all).fold(0, u64::saturating_add);
    if sum <= limit || limit == 0 {
        return None;
    }
    let (called, working) = (context.called(id), working(context, &pools));
    let scaled = pools.iter().any(|pool| {
        let replicas = context.design.replicas(pool.from);
        replicas.most > replicas.least
    });
    let callers: Vec<ComponentId> = pools.iter().map(|pool| pool.from).collect();
    let finding = RULE
        .finding(
            stated,
            text!(
                called, limit, sum;
                "{called}의 최대 연결 {limit}개보다 많은 {sum}개가 열릴 수 있습니다",
                "callers of {called} may open {sum} connections, and it allows {limit}"
            ),
        )
        .label(text!(sum; "{sum}개까지 열립니다", "up to {sum} are opened"))
        .why(match scaled {
            true => text!(
                working, sum, limit;
                "오토 스케일링 최댓값에서 {working} = {sum} > {limit}입니다. 한도를 넘은 인스턴스는 연결을 얻지 못해 뜨자마자 실패합니다. 트래픽이 몰려 서버를 늘린 바로 그때 그렇습니다.",
                "At the autoscaler's maximum, {working} = {sum} > {limit}. Instances above the limit get no connection and fail as they start, just when traffic made you add them."
            ),
            false => text!(
                working, sum, limit;
                "{working} = {sum} > {limit}입니다. 한가할 때는 풀이 다 차지 않아 드러나지 않다가, 쿼리가 느려져 모든 풀이 끝까지 열리는 순간 연결이 거절됩니다.",
                "{working} = {sum} > {limit}. In quiet hours no pool is full and nothing shows; once queries are slow, all of them fill and connections are refused."
            ),
        })
        .help(text!(
            "인스턴스마다 풀을 줄이거나, 사이에 커넥션 프록시(PgBouncer, RDS Proxy)를 두세요.",
            "Shrink each instance's pool, or put a connection proxy (PgBouncer, RDS Proxy) in between."
        ))
        .trade_off(text!(
            "풀이 작으면 요청이 풀에서 기다립니다. 그래도 모든 풀을 합쳐 DB 코어 수의 몇 배면 대개 충분합니다.",
            "With small pools requests wait for a connection; still, a few times the database's cores, over all pools, usually suffice."
        ))
        .question(text!(
            "서버를 최대로 늘리면 DB 연결은 모두 몇 개인가요?",
            "With all servers running, how many connections does the database see?"
        ))
        .about(id)
        .figure(Figure {
            name: "connections",
            value: sum as f64,
            unit: "connections",
            derivation: format!("{working} = {sum}"),
            assumed: Vec::new(),
        });
    let finding = callers.iter().fold(finding, |finding, id| finding.about(*id));
    Some(finding.fixes(fix(context, &pools, limit)))
}

/// `api 6 × 50 + batch 2 × 20`
fn working(context: &Context, pools: &[Pool]) -> String {
    let part = |pool: &Pool| {
        let name = &context.design.component(pool.from).path;
        format!("{name} {} × {}", pool.instances, pool.each)
    };
    pools.iter().map(part).collect::<Vec<_>>().join(" + ")
}

/// Where one caller opens them all, the pool that leaves a tenth free.
fn fix(context: &Context, pools: &[Pool], limit: u64) -> Option<Fix> {
    let [pool] = pools else { return None };
    let each = (limit as f64 * (1.0 - SPARE) / f64::from(pool.instances)).floor();
    if each < 1.0 {
        return None;
    }
    let size = number::fixed(each, 0);
    let attrs = [(Attr::Pool, size.as_str())];
    let edits = match pool.on_link {
        true => context.edit.state_link(context.design.link(pool.link), &attrs),
        false => context.edit.state(context.design.component(pool.from), &attrs),
    };
    Some(edit::suggested(text!(size; "풀을 {size}개로 줄입니다", "pool {size} connections"), edits))
}
