//! The three ways side by side, and what each gives up.

use super::search::{Found, Plan};
use super::standing::{Aims, Standing, goal};
use crate::analysis::availability::downtime_a_year;
use crate::analysis::cost::Currency;
use crate::analysis::{Disk, Reason, Study};
use crate::diagnostic::{Diagnostic, Severity};
use crate::model::{Attr, Duration, Kind};
use crate::report::figures::{FigureFormat, Section, printed};
use crate::say::{Lang, Text, number};
use crate::sink::Printed;
use crate::text;
use crate::wording::at_least;

/// What was found in the AS-IS and in each plan, in their order.
pub fn page(
    study: &Study,
    found: &Found,
    findings: &[Vec<Diagnostic>],
    aims: &Aims,
    format: FigureFormat,
    lang: Lang,
) -> Printed {
    let table = Table { study, found, findings, lang };
    let mut section = table.figures(aims);
    section.notes = table.notes(aims, &section.rows);
    let mut sections = vec![section];
    sections.extend(found.plans.iter().map(|plan| table.given_up(plan)));
    Printed::by(printed(&sections, format))
}

struct Table<'a> {
    study: &'a Study,
    found: &'a Found,
    findings: &'a [Vec<Diagnostic>],
    lang: Lang,
}

impl Table<'_> {
    fn say(&self, text: &Text) -> String {
        text.get(self.lang).to_owned()
    }

    fn figures(&self, aims: &Aims) -> Section {
        let title = match self.found.plans.len() {
            0 => text!("개선안을 찾지 못함", "No way to a TO-BE"),
            1 => text!("개선안 한 가지", "One way to a TO-BE"),
            2 => text!("개선안 두 가지", "Two ways to a TO-BE"),
            _ => text!("개선안 세 가지", "Three ways to a TO-BE"),
        };
        let mut head = vec![self.say(&text!("항목", "figure")), "AS-IS".to_owned()];
        head.extend(self.found.plans.iter().map(|plan| self.say(&plan.title())));
        let words: Vec<&str> = head.iter().map(String::as_str).collect();
        let mut section = Section::new(self.say(&title), &words);
        section.right = (1..words.len()).collect();
        let mut row = |title: Text, of: &dyn Fn(usize, &Study, &Standing) -> Text| {
            let mut cells =
                vec![self.say(&title), self.say(&of(0, self.study, &self.found.before))];
            let plans = self.found.plans.iter().enumerate();
            cells.extend(plans.map(|(at, it)| self.say(&of(at + 1, &it.study, &it.standing))));
            section.rows.push(cells);
        };
        row(text!("바꾸는 문장", "statements that change"), &|at, _, _| match at {
            0 => Text::same("–"),
            at => Text::same(self.found.plans[at - 1].edits.to_string()),
        });
        for (at, flow) in self.study.design().flows.iter().enumerate() {
            let (name, own) = (flow.label.as_deref().unwrap_or(&flow.name), &flow.name);
            let called = Text::new(name, own.as_str());
            let title = text!(called; "{called} 가용성", "availability of {called}");
            let down = |standing: &Standing| standing.flows.get(at).map_or(0.0, |flow| flow.0);
            row(title, &|_, _, standing| {
                let down = down(standing);
                let up = number::availability(down, down);
                let time = number::duration(downtime_a_year(down));
                text!(up, time; "{up} (연 {time})", "{up} ({time}/year)")
            });
        }
        row(text!("DB 복구 시간", "database recovery time"), &|_, _, it| lasting(it.rto));
        row(text!("잘못 지웠을 때 유실", "lost by a mistaken delete"), &|_, _, it| {
            lasting(it.rpo)
        });
        row(text!("가장 먼저 차는 트래픽", "traffic that fills it"), &|_, study, _| {
            fills(study)
        });
        let standings = self.found.plans.iter().map(|plan| &plan.standing);
        if std::iter::once(&self.found.before).chain(standings).any(|it| it.behind > 0) {
            row(
                text!("피크에 밀리는 소비자", "consumers behind at the peak"),
                &|_, _, it| Text::same(it.behind.to_string()),
            );
        }
        let standings = self.found.plans.iter().map(|plan| &plan.standing);
        if std::iter::once(&self.found.before).chain(standings).any(|it| it.filling > 0) {
            row(text!("가장 먼저 차는 디스크", "first disk to fill"), &|_, study, _| {
                filled(study)
            });
        }
        row(text!("월 비용", "cost a month"), &|_, study, _| cost(study));
        row(text!("가격을 모르는 항목", "items without a price"), &|_, _, it| {
            Text::same(it.unpriced.to_string())
        });
        row(text!("구성 요소 / 기술", "components / technologies"), &|_, study, _| {
            let it = study.complexity();
            Text::same(format!("{} / {}", it.components, it.technologies))
        });
        row(text!("지적(오류/경고/조언)", "errors/warnings/advice"), &|at, _, _| {
            self.counted(at)
        });
        row(text!("목표", "aims"), &|_, study, it| match it.is_met() {
            true if aims.budget.is_some() && it.cost.is_none() => {
                text!("예산은 모름", "budget not known")
            }
            // What has no price may yet be beyond it.
            true if aims.budget.is_some() && study.cost().is_open() => {
                text!("지킴(아는 가격까지)", "met, as far as priced")
            }
            true => text!("지킴", "met"),
            false => text!("못 지킴", "not met"),
        });
        section
    }

    fn counted(&self, at: usize) -> Text {
        let Some(findings) = self.findings.get(at) else { return Text::same("–") };
        let of = |severity| {
            findings.iter().filter(|it| !it.is_accepted() && it.severity == severity).count()
        };
        let counts = [Severity::Error, Severity::Warning, Severity::Advice].map(of);
        Text::same(counts.map(|count| count.to_string()).join("/"))
    }

    fn notes(&self, aims: &Aims, rows: &[Vec<String>]) -> Vec<String> {
        let mut notes = vec![self.say(&asked(self.study, aims))];
        let nearest = self
            .found
            .plans
            .iter()
            .reduce(|a, b| if b.standing.shortfall < a.standing.shortfall { b } else { a });
        if let Some(nearest) = nearest.filter(|it| !it.standing.is_met()) {
            let (title, missed) = (nearest.title(), missed(nearest, aims));
            notes.push(self.say(&text!(
                title, missed;
                "표준적인 변경만으로는 목표에 닿지 못합니다. 가장 가까운 것은 ‘{title}’이고, 못 지키는 것은 {missed}입니다.",
                "Standard moves alone do not reach the aims. The nearest is “{title}”; what it misses: {missed}."
            )));
        }
        notes.extend(self.alike(rows).iter().map(|text| self.say(text)));
        notes.extend(self.unpaid(aims).iter().map(|text| self.say(text)));
        if let Some(text) = self.guessed() {
            notes.push(self.say(&text));
        }
        if self.found.stopped {
            notes.push(self.say(&text!(
                "모든 조합을 보지는 않았습니다. 정해진 횟수까지만 찾았습니다.",
                "Not every combination was tried; the search is bounded."
            )));
        }
        notes
    }

    /// That a budget can't be judged, or not wholly, for want of prices.
    fn unpaid(&self, aims: &Aims) -> Option<Text> {
        let budget = aims.budget?;
        let budget = number::amount(budget.dimension, budget.lo, budget.hi);
        if self.found.plans.iter().all(|plan| plan.standing.cost.is_none()) {
            if self.found.plans.iter().any(|plan| plan.study.total_cost().is_some()) {
                return Some(text!(
                    budget;
                    "가격과 예산({budget})의 통화가 다른데 환율을 몰라 예산 안인지 판단하지 못합니다. `archlint.toml`에 `usd-krw`를 적으면 판단합니다.",
                    "Prices and the budget of {budget} are in two currencies and no rate is known, so it can't be judged; state `usd-krw` in `archlint.toml`."
                ));
            }
            return Some(text!(
                budget;
                "가격을 아는 것이 없어 예산({budget}) 안인지 판단하지 못합니다. `instance`나 `cost`를 적으면 판단합니다.",
                "No price is known, so whether the budget of {budget} is kept can't be judged; state `instance` or `cost`."
            ));
        }
        let is_open = self.found.plans.iter().any(|plan| plan.study.cost().is_open());
        is_open.then(|| {
            text!(
                budget;
                "예산({budget}) 안인지는 가격을 아는 곳까지만 판단했습니다.",
                "Whether the budget of {budget} is kept was judged as far as prices are known."
            )
        })
    }

    /// Ways that are one, ways of which every figure is the same, and ways that cost the same.
    fn alike(&self, rows: &[Vec<String>]) -> Vec<Text> {
        // The first two columns are titles and the AS-IS; the first row counts statements.
        let column = |plan: &Plan| {
            let at = self.found.plans.iter().position(|it| it.ways == plan.ways).unwrap_or(0);
            rows.iter().skip(1).map(|row| row[at + 2].clone()).collect::<Vec<_>>()
        };
        let is_twin = |a: &Plan, b: &Plan| column(a) == column(b);
        let twins = self.together(is_twin).map(|ways| {
            text!(
                ways;
                "바꾸는 것은 다르지만 문장 수를 뺀 값이 모두 같은 것: {ways}.",
                "Different changes with the same figures, but for the number of statements: {ways}."
            )
        });
        let is_same_cost = |a: &Plan, b: &Plan| {
            let costs = total(a).zip(total(b));
            let are_same = costs.is_some_and(|(a, b)| a.1 == b.1 && (a.0 - b.0).abs() < 0.005);
            !is_twin(a, b) && are_same
        };
        let cheap = self.together(is_same_cost);
        let is_open = self.found.plans.iter().any(|plan| plan.study.cost().is_open());
        let merged = self.found.plans.iter().filter(|plan| plan.ways.len() > 1).map(Plan::title);
        let one = merged.map(|ways| {
            text!(
                ways;
                "한 가지 방법으로 겹쳐 한 번만 적은 것: {ways}.",
                "One and the same way, shown once: {ways}."
            )
        });
        let cheap = cheap.map(|ways| match is_open {
            true => text!(
                ways;
                "비용이 같은 것(아는 가격까지): {ways}.",
                "The same cost, as far as prices are known: {ways}."
            ),
            false => text!(ways; "비용이 같은 것: {ways}.", "The same cost: {ways}."),
        });
        one.chain(twins).chain(cheap).collect()
    }

    /// The ways that have another with which this holds.
    fn together(&self, holds: impl Fn(&Plan, &Plan) -> bool) -> Option<Text> {
        let plans = &self.found.plans;
        let has_another =
            |plan: &&Plan| plans.iter().any(|other| other.ways != plan.ways && holds(plan, other));
        let ways: Vec<Text> = plans.iter().filter(has_another).map(|it| it.title()).collect();
        (!ways.is_empty()).then(|| Text::join(&ways, ", "))
    }

    /// Stores whose time to recover rests on a backup that nobody stated.
    fn guessed(&self) -> Option<Text> {
        let design = self.study.design();
        let ids = self.study.of_kinds(&[Kind::Db]);
        let guessed =
            ids.filter(|id| self.study.recovery(*id).time.because == Reason::RestoreIfAny);
        let names: Vec<&str> = guessed
            .map(|id| {
                let component = design.component(id);
                component.label.as_deref().unwrap_or(&component.name)
            })
            .collect();
        let names = names.join(", ");
        (!names.is_empty()).then(|| {
            text!(
                names;
                "AS-IS의 DB 복구 시간은 {names}의 백업이 있다고 보고 계산했습니다. 백업은 적혀 있지 않습니다.",
                "The database recovery time of the AS-IS takes a backup of {names} for granted; none is stated."
            )
        })
    }

    /// What a way does worse than the others, and than the design as it is.
    fn given_up(&self, plan: &Plan) -> Section {
        let mut section = Section::new(self.say(&plan.title()), &[]);
        let others = || self.found.plans.iter().filter(|other| other.ways != plan.ways);
        let mut give = |text: Text| section.notes.push(self.say(&text));
        if let Some(best) = others().min_by_key(|it| it.edits).filter(|it| it.edits < plan.edits) {
            let (more, title) = (plan.edits - best.edits, best.title());
            give(text!(
                more, title;
                "‘{title}’보다 문장 {more}개를 더 바꿉니다.",
                "Statements that it changes beyond “{title}”: {more}."
            ));
        }
        let quickest =
            others().min_by(|a, b| a.standing.downtime().total_cmp(&b.standing.downtime()));
        let own = plan.standing.downtime();
        if let Some(best) =
            quickest.filter(|it| own > it.standing.downtime() + Duration::minutes(1.0))
        {
            let (longer, title) = (number::duration(own - best.standing.downtime()), best.title());
            give(text!(
                longer, title;
                "‘{title}’보다 가장 오래 멈추는 흐름이 연 {longer} 더 멈춥니다.",
                "Its worst journey is down {longer} a year longer than with “{title}”."
            ));
        }
        let own = total(plan);
        let priced = others().filter_map(|it| Some((it, total(it)?)));
        let alike = priced.filter(|(_, cost)| own.is_some_and(|own| own.1 == cost.1));
        let cheapest = alike.map(|(it, cost)| (it, cost.0)).min_by(|a, b| a.1.total_cmp(&b.1));
        if let Some(((best, least), (own, currency))) =
            cheapest.zip(own).filter(|((_, least), own)| own.0 > *least + 0.005)
        {
            let more = number::computed(currency.dimension(), own - least);
            let title = best.title();
            let is_open = plan.study.cost().is_open() || best.study.cost().is_open();
            give(match is_open {
                true => text!(
                    more, title;
                    "‘{title}’보다 {more} 더 듭니다(가격을 아는 것만).",
                    "It costs {more} more than “{title}”, as far as prices are known."
                ),
                false => text!(
                    more, title;
                    "‘{title}’보다 {more} 더 듭니다.",
                    "It costs {more} more than “{title}”."
                ),
            });
        }
        let (unpriced, before) = (plan.standing.unpriced, self.found.before.unpriced);
        if unpriced > before {
            let more = unpriced - before;
            give(text!(
                more;
                "가격을 모르는 항목이 {more}개 늘어, 비용은 이보다 더 듭니다.",
                "{more} more items have no price, so it costs more than this."
            ));
        }
        let left = plan.study.spof_units().count();
        if left > 0 {
            give(text!(
                left;
                "혼자서 흐름을 멈추는 곳이 {left}곳 남습니다.",
                "Places left that stop a journey alone: {left}."
            ));
        }
        let behind = plan.standing.behind;
        if behind > 0 {
            give(text!(
                behind;
                "피크에 밀리는 소비자가 {behind}곳 남습니다.",
                "Consumers that fall behind at the peak: {behind}."
            ));
        }
        let filling = plan.study.filling();
        if let Some(first) = filling.first() {
            let (count, full) = (filling.len(), full_in(&plan.study, first));
            give(text!(
                count, full;
                "보관 기간 안에 가득 차는 디스크가 {count}개 남습니다. 가장 빠른 것은 {full}입니다.",
                "Disks that are full within the retention: {count}. The first: {full}."
            ));
        }
        plan.gives_up.iter().cloned().for_each(&mut give);
        self.worse_flows(plan).into_iter().for_each(give);
        section
    }

    /// Journeys that it makes less available than they are.
    fn worse_flows(&self, plan: &Plan) -> Vec<Text> {
        let pairs = self.found.before.flows.iter().zip(&plan.standing.flows);
        let names = self.study.design().flows.iter();
        let worse = names.zip(pairs).filter(|(_, (before, after))| after.0 > before.0 * 1.000_001);
        let said = worse.map(|(flow, _)| {
            let name = flow.label.as_deref().unwrap_or(&flow.name);
            let called = Text::new(name, flow.name.as_str());
            text!(
                called;
                "{called} 흐름의 가용성은 지금보다 낮아집니다.",
                "The journey {called} becomes less available than it is."
            )
        });
        said.collect()
    }
}

