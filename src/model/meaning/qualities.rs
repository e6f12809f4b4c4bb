//! What can be said of a component by itself: what it keeps, how it grows, how well it is looked after.

use super::Meaning;
use crate::model::{Attr, ComponentId, Dimension, Facts, Kind, LinkId, Value};

/// Uses whose data somebody would miss.
const KEPT: &[&str] = &["queue", "lock", "session", "data"];

impl Meaning {
    /// Runs, or may run, as several instances: replicas, an autoscaler, others like it in a pool, or a
    /// service of the provider that starts them as they are needed.
    pub fn is_replicated(&self, id: ComponentId) -> bool {
        let autoscaled = self.design.component(id).facts.is_on(Attr::Autoscale);
        let provided = self.kind(id).is_compute() && self.design.fails_whole(id);
        self.design.replicas(id).most > 1 || autoscaled || provided || self.is_in_pool(id)
    }

    /// A server that the team itself starts and counts.
    pub fn is_own_server(&self, id: ComponentId) -> bool {
        self.kind(id).is_compute() && !self.design.fails_whole(id)
    }

    /// Servers of our own that run as several instances.
    pub fn replicated_servers(&self) -> Vec<ComponentId> {
        let several = |id: &ComponentId| self.is_own_server(*id) && self.is_replicated(*id);
        self.design.component_ids().filter(several).collect()
    }

    /// Stated to keep nothing between requests.
    pub fn is_stateless(&self, id: ComponentId) -> bool {
        let facts = &self.design.component(id).facts;
        let elsewhere = |attr| facts.is_off(attr) || facts.component(attr).is_some();
        facts.is_on(Attr::Stateless)
            || (elsewhere(Attr::Session) && !self.keeps_locally(id, Attr::Files))
    }

    /// What a `session` or `files` keeps on the instance itself.
    pub fn keeps_locally(&self, id: ComponentId, attr: Attr) -> bool {
        self.design.component(id).facts.word(attr) == Some("local")
    }

    /// Keeps nothing between requests, behind a balancer that would take a dead one out.
    pub fn is_interchangeable(&self, id: ComponentId) -> bool {
        let checked = |balancer| self.checks_health(balancer) != Some(false);
        self.is_stateless(id) && self.balancer_of(id).is_some_and(checked)
    }

    /// More instances of it can take over work without anything else being done first.
    pub fn scales_out(&self, id: ComponentId) -> bool {
        let kept = self.keeps_locally(id, Attr::Session) || self.keeps_locally(id, Attr::Files);
        let spread = self.design.replicas(id).most > 1 || self.is_interchangeable(id);
        self.kind(id).is_compute() && !kept && spread && !self.is_in_pool(id)
    }

    /// It gets its work from queues alone, so that a peak waits instead of overloading it.
    pub fn is_fed_by_queues(&self, id: ComponentId) -> bool {
        self.design.is_fed_by_queues(id)
    }

    /// A third party's, or a managed service of which nobody counts instances: its limit is given.
    pub fn is_provided(&self, id: ComponentId) -> bool {
        self.design.fails_whole(id) && !self.design.replicas(id).is_stated()
    }

    /// Decides by majority, whoever set it up.
    pub fn is_consensus(&self, id: ComponentId) -> bool {
        self.design.component(id).tech.as_ref().is_some_and(|tech| tech.consensus)
    }

    /// A stated journey that writes goes over the call.
    pub fn carries_writes(&self, id: LinkId) -> bool {
        let writes = |facts: &Facts| {
            let reads = facts.number(Attr::Reads, Dimension::Ratio);
            facts.is_on(Attr::Writes) || reads.is_some_and(|reads| reads.low() < 1.0)
        };
        self.design.flows.iter().any(|flow| {
            let own = [Attr::Reads, Attr::Writes].iter().any(|attr| flow.facts.is_stated(*attr));
            writes(if own { &flow.facts } else { &self.design.traffic })
                && (flow.steps.is_empty() || flow.steps.contains(&id))
        })
    }

    /// Its data is held more than once.
    pub fn has_copies(&self, id: ComponentId) -> bool {
        self.design.replicas(id).least > 1 || self.design.replica_set(id).is_some()
    }

