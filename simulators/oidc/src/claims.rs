//! What tokens say about the person: `id_token` and the claims of userinfo.

use ambient::Ambient;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use crate::jose::{Header, SigningKey, base64url, sign};
use crate::{Error, json};

/// The prefix of a level of the federal login, in `acr_values`, `amr` and `assurance_level`.
pub const FAS_LEVEL_PREFIX: &str = "urn:be:fedict:iam:fas:Level";

/// The URN of a level.
#[must_use]
pub fn level_urn(level: u16) -> String {
    format!("{FAS_LEVEL_PREFIX}{level}")
}

/// The number in the URN of a level, with or without a context (`citizen:`, `enterprise:`) before it.
#[must_use]
pub fn level_number(urn: &str) -> Option<u16> {
    let rest = urn.strip_prefix("urn:be:fedict:iam:fas:")?;
    let rest = rest
        .strip_prefix("citizen:")
        .or_else(|| rest.strip_prefix("enterprise:"))
        .unwrap_or(rest);
    let digits = rest.strip_prefix("Level")?;
    if digits.len() != 3 || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    digits.parse().ok()
}

/// Who a token is for: one name, or several [RFC 7519 §4.1.3].
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum Audience {
    /// One receiver.
    One(String),
    /// Several receivers.
    Many(Vec<String>),
}

impl Audience {
    /// Whether a receiver is among them.
    #[must_use]
    pub fn contains(&self, receiver: &str) -> bool {
        match self {
            Self::One(one) => one == receiver,
            Self::Many(many) => many.iter().any(|one| one == receiver),
        }
    }

    /// How many receivers there are.
    #[must_use]
    pub fn count(&self) -> usize {
        match self {
            Self::One(_) => 1,
            Self::Many(many) => many.len(),
        }
    }
}

impl From<&str> for Audience {
    fn from(receiver: &str) -> Self {
        Self::One(receiver.into())
    }
}

/// The claims of an `id_token` [OIDC Core §2]; each can be left out, so that a wrong token can be made.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct IdToken {
    /// The issuer.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub iss: Option<String>,
    /// The person, as this provider names them to this client.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sub: Option<String>,
    /// The clients.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub aud: Option<Audience>,
    /// The client that asked.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub azp: Option<String>,
    /// The second at which it ends.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub exp: Option<i64>,
    /// The second at which it was made.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub iat: Option<i64>,
    /// The second at which the person logged in.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub auth_time: Option<i64>,
    /// The client's nonce.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub nonce: Option<String>,
    /// The level of the login as one URN.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub acr: Option<String>,
    /// The means and the level, such as `["eid", "urn:be:fedict:iam:fas:Level500"]`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub amr: Option<Vec<String>>,
    /// Half of the hash of the access token.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub at_hash: Option<String>,
    /// Other claims.
    #[serde(flatten)]
    pub other: Map<String, Value>,
}

impl IdToken {
    /// The second before which it does not count [RFC 7519 §4.1.5].
    #[must_use]
    pub fn not_before(&self) -> Option<i64> {
        self.other.get("nbf")?.as_i64()
    }

    /// The highest level among `amr` and `acr`.
    #[must_use]
    pub fn level(&self) -> Option<u16> {
        let amr = self.amr.iter().flatten();
        amr.chain(&self.acr)
            .filter_map(|entry| level_number(entry))
            .max()
    }
}

