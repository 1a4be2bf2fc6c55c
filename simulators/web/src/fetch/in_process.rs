//! A network without sockets.

use std::collections::BTreeMap;
use std::fmt;
use std::sync::{Arc, PoisonError, RwLock, Weak};

use http::Uri;
use http::header::HOST;

use super::{Fetch, PeerCertificate, origin};
use crate::service::SharedService;
use crate::shell;
use crate::{Arrival, FetchError, Request, Response, Service};

/// Services by origin, asked by plain function calls on the caller's thread. What a service sees and what a client
/// gets is what sockets would have brought, size limits aside.
///
/// The services live as long as the network; clients do not keep it alive, so a service may hold a client of the
/// network that it is part of.
#[derive(Clone, Default)]
pub struct InProcess {
    routes: Arc<Routes>,
}

type Routes = RwLock<BTreeMap<String, Route>>;

#[derive(Clone)]
struct Route {
    service: SharedService,
    certificate: Option<PeerCertificate>,
}

impl InProcess {
    /// Nobody is there yet.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Serves an origin such as `http://csam.test:8081`; the former service of that origin is gone.
    pub fn route(&self, origin: &str, service: Arc<dyn Service>) {
        let certificate = None;
        self.insert(
            origin,
            Route {
                service,
                certificate,
            },
        );
    }

    /// The same for an `https` origin, whose clients see this certificate (DER).
    pub fn route_tls(&self, origin: &str, service: Arc<dyn Service>, certificate: &[u8]) {
        let certificate = Some(PeerCertificate(certificate.to_vec()));
        self.insert(
            origin,
            Route {
                service,
                certificate,
            },
        );
    }

    /// Stops serving an origin; whether it was served.
    pub fn remove(&self, url: &str) -> bool {
        let mut routes = self.routes.write().unwrap_or_else(PoisonError::into_inner);
        routes.remove(&key(url)).is_some()
    }

    /// A client of this network.
    #[must_use]
    pub fn client(&self) -> Arc<dyn Fetch> {
        Arc::new(Client {
            routes: Arc::downgrade(&self.routes),
        })
    }

    fn insert(&self, url: &str, route: Route) {
        let mut routes = self.routes.write().unwrap_or_else(PoisonError::into_inner);
        routes.insert(key(url), route);
    }
}

impl fmt::Debug for InProcess {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let routes = self.routes.read().unwrap_or_else(PoisonError::into_inner);
        f.debug_set().entries(routes.keys()).finish()
    }
}

fn key(url: &str) -> String {
    origin(url).unwrap_or_else(|| url.to_owned())
}

struct Client {
    routes: Weak<Routes>,
}

impl Fetch for Client {
    fn fetch(&self, request: Request) -> Result<Response, FetchError> {
        let url = request.uri().to_string();
        let origin = origin(&url).ok_or(FetchError::Url(url))?;
        let route = self
            .routes
            .upgrade()
            .and_then(|routes| {
                let routes = routes.read().unwrap_or_else(PoisonError::into_inner);
                routes.get(&origin).cloned()
            })
            .ok_or(FetchError::NoRoute(origin))?;
        let mut response = shell::answer(&*route.service, arrive(request));
        if let Some(certificate) = route.certificate {
            response.extensions_mut().insert(certificate);
        }
        Ok(response)
    }
}

/// The request as the other end sees it.
fn arrive(mut request: Request) -> Request {
    let uri = request.uri().clone();
    if let Some(host) = uri.authority().map(http::uri::Authority::as_str)
        && let Ok(host) = http::HeaderValue::from_str(host)
    {
        request.headers_mut().entry(HOST).or_insert(host);
    }
    let path = uri.path_and_query().cloned();
    *request.uri_mut() = path.map_or_else(Uri::default, Uri::from);
    let secure = uri.scheme() == Some(&http::uri::Scheme::HTTPS);
    request
        .extensions_mut()
        .insert(Arrival { peer: None, secure });
    request
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing)]

    use std::sync::Arc;

    use http::StatusCode;

    use super::InProcess;
    use crate::{Arrival, FetchError, PeerCertificate, Request, get, text};

    #[test]
    fn a_service_sees_what_a_socket_would_bring() {
        let network = InProcess::new();
        let service = |request: &Request| {
            let secure = Arrival::of(request).secure;
            let host = request.headers()["host"].to_str().unwrap();
            text(StatusCode::OK, format!("{} {host} {secure}", request.uri()))
        };
        network.route_tls("https://A.test", Arc::new(service), b"der");
        let client = network.client();
        let response = client
            .fetch(get("https://a.test:443/b?c").unwrap())
            .unwrap();
        assert_eq!(response.body(), "/b?c a.test true");
        assert_eq!(PeerCertificate::of(&response), Some(&b"der"[..]));
        assert_eq!(response.headers()["x-content-type-options"], "nosniff");
        let refused = client.fetch(get("http://a.test/").unwrap());
        assert_eq!(
            refused.unwrap_err(),
            FetchError::NoRoute("http://a.test".into())
        );
    }

    #[test]
    fn a_service_may_ask_another_and_the_network_still_ends() {
        let network = InProcess::new();
        let client = network.client();
        let ask = move |_: &Request| client.fetch(get("http://b.test").unwrap()).unwrap();
        network.route("http://a.test", Arc::new(ask));
        network.route(
            "http://b.test",
            Arc::new(|_: &Request| text(StatusCode::OK, "b")),
        );
        let client = network.client();
        let response = client.fetch(get("http://a.test").unwrap());
        assert_eq!(response.unwrap().body(), "b");
        drop(network);
        assert!(client.fetch(get("http://a.test").unwrap()).is_err());
    }

    #[test]
    fn a_panic_is_a_page() {
        let network = InProcess::new();
        network.route(
            "http://a.test",
            Arc::new(|_: &Request| panic!("on purpose")),
        );
        let response = network.client().fetch(get("http://a.test").unwrap());
        assert_eq!(response.unwrap().status(), 500);
    }
}
