//! A service that somebody else runs in the seat of the relying party.
//!
//! In: what a plan file says. Out: where a login starts, where answers arrive, how one sees that somebody is logged in,
//! and what the service claims to do. Nobody asks the service for anything that a browser would not ask.

use std::collections::BTreeMap;
use std::fmt;
use std::str::FromStr;

use crate::nearest::did_you_mean;

/// A service under test.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Seat {
    /// What it is called in reports.
    pub name: String,
    /// How it speaks to the portal.
    pub protocol: Protocol,
    /// The address that starts a login (GET).
    pub login: String,
    /// Where answers of the portal arrive: an AssertionConsumerService or a redirect URI.
    pub inbox: String,
    /// What only somebody who is logged in sees.
    pub inside: Inside,
    /// The address that ends a session (GET), when there is one.
    pub logout: Option<String>,
    /// The level that the service asks for, for example 500 (FAS level).
    pub level: u16,
}

/// How one sees that somebody is logged in: an address, and what it answers to them and to nobody else.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Inside {
    /// The address (GET).
    pub url: String,
    /// The status that tells it; any status with the text when there is none.
    pub status: Option<u16>,
    /// A text of the page that tells it.
    pub text: Option<String>,
    /// Texts that the page shows of the person in the test, for example the family name.
    pub shows: Vec<String>,
}

impl Inside {
    /// Whether a page of this status and text is one that only somebody who is logged in sees.
    #[must_use]
    pub fn is_seen(&self, status: u16, body: &str) -> bool {
        let right_status = self
            .status
            .map_or_else(|| (200..300).contains(&status), |own| own == status);
        let right_text = self.text.as_deref().is_none_or(|text| body.contains(text));
        right_status && right_text
    }
}

/// The protocol between a service and the portal.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Protocol {
    /// SAML 2.0.
    Saml,
    /// OpenID Connect.
    Oidc,
}

impl Protocol {
    /// The word in plan files, and of the layer of its checks.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Saml => "saml",
            Self::Oidc => "oidc",
        }
    }
}

impl fmt::Display for Protocol {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.word())
    }
}

impl FromStr for Protocol {
    type Err = String;

    fn from_str(word: &str) -> Result<Self, String> {
        match word {
            "saml" => Ok(Self::Saml),
            "oidc" => Ok(Self::Oidc),
            other => {
                let hint = did_you_mean(other, ["saml", "oidc"]);
                Err(format!("{other:?} is neither saml nor oidc{hint}"))
            }
        }
    }
}

