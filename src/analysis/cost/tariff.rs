//! Which price holds for a component: whose it is, in which region, and what the lists or the
//! configuration say.

use crate::analysis::study::Terms;
use crate::catalog::prices::{self, Price};
use crate::model::{Attr, ComponentId, Design, GroupKind};

pub(super) struct Tariff<'s> {
    pub design: &'s Design,
    pub terms: &'s Terms,
}

impl Tariff<'_> {
    pub fn instance(&self, id: ComponentId) -> Option<&str> {
        self.design.component(id).facts.text(Attr::Instance)
    }

    /// Whose bill a component stands on: what its technology says, else its instance type.
    pub fn provider(&self, id: ComponentId) -> Option<&'static str> {
        let tech = self.design.component(id).tech.as_ref();
        let by_instance = || Some(prices::instance_type(self.instance(id)?)?.provider);
        tech.and_then(|tech| tech.provider).or_else(by_instance)
    }

    /// The region's code, from the name or the label of the region around it, else from the
    /// configuration.
    pub fn region(&self, id: ComponentId, provider: &str) -> Option<&'static str> {
        // The lists of NHN Cloud know one price for all.
        if provider == "nhn" {
            return Some("all");
        }
        let around = self.design.ancestors(self.design.component(id).group);
        let mut regions = around.filter(|id| self.design.group(*id).kind == GroupKind::Region);
        let drawn = regions.find_map(|id| {
            let group = self.design.group(id);
            let label = group.label.as_deref().unwrap_or_default();
            let own = prices::region(provider, &group.name);
            own.or_else(|| prices::region(provider, label))
        });
        drawn.or_else(|| prices::region(provider, self.terms.region.as_deref()?))
    }

    /// The team's own price of an item, in a region or everywhere.
    pub fn own(&self, region: &str, item: &str) -> Option<Price> {
        let there = self.terms.prices.get(&format!("{region}/{item}"));
        let amount = *there.or_else(|| self.terms.prices.get(item))?;
        Some(Price {
            amount,
            one_year: None,
            unit: "",
            currency: "USD",
            date: "",
            source: "archlint.toml",
            is_estimate: false,
            is_own: true,
        })
    }

    /// The price of an item of a service, the team's own first.
    pub fn price(&self, provider: &str, region: &str, service: &str, item: &str) -> Option<Price> {
        self.own(region, item).or_else(|| prices::price(provider, region, service, item))
    }

    /// The price of an instance an hour.
    pub fn instance_price(&self, id: ComponentId, name: &str, region: &str) -> Option<Price> {
        let listed = || match self.aurora(id) {
            Some(engine) => {
                prices::price("aws", region, "aurora", &format!("{name} {engine} standard"))
            }
            None => prices::instance_price(name, region),
        };
        self.own(region, name).or_else(listed)
    }

    /// The engine of an Aurora cluster, as the lists call it: they have it apart from RDS.
    pub fn aurora(&self, id: ComponentId) -> Option<&'static str> {
        match self.design.component(id).tech.as_ref()?.name.as_str() {
            "aurora" => Some("mysql"),
            "aurora-postgres" => Some("postgres"),
            _ => None,
        }
    }
}
