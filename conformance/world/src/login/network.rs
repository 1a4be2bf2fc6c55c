//! How the parties of a world reach each other: over loopback, or by plain calls.

use std::collections::BTreeMap;
use std::sync::{Arc, OnceLock};

use conformance_harness::site::role;
use pki::Identity;
use web::{
    Bound, Fetch, HttpClient, InProcess, Limits, Listen, Runtime, Server, Service, Tls, Trust,
    WebError,
};

use super::door::{Door, OpenDoor};
use super::faults::Misbehaviour;
use super::keys::Keys;
use super::shell_fault::ShellFault;
use super::site::{Addresses, SERVICES};
use crate::WorldError;

/// How the parties of a world reach each other.
#[derive(Clone, Default)]
pub enum Network {
    /// Over HTTP and TLS on loopback.
    #[default]
    Loopback,
    /// By plain calls, without sockets: for measuring everything but the wire.
    InProcess(InProcess),
}

impl std::fmt::Debug for Network {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::Loopback => "Loopback",
            Self::InProcess(_) => "InProcess",
        })
    }
}

/// The largest body that a listener without a bound takes: more than anybody sends in a test.
const UNBOUNDED: usize = 64 * 1024 * 1024;

/// Places that are taken and not yet served.
pub(super) enum Places {
    Loopback(Vec<(&'static str, Place)>),
    InProcess(InProcess, Identity),
}

/// A listener, and what stands in front of it when that is wrong.
pub(super) struct Place {
    bound: Bound,
    door: Option<Door>,
}

/// A role that is served, or the network without sockets in which all are. It stops when this is dropped.
pub(super) struct Served {
    _server: Option<Server>,
    _door: Option<OpenDoor>,
    _network: Option<InProcess>,
}

impl Place {
    fn take(mut listen: Listen, wrong: &[ShellFault]) -> Result<Self, WorldError> {
        let address = listen.address.clone();
        let door = Door::for_faults(&address, wrong)
            .map_err(|source| WebError::Listen { address, source })?;
        if door.is_some() {
            listen.address = Listen::loopback().address;
        }
        if wrong.contains(&ShellFault::BodyUnbounded) {
            listen.limits = Limits {
                body: UNBOUNDED,
                ..listen.limits
            };
        }
        let bound = Bound::new(&listen)?;
        Ok(Self { bound, door })
    }

    fn origin(&self) -> String {
        let behind = self.bound.origin();
        let door = self.door.as_ref();
        door.map_or_else(|| behind.to_owned(), |door| door.origin(behind))
    }

    fn serve(self, runtime: &Runtime, service: Arc<dyn Service>) -> Result<Served, WorldError> {
        let behind = self.bound.address();
        let server = self.bound.serve(runtime, service)?;
        Ok(Served {
            _server: Some(server),
            _door: self.door.map(|door| door.open(behind)),
            _network: None,
        })
    }
}

/// The event loop of all worlds of the process.
pub(super) fn runtime() -> Result<Runtime, WorldError> {
    static RUNTIME: OnceLock<Result<Runtime, String>> = OnceLock::new();
    let started = RUNTIME.get_or_init(|| Runtime::start().map_err(|error| error.to_string()));
    started.clone().map_err(|reason| WorldError::Role {
        role: "event loop",
        reason,
    })
}

/// A client of the world's services, as browsers are: any certificate will do.
///
/// # Errors
///
/// When the machine has no threads left.
pub fn http_client() -> Result<Arc<dyn Fetch>, WorldError> {
    Ok(Arc::new(HttpClient::new(&runtime()?, &Trust::Any)?))
}

impl Network {
    /// Takes a place for each role.
    pub(super) fn take(
        &self,
        addresses: &Addresses,
        keys: &Keys,
        wrong: &Misbehaviour,
    ) -> Result<Places, WorldError> {
        let tls = keys.get("middleware-de tls")?;
        match self {
            Self::InProcess(network) => Ok(Places::InProcess(network.clone(), tls.clone())),
            Self::Loopback => {
                let roles = SERVICES.into_iter().chain([role::CONTROL]);
                let places = roles.map(|role| {
                    let listen = listen(role, addresses, tls);
                    Ok((role, Place::take(listen, &wrong.at_the_listener(role))?))
                });
                places
                    .collect::<Result<_, WorldError>>()
                    .map(Places::Loopback)
            }
        }
    }

    /// A client for the roles themselves.
    pub(super) fn client(&self) -> Result<Arc<dyn Fetch>, WorldError> {
        match self {
            Self::Loopback => http_client(),
            Self::InProcess(network) => Ok(network.client()),
        }
    }
}

fn listen(role: &str, addresses: &Addresses, tls: &Identity) -> Listen {
    let listen = match addresses.get(role) {
        Some(address) => Listen::on(address),
        None => Listen::loopback(),
    };
    if role == role::MIDDLEWARE_DE {
        let tls = Tls::new(tls.certificate.clone(), tls.key.clone());
        return listen.tls(tls).host("localhost");
    }
    listen
}

impl Places {
    /// Where each role will be reached.
    pub(super) fn origins(&self) -> BTreeMap<&'static str, String> {
        let imagined = |role: &'static str| match role {
            role::MIDDLEWARE_DE => (role, format!("https://{role}.test")),
            role => (role, format!("http://{role}.test")),
        };
        match self {
            Self::Loopback(places) => {
                let origin = |(role, place): &(&'static str, Place)| (*role, place.origin());
                places.iter().map(origin).collect()
            }
            Self::InProcess(..) => SERVICES.map(imagined).into(),
        }
    }

    /// Serves each role at its place.
    pub(super) fn serve(
        self,
        served: impl Fn(&'static str) -> Arc<dyn Service>,
    ) -> Result<Vec<Served>, WorldError> {
        match self {
            Self::Loopback(places) => {
                let runtime = runtime()?;
                let serve = |(role, place): (_, Place)| place.serve(&runtime, served(role));
                places.into_iter().map(serve).collect()
            }
            Self::InProcess(network, tls) => {
                for role in SERVICES {
                    let origin = format!("http://{role}.test");
                    if role == role::MIDDLEWARE_DE {
                        let origin = format!("https://{role}.test");
                        network.route_tls(&origin, served(role), &tls.certificate);
                    } else {
                        network.route(&origin, served(role));
                    }
                }
                // Clients do not keep their network.
                Ok(vec![Served {
                    _server: None,
                    _door: None,
                    _network: Some(network),
                }])
            }
        }
    }
}
