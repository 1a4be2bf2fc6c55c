//! One connection from its handshake to its end.

use std::convert::Infallible;
use std::net::SocketAddr;
use std::pin::Pin;
use std::sync::Arc;

use bytes::Bytes;
use http::header::{CONNECTION, HOST, HeaderValue};
use http::{StatusCode, Uri, Version};
use http_body_util::Full;
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::TokioIo;
use openssl::ssl::{Ssl, SslAcceptor};
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::TcpStream;
use tokio::task::spawn_blocking;
use tokio::time::timeout;
use tokio_openssl::SslStream;

use super::pace::{Pace, Paced};
use super::{Limits, body};
use crate::service::SharedService;
use crate::{Arrival, Request, Response, shell};

/// Most bytes of a request's line and headers. Some messages travel in the query.
const HEAD: usize = 128 * 1024;

/// What a connection knows.
#[derive(Clone)]
pub(super) struct Visit {
    pub(super) limits: Limits,
    pub(super) service: SharedService,
    pub(super) peer: Option<SocketAddr>,
    pub(super) secure: bool,
    pub(super) pace: Arc<Pace>,
}

impl Visit {
    /// Serves the connection to its end. Whatever breaks it concerns nobody else.
    pub(super) async fn receive(self, stream: TcpStream, acceptor: Option<SslAcceptor>) {
        let Some(acceptor) = acceptor else {
            return self.converse(stream).await;
        };
        let shaken = timeout(self.limits.handshake, shake_hands(stream, &acceptor)).await;
        if let Ok(Some(stream)) = shaken {
            self.converse(stream).await;
        }
    }

    async fn converse<S: AsyncRead + AsyncWrite + Unpin>(self, stream: S) {
        let stream = TokioIo::new(Paced::new(stream, Arc::clone(&self.pace)));
        let service = service_fn(move |request| {
            let visit = self.clone();
            async move { Ok::<_, Infallible>(visit.answer(request).await) }
        });
        let conversation = http1::Builder::new()
            .max_buf_size(HEAD)
            .serve_connection(stream, service);
        // A broken connection, a slow client and bytes that are not HTTP all end here.
        let _ = conversation.await;
    }

    async fn answer(self, request: hyper::Request<Incoming>) -> http::Response<Full<Bytes>> {
        self.pace.busy();
        let (parts, body) = request.into_parts();
        let received = match check(&parts) {
            Ok(()) => body::receive(&parts, body, &self.limits).await,
            Err(status) => Err(status),
        };
        let response = match received {
            Ok(body) => self.ask(self.arrived(parts, body)).await,
            Err(status) => hang_up(shell::refusal(&self.arrived(parts, Bytes::new()), status)),
        };
        self.pace.idle();
        response.map(Full::new)
    }

    /// Asks the service on a thread where it may block.
    async fn ask(&self, request: Request) -> Response {
        let service = Arc::clone(&self.service);
        spawn_blocking(move || shell::answer(&*service, request))
            .await
            .unwrap_or_else(|_| {
                // The event loop is ending, and nobody will read this.
                hang_up(shell::refusal(
                    &Request::default(),
                    StatusCode::SERVICE_UNAVAILABLE,
                ))
            })
    }

    fn arrived(&self, parts: http::request::Parts, body: Bytes) -> Request {
        let mut request = Request::from_parts(parts, body);
        let path = request.uri().path_and_query().cloned();
        *request.uri_mut() = path.map_or_else(Uri::default, Uri::from);
        request.extensions_mut().insert(Arrival {
            peer: self.peer,
            secure: self.secure,
        });
        request
    }
}

async fn shake_hands(stream: TcpStream, acceptor: &SslAcceptor) -> Option<SslStream<TcpStream>> {
    let session = Ssl::new(acceptor.context()).ok()?;
    let mut stream = SslStream::new(session, stream).ok()?;
    Pin::new(&mut stream).accept().await.ok()?;
    Some(stream)
}

/// What HTTP itself asks of a request. [RFC 9112 §3.2]
fn check(parts: &http::request::Parts) -> Result<(), StatusCode> {
    let hosts = parts.headers.get_all(HOST).iter().count();
    let named = hosts == 1 || (hosts == 0 && parts.version == Version::HTTP_10);
    if named && parts.uri.path_and_query().is_some() {
        Ok(())
    } else {
        Err(StatusCode::BAD_REQUEST)
    }
}

fn hang_up(mut response: Response) -> Response {
    let close = HeaderValue::from_static("close");
    response.headers_mut().insert(CONNECTION, close);
    response
}
