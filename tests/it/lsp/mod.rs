//! The language server, asked by a scripted editor: every feature with Hangul and emoji in the way.

mod client;
mod conversation;
mod editors;
mod features;
mod names;
mod others;
mod policies;
mod preview;
mod typing;
mod vectors;