fn lasting(time: Option<Duration>) -> Text {
    match time {
        Some(time) if time.is_endless() => text!("되살릴 수 없음", "never"),
        Some(time) => number::duration(time),
        None => Text::same("–"),
    }
}

/// The first disk that is full before anything may be deleted, and when.
fn filled(study: &Study) -> Text {
    study.filling().first().map_or_else(|| Text::same("–"), |disk| full_in(study, disk))
}

fn full_in(study: &Study, disk: &Disk) -> Text {
    let component = study.design().component(disk.id);
    let label = component.label.as_deref().unwrap_or(&component.name);
    let called = Text::new(label, component.path.as_str());
    let days = number::days(disk.days());
    text!(called, days; "{called}({days} 뒤)", "{called} (in {days})")
}

/// The multiple of today's traffic at which the first component is full that requests wait for.
fn fills(study: &Study) -> Text {
    let waited_for = study.design().component_ids().filter(|id| !study.is_fed_by_queues(*id));
    let at = |id| study.capacity(id).map(|it| it.advertised);
    match waited_for.filter_map(at).reduce(f64::min) {
        Some(least) if least.is_finite() => number::margin(least),
        _ => Text::same("–"),
    }
}

/// A month's cost at most, in the currency of the table, whatever the budget is in.
fn total(plan: &Plan) -> Option<(f64, Currency)> {
    plan.study.total_cost().map(|(sum, currency)| (sum.hi, currency))
}

