//! The list of all rules. Two lines a rule: its module and its place in [`ALL`].

use crate::lint::Rule;

mod availability {
    pub mod both_zones_needed;
    pub mod double_failure;
    pub mod even_quorum;
    pub mod external_without_fallback;
    pub mod manual_failover;
    pub mod no_health_check;
    pub mod objective_unreachable;
    pub mod redundancy_below_peak;
    pub mod shared_host;
    pub mod single_instance;
    pub mod single_load_balancer;
    pub mod single_point_of_failure;
    pub mod single_region;
    pub mod single_zone;
    pub mod zonal_egress;
}

mod data {
    pub mod backup_shares_fate;
    pub mod cross_shard_join;
    pub mod dual_write;
    pub mod ephemeral_data;
    pub mod hot_shard;
    pub mod missing_replica;
    pub mod mixed_roles;
    pub mod no_backup;
    pub mod reads_on_primary;
    pub mod replication_is_not_backup;
    pub mod rpo_unmet;
    pub mod rto_unmet;
    pub mod shard_without_key;
    pub mod shared_database;
    pub mod shared_volume;
    pub mod stale_read;
}

mod cache {
    pub mod cache_as_source_of_truth;
    pub mod cache_loss_overloads_db;
    pub mod cache_too_small;
    pub mod evicts_kept_data;
    pub mod no_eviction;
    pub mod no_expiry;
    pub mod stampede_prone;
    pub mod unclustered_cache;
    pub mod write_heavy_cache;
}

mod web {
    pub mod autoscale_floor_one;
    pub mod fixed_capacity;
    pub mod local_files;
    pub mod no_load_balancer;
    pub mod stateful_web_tier;
    pub mod sticky_session;
    pub mod web_was_db_on_one_box;
}

mod messaging {
    pub mod growing_backlog;
    pub mod no_dead_letter;
    pub mod non_idempotent_consumer;
    pub mod one_sided_queue;
    pub mod single_broker;
    pub mod single_consumer;
    pub mod slow_work_in_request;
}

mod capacity {
    pub mod bandwidth_exceeded;
    pub mod connections_exhausted;
    pub mod number_without_basis;
    pub mod over_engineered;
    pub mod overloaded;
    pub mod request_loop;
    pub mod slow_scale_out;
    pub mod storage_exhausted;
    pub mod tenfold_traffic_breaks;
    pub mod write_bottleneck;
}

mod cost {
    pub mod burst_exhausted;
    pub mod commit_steady_base;
    pub mod extended_support;
    pub mod idle_balancer;
    pub mod nat_for_provider_traffic;
    pub mod over_budget;
    pub mod oversized;
}

mod resilience {
    pub mod long_sync_chain;
    pub mod no_circuit_breaker;
    pub mod no_timeout;
    pub mod retry_amplification;
    pub mod shared_pool;
    pub mod sync_cycle;
    pub mod timeout_inversion;
    pub mod unsafe_retry;
}

mod edge {
    pub mod bypassed_balancer;
    pub mod cdn_without_fallback;
    pub mod cdn_without_invalidation;
    pub mod no_dns_failover;
    pub mod static_without_cdn;
}

mod security {
    pub mod no_edge_protection;
    pub mod plaintext;
    pub mod public_data_store;
    pub mod secret_in_design;
    pub mod unencrypted_data;
}

mod operations {
    pub mod logs_on_instances;
    pub mod no_alerting;
    pub mod no_monitoring;
    pub mod no_restart;
    pub mod no_runbook;
    pub mod no_tracing;
    pub mod pinned_instance;
    pub mod unsafe_deploy;
}

mod design {
    pub mod expectation_failed;
    pub mod expired_accept;
    pub mod forbidden_connection;
    pub mod isolated_component;
    pub mod no_entry;
    pub mod no_store;
    pub mod unknown_facts;
    pub mod unlabelled;
    pub mod unreachable_component;
    pub mod unused_accept;
}