/// The claims of userinfo, as the federal login spells them; each can be left out.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct UserInfo {
    /// The issuer.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub iss: Option<String>,
    /// The client.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub aud: Option<Audience>,
    /// The person, the same as in the `id_token`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sub: Option<String>,
    /// A name of the person for logs.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub subname: Option<String>,
    /// Family name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub surname: Option<String>,
    /// First names.
    #[serde(rename = "givenName", skip_serializing_if = "Option::is_none")]
    pub given_name: Option<String>,
    /// E-mail address.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub mail: Option<String>,
    /// Preferred language: nl, fr, de or en. The spelling is not that of SAML.
    #[serde(rename = "prefLanguage", skip_serializing_if = "Option::is_none")]
    pub pref_language: Option<String>,
    /// The federal id, 40 hexadecimal digits.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub fedid: Option<String>,
    /// The level of the login as a URN.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub assurance_level: Option<String>,
    /// National register or BIS number, 11 digits.
    #[serde(rename = "egovNRN", skip_serializing_if = "Option::is_none")]
    pub egov_nrn: Option<String>,
    /// Date of birth, `YYYY-MM-DD`. No public document names this claim: the name is a decision of this simulator.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub birthdate: Option<String>,
    /// Identifier of a person from another state, `DE/BE/…`. The name is a decision of this simulator, too.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub eidas_person_identifier: Option<String>,
    /// Roles.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub roles: Option<Vec<String>>,
    /// Other claims.
    #[serde(flatten)]
    pub other: Map<String, Value>,
}

impl UserInfo {
    /// The second at which it ends [RFC 7519 §4.1.4]; signed userinfo may have one.
    #[must_use]
    pub fn expiry(&self) -> Option<i64> {
        self.other.get("exp")?.as_i64()
    }

    /// The number in `assurance_level`.
    #[must_use]
    pub fn level(&self) -> Option<u16> {
        level_number(self.assurance_level.as_deref()?)
    }
}

/// A set of claims that is signed as a whole.
pub trait Claims: Serialize + for<'de> Deserialize<'de> {
    /// What error texts call it.
    const NAME: &'static str;

    /// The claims as JSON.
    #[must_use]
    fn to_json(&self) -> String {
        json::text(self)
    }

    /// Reads claims; no name may come twice.
    ///
    /// # Errors
    ///
    /// When the bytes are not an object, or a claim is of the wrong type.
    fn from_json(bytes: &[u8]) -> Result<Self, Error> {
        json::typed(Self::NAME, bytes)
    }

    /// The claims as a token, signed by the key's usual algorithm.
    ///
    /// # Errors
    ///
    /// When the key cannot sign.
    fn signed(&self, key: &SigningKey, ambient: &Ambient) -> Result<String, Error> {
        let header = Header::new(key.algorithm()).kid(key.kid()).typ("JWT");
        sign(&header, self.to_json().as_bytes(), key, ambient)
    }
}

impl Claims for IdToken {
    const NAME: &'static str = "the id_token";
}

impl Claims for UserInfo {
    const NAME: &'static str = "userinfo";
}

/// `at_hash` of an access token: the left half of its SHA-256 [OIDC Core §3.1.3.6].
#[must_use]
pub fn at_hash(access_token: &str) -> String {
    let digest = crypto::Hash::Sha256.digest(&[access_token.as_bytes()]);
    let half = digest.as_bytes().get(..16).unwrap_or_default();
    base64url::encode(half)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::{Audience, at_hash, level_number, level_urn};

    #[test]
    fn a_level_is_read_with_and_without_context() {
        assert_eq!(level_number(&level_urn(450)), Some(450));
        assert_eq!(
            level_number("urn:be:fedict:iam:fas:citizen:Level400"),
            Some(400)
        );
        assert_eq!(
            level_number("urn:be:fedict:iam:fas:enterprise:Level300"),
            Some(300)
        );
        for wrong in [
            "urn:be:fedict:iam:fas:LevelX",
            "urn:be:fedict:iam:fas:Level05",
            "450",
            "urn:be:fedict:iam:fas:citizen:eid",
        ] {
            assert_eq!(level_number(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn at_hash_of_the_published_example_holds() {
        // [OIDC Core §A.3], with the access token of the example in the front channel.
        assert_eq!(
            at_hash("jHkWEdUXMU1BwAsC4vtUsZwnNvTIxEl0z9K3vx5KF0Y"),
            "77QmUPtjPfzWtF2AnpK9RQ"
        );
    }

    #[test]
    fn an_audience_is_one_name_or_a_list() {
        let one: Audience = serde_json::from_str(r#""a""#).unwrap();
        let many: Audience = serde_json::from_str(r#"["a","b"]"#).unwrap();
        assert!(one.contains("a") && many.contains("b") && !one.contains("b"));
    }
}
