//! The client that asks over sockets.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use bytes::{Bytes, BytesMut};
use http::header::{HOST, HeaderValue};
use http::{Uri, Version};
use http_body_util::{BodyExt, Full};
use hyper::body::Incoming;
use tokio::time::timeout;

use super::connect::{Connector, Line};
use super::pool::Pool;
use super::{Fetch, origin};
use crate::{FetchError, Request, Response, Runtime, WebError};

/// Whom a client believes over TLS.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Trust {
    /// Certificates signed by one of these, or one of these itself (DER); dates by the machine's clock, host names by
    /// the certificate. The machine's own list does not count.
    Only(Vec<Vec<u8>>),
    /// Any certificate, expired ones and those for other hosts included. The caller looks at the
    /// [`PeerCertificate`](crate::PeerCertificate), as an eID client does.
    Any,
}

/// The bounds of a client.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ClientLimits {
    /// The largest body that it takes, in bytes.
    pub body: usize,
    /// The longest exchange, connection included.
    pub time: Duration,
}

impl Default for ClientLimits {
    /// 2 MiB; 30 seconds.
    fn default() -> Self {
        Self {
            body: 2 * 1024 * 1024,
            time: Duration::from_secs(30),
        }
    }
}

/// An HTTP/1.1 client over TCP and TLS (OpenSSL, 1.2 and 1.3) that keeps connections open and uses them again: what
/// one thread asks of one origin in a row goes over one connection. Clones share them. It follows no redirect, knows
/// no cookie and asks no proxy. It is cheap to make.
#[derive(Clone)]
pub struct HttpClient {
    runtime: Runtime,
    exchange: Exchange,
    limits: ClientLimits,
}

/// What an exchange needs, wherever it runs.
#[derive(Clone)]
struct Exchange {
    connector: Connector,
    pool: Arc<Pool>,
    body: usize,
}

impl HttpClient {
    /// A client with the usual limits.
    ///
    /// # Errors
    ///
    /// When a trusted certificate is not one.
    pub fn new(runtime: &Runtime, trust: &Trust) -> Result<Self, WebError> {
        Self::limited(runtime, trust, ClientLimits::default())
    }

    /// A client with limits of its own.
    ///
    /// # Errors
    ///
    /// When a trusted certificate is not one.
    pub fn limited(
        runtime: &Runtime,
        trust: &Trust,
        limits: ClientLimits,
    ) -> Result<Self, WebError> {
        Ok(Self {
            runtime: runtime.clone(),
            exchange: Exchange {
                connector: Connector::new(trust)?,
                pool: Arc::default(),
                body: limits.body,
            },
            limits,
        })
    }
}

impl Fetch for HttpClient {
    fn fetch(&self, request: Request) -> Result<Response, FetchError> {
        let url = request.uri().to_string();
        let origin = origin(&url).ok_or(FetchError::Url(url))?;
        let exchange = self.exchange.clone();
        let (limit, asked) = (self.limits.time, origin.clone());
        let in_time = async move {
            let outcome = timeout(limit, exchange.run(request, &asked)).await;
            outcome.unwrap_or(Err(FetchError::Timeout(asked)))
        };
        self.runtime.wait_for(in_time).unwrap_or_else(|| {
            let because = "the event loop has ended".into();
            Err(FetchError::Broken { origin, because })
        })
    }
}

impl fmt::Debug for HttpClient {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("HttpClient")
            .field("limits", &self.limits)
            .finish_non_exhaustive()
    }
}

impl Exchange {
    async fn run(self, request: Request, origin: &str) -> Result<Response, FetchError> {
        let uri = request.uri().clone();
        let mut message = outgoing(request);
        // A line that was kept may have been closed by the other end meanwhile. A message that did not get out goes
        // over another; one that did is not sent twice.
        while let Some(mut line) = self.pool.take(origin) {
            // Its task may still be putting the last answer away.
            if line.requests.ready().await.is_err() {
                continue;
            }
            match line.requests.try_send_request(message).await {
                Ok(answer) => return self.finish(answer, line, origin).await,
                Err(mut error) => match error.take_message() {
                    Some(unsent) => message = unsent,
                    None => return Err(broken(origin, error.error())),
                },
            }
        }
        let mut line = self.connector.connect(&uri, origin).await?;
        let answer = line.requests.send_request(message).await;
        let answer = answer.map_err(|error| broken(origin, &error))?;
        self.finish(answer, line, origin).await
    }

    /// Reads the body and keeps the line for the next request.
    async fn finish(
        self,
        answer: http::Response<Incoming>,
        line: Line,
        origin: &str,
    ) -> Result<Response, FetchError> {
        let (parts, body) = answer.into_parts();
        let body = collect(body, origin, self.body).await?;
        let mut response = Response::from_parts(parts, body);
        if let Some(certificate) = &line.certificate {
            response.extensions_mut().insert(certificate.clone());
        }
        self.pool.keep(origin, line);
        Ok(response)
    }
}

async fn collect(mut body: Incoming, origin: &str, limit: usize) -> Result<Bytes, FetchError> {
    let mut bytes = BytesMut::new();
    while let Some(frame) = body.frame().await {
        let frame = frame.map_err(|error| broken(origin, &error))?;
        // Trailers say nothing that anyone asks for.
        let Ok(data) = frame.into_data() else {
            continue;
        };
        if bytes.len().saturating_add(data.len()) > limit {
            let origin = origin.to_owned();
            return Err(FetchError::TooLarge { origin, limit });
        }
        bytes.extend_from_slice(&data);
    }
    Ok(bytes.freeze())
}

/// The request as it goes over a line: a path and a host.
fn outgoing(mut request: Request) -> http::Request<Full<Bytes>> {
    request.extensions_mut().clear();
    *request.version_mut() = Version::HTTP_11;
    let uri = request.uri().clone();
    if let Some(host) = uri.authority().map(http::uri::Authority::as_str) {
        let host = host.rsplit_once('@').map_or(host, |(_, host)| host);
        // Cannot fail: what stands in a URI can stand in a header.
        if let Ok(host) = HeaderValue::from_str(host) {
            request.headers_mut().entry(HOST).or_insert(host);
        }
    }
    let path = uri.path_and_query().cloned();
    *request.uri_mut() = path.map_or_else(Uri::default, Uri::from);
    request.map(Full::new)
}

fn broken(origin: &str, error: &hyper::Error) -> FetchError {
    let mut because = error.to_string();
    let mut cause = std::error::Error::source(error);
    while let Some(inner) = cause {
        because = format!("{because}: {inner}");
        cause = inner.source();
    }
    FetchError::Broken {
        origin: origin.to_owned(),
        because,
    }
}
