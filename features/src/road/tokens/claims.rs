//! What tokens and userinfo say.

use ambient::UnixSeconds;
use conformance_harness::StepError;
use oidc::jose::{Algorithm, Jws, verify};
use oidc::{Audience, Claims as _, IdToken, UserInfo, at_hash};

use super::said;
use crate::CardWorld;

/// Seconds by which clocks may differ.
const SKEW: i64 = 60;
/// The longest that an `id_token` lasts: a day.
const LONGEST: i64 = 86_400;

type Judged = Result<(), StepError>;

/// The claims of a client's tokens, with what they are compared to.
#[derive(Debug)]
pub struct Opened {
    token: String,
    claims: IdToken,
    issuer: String,
    client: String,
    nonce: String,
    access_token: String,
    now: UnixSeconds,
}

/// What has to hold, or what was seen instead.
fn holds(yes: bool, expected: &str, seen: impl std::fmt::Debug) -> Judged {
    if yes {
        return Ok(());
    }
    Err(StepError::expected(expected, format!("{seen:?}")))
}

fn broken(error: impl std::fmt::Display) -> StepError {
    StepError::requirement(error.to_string())
}

impl CardWorld {
    /// The `id_token` of the client.
    ///
    /// # Errors
    ///
    /// When there is none that can be read.
    pub fn open_id_token(&self) -> Result<Opened, StepError> {
        let tokens = self.tokens()?;
        let token = tokens.id_token.clone();
        let token = token.ok_or_else(|| StepError::expected("an id_token", "none"))?;
        let payload = Jws::parse(&token).map_err(broken)?.payload().to_vec();
        let asked = self.asked()?;
        Ok(Opened {
            claims: IdToken::from_json(&payload).map_err(broken)?,
            issuer: self.issuer()?,
            client: asked.client.credentials.id.clone(),
            nonce: asked.request.nonce.clone().unwrap_or_default(),
            access_token: tokens.access_token.clone().unwrap_or_default(),
            now: self.site_now()?,
            token,
        })
    }

    /// A token is signed by a key of the portal's set, with RS256, and demands nothing else.
    ///
    /// # Errors
    ///
    /// What is wrong with it.
    pub fn is_signed_by_portal(&self, token: &str) -> Judged {
        let keys = self.token_keys()?;
        let verified = verify(token, &keys, &[Algorithm::Rs256]).map_err(broken)?;
        let header = verified.header();
        let own = header.jwk.is_some() || header.jku.is_some() || header.x5u.is_some();
        holds(!own, "a header without a key of its own", header)
    }

    /// The claims of userinfo, whatever it is wrapped in.
    ///
    /// # Errors
    ///
    /// When they cannot be read.
    pub fn userinfo(&self) -> Result<UserInfo, StepError> {
        let reply = self.reply()?;
        let payload = match Jws::parse(reply.body.trim()) {
            Ok(token) => token.payload().to_vec(),
            Err(_) => reply.body.clone().into_bytes(),
        };
        UserInfo::from_json(&payload).map_err(broken)
    }

    /// Userinfo is from the portal, for this client, about the person of the `id_token`.
    ///
    /// # Errors
    ///
    /// What is otherwise.
    pub fn userinfo_belongs(&self) -> Judged {
        let (opened, said) = (self.open_id_token()?, self.userinfo()?);
        let issuer = said.iss.as_deref();
        holds(issuer == Some(&opened.issuer), &opened.issuer, issuer)?;
        let ours = said
            .aud
            .as_ref()
            .is_some_and(|aud| aud.contains(&opened.client));
        holds(ours, &opened.client, &said.aud)?;
        let same = said.sub.is_some() && said.sub == opened.claims.sub;
        holds(same, "the subject of the id_token", &said.sub)
    }