    /// Stated to have no backup, and no recovery to a point in time either.
    pub fn lacks_backup(&self, id: ComponentId) -> bool {
        let facts = &self.design.component(id).facts;
        let by_standby = self.design.replica_set(id).is_some_and(|set| {
            let mut members = set.standbys.iter().chain([&set.primary]);
            members.any(|member| self.design.component(*member).facts.is_on(Attr::Backup))
        });
        facts.is_off(Attr::Backup) && !facts.is_on(Attr::Pitr) && !by_standby
    }

    /// A cache that by its nature neither writes to a disk nor copies to another node.
    pub fn forgets(&self, id: ComponentId) -> bool {
        let tech = self.design.component(id).tech.as_ref();
        tech.is_some_and(|tech| tech.name == "memcached")
    }

    /// Somebody says that its sessions are there.
    pub fn keeps_sessions(&self, id: ComponentId) -> bool {
        self.named_by(id).any(|(_, attr)| attr == Attr::Session)
    }

    /// A cache that is somebody's session store and nothing else: its values live as long as the
    /// sessions do.
    pub fn keeps_only_sessions(&self, id: ComponentId) -> bool {
        let mut names = self.named_by(id).peekable();
        let named = names.peek().is_some();
        named && names.all(|(_, attr)| attr == Attr::Session)
    }

    /// Stated to hold personal or payment data.
    pub fn keeps_sensitive_data(&self, id: ComponentId) -> bool {
        let words = self.design.component(id).facts.words(Attr::Data).unwrap_or_default();
        words.iter().any(|word| matches!(*word, "personal" | "payment"))
    }

    /// Takes messages from a queue that may hand one over twice.
    pub fn consumes_at_least_once(&self, id: ComponentId) -> bool {
        let from_queue = |caller: &ComponentId| {
            let delivery = self.design.component(*caller).facts.word(Attr::Delivery);
            let once = matches!(delivery, Some("at-most-once" | "exactly-once"));
            self.kind(*caller) == Kind::Queue && !once
        };
        self.kind(id).is_compute() && self.callers(id).iter().any(from_queue)
    }

    /// A worker, function or batch job calls the queue, which is how polling is often drawn.
    pub fn is_polled(&self, id: ComponentId) -> bool {
        let pollers = [Kind::Worker, Kind::Function, Kind::Batch];
        let callers = self.callers(id);
        callers.len() > 1 && callers.iter().any(|from| pollers.contains(&self.kind(*from)))
    }

    /// Whether `metrics`, `logs`, `traces` or `alerts` are gathered: stated, or drawn as a component
    /// that does it. A list denies what it says `no-` of, and `none` all of it; what it leaves out
    /// is a question.
    pub fn watches(&self, what: &str) -> Option<bool> {
        let drawn = match what {
            "logs" => self.of_kinds(&[Kind::Logs]).next().is_some(),
            "metrics" => self.of_kinds(&[Kind::Monitor]).next().is_some(),
            _ => false,
        };
        let stated = self.design.operations.words(Attr::Monitoring);
        match stated {
            _ if drawn => Some(true),
            // The bare word claims all of it.
            Some(_) if self.design.operations.get(Attr::Monitoring)?.value == Value::On => {
                Some(true)
            }
            Some(words) if words.contains(&what) => Some(true),
            Some(words) if words.is_empty() || words.contains(&&*format!("no-{what}")) => {
                Some(false)
            }
            _ => None,
        }
    }

    /// The uses of a store in which what it forgets is lost: those of its `roles`, and the sessions
    /// that others say they keep in it.
    pub fn kept_uses(&self, id: ComponentId) -> Vec<&'static str> {
        let stated = self.design.component(id).facts.words(Attr::Roles).unwrap_or_default();
        let mut kept: Vec<&str> = KEPT.iter().copied().filter(|it| stated.contains(it)).collect();
        if self.keeps_sessions(id) && !kept.contains(&"session") {
            kept.push("session");
        }
        kept
    }

    /// It is a cache for something, too: its values may go at any time.
    pub fn is_cache_too(&self, id: ComponentId) -> bool {
        let facts = &self.design.component(id).facts;
        let role = facts.words(Attr::Roles).unwrap_or_default().contains(&"cache");
        role || self.kind(id) == Kind::Cache && facts.is_on(Attr::For)
    }

    /// One is stated: a single replica, or a mode without a second one.
    pub fn is_stated_single(&self, id: ComponentId) -> bool {
        let facts = &self.design.component(id).facts;
        let one = facts.is_stated(Attr::Replicas) && self.design.replicas(id).least == 1;
        one || facts.word(Attr::Mode) == Some("standalone")
    }
}
