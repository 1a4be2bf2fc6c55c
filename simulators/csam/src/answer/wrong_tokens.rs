//! Answers to OpenID Connect clients that are wrong on purpose: honest ones are altered before they are signed.

use ambient::UnixSeconds;
use oidc::{Audience, AuthorizeResponse, Claims as _, IdToken, UserInfo, at_hash};

use crate::{Fault, Faults};

/// Seconds by which an `id_token` misses the right time.
const HOUR: i64 = 3600;
const DAY: i64 = 24 * HOUR;
/// Characters of a subject that is too long.
const LONG_SUBJECT: usize = 300;
/// A subject that is not a text.
const NUMBER: u32 = 4711;
/// Somebody else.
const OTHER_PORTAL: &str = "https://other-portal.example/fas/oauth2";
const OTHER_CLIENT: &str = "another-client";
const OTHER_LEVEL: &str = "urn:example:attacker:iam:fas:Level500";

/// What the browser brings.
pub(crate) fn callback(response: &mut AuthorizeResponse, faults: &Faults) {
    if faults.has(Fault::StateMissing) {
        response.state = None;
    }
    if faults.has(Fault::StateAltered) {
        response.state = Some("another-state".into());
    }
    if faults.has(Fault::CallbackIssuerMissing) {
        response.iss = None;
    }
    if faults.has(Fault::CallbackIssuerWrong) {
        response.iss = Some(OTHER_PORTAL.into());
    }
}

/// The type of the access token.
pub(crate) fn token_type(faults: &Faults) -> Option<String> {
    if faults.has(Fault::TokenTypeMissing) {
        return None;
    }
    let wrong = faults.has(Fault::TokenTypeWrong);
    Some(if wrong { "mac" } else { "Bearer" }.into())
}

/// What the `id_token` says.
pub(crate) fn id_token(claims: &mut IdToken, faults: &Faults, now: UnixSeconds) {
    issuer(&mut claims.iss, faults);
    audience(claims, faults);
    times(claims, faults, now);
    subject(&mut claims.sub, faults);
    nonce(&mut claims.nonce, faults);
    level(claims, faults);
    if faults.has(Fault::AtHashWrong) {
        claims.at_hash = Some(at_hash("another token"));
    }
}

fn issuer(iss: &mut Option<String>, faults: &Faults) {
    if faults.has(Fault::IdTokenIssuerWrong) {
        *iss = Some(OTHER_PORTAL.into());
    }
    if faults.has(Fault::IdTokenIssuerMissing) {
        *iss = None;
    }
    if faults.has(Fault::IdTokenIssuerSlash) {
        *iss = iss.take().map(|iss| iss + "/");
    }
    if faults.has(Fault::IdTokenIssuerCase) {
        *iss = iss.take().map(|iss| iss.to_ascii_uppercase());
    }
    if faults.has(Fault::IdTokenIssuerLookalike) {
        *iss = iss.take().map(|iss| lookalike(&iss));
    }
}

fn audience(claims: &mut IdToken, faults: &Faults) {
    let own = match claims.aud.take() {
        Some(Audience::One(own)) => own,
        other => {
            claims.aud = other;
            return;
        }
    };
    let others = || Audience::Many(vec![OTHER_CLIENT.into(), "a-third-client".into()]);
    let several = Audience::Many(vec![own.clone(), OTHER_CLIENT.into()]);
    let wrong = [
        (Fault::IdTokenAudienceWrong, Some(OTHER_CLIENT.into())),
        (Fault::IdTokenAudienceSeveral, Some(several.clone())),
        (Fault::IdTokenAudienceMissing, None),
        (
            Fault::IdTokenAudienceEmpty,
            Some(Audience::Many(Vec::new())),
        ),
        (Fault::IdTokenAudienceOthers, Some(others())),
        (
            Fault::IdTokenAudienceLonger,
            Some(Audience::One(format!("{own}-2"))),
        ),
        (
            Fault::IdTokenAudienceBlank,
            Some(Audience::One(format!("{own} "))),
        ),
        (
            Fault::IdTokenAudienceNul,
            Some(Audience::One(format!("{own}\0-2"))),
        ),
        (Fault::IdTokenPartyOtherOfSeveral, Some(several)),
    ];
    let chosen = wrong.into_iter().find(|(fault, _)| faults.has(*fault));
    claims.aud = chosen.map_or(Some(Audience::One(own)), |(_, audience)| audience);
    if faults.has(Fault::IdTokenPartyOther) || faults.has(Fault::IdTokenPartyOtherOfSeveral) {
        claims.azp = Some(OTHER_CLIENT.into());
    }
}

fn times(claims: &mut IdToken, faults: &Faults, now: UnixSeconds) {
    let at = |seconds: i64| Some(now.plus(seconds).get());
    if faults.has(Fault::IdTokenExpired) {
        claims.iat = at(-HOUR);
        claims.exp = at(-HOUR / 2);
    }
    if faults.has(Fault::IdTokenExpiryMissing) {
        claims.exp = None;
    }
    if faults.has(Fault::IdTokenFromTheFuture) {
        claims.iat = at(HOUR / 2);
    }
    if faults.has(Fault::IdTokenIssuedAtMissing) {
        claims.iat = None;
    }
    if faults.has(Fault::IdTokenOld) {
        claims.iat = at(-DAY);
        claims.exp = at(DAY);
    }
    if faults.has(Fault::IdTokenNotBefore) {
        let begin = now.plus(HOUR / 2).get();
        claims.other.insert("nbf".into(), begin.into());
    }
}

