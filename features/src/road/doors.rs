//! Every address of every party, with the methods that it takes and the parameters that it looks at.

use super::answers::Ask;
use super::words::Party;

/// An address of a party.
#[derive(Clone, Copy, Debug)]
pub struct Door {
    /// The path.
    pub path: &'static str,
    /// The methods.
    pub methods: &'static [&'static str],
    /// The parameters.
    pub fields: &'static [&'static str],
}

/// All methods that somebody might try.
pub const METHODS: [&str; 7] = ["GET", "POST", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE"];

/// Parameters that careless services look at, beside those of the address.
const ANYWHERE: [&str; 6] = ["lang", "next", "url", "return", "target", "message"];

const GET: &[&str] = &["GET"];
const POST: &[&str] = &["POST"];
const BOTH: &[&str] = &["GET", "POST"];
const SAML: &[&str] = &[
    "SAMLRequest",
    "SAMLResponse",
    "RelayState",
    "SigAlg",
    "Signature",
];

macro_rules! doors {
    ($($path:literal $methods:ident $fields:expr;)*) => {
        &[$(Door { path: $path, methods: $methods, fields: $fields },)*]
    };
}

const RELYING_PARTY: &[Door] = doors! {
    "/" GET &[];
    "/login/saml" GET &[];
    "/login/oidc" GET &[];
    "/saml/acs" POST SAML;
    "/saml/metadata" GET &[];
    "/oidc/callback" GET &["code", "state", "iss", "error", "error_description"];
    "/card" GET &[];
    "/logout" BOTH SAML;
};

const PORTAL: &[Door] = doors! {
    "/fas/saml/metadata" GET &[];
    "/fas/SSORedirect/metaAlias/idp" BOTH SAML;
    "/fas/SLORedirect/metaAlias/idp" BOTH SAML;
    "/fas/oauth2/authorize" BOTH &["client_id", "redirect_uri", "scope", "response_type", "state", "nonce"];
    "/fas/oauth2/access_token" POST &["grant_type", "code", "redirect_uri", "client_id", "client_secret"];
    "/fas/oauth2/userinfo" BOTH &["access_token"];
    "/fas/oauth2/introspect" POST &["token", "client_id", "client_secret"];
    "/fas/oauth2/connect/jwk_uri" GET &[];
    "/fas/oauth2/connect/endSession" BOTH &["id_token_hint", "post_logout_redirect_uri", "state"];
    "/fas/oauth2/.well-known/openid-configuration" GET &[];
    "/fas/XUI/" BOTH &["step", "means", "country", "cancel"];
    "/fas/XUI/return" GET &["answer"];
    "/fas/XUI/logout" BOTH &["done"];
    "/fas/eidas/return" BOTH &["token"];
};

const CONNECTOR: &[Door] = doors! {
    "/EidasNode/ConnectorMetadata" GET &[];
    "/EidasNode/SpecificConnectorRequest" BOTH &["token"];
    "/EidasNode/ColleagueResponse" POST &["SAMLResponse", "RelayState"];
};

const MIDDLEWARE: &[Door] = doors! {
    "/eidas-middleware/Metadata" GET &[];
    "/eidas-middleware/RequestReceiver" BOTH SAML;
    "/eidas-middleware/Start" GET &["sessionID"];
    "/eidas-middleware/ausweisapp-redirect" GET &["sessionID"];
    "/eidas-middleware/Cancel" POST &["sessionID"];
    "/eidas-middleware/TcToken" GET &["sessionID"];
    "/eidas-middleware/paosreceiver" POST &[];
    "/eidas-middleware/ResponseSender" GET &["refID", "ResultMajor", "ResultMinor"];
};

const EID_CLIENT: &[Door] = doors! {
    "/eID-Client" GET &["tcTokenURL"];
    "/eID-Client" GET &["Status"];
    "/eID-Client" GET &["ShowUI"];
    "/eID-Client/run" BOTH &["run", "page", "do", "right", "secret"];
};

/// The addresses of a party.
#[must_use]
pub const fn doors(party: Party) -> &'static [Door] {
    match party {
        Party::RelyingParty => RELYING_PARTY,
        Party::Portal => PORTAL,
        Party::Connector => CONNECTOR,
        Party::Middleware => MIDDLEWARE,
        Party::EidClient => EID_CLIENT,
    }
}

/// An address that answers everybody with 200: the front of the party.
#[must_use]
pub const fn front(party: Party) -> &'static str {
    match party {
        Party::RelyingParty => "/?lang=nl",
        Party::Portal => "/fas/saml/metadata",
        Party::Connector => "/EidasNode/ConnectorMetadata",
        Party::Middleware => "/eidas-middleware/Metadata",
        Party::EidClient => "/eID-Client?ShowUI&lang=nl",
    }
}

/// An address that takes large forms.
#[must_use]
pub const fn mouth(party: Party) -> &'static str {
    match party {
        Party::EidClient => "/eID-Client/run",
        other => other.inbox(),
    }
}

impl Door {
    /// Requests in every method that the address takes, with every parameter, each written by `pair` as it goes out.
    #[must_use]
    pub fn knock(&self, origin: &str, pair: impl Fn(&str) -> String) -> Vec<Ask> {
        let fields = self.fields.iter().chain(&ANYWHERE);
        let pairs: Vec<String> = fields.map(|field| pair(field)).collect();
        let encoded = pairs.join("&");
        let url = format!("{origin}{}?{encoded}", self.path);
        let ask = |method: &&str| {
            let what = format!("{method} {}", self.path);
            match *method {
                "POST" => Ask::post(&what, url.clone(), encoded.clone()),
                _ => Ask::get(&what, url.clone()),
            }
        };
        self.methods.iter().map(ask).collect()
    }

    /// A request in any method, without parameters.
    #[must_use]
    pub fn try_method(&self, origin: &str, method: &str) -> Ask {
        Ask {
            method: method.to_owned(),
            ..Ask::get(
                &format!("{method} {}", self.path),
                format!("{origin}{}", self.path),
            )
        }
    }
}
