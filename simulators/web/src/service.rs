//! What a role is to the network: a function from request to response.

use std::net::SocketAddr;
use std::sync::Arc;

use bytes::Bytes;

/// A request with its whole body. Its URI has the path and query only when a [`Service`] sees it, and is absolute when
/// it is given to [`Fetch`](crate::Fetch).
pub type Request = http::Request<Bytes>;

/// A response with its whole body.
pub type Response = http::Response<Bytes>;

/// A web service without sockets. May block: servers call it outside their event loop.
pub trait Service: Send + Sync {
    /// Answers one request. A HEAD request arrives as GET; a panic becomes a page with status 500.
    fn respond(&self, request: &Request) -> Response;
}

impl<F: Fn(&Request) -> Response + Send + Sync> Service for F {
    fn respond(&self, request: &Request) -> Response {
        self(request)
    }
}

/// How a request arrived: an extension of every request that a [`Service`] sees.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Arrival {
    /// The other end of the connection; none in process.
    pub peer: Option<SocketAddr>,
    /// Whether it came over TLS.
    pub secure: bool,
}

impl Arrival {
    /// How this request arrived; without TLS and from nowhere if nobody said.
    #[must_use]
    pub fn of(request: &Request) -> Self {
        let unknown = Self {
            peer: None,
            secure: false,
        };
        request.extensions().get().copied().unwrap_or(unknown)
    }
}

/// A service that many may hold.
pub(crate) type SharedService = Arc<dyn Service>;
