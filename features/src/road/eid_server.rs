//! An eID server of the harness's own: it calls on an eID client with whatever a scenario wants.
//!
//! ```text
//! home       https  /token  /paos  /done  /error      what the description names
//! open       http   the same, in the open
//! elsewhere  https  the same, with a TLS certificate that the description does not name
//! ```
//!
//! What is special about it is in [`setup`]. It has a terminal certificate from the test PKI, which the client and the
//! card trust, and notes all that it is told.

mod credentials;
mod session;
pub mod setup;

use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use ambient::{Ambient, Date};
use conformance_harness::StepError;
use crypto::Curve;
use paos::{Envelope, Message, TcToken};
use pki::{Identity, IdentityDraft, Purpose};
use web::{Bound, Listen, Request, Response, Server, Tls};

use super::{Party, network};
use crate::CardWorld;
use credentials::Credentials;
use session::{Due, Session};
use setup::{Door, Setup};

/// The name of the one session.
pub const SESSION: &str = "00112233445566778899aabbccddeeff";

/// Where the server is reached.
#[derive(Clone, Debug, Default)]
pub struct Homes {
    /// The origin that the description names.
    pub home: String,
    /// The origin without TLS.
    pub open: String,
    /// The origin with another TLS certificate.
    pub elsewhere: String,
}

impl Homes {
    fn of(&self, door: Door) -> &str {
        match door {
            Door::Home => &self.home,
            Door::Open => &self.open,
            Door::Elsewhere => &self.elsewhere,
        }
    }
}

/// The running server. It ends when it is dropped.
pub struct EidServer {
    inside: Arc<Inside>,
    _servers: Vec<Server>,
}

struct Inside {
    homes: Homes,
    setup: Setup,
    credentials: Credentials,
    ambient: Ambient,
    session: Mutex<Session>,
}

impl fmt::Debug for EidServer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("EidServer")
            .field("homes", &self.inside.homes)
            .finish_non_exhaustive()
    }
}

fn said(error: impl fmt::Display) -> StepError {
    StepError::precondition(error.to_string())
}

/// Moves with a server of ours.
impl CardWorld {
    /// Opens the server, and calls the eID client in the browser with the address of its token.
    ///
    /// # Errors
    ///
    /// When there are no certificates, or the client does not answer.
    pub fn call_on_eid_client(&mut self, setup: Setup) -> Result<(), StepError> {
        let server = EidServer::open(self, setup)?;
        let address = server.token_address();
        self.keep(server);
        self.activate(Some(&address))
    }

    /// Calls the eID client in the browser, with the address of a token or without, and goes on as the citizen would.
    ///
    /// # Errors
    ///
    /// When the client does not answer.
    pub fn activate(&mut self, token: Option<&str>) -> Result<(), StepError> {
        let call = self.call_with(token)?;
        let opened = self.browser()?.open(&call).map(drop);
        opened.map_err(super::citizen::unanswered)?;
        self.go_on()
    }

    fn call_with(&self, token: Option<&str>) -> Result<String, StepError> {
        let client = self.origin(Party::EidClient)?;
        let inbox = format!("{client}{}", Party::EidClient.inbox());
        Ok(match token {
            Some(address) => {
                let query = web::Form::new().with("tcTokenURL", address).encode();
                format!("{inbox}?{query}")
            }
            None => inbox,
        })
    }

    /// As [`CardWorld::call_on_eid_client`], but the citizen does nothing.
    ///
    /// # Errors
    ///
    /// When there are no certificates, or the client does not answer.
    pub fn leave_at_rights(&mut self, setup: Setup) -> Result<(), StepError> {
        let server = EidServer::open(self, setup)?;
        let call = self.call_with(Some(&server.token_address()))?;
        self.keep(server);
        let opened = self.browser()?.open(&call).map(drop);
        opened.map_err(super::citizen::unanswered)
    }

    /// The server of ours.
    ///
    /// # Errors
    ///
    /// When none was opened.
    pub fn own_server(&self) -> Result<&EidServer, StepError> {
        self.kept::<EidServer>("an eID server of ours")
    }
}

impl EidServer {
    fn open(world: &CardWorld, setup: Setup) -> Result<Self, StepError> {
        let ambient = world.stage()?.ambient.fork("an eID server of ours");
        let home = identity(&setup, "TEST home", &ambient)?;
        let elsewhere = identity(&Setup::usual(), "TEST elsewhere", &ambient)?;
        let tls =
            |identity: &Identity| Tls::new(identity.certificate.clone(), identity.key.clone());
        let bound = |listen: Listen| Bound::new(&listen.host("localhost")).map_err(said);
        let doors = [
            (Door::Home, bound(Listen::loopback().tls(tls(&home)))?),
            (Door::Open, bound(Listen::loopback())?),
            (
                Door::Elsewhere,
                bound(Listen::loopback().tls(tls(&elsewhere)))?,
            ),
        ];
        let mut homes = Homes::default();
        for (door, bound) in &doors {
            let place = match door {
                Door::Home => &mut homes.home,
                Door::Open => &mut homes.open,
                Door::Elsewhere => &mut homes.elsewhere,
            };
            bound.origin().clone_into(place);
        }
        let credentials = Credentials::new(world, &setup, &homes, &home.certificate)?;
        let inside = Arc::new(Inside {
            homes,
            setup,
            credentials,
            ambient,
            session: Mutex::default(),
        });
        let runtime = network::runtime()?;
        let serve = |(door, bound): (Door, Bound)| {
            let inside = Arc::clone(&inside);
            let service = move |request: &Request| inside.respond(door, request);
            bound.serve(&runtime, Arc::new(service)).map_err(said)
        };
        let servers = doors.into_iter().map(serve).collect::<Result<_, _>>()?;
        Ok(Self {
            inside,
            _servers: servers,
        })
    }

