//! A service on a socket.

mod accept;
mod body;
mod connection;
mod pace;

use std::fmt;
use std::net::{SocketAddr, TcpListener};
use std::sync::Arc;
use std::time::Duration;

use openssl::ssl::SslAcceptor;
use tokio::task::JoinHandle;

use crate::{Runtime, Service, Tls, WebError};

/// The bounds of a server. A client that goes beyond one loses its connection and disturbs nobody.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// The largest body that a service gets to see, in bytes; more is answered with 413.
    pub body: usize,
    /// From the connection to the end of the TLS handshake.
    pub handshake: Duration,
    /// From a request's first byte to the end of its headers; for the first request, from the connection on.
    pub head: Duration,
    /// From the end of the headers to the end of the body; more is answered with 408.
    pub body_time: Duration,
    /// Between two requests of one connection.
    pub idle: Duration,
    /// For a client that takes nothing of what it asked for.
    pub write: Duration,
    /// Connections at a time. The one that has been silent longest gives way to a new one.
    pub connections: usize,
}

impl Default for Limits {
    /// 512 KiB; 10 seconds for handshake and headers, 15 for a body, 30 for writing; 5 minutes of silence, time to
    /// type a PIN; 256 connections.
    fn default() -> Self {
        Self {
            body: 512 * 1024,
            handshake: Duration::from_secs(10),
            head: Duration::from_secs(10),
            body_time: Duration::from_secs(15),
            idle: Duration::from_secs(300),
            write: Duration::from_secs(30),
            connections: 256,
        }
    }
}

/// Where and how to listen.
#[derive(Clone, Debug)]
pub struct Listen {
    /// Address and port; port 0 lets the system choose.
    pub address: String,
    /// The host in the server's own address, if not the number: `localhost`.
    pub host: Option<String>,
    /// TLS, for `https`.
    pub tls: Option<Tls>,
    /// The bounds.
    pub limits: Limits,
}

impl Listen {
    /// `http` on 127.0.0.1, any free port.
    #[must_use]
    pub fn loopback() -> Self {
        Self::on("127.0.0.1:0")
    }

    /// `http` on an address such as `127.0.0.1:8080`.
    #[must_use]
    pub fn on(address: &str) -> Self {
        Self {
            address: address.to_owned(),
            host: None,
            tls: None,
            limits: Limits::default(),
        }
    }

    /// The same with TLS.
    #[must_use]
    pub fn tls(mut self, tls: Tls) -> Self {
        self.tls = Some(tls);
        self
    }

    /// The same under a host name.
    #[must_use]
    pub fn host(mut self, host: &str) -> Self {
        self.host = Some(host.to_owned());
        self
    }

    /// The same with other bounds.
    #[must_use]
    pub const fn limits(mut self, limits: Limits) -> Self {
        self.limits = limits;
        self
    }
}

/// A socket that is bound and not served yet: its origin is known before the services that name it are built.
/// Clients that connect already wait.
pub struct Bound {
    listener: TcpListener,
    acceptor: Option<SslAcceptor>,
    address: SocketAddr,
    origin: String,
    limits: Limits,
}

impl Bound {
    /// Binds the socket and reads certificate and key.
    ///
    /// # Errors
    ///
    /// When the address is taken or none, or the key does not fit the certificate.
    pub fn new(listen: &Listen) -> Result<Self, WebError> {
        let refuse = |source| WebError::Listen {
            address: listen.address.clone(),
            source,
        };
        let acceptor = listen.tls.as_ref().map(Tls::acceptor).transpose()?;
        let listener = TcpListener::bind(&listen.address).map_err(refuse)?;
        listener.set_nonblocking(true).map_err(refuse)?;
        let address = listener.local_addr().map_err(refuse)?;
        let scheme = if acceptor.is_some() { "https" } else { "http" };
        let origin = match &listen.host {
            Some(host) => format!("{scheme}://{host}:{}", address.port()),
            None => format!("{scheme}://{address}"),
        };
        Ok(Self {
            listener,
            acceptor,
            address,
            // In the one way of writing it, without the scheme's own port.
            origin: crate::origin(&origin).unwrap_or(origin),
            limits: listen.limits,
        })
    }

    /// `http://127.0.0.1:41234`
    #[must_use]
    pub fn origin(&self) -> &str {
        &self.origin
    }

    /// Address and port.
    #[must_use]
    pub const fn address(&self) -> SocketAddr {
        self.address
    }

    /// Serves it.
    ///
    /// # Errors
    ///
    /// When the event loop does not take the socket.
    pub fn serve(self, runtime: &Runtime, service: Arc<dyn Service>) -> Result<Server, WebError> {
        let (address, origin) = (self.address, self.origin);
        let entered = runtime.handle().enter();
        let listener = tokio::net::TcpListener::from_std(self.listener).map_err(|source| {
            let address = address.to_string();
            WebError::Listen { address, source }
        })?;
        drop(entered);
        let door = accept::Door {
            listener,
            acceptor: self.acceptor,
            limits: self.limits,
            service,
        };
        Ok(Server {
            origin,
            address,
            accepting: runtime.spawn(door.keep_open()),
            runtime: runtime.clone(),
        })
    }
}

impl fmt::Debug for Bound {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Bound").field(&self.origin).finish()
    }
}

/// A service that is being served. It stops when this is dropped: the socket closes and every connection with it.
pub struct Server {
    origin: String,
    address: SocketAddr,
    accepting: JoinHandle<()>,
    runtime: Runtime,
}

impl Server {
    /// Binds and serves. Costs one task and no thread.
    ///
    /// # Errors
    ///
    /// When the address is taken or none, or the key does not fit the certificate.
    pub fn start(
        runtime: &Runtime,
        listen: &Listen,
        service: Arc<dyn Service>,
    ) -> Result<Self, WebError> {
        Bound::new(listen)?.serve(runtime, service)
    }

    /// `http://127.0.0.1:41234`
    #[must_use]
    pub fn origin(&self) -> &str {
        &self.origin
    }

    /// Address and port.
    #[must_use]
    pub const fn address(&self) -> SocketAddr {
        self.address
    }

    /// Stops, and waits until the socket is closed. A drop does not wait.
    pub fn stop(mut self) {
        self.accepting.abort();
        let runtime = self.runtime.clone();
        let accepting = std::mem::replace(&mut self.accepting, runtime.spawn(async {}));
        // The end of an aborted task is what was asked for.
        let _ = runtime.wait_for(accepting);
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.accepting.abort();
    }
}

impl fmt::Debug for Server {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Server").field(&self.origin).finish()
    }
}
