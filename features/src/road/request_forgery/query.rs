//! The same request by GET: compressed, with a signature over the query. `[SAML Bindings §3.4]`

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use conformance_harness::StepError;
use saml::binding::{Carried, MessageKind};
use saml::redirect;
use web::Form;
use xml::{Hash, SignatureAlgorithm, SigningKey};

use super::{CONNECTOR, FIELD, changed, rename, said};
use crate::CardWorld;
use crate::road::forge::Signing;

/// More than anybody needs for a request, and two thousand bytes when it is compressed.
const LARGE: usize = 2 * 1024 * 1024;

/// The state that travels along.
const STATE: &str = "state-of-the-connector";

/// The query that the words say.
pub(super) fn write(world: &CardWorld, words: &str) -> Result<String, StepError> {
    let request = world.unsigned_request()?.to_document();
    match words {
        "and signed" => signed(world, request),
        "and signed with SHA-1" => by(world, request, CONNECTOR, Hash::Sha1),
        "and signed by a stranger" => by(world, request, "stranger signing", Hash::Sha256),
        "without a signature" => redirect::query(&carried(request), None).map_err(said),
        "with a signature inside and none outside" => {
            let inside = world.sign(&world.unsigned_request()?, &Signing::with(CONNECTOR))?;
            redirect::query(&carried(inside), None).map_err(said)
        }
        "and changed in its signature" => {
            let (before, signature) = split(&signed(world, request)?)?;
            let mut signature = signature;
            if let Some(last) = signature.last_mut() {
                *last ^= 1;
            }
            let value = STANDARD.encode(signature);
            Ok(format!(
                "{before}&{}",
                Form::new().with("Signature", value).encode()
            ))
        }
        "and changed in its state" => {
            let query = signed(world, request)?;
            Ok(query.replacen(STATE, "state-of-somebody-else", 1))
        }
        "and changed in its message" => {
            let mut other = world.unsigned_request()?;
            changed(rename(&mut other), words)?;
            let other = redirect::query(&carried(other.to_document()), None).map_err(said)?;
            let query = signed(world, request)?;
            let rest = query.split_once("&SigAlg=");
            let (_, rest) = rest.ok_or_else(|| said("the query has no SigAlg"))?;
            Ok(format!("{other}&SigAlg={rest}"))
        }
        "and with another message beside the signed one" => {
            let value = world.unsigned_value()?;
            let query = signed(world, request)?;
            Ok(format!(
                "{query}&{}",
                Form::new().with(FIELD, value).encode()
            ))
        }
        "as plain as in a form" => {
            let message = world.pending()?;
            let value = message.value(FIELD).unwrap_or_default();
            Ok(Form::new().with(FIELD, value).encode())
        }
        "and grown when it is unpacked" => {
            let filler = "\n".repeat(LARGE);
            signed(world, format!("{request}{filler}"))
        }
        other => Err(said(format!("no way of asking by GET is called {other:?}"))),
    }
}

fn carried(text: String) -> Carried {
    Carried {
        kind: MessageKind::Request,
        text,
        relay_state: Some(STATE.to_owned()),
    }
}

fn signed(world: &CardWorld, text: String) -> Result<String, StepError> {
    by(world, text, CONNECTOR, Hash::Sha256)
}

fn by(world: &CardWorld, text: String, key: &str, hash: Hash) -> Result<String, StepError> {
    let identity = world.identity(key)?;
    let key = SigningKey::from_pkcs8(&identity.key, &identity.certificate).map_err(said)?;
    let algorithm = SignatureAlgorithm::Ecdsa(hash);
    redirect::query(&carried(text), Some((&key, &algorithm))).map_err(said)
}

/// The query without its signature, and the signature.
fn split(query: &str) -> Result<(String, Vec<u8>), StepError> {
    let none = || said("the query has no signature");
    let (before, _) = query.rsplit_once("&Signature=").ok_or_else(none)?;
    let form = Form::parse(query.as_bytes());
    let signature = form.get("Signature").ok_or_else(none)?;
    Ok((before.to_owned(), STANDARD.decode(signature).map_err(said)?))
}
