//! Servers and clients on real sockets, with peers that behave badly.

#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing)]

mod client;
mod hostile;
mod server;
mod support;
mod tls;
