//! The list of all rules. Two lines a rule: its module and its place in [`ALL`].

use crate::lint::Rule;

mod availability {
    pub mod manual_failover;
    pub mod no_health_check;
    pub mod shared_host;
    pub mod single_instance;
    pub mod single_load_balancer;
    pub mod single_point_of_failure;
    pub mod single_zone;
}

mod data {
    pub mod missing_replica;
    pub mod no_backup;
}

mod cache {
    pub mod no_expiry;
    pub mod unclustered_cache;
}

mod web {
    pub mod local_files;
    pub mod no_load_balancer;
    pub mod stateful_web_tier;
    pub mod sticky_session;
}

mod messaging {
    pub mod single_broker;
}

mod security {
    pub mod public_data_store;
    pub mod secret_in_design;
}

mod design {
    pub mod expired_accept;
    pub mod forbidden_connection;
    pub mod isolated_component;
    pub mod no_entry;
    pub mod unknown_facts;
    pub mod unreachable_component;
    pub mod unused_accept;
}

/// Every rule, by topic, then name.
pub const ALL: &[&Rule] = &[
    &availability::manual_failover::RULE,
    &availability::no_health_check::RULE,
    &availability::shared_host::RULE,
    &availability::single_instance::RULE,
    &availability::single_load_balancer::RULE,
    &availability::single_point_of_failure::RULE,
    &availability::single_zone::RULE,
    &data::missing_replica::RULE,
    &data::no_backup::RULE,
    &cache::no_expiry::RULE,
    &cache::unclustered_cache::RULE,
    &web::local_files::RULE,
    &web::no_load_balancer::RULE,
    &web::stateful_web_tier::RULE,
    &web::sticky_session::RULE,
    &messaging::single_broker::RULE,
    &security::public_data_store::RULE,
    &security::secret_in_design::RULE,
    &design::expired_accept::RULE,
    &design::forbidden_connection::RULE,
    &design::isolated_component::RULE,
    &design::no_entry::RULE,
    &design::unknown_facts::RULE,
    &design::unreachable_component::RULE,
    &design::unused_accept::RULE,
];
