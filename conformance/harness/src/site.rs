//! A whole login world as target: services that talk to each other, and hands that reach into it.
//!
//! The harness knows no service. `conformance-world` starts the services and implements [`Site`],
//! tests implement it with a handful of values. Each check gets a site of its own.

use std::any::Any;
use std::fmt;

use ambient::Date;

use crate::seat::Seat;
use crate::target::ConnectionLost;

/// One running world of services, made fresh for each check. It ends when it is dropped.
///
/// Every method answers at once, also while a service is busy: what was seen of a check that hangs
/// is asked for while it hangs.
pub trait Site: Send + Sync + fmt::Debug {
    /// Where a role listens, as scheme, host and port, for example `http://127.0.0.1:41234`.
    /// Roles are known by the words of [`role`].
    fn origin(&self, role: &str) -> Option<String>;

    /// Key and certificate of a party that the harness plays itself, for example
    /// `middleware-de signing`.
    fn identity(&self, name: &str) -> Option<Identity>;

    /// A word that the harness shares with a party which it plays, for example `oidc client secret`;
    /// nothing where the world has none of that name.
    fn secret(&self, _name: &str) -> Option<String> {
        None
    }

    /// The service of somebody else in the seat of the relying party; nothing where the world has its own.
    fn seat(&self) -> Option<&Seat> {
        None
    }

    /// The SAML metadata of a role, as it publishes them.
    fn metadata(&self, role: &str) -> Option<String>;

    /// Reaches into the world. Says in words what was done.
    ///
    /// # Errors
    ///
    /// When this world cannot do that.
    fn control(&self, order: Order) -> Result<String, ConnectionLost>;

    /// What the taps saw so far. A message keeps its place: later ones come behind it, also when its
    /// own answer is still to come.
    fn messages(&self) -> Vec<SiteMessage>;

    /// How many messages the taps saw so far.
    fn message_count(&self) -> usize {
        self.messages().len()
    }

    /// The lines that the services wrote: each refusal names the rule that it follows.
    fn journal(&self) -> Vec<String>;

    /// The site as its own type, for steps that know the world they run in.
    fn as_any(&self) -> &dyn Any;
}

/// The words by which roles are known.
pub mod role {
    /// The service that a person wants to use.
    pub const RELYING_PARTY: &str = "relying-party";
    /// The Belgian identity provider in front of it.
    pub const CSAM: &str = "csam";
    /// The Belgian eIDAS connector.
    pub const CONNECTOR: &str = "connector";
    /// The German eIDAS middleware with its eID server.
    pub const MIDDLEWARE_DE: &str = "middleware-de";
    /// The program on the person's computer that talks to the card.
    pub const EID_CLIENT: &str = "eid-client";
    /// Where the world itself takes orders.
    pub const CONTROL: &str = "control";

    /// All of them.
    pub const ALL: [&str; 6] = [
        RELYING_PARTY,
        CSAM,
        CONNECTOR,
        MIDDLEWARE_DE,
        EID_CLIENT,
        CONTROL,
    ];
}

/// A key with its certificate.
#[derive(Clone, PartialEq, Eq)]
pub struct Identity {
    /// The private key, PKCS #8, DER.
    pub key: Vec<u8>,
    /// The certificate, X.509, DER.
    pub certificate: Vec<u8>,
}

impl fmt::Debug for Identity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Identity")
            .field("certificate", &hex::encode(&self.certificate))
            .finish_non_exhaustive()
    }
}

/// Something that is done to a site from outside.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Order {
    /// Another card lies on the reader of the eID client. Names as in [`Setup`](crate::Setup).
    InsertCard {
        /// Name of the personalisation; nothing for the one that the site began with.
        card: Option<String>,
        /// Name of the state of the PIN; nothing for an operational card.
        state: Option<String>,
    },
    /// The card is taken off the reader.
    RemoveCard,
    /// The card is taken off the reader once it has answered so many more commands.
    RemoveCardAfter(usize),
    /// So many seconds pass.
    AdvanceClock(u32),
    /// It is midnight (UTC) of this day.
    SetClock(Date),
    /// The card that lies on the reader is put on the revocation list, or whatever else is named.
    Revoke(String),
    /// Anything else that a world knows by a word, with the words that go with it.
    Other {
        /// What is asked for.
        name: String,
        /// What goes with it.
        value: String,
    },
}

/// One request and its response, as a tap in front of a service saw them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SiteMessage {
    /// Who asked whom, in the words of [`role`]: `browser > csam`, or `csam` alone when the tap
    /// does not know who asked.
    pub hop: String,
    /// The method of the request.
    pub method: String,
    /// Its URL: absolute, or path and query.
    pub url: String,
    /// Its header fields in order.
    pub request_headers: Vec<(String, String)>,
    /// Its body.
    pub request_body: Vec<u8>,
    /// The status of the response; 0 while there is none.
    pub status: u16,
    /// Its header fields in order.
    pub response_headers: Vec<(String, String)>,
    /// Its body.
    pub response_body: Vec<u8>,
}
