//! Boxes that name a library or a language, not something that runs.

use super::super::classify::split;

const LIBRARIES: &[&str] = &[
    "java",
    "kotlin",
    "python",
    "typescript",
    "javascript",
    "jpa",
    "hibernate",
    "querydsl",
    "springsecurity",
    "springdata",
    "lombok",
    "gradle",
    "maven",
    "docker",
    "dockercompose",
    "pm2",
    "gunicorn",
    "uvicorn",
    "systemd",
    "containerd",
    "linux",
    "ubuntu",
    "junit",
    "mybatis",
    "springdatajpa",
    "redux",
    "tailwind",
    "webpack",
    "vite",
];

/// A label that is nothing but the name of a library, a language or a runtime of containers.
pub fn is_library(label: &str) -> bool {
    LIBRARIES.contains(&split(label).concat().as_str())
}
