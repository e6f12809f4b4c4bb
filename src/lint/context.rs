//! What a rule looks at: a design with the analyses of it, each computed on first use.

use crate::analysis::{FlowCuts, Reach};
use crate::model::Design;
use crate::source::Sources;
use jiff::civil::Date;
use std::cell::OnceCell;

pub struct Context<'a> {
    pub design: &'a Design,
    pub sources: &'a Sources,
    /// The day on which the design is judged; only `accept … until` looks at it.
    pub today: Date,
    cuts: OnceCell<Vec<FlowCuts>>,
    reach: OnceCell<Reach>,
}

impl<'a> Context<'a> {
    pub fn new(design: &'a Design, sources: &'a Sources, today: Date) -> Self {
        Self { design, sources, today, cuts: OnceCell::new(), reach: OnceCell::new() }
    }

    /// The order-1 cut sets of every flow, indexed like the design's flows.
    pub fn cuts(&self) -> &[FlowCuts] {
        self.cuts.get_or_init(|| {
            self.design.flow_ids().map(|flow| FlowCuts::of(self.design, flow)).collect()
        })
    }

    /// What is reachable from users, schedules and producers.
    pub fn reach(&self) -> &Reach {
        self.reach.get_or_init(|| Reach::of(self.design))
    }
}
