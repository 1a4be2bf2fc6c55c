//! A commented plan for a service of which little is known yet.

use conformance_harness::seat::{Claim, Protocol};
use toml::Value;

/// What a new plan says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Draft {
    /// How the service speaks to the portal.
    pub protocol: Protocol,
    /// The address that starts a login.
    pub login: String,
    /// SAML: the metadata, an address or a file.
    pub metadata: String,
    /// OpenID Connect: where answers arrive.
    pub redirect_uri: String,
    /// OpenID Connect: the `client_id`.
    pub client_id: String,
    /// OpenID Connect: the `client_secret`.
    pub client_secret: String,
    /// The page that only somebody who is logged in sees.
    pub inside: String,
    /// A text of that page.
    pub text: String,
    /// Where the portal of the test listens.
    pub listen: String,
}

impl Draft {
    /// A plan with examples everywhere.
    #[must_use]
    pub fn new(protocol: Protocol) -> Self {
        let own = |path: &str| format!("http://127.0.0.1:8080{path}");
        Self {
            protocol,
            login: own("/login"),
            metadata: own("/saml/metadata"),
            redirect_uri: own("/callback"),
            client_id: "my-service".to_owned(),
            client_secret: "my-secret".to_owned(),
            inside: own("/account"),
            text: "Logged in as".to_owned(),
            listen: "127.0.0.1:8443".to_owned(),
        }
    }

    /// The text of the plan file.
    #[must_use]
    pub fn to_text(&self) -> String {
        let Self {
            protocol,
            login,
            inside,
            text,
            listen,
            ..
        } = self;
        format!(
            "# What `eidolon conformance` must know of your service. `eidolon conformance doctor --plan FILE`\n\
             # looks at it, `eidolon conformance run --plan FILE` tests it. Every key that is not known is refused.\n\
             schema = \"1\"\n\n\
             [product]                       # how reports call it\n\
             # vendor = \"ACME\"\n\
             name = \"My service\"\n\
             # version = \"1.0\"\n\n\
             [target]\n\
             role = \"sp\"                     # a service that lets people log in at a portal\n\
             protocol = \"{protocol}\"               # \"saml\" or \"oidc\"\n\
             # a GET of this address starts a login: it leads to the portal of the test\n\
             login = {}\n\
             # a GET of this address ends the session\n\
             # logout = \"http://127.0.0.1:8080/logout\"\n\
             {}\n\
             [target.inside]                 # how one sees that somebody is logged in\n\
             # a page that only somebody who is logged in may see\n\
             url = {}\n\
             # status = 200                  # its status; any from 200 to 299 when this line is not there\n\
             # a text of that page that nobody else sees\n\
             text = {}\n\
             # what it shows of the person in the test\n\
             # shows = [\"BEISPIELER\", \"1987-04-23\"]\n\n\
             # [target.tls]\n\
             # trust = [\"ca.pem\"]             # certificates, when your service has one of its own\n\n\
             [portal]\n\
             # where the portal of the test listens: the address of the identity provider in your service's settings\n\
             listen = {}\n\n\
             {}\n\
             [plan]\n\
             exclude = []                    # selectors of checks to leave out, for example \"SP-SAML-33\"\n\n\
             # [[waiver]]                    # a verdict that you know of and live with\n\
             # id = \"SP-SAML-33\"\n\
             # verdict = \"FAIL\"              # or \"WARNING\"\n\
             # reason = \"why you live with it\"\n\
             # issue = \"ACME-4711\"\n\
             # expires = 2027-01-31          # the last day; afterwards, and when it covers nothing, exit code 120\n",
            quote(login),
            self.registration(),
            quote(inside),
            quote(text),
            quote(listen),
            self.claims(),
        )
    }

    fn registration(&self) -> String {
        match self.protocol {
            Protocol::Saml => format!(
                "# your metadata: an address, or a file beside this one\n\
                 metadata = {}\n",
                quote(&self.metadata)
            ),
            Protocol::Oidc => format!(
                "# the address where answers of the portal arrive\n\
                 redirect-uri = {}\n\
                 client-id = {}\n\
                 client-secret = {}\n\
                 # scopes = [\"openid\", \"profile\", \"egovnrn\"]\n\
                 # post-logout-redirect-uris = [\"http://127.0.0.1:8080/\"]\n",
                quote(&self.redirect_uri),
                quote(&self.client_id),
                quote(&self.client_secret)
            ),
        }
    }

    fn claims(&self) -> String {
        let mut text = "[ics]                           # what your service does; what it does not do is not tested\n"
            .to_owned();
        for claim in Claim::ALL.into_iter().filter(|claim| self.concerns(*claim)) {
            // What protects most is claimed until somebody says otherwise.
            let line = format!("{} = {}", claim.word(), claim == Claim::SignedIdToken);
            let more = if claim == Claim::Levels {
                "; write the level, for example 500"
            } else {
                ""
            };
            text += &format!("{line:<31} # {}{more}\n", claim.in_words());
        }
        text
    }

    const fn concerns(&self, claim: Claim) -> bool {
        match claim {
            Claim::Encryption | Claim::Artifact => matches!(self.protocol, Protocol::Saml),
            Claim::SignedIdToken
            | Claim::UserInfo
            | Claim::SignedUserInfo
            | Claim::Pkce
            | Claim::CallbackIssuer => {
                matches!(self.protocol, Protocol::Oidc)
            }
            _ => true,
        }
    }
}

fn quote(text: &str) -> String {
    Value::String(text.to_owned()).to_string()
}