/// Every rule, by topic, then name.
pub const ALL: &[&Rule] = &[
    &availability::both_zones_needed::RULE,
    &availability::double_failure::RULE,
    &availability::even_quorum::RULE,
    &availability::external_without_fallback::RULE,
    &availability::manual_failover::RULE,
    &availability::no_health_check::RULE,
    &availability::objective_unreachable::RULE,
    &availability::redundancy_below_peak::RULE,
    &availability::shared_host::RULE,
    &availability::single_instance::RULE,
    &availability::single_load_balancer::RULE,
    &availability::single_point_of_failure::RULE,
    &availability::single_region::RULE,
    &availability::single_zone::RULE,
    &availability::zonal_egress::RULE,
    &data::backup_shares_fate::RULE,
    &data::cross_shard_join::RULE,
    &data::dual_write::RULE,
    &data::ephemeral_data::RULE,
    &data::hot_shard::RULE,
    &data::missing_replica::RULE,
    &data::mixed_roles::RULE,
    &data::no_backup::RULE,
    &data::reads_on_primary::RULE,
    &data::replication_is_not_backup::RULE,
    &data::rpo_unmet::RULE,
    &data::rto_unmet::RULE,
    &data::shard_without_key::RULE,
    &data::shared_database::RULE,
    &data::shared_volume::RULE,
    &data::stale_read::RULE,
    &cache::cache_as_source_of_truth::RULE,
    &cache::cache_loss_overloads_db::RULE,
    &cache::cache_too_small::RULE,
    &cache::evicts_kept_data::RULE,
    &cache::no_eviction::RULE,
    &cache::no_expiry::RULE,
    &cache::stampede_prone::RULE,
    &cache::unclustered_cache::RULE,
    &cache::write_heavy_cache::RULE,
    &web::autoscale_floor_one::RULE,
    &web::fixed_capacity::RULE,
    &web::local_files::RULE,
    &web::no_load_balancer::RULE,
    &web::stateful_web_tier::RULE,
    &web::sticky_session::RULE,
    &web::web_was_db_on_one_box::RULE,
    &messaging::growing_backlog::RULE,
    &messaging::no_dead_letter::RULE,
    &messaging::non_idempotent_consumer::RULE,
    &messaging::one_sided_queue::RULE,
    &messaging::single_broker::RULE,
    &messaging::single_consumer::RULE,
    &messaging::slow_work_in_request::RULE,
    &capacity::bandwidth_exceeded::RULE,
    &capacity::connections_exhausted::RULE,
    &capacity::number_without_basis::RULE,
    &capacity::over_engineered::RULE,
    &capacity::overloaded::RULE,
    &capacity::request_loop::RULE,
    &capacity::slow_scale_out::RULE,
    &capacity::storage_exhausted::RULE,
    &capacity::tenfold_traffic_breaks::RULE,
    &capacity::write_bottleneck::RULE,
    &cost::burst_exhausted::RULE,
    &cost::commit_steady_base::RULE,
    &cost::extended_support::RULE,
    &cost::idle_balancer::RULE,
    &cost::nat_for_provider_traffic::RULE,
    &cost::over_budget::RULE,
    &cost::oversized::RULE,
    &resilience::long_sync_chain::RULE,
    &resilience::no_circuit_breaker::RULE,
    &resilience::no_timeout::RULE,
    &resilience::retry_amplification::RULE,
    &resilience::shared_pool::RULE,
    &resilience::sync_cycle::RULE,
    &resilience::timeout_inversion::RULE,
    &resilience::unsafe_retry::RULE,
    &edge::bypassed_balancer::RULE,
    &edge::cdn_without_fallback::RULE,
    &edge::cdn_without_invalidation::RULE,
    &edge::no_dns_failover::RULE,
    &edge::static_without_cdn::RULE,
    &security::no_edge_protection::RULE,
    &security::plaintext::RULE,
    &security::public_data_store::RULE,
    &security::secret_in_design::RULE,
    &security::unencrypted_data::RULE,
    &operations::logs_on_instances::RULE,
    &operations::no_alerting::RULE,
    &operations::no_monitoring::RULE,
    &operations::no_restart::RULE,
    &operations::no_runbook::RULE,
    &operations::no_tracing::RULE,
    &operations::pinned_instance::RULE,
    &operations::unsafe_deploy::RULE,
    &design::expectation_failed::RULE,
    &design::expired_accept::RULE,
    &design::forbidden_connection::RULE,
    &design::isolated_component::RULE,
    &design::no_entry::RULE,
    &design::no_store::RULE,
    &design::unknown_facts::RULE,
    &design::unlabelled::RULE,
    &design::unreachable_component::RULE,
    &design::unused_accept::RULE,
];
