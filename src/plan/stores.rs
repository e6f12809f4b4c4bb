//! Moves for a store that is asked for more than it carries: copies that read, shards, a queue that
//! takes the rush.

use super::moves::{Edit, Moves, Slot};
use super::parts::Line;
use crate::analysis::load::{Arrival, TARGET_UTILIZATION, Usage};
use crate::model::{Attr, ComponentId, FlowId, Kind, LinkId};
use crate::syntax::ast::Arrow;
use crate::text;

/// More of them are no plan.
const MOST_COPIES: u32 = 16;
const MOST_SHARDS: f64 = 64.0;
/// What is taken out of a queue is so much more than the average that comes in.
const SPARE: f64 = 1.2;

/// What a store is asked for at the peak, and what one instance of it carries.
struct Rush<'s> {
    usage: &'s Usage,
    arrival: Arrival,
}

impl Rush<'_> {
    fn reads(&self) -> f64 {
        (self.arrival.peak.hi - self.arrival.peak_writes.hi).max(0.0) / self.usage.shards
    }

    fn writes(&self) -> f64 {
        self.arrival.peak_writes.hi / self.usage.shards
    }

    /// Requests per second that one instance may take.
    fn room(&self) -> f64 {
        self.usage.capacity_each * TARGET_UTILIZATION
    }
}

impl Moves<'_> {
    /// A database of our own that has more to do than it should.
    fn rush(&self, id: ComponentId) -> Option<Rush<'_>> {
        let usage = self.study.usage(id).filter(|it| it.utilization.hi > TARGET_UTILIZATION)?;
        let is_ours = self.study.kind(id) == Kind::Db
            && !self.study.is_provided(id)
            && !self.study.is_standby(id)
            && !self.design.is_read_replica(id);
        let arrival = self.study.load()?.at(id);
        (is_ours && usage.capacity_each > 0.0).then_some(Rush { usage, arrival })
    }

    /// Copies that answer reads.
    pub fn readers(&self, id: ComponentId) -> Option<Slot> {
        let rush = self.rush(id)?;
        let own = self.design.component(id).facts.word(Attr::ReadsFrom) != Some("replicas");
        let count = rush.usage.readable_replicas_at(TARGET_UTILIZATION)?;
        if !own || !(2..=MOST_COPIES).contains(&count) || rush.reads() <= 0.0 {
            return None;
        }
        let count = count.to_string();
        let why = text!(
            "읽기를 복제본으로 나눠 주 서버의 여유를 쓰기에 남깁니다",
            "replicas answer reads and leave the primary to writes"
        );
        let called = self.called(id);
        let gives_up = text!(
            called;
            "{called}에 방금 쓴 것이 조금 늦게 보일 수 있습니다.",
            "What was just written to {called} may be seen a little later."
        );
        let attrs = [("replicas", count.as_str()), ("reads-from", "replicas")];
        let edit = self.edit(id, &attrs, why).giving_up(gives_up);
        Some(Slot::paid(vec![vec![edit]], 15.0))
    }

    /// Shards, or a queue from which writes are taken at a pace that the store keeps.
    pub fn writers(&self, id: ComponentId) -> Option<Slot> {
        let rush = self.rush(id)?;
        let copies_do = rush.usage.readable_replicas_at(TARGET_UTILIZATION).is_some();
        if copies_do && rush.writes() <= rush.room() * 0.5 {
            return None;
        }
        let degrees: Vec<Vec<Edit>> = self
            .shards(id, &rush)
            .into_iter()
            .chain(self.buffer(id, &rush))
            .map(|it| vec![it])
            .collect();
        (!degrees.is_empty()).then(|| Slot::paid(degrees, 12.0))
    }

    fn shards(&self, id: ComponentId, rush: &Rush) -> Option<Edit> {
        let all = (rush.reads() + rush.writes()) * rush.usage.shards;
        let shards = (all / rush.room() - 1e-9).ceil();
        if !(2.0..=MOST_SHARDS).contains(&shards) {
            return None;
        }
        let count = (shards as u32).to_string();
        let why = text!(
            "쓰기는 복제본으로 줄지 않아 샤드로 나눕니다. 샤딩 키는 가장 잦은 조회를 보고 정합니다",
            "replicas do not lessen writes, so they are divided over shards; the key is chosen by the most frequent query"
        );
        let called = self.called(id);
        let gives_up = text!(
            called;
            "{called}에서는 샤드를 걸친 조인과 트랜잭션을 쓰지 못하고, 되돌리기 어렵습니다.",
            "In {called} joins and transactions end at a shard, and that is hard to undo."
        );
        Some(self.edit(id, &[("shards", count.as_str())], why).giving_up(gives_up))
    }

    /// For a flow that writes and nothing else, and one caller that writes for it.
    fn buffer(&self, id: ComponentId, rush: &Rush) -> Option<Edit> {
        let flows: Vec<FlowId> = self.design.flow_ids().filter(|it| self.writes(*it)).collect();
        let mut ways: Vec<LinkId> = flows
            .iter()
            .flat_map(|flow| &self.design.flow(*flow).steps)
            .copied()
            .filter(|link| self.design.link(*link).to == id)
            .collect();
        ways.sort_unstable();
        ways.dedup();
        let [link] = ways[..] else { return None };
        let drawn = self.design.link(link);
        if drawn.arrow != Arrow::Sync || !self.study.is_own_server(drawn.from) {
            return None;
        }
        let is_shared = self
            .design
            .flow_ids()
            .any(|flow| !flows.contains(&flow) && self.design.flow(flow).steps.contains(&link));
        let average = rush.arrival.average_writes.hi;
        let pace = rush.room() * rush.usage.shards - rush.reads() * rush.usage.shards;
        if pace < average * SPARE {
            return None;
        }
        // Two of them share it.
        let worker = format!(", capacity = {}rps", (pace / 2.0).floor().max(1.0));
        let why = text!(
            "몰리는 쓰기를 큐에 받아 두고 DB가 감당하는 속도로 저장합니다",
            "a queue takes the rush, and writes go to the database at its pace"
        );
        let flows = is_shared.then_some(flows);
        Some(self.behind_a_queue(&Line { link, worker: &worker, flows }, why))
    }

    /// A stated flow all of which writes.
    fn writes(&self, flow: FlowId) -> bool {
        let flow = self.design.flow(flow);
        !flow.implied
            && flow.facts.is_on(Attr::Writes)
            && flow.facts.quantity(Attr::Writes).is_none()
    }
}