macro_rules! claims {
    ($($(#[$doc:meta])+ $name:ident = $word:literal, $words:literal;)+) => {
        /// Something that not every service does. A check that needs it has the tag `@claims:WORD`.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
        pub enum Claim {
            $($(#[$doc])+ $name,)+
        }

        impl Claim {
            /// All of them.
            pub const ALL: [Self; [$(Self::$name),+].len()] = [$(Self::$name),+];

            /// The word in plan files and tags.
            #[must_use]
            pub const fn word(self) -> &'static str {
                match self {
                    $(Self::$name => $word,)+
                }
            }

            /// What it means, in words.
            #[must_use]
            pub const fn in_words(self) -> &'static str {
                match self {
                    $(Self::$name => $words,)+
                }
            }
        }
    };
}

claims! {
    /// Assertions come encrypted, and plain ones are refused.
    Encryption = "encryption", "takes encrypted assertions only";
    /// Requests are signed.
    SignedRequests = "signed-requests", "signs its requests";
    /// Each login asks for a new authentication.
    NewLogin = "new-login", "asks for a new authentication each time (ForceAuthn, prompt=login)";
    /// Each login names a level, and a lower one is refused.
    Levels = "levels", "asks for a level and refuses a lower one";
    /// Responses come by the artifact binding, too.
    Artifact = "artifact", "takes responses by the artifact binding";
    /// A person can log out there, and the portal hears of it.
    Logout = "logout", "ends its session at its logout address and tells the portal";
    /// The portal's requests to log out are obeyed.
    SingleLogout = "single-logout", "ends its session when the portal asks for it";
    /// The signature of an `id_token` is checked; behind TLS a service may leave that to TLS [OIDC Core §3.1.3.7].
    SignedIdToken = "signed-id-token", "checks the signature of id_tokens, and does not leave that to TLS";
    /// The person's data come from userinfo.
    UserInfo = "userinfo", "asks for userinfo";
    /// Userinfo must be signed.
    SignedUserInfo = "signed-userinfo", "takes signed userinfo only";
    /// The request carries a proof key.
    Pkce = "pkce", "sends a proof key (PKCE)";
    /// The issuer beside the code is looked at.
    CallbackIssuer = "callback-issuer", "looks at the iss beside a code";
}

impl FromStr for Claim {
    type Err = String;

    fn from_str(word: &str) -> Result<Self, String> {
        let known = Self::ALL.into_iter().find(|claim| claim.word() == word);
        known.ok_or_else(|| {
            let hint = did_you_mean(word, Self::ALL.map(Self::word));
            format!("{word:?} is no claim of a service{hint}")
        })
    }
}

/// What a service says of itself, and where the plan file says so.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Claims {
    /// The plan file as it was named.
    pub file: String,
    /// The line of `protocol`.
    pub protocol_line: usize,
    /// Each claim that the file makes or denies, with its line.
    pub stated: BTreeMap<Claim, (bool, usize)>,
}

impl Claims {
    /// Nothing when the service claims this; otherwise the line that decided.
    #[must_use]
    pub fn denied(&self, claim: Claim) -> Option<String> {
        let (word, words) = (claim.word(), claim.in_words());
        match self.stated.get(&claim) {
            Some((true, _)) => None,
            Some((false, line)) => Some(format!(
                "{}:{line}: ics.{word} = false: not a service that {words}",
                self.file
            )),
            None => Some(format!(
                "{}: ics.{word} is not claimed: not a service that {words}",
                self.file
            )),
        }
    }
}

/// How a service is known to the portal.
#[derive(Clone, PartialEq, Eq)]
pub enum Registration {
    /// By its SAML metadata.
    Saml {
        /// The document.
        metadata: String,
    },
    /// As a client of OpenID Connect.
    Oidc {
        /// `client_id`.
        id: String,
        /// `client_secret`.
        secret: String,
        /// The redirect URIs.
        redirect_uris: Vec<String>,
        /// Where browsers may go after a logout.
        post_logout_redirect_uris: Vec<String>,
        /// The scopes that it may ask for.
        scopes: Vec<String>,
    },
}

impl fmt::Debug for Registration {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Saml { metadata } => write!(f, "Saml({} bytes)", metadata.len()),
            Self::Oidc { id, .. } => write!(f, "Oidc({id:?})"),
        }
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::{Claim, Claims, Inside, Protocol};

    #[test]
    fn words_are_read_as_they_are_written_and_a_slip_gets_a_hint() {
        for claim in Claim::ALL {
            assert_eq!(claim.word().parse(), Ok(claim));
        }
        for protocol in [Protocol::Saml, Protocol::Oidc] {
            assert_eq!(protocol.to_string().parse(), Ok(protocol));
        }
        let slip = "encription".parse::<Claim>().unwrap_err();
        assert!(slip.contains("did you mean \"encryption\""), "{slip}");
        assert!("sam1".parse::<Protocol>().unwrap_err().contains("saml"));
    }

    #[test]
    fn a_claim_is_denied_by_its_line_or_by_its_absence() {
        let stated = [(Claim::Pkce, (true, 7)), (Claim::Levels, (false, 9))].into();
        let claims = Claims {
            file: "conformance.toml".to_owned(),
            protocol_line: 4,
            stated,
        };
        assert_eq!(claims.denied(Claim::Pkce), None);
        let line = claims.denied(Claim::Levels).unwrap();
        assert!(line.starts_with("conformance.toml:9: ics.levels"), "{line}");
        let absent = claims.denied(Claim::Artifact).unwrap();
        assert!(absent.contains("ics.artifact is not claimed"), "{absent}");
    }

    #[test]
    fn somebody_is_logged_in_where_status_and_text_say_so() {
        let inside = |status, text: Option<&str>| Inside {
            url: "http://127.0.0.1:1/card".to_owned(),
            status,
            text: text.map(str::to_owned),
            shows: Vec::new(),
        };
        assert!(inside(None, Some("Hello")).is_seen(200, "Hello you"));
        assert!(!inside(None, Some("Hello")).is_seen(200, "Log in"));
        assert!(!inside(None, Some("Hello")).is_seen(403, "Hello"));
        assert!(inside(Some(204), None).is_seen(204, ""));
        assert!(!inside(Some(204), None).is_seen(200, ""));
    }
}
