//! The language server: a message of the editor goes in, messages come out. It reads no file and
//! waits for nothing; [`World`] is asked for what stands outside, and whoever carries the messages
//! decides when to call [`Server::settle`].
//!
//! Messages are JSON values and not the types of a crate: some thirty shapes are spoken here, and
//! their types alone would take longer to build than all of this.

mod capabilities;
mod change;
mod commands;
mod diagnostics;
mod documents;
mod error;
mod navigate;
mod panel;
mod position;
mod preview;
mod rename;
mod server;
mod session;
mod show;
mod suggest;
mod talk;
mod world;

pub use documents::{path_of, uri_of};
pub use error::{Error, misread};
pub use position::{Encoding, Lines};
pub use preview::PREVIEW;
pub use server::Server;
pub use talk::Talk;
pub use world::{Texts, World};
