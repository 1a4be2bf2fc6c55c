//! Servers and clients on real sockets, with peers that behave badly.

mod client;
mod hostile;
mod server;
mod support;
mod tls;