fn subject(sub: &mut Option<String>, faults: &Faults) {
    if faults.has(Fault::IdTokenSubjectMissing) {
        *sub = None;
    }
    if faults.has(Fault::IdTokenSubjectEmpty) {
        *sub = Some(String::new());
    }
    if faults.has(Fault::IdTokenSubjectLong) {
        *sub = Some("s".repeat(LONG_SUBJECT));
    }
}

fn nonce(nonce: &mut Option<String>, faults: &Faults) {
    if faults.has(Fault::NonceMissing) {
        *nonce = None;
    }
    if faults.has(Fault::NonceAltered) {
        *nonce = Some("another-nonce".into());
    }
    if faults.has(Fault::NonceEmpty) {
        *nonce = Some(String::new());
    }
    if faults.has(Fault::NonceCase) {
        *nonce = nonce.take().map(|nonce| in_other_case(&nonce));
    }
    if faults.has(Fault::NonceLonger) {
        *nonce = nonce.take().map(|nonce| nonce + "-2");
    }
}

fn level(claims: &mut IdToken, faults: &Faults) {
    if faults.has(Fault::IdTokenLevelMissing) {
        claims.acr = None;
        claims.amr = None;
    }
    if faults.has(Fault::IdTokenLevelForeign) {
        claims.acr = Some(OTHER_LEVEL.into());
        claims.amr = Some(vec!["eidas".into(), OTHER_LEVEL.into()]);
    }
}

/// What no honest writer of tokens can write: claims of other types, and claims that come twice.
pub(crate) fn id_token_text(claims: &IdToken, faults: &Faults) -> String {
    let mut claims = claims.clone();
    let other = &mut claims.other;
    if faults.has(Fault::IdTokenIssuerList) {
        let list = claims.iss.take().map(|iss| vec![iss]);
        other.insert("iss".into(), list.into());
    }
    if faults.has(Fault::IdTokenExpiryText) {
        let text = claims.exp.take().map(|exp| exp.to_string());
        other.insert("exp".into(), text.into());
    }
    if faults.has(Fault::IdTokenSubjectNumber) {
        claims.sub = None;
        other.insert("sub".into(), NUMBER.into());
    }
    let text = claims.to_json();
    if faults.has(Fault::IdTokenAudienceTwice) {
        return and_again(&text, "aud", OTHER_CLIENT);
    }
    if faults.has(Fault::NonceTwice) {
        return and_again(&text, "nonce", "another-nonce");
    }
    text
}

/// The same for userinfo.
pub(crate) fn userinfo_text(claims: &UserInfo, faults: &Faults) -> String {
    let text = claims.to_json();
    if faults.has(Fault::UserInfoSubjectTwice) {
        return and_again(&text, "sub", "another-person");
    }
    text
}

/// An object in which a name comes once more, at the end.
fn and_again(object: &str, name: &str, value: &str) -> String {
    let inner = object.strip_suffix('}').unwrap_or(object);
    format!("{inner},\"{name}\":\"{value}\"}}")
}

/// What userinfo says.
pub(crate) fn userinfo(claims: &mut UserInfo, faults: &Faults, now: UnixSeconds) {
    if faults.has(Fault::UserInfoExpired) {
        let end = now.plus(-HOUR).get();
        claims.other.insert("exp".into(), end.into());
    }
    if faults.has(Fault::IdTokenSubjectNumber) {
        claims.sub = Some(NUMBER.to_string());
    }
    if faults.has(Fault::UserInfoIssuerWrong) {
        claims.iss = Some(OTHER_PORTAL.into());
    }
    if faults.has(Fault::UserInfoIssuerSlash) {
        claims.iss = claims.iss.take().map(|iss| iss + "/");
    }
    if faults.has(Fault::UserInfoAudienceWrong) {
        claims.aud = Some(OTHER_CLIENT.into());
    }
    if faults.has(Fault::UserInfoAudienceOthers) {
        let others = vec![OTHER_CLIENT.into(), "a-third-client".into()];
        claims.aud = Some(Audience::Many(others));
    }
    if faults.has(Fault::UserInfoSubjectWrong) {
        claims.sub = Some("another-person".into());
    }
    if faults.has(Fault::UserInfoSubjectMissing) {
        claims.sub = None;
    }
    // The person is the one of the id_token; where that has none, a careless client compares nothing with nothing.
    subject(&mut claims.sub, faults);
    if faults.has(Fault::IdTokenSubjectMissing) {
        claims.sub = Some(String::new());
    }
}

/// The same text with the first `a` taken from the Cyrillic alphabet.
fn lookalike(text: &str) -> String {
    text.replacen('a', "\u{430}", 1)
}

fn in_other_case(text: &str) -> String {
    let swap = |letter: char| {
        if letter.is_ascii_lowercase() {
            letter.to_ascii_uppercase()
        } else {
            letter.to_ascii_lowercase()
        }
    };
    text.chars().map(swap).collect()
}