    /// The address of its TC token.
    #[must_use]
    pub fn token_address(&self) -> String {
        let door = self.inside.setup.token_door;
        format!("{}/token", self.inside.homes.of(door))
    }

    /// Where it is reached.
    #[must_use]
    pub fn homes(&self) -> &Homes {
        &self.inside.homes
    }

    /// What the client has said, in order.
    #[must_use]
    pub fn heard(&self) -> Vec<Envelope> {
        self.inside.lock().heard.clone()
    }

    /// What was asked of the server through a door, as method and path.
    #[must_use]
    pub fn asked_through(&self, door: Door) -> Vec<String> {
        let session = self.inside.lock();
        let asked = session.asked.iter().filter(|(through, _)| *through == door);
        asked.map(|(_, request)| request.clone()).collect()
    }

    /// The header fields of the messages that were posted.
    #[must_use]
    pub fn headers(&self) -> Vec<Vec<(String, String)>> {
        self.inside.lock().headers.clone()
    }

    /// What became of the chip's proof; nothing as long as there is none.
    #[must_use]
    pub fn chip(&self) -> Option<Result<(), String>> {
        self.inside.lock().chip.clone()
    }
}

/// The TLS key of a door.
fn identity(setup: &Setup, name: &str, ambient: &Ambient) -> Result<Identity, StepError> {
    let (from, until) = setup.tls_days;
    let draft = IdentityDraft {
        name,
        purpose: Purpose::Tls(vec![setup.tls_host.to_owned()]),
        from: day(ambient, from),
        until: day(ambient, until),
    };
    Identity::ec(&draft, Curve::P256, ambient).map_err(said)
}

/// So many days from today.
fn day(ambient: &Ambient, days: i64) -> Date {
    let today = ambient.today();
    today.checked_add_days(days).unwrap_or(today)
}

impl Inside {
    fn lock(&self) -> MutexGuard<'_, Session> {
        self.session.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn respond(&self, door: Door, request: &Request) -> Response {
        let path = request.uri().path();
        let asked = format!("{} {path}", request.method());
        self.lock().asked.push((door, asked));
        match path {
            "/token" => self.token(door),
            "/paos" => self.hear(request),
            "/away" if self.setup.elsewhere_leads_home => {
                web::redirect(&format!("{}/done", self.homes.home))
            }
            _ => page("TEST: the service again"),
        }
    }

    fn token(&self, door: Door) -> Response {
        if let Some(next) = self.setup.redirects_to.filter(|next| *next != door) {
            return web::redirect(&format!("{}/token", self.homes.of(next)));
        }
        if let Some((status, text)) = self.setup.instead_of_token {
            return with_status(status, page(text));
        }
        let home = &self.homes.home;
        let mut token = TcToken::attached(
            format!("{home}/paos"),
            SESSION,
            format!("{home}/done?login=1"),
        );
        (self.setup.token)(&mut token, &self.homes);
        web::xml(
            Default::default(),
            "text/xml; charset=utf-8",
            token.encode(),
        )
    }

    fn hear(&self, request: &Request) -> Response {
        let fields = request.headers().iter().map(|(name, value)| {
            let value = String::from_utf8_lossy(value.as_bytes()).into_owned();
            (name.as_str().to_owned(), value)
        });
        let fields = fields.collect();
        let Ok(envelope) = Envelope::decode(request.body()) else {
            return with_status(400, page("TEST: no PAOS message"));
        };
        let mut session = self.lock();
        session.headers.push(fields);
        session.heard.push(envelope.clone());
        let due = session.due;
        if let Some((at, status, text)) = self.setup.instead_of_message
            && at == due
        {
            session.due = Due::Nothing;
            return with_status(status, page(text));
        }
        let answer = session.answer(envelope.message, self);
        let answer = (self.setup.message)(due, answer);
        if matches!(answer, Message::StartPaosResponse(_)) {
            session.due = Due::Nothing;
        }
        let name = paos::message_id([session.next_number(); 16]);
        let mut answer = Envelope::from_server(answer, name);
        answer.relates_to = envelope.message_id;
        web::xml(Default::default(), paos::CONTENT_TYPE, answer.encode())
    }
}

fn page(text: &str) -> Response {
    web::html(
        Default::default(),
        format!("<!doctype html><title>{text}</title><h1>{text}</h1>"),
    )
}

fn with_status(status: u16, mut response: Response) -> Response {
    if let Ok(status) = status.try_into() {
        *response.status_mut() = status;
    }
    response
}