    /// Userinfo has the names and the level of the citizen.
    ///
    /// # Errors
    ///
    /// What is otherwise.
    pub fn userinfo_tells(&self, given: &str, surname: &str, level: u16) -> Judged {
        let said = self.userinfo()?;
        holds(
            said.surname.as_deref() == Some(surname),
            surname,
            &said.surname,
        )?;
        holds(
            said.given_name.as_deref() == Some(given),
            given,
            &said.given_name,
        )?;
        holds(
            said.level() >= Some(level),
            &format!("level {level}"),
            &said.assurance_level,
        )?;
        let id = said.fedid.unwrap_or_default();
        let hexadecimal = id.len() == 40 && id.bytes().all(|byte| byte.is_ascii_hexdigit());
        holds(hexadecimal, "a federal id of 40 hexadecimal digits", id)
    }

    /// Userinfo has nothing of the person but the subject.
    ///
    /// # Errors
    ///
    /// What it has.
    pub fn userinfo_is_bare(&self) -> Judged {
        let said = self.userinfo()?;
        let bare = UserInfo {
            iss: said.iss.clone(),
            aud: said.aud.clone(),
            sub: said.sub.clone(),
            subname: said.subname.clone(),
            ..UserInfo::default()
        };
        holds(said == bare, "userinfo without names", &said)
    }

    /// The subject of the `id_token`.
    ///
    /// # Errors
    ///
    /// When there is none.
    pub fn subject(&self) -> Result<String, StepError> {
        let subject = self.open_id_token()?.claims.sub;
        subject.ok_or_else(|| said("the id_token has no subject"))
    }
}

impl Opened {
    /// The token itself.
    #[must_use]
    pub fn token(&self) -> &str {
        &self.token
    }

    /// It is from the portal, for this client alone, and about somebody.
    ///
    /// # Errors
    ///
    /// What is otherwise.
    pub fn is_for_client(&self) -> Judged {
        let claims = &self.claims;
        let issuer = claims.iss.as_deref();
        holds(issuer == Some(&self.issuer), &self.issuer, issuer)?;
        let alone = match &claims.aud {
            Some(Audience::One(own)) => *own == self.client,
            Some(Audience::Many(all)) => {
                all.contains(&self.client)
                    && (all.len() == 1 || claims.azp.as_deref() == Some(&self.client))
            }
            None => false,
        };
        holds(alone, &self.client, (&claims.aud, &claims.azp))?;
        let subject = claims.sub.as_deref().unwrap_or_default();
        let named = !subject.is_empty() && subject.len() <= 255 && subject.is_ascii();
        holds(named, "a subject", subject)
    }

    /// It was made now, and lasts for a while.
    ///
    /// # Errors
    ///
    /// What is otherwise.
    pub fn is_of_now(&self) -> Judged {
        let now = self.now.get();
        let made = self.claims.iat.unwrap_or_default();
        holds(
            (now - SKEW..=now + SKEW).contains(&made),
            &format!("iat {now}"),
            made,
        )?;
        let ends = self.claims.exp.unwrap_or_default();
        let lasts = ends > now && ends <= now + LONGEST;
        holds(lasts, "an exp that lies ahead, by a day at most", ends)
    }

    /// It brings back the nonce, and belongs to the access token.
    ///
    /// # Errors
    ///
    /// What is otherwise.
    pub fn belongs_to_login(&self) -> Judged {
        let nonce = self.claims.nonce.as_deref();
        holds(nonce == Some(&self.nonce), &self.nonce, nonce)?;
        let hash = self.claims.at_hash.as_deref();
        let expected = at_hash(&self.access_token);
        holds(hash.is_none_or(|hash| hash == expected), &expected, hash)
    }

    /// It tells the means and the level.
    ///
    /// # Errors
    ///
    /// What is otherwise.
    pub fn tells_level(&self, level: u16) -> Judged {
        let claims = &self.claims;
        let seen = (&claims.amr, &claims.acr);
        holds(
            claims.level() >= Some(level),
            &format!("level {level}"),
            seen,
        )?;
        let means = claims.amr.as_ref().is_some_and(|amr| amr.len() > 1);
        holds(means, "the means beside the level", seen)
    }
}