fn cost(study: &Study) -> Text {
    let sums = study.total_costs().into_iter();
    let sums: Vec<Text> =
        sums.map(|(sum, it)| number::between(it.dimension(), sum.lo, sum.hi)).collect();
    match sums.is_empty() {
        false => at_least(&Text::join(&sums, " + "), study.cost().is_open()),
        true => text!("모름", "not known"),
    }
}

/// What a way does not reach of the aims, each with its figure.
fn missed(plan: &Plan, aims: &Aims) -> Text {
    let (it, study) = (&plan.standing, &plan.study);
    let mut missed = Vec::new();
    if it.flows.iter().any(|(down, allowed)| *down > allowed * (1.0 + 1e-9)) {
        let down = number::duration(it.downtime());
        missed.push(text!(
            down;
            "가용성(가장 오래 멈추는 흐름이 연 {down})",
            "availability (the worst journey is down {down} a year)"
        ));
    }
    for (attr, word, reached) in [(Attr::Rto, "RTO", it.rto), (Attr::Rpo, "RPO", it.rpo)] {
        let Some(goal) = goal(study, attr) else { continue };
        match reached {
            Some(time) if time > goal => {
                let shown = number::duration(time);
                missed.push(text!(word, shown; "{word}({shown})", "{word} ({shown})"));
            }
            Some(_) => {}
            None => missed.push(text!(word; "{word}(모름)", "{word} (not known)")),
        }
    }
    if aims.budget.zip(it.cost).is_some_and(|(budget, cost)| cost > budget.high()) {
        let cost = cost(study);
        missed.push(text!(cost; "예산({cost})", "the budget ({cost})"));
    }
    if it.filling > 0 {
        let full = filled(study);
        missed.push(text!(full; "디스크({full} 가득 참)", "disks ({full} full)"));
    }
    if it.overloaded > 0 {
        let count = it.overloaded;
        missed.push(text!(count; "용량({count}곳이 넘침)", "capacity ({count} over it)"));
    }
    Text::join(&missed, ", ")
}

/// What the ways were searched for.
fn asked(study: &Study, aims: &Aims) -> Text {
    let goals = study.design().flow_ids().map(|flow| study.objective(Some(flow)));
    let strictest = aims.availability.or_else(|| goals.reduce(f64::max)).unwrap_or(0.999);
    let percent = number::availability(1.0 - strictest, 1.0 - strictest);
    let mut said = text!(percent; "찾은 목표: 가용성 {percent}", "Aims: availability {percent}");
    for (attr, word) in [(Attr::Rto, "RTO"), (Attr::Rpo, "RPO")] {
        if let Some(time) = goal(study, attr) {
            let shown = number::duration(time);
            said.push(&text!(word, shown; ", {word} {shown}", ", {word} {shown}"));
        }
    }
    if let Some(budget) = aims.budget {
        let shown = number::amount(budget.dimension, budget.lo, budget.hi);
        said.push(&text!(shown; ", 예산 {shown}", ", budget {shown}"));
    }
    said
}
