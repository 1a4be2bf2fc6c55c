//! What can sit in the seat: programs around libraries, and Apache.

use conformance_clients::relying_party::mellon::{Configured, Mellon};
use conformance_clients::relying_party::{Library, RelyingParty};
use conformance_harness::seat::Protocol;
use serde_json::Value;

/// A relying party, as whoever operates it knows it.
pub(crate) trait Party {
    fn protocol(&self) -> Protocol;
    fn origin(&self) -> &str;
    fn metadata(&self) -> &str;
    /// Is told whom to trust, and serves from then on.
    fn trust(&mut self, portal: &Value);
    /// The path at which a login begins.
    fn login(&self) -> &'static str {
        "/login"
    }
    /// What `/card` says to those who are inside, and to nobody else.
    fn heading(&self) -> &'static str {
        "the card"
    }
}

/// A program around a library.
pub(crate) struct Program {
    kind: Library,
    running: RelyingParty,
}

impl Program {
    pub(crate) fn start(library: Library, release: Option<&str>) -> Self {
        let running = match release {
            Some(release) => RelyingParty::start_release(library, release),
            None => RelyingParty::start(library),
        };
        Self {
            kind: library,
            running: running.unwrap(),
        }
    }
}

impl Party for Program {
    fn protocol(&self) -> Protocol {
        if self.kind.speaks_saml() {
            Protocol::Saml
        } else {
            Protocol::Oidc
        }
    }

    fn origin(&self) -> &str {
        self.running.origin()
    }

    fn metadata(&self) -> &str {
        self.running.metadata()
    }

    fn trust(&mut self, portal: &Value) {
        self.running.trust(portal).unwrap();
    }
}

/// Apache with mod_auth_mellon, which starts when it knows the portal.
pub(crate) struct Apache {
    origin: String,
    metadata: String,
    configured: Option<Configured>,
    running: Option<Mellon>,
}

impl Apache {
    pub(crate) fn configure() -> Self {
        let configured = Configured::new().unwrap();
        Self {
            origin: configured.origin().to_owned(),
            metadata: configured.metadata().to_owned(),
            configured: Some(configured),
            running: None,
        }
    }
}

impl Party for Apache {
    fn protocol(&self) -> Protocol {
        Protocol::Saml
    }

    fn origin(&self) -> &str {
        &self.origin
    }

    fn metadata(&self) -> &str {
        &self.metadata
    }

    fn trust(&mut self, portal: &Value) {
        let metadata = portal.get("metadata").and_then(Value::as_str);
        let configured = self.configured.take().unwrap();
        self.running = Some(configured.start(metadata.unwrap()).unwrap());
    }

    fn login(&self) -> &'static str {
        // mod_auth_mellon has no page for it; whoever opens what it guards is sent to the portal.
        "/card"
    }

    fn heading(&self) -> &'static str {
        "accepted"
    }
}
