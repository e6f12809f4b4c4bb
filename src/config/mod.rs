//! `archlint.toml`: levels of rules, profiles, overrides by path, own technologies.
