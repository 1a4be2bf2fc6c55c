//! HTTP Redirect with the DEFLATE encoding: compressed, base64, in the query, signed beside the message.
//! `[SAML Bindings §3.4]`
//!
//! ```text
//! SAMLRequest=…&RelayState=…&SigAlg=…&Signature=…      the signature covers the first three as they are written
//! ```

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use miniz_oxide::deflate::compress_to_vec;
use miniz_oxide::inflate::{TINFLStatus, decompress_to_vec_with_limit};
use url::form_urlencoded;
use xml::{Limits, SignatureAlgorithm, SignaturePolicy, SigningKey};

use crate::binding::{BindingError, Carried, MessageKind, decode_base64, utf8};

const DEFLATE: &str = "urn:oasis:names:tc:SAML:2.0:bindings:URL-Encoding:DEFLATE";

/// The best compression that is not slow.
const LEVEL: u8 = 6;

/// The address that a browser is redirected to: `location` with the message in its query.
///
/// # Errors
///
/// When the key cannot sign with this algorithm.
pub fn url(
    location: &str,
    message: &Carried,
    signing: Option<(&SigningKey, &SignatureAlgorithm)>,
) -> Result<String, BindingError> {
    let query = query(message, signing)?;
    let separator = if location.contains('?') { '&' } else { '?' };
    Ok(format!("{location}{separator}{query}"))
}

/// The query that carries a message.
///
/// # Errors
///
/// When the key cannot sign with this algorithm.
pub fn query(
    message: &Carried,
    signing: Option<(&SigningKey, &SignatureAlgorithm)>,
) -> Result<String, BindingError> {
    let compressed = STANDARD.encode(compress_to_vec(message.text.as_bytes(), LEVEL));
    let mut query = pair(message.kind.parameter(), &compressed);
    if let Some(state) = &message.relay_state {
        query = format!("{query}&{}", pair("RelayState", state));
    }
    if let Some((key, algorithm)) = signing {
        query = format!("{query}&{}", pair("SigAlg", algorithm.uri()));
        let signature =
            xml::sign_bytes(query.as_bytes(), key, algorithm).map_err(BindingError::Sign)?;
        query = format!("{query}&{}", pair("Signature", &STANDARD.encode(signature)));
    }
    Ok(query)
}

fn pair(name: &str, value: &str) -> String {
    let encoded: String = form_urlencoded::byte_serialize(value.as_bytes()).collect();
    format!("{name}={encoded}")
}

/// A message that came in a query, with its signature not yet verified: the keys follow from its issuer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Incoming {
    /// The message.
    pub carried: Carried,
    signed: String,
    algorithm: Option<String>,
    signature: Option<Vec<u8>>,
}

/// Reads a query. Repeated parameters are refused: which of them was signed would be anybody's guess.
///
/// # Errors
///
/// When there is no message, or it cannot be read within the limits.
pub fn parse(query: &str, limits: &Limits) -> Result<Incoming, BindingError> {
    let parameters = Parameters::of(query)?;
    let (kind, raw) = match (parameters.request, parameters.response) {
        (None, None) => return Err(BindingError::Missing),
        (Some(_), Some(_)) => return Err(BindingError::Repeated("SAMLResponse")),
        (Some(raw), None) => (MessageKind::Request, raw),
        (None, Some(raw)) => (MessageKind::Response, raw),
    };
    if let Some(encoding) = parameters.encoding {
        let encoding = percent_decoded(encoding, "SAMLEncoding")?;
        if encoding != DEFLATE {
            return Err(BindingError::Encoding(encoding));
        }
    }
    let relay_state = parameters
        .relay_state
        .map(|raw| percent_decoded(raw, "RelayState"))
        .transpose()?;
    Ok(Incoming {
        carried: Carried {
            kind,
            text: inflate(raw, kind.parameter(), limits)?,
            relay_state,
        },
        signed: parameters.signed(kind, raw),
        algorithm: parameters
            .algorithm
            .map(|raw| percent_decoded(raw, "SigAlg"))
            .transpose()?,
        signature: parameters
            .signature
            .map(|raw| signature(raw, limits))
            .transpose()?,
    })
}

impl Incoming {
    /// Whether the query has a signature, of whatever worth.
    #[must_use]
    pub fn is_signed(&self) -> bool {
        self.signature.is_some() && self.algorithm.is_some()
    }

    /// Verifies the signature with the certificates of the message's issuer.
    ///
    /// # Errors
    ///
    /// When there is no signature, or it does not hold under the policy.
    pub fn verify(
        &self,
        certificates: &[Vec<u8>],
        policy: &SignaturePolicy,
    ) -> Result<SignatureAlgorithm, BindingError> {
        let (Some(algorithm), Some(signature)) = (&self.algorithm, &self.signature) else {
            return Err(BindingError::Unsigned);
        };
        let algorithm = SignatureAlgorithm::from_uri(algorithm);
        xml::verify_bytes(
            self.signed.as_bytes(),
            signature,
            &algorithm,
            certificates,
            policy,
        )?;
        Ok(algorithm)
    }
}

/// The parameters of a query as they are written.
#[derive(Default)]
struct Parameters<'a> {
    request: Option<&'a str>,
    response: Option<&'a str>,
    relay_state: Option<&'a str>,
    encoding: Option<&'a str>,
    algorithm: Option<&'a str>,
    signature: Option<&'a str>,
}

impl<'a> Parameters<'a> {
    fn of(query: &'a str) -> Result<Self, BindingError> {
        let mut found = Self::default();
        for pair in query.split('&') {
            let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
            let (slot, name) = match name {
                "SAMLRequest" => (&mut found.request, "SAMLRequest"),
                "SAMLResponse" => (&mut found.response, "SAMLResponse"),
                "RelayState" => (&mut found.relay_state, "RelayState"),
                "SAMLEncoding" => (&mut found.encoding, "SAMLEncoding"),
                "SigAlg" => (&mut found.algorithm, "SigAlg"),
                "Signature" => (&mut found.signature, "Signature"),
                _ => continue,
            };
            if slot.replace(value).is_some() {
                return Err(BindingError::Repeated(name));
            }
        }
        Ok(found)
    }

    /// What the signature covers, in the order of the standard and as the sender wrote it.
    fn signed(&self, kind: MessageKind, raw: &str) -> String {
        let mut text = format!("{}={raw}", kind.parameter());
        for (name, value) in [("RelayState", self.relay_state), ("SigAlg", self.algorithm)] {
            if let Some(value) = value {
                text = format!("{text}&{name}={value}");
            }
        }
        text
    }
}

/// Undoes percent-encoding and the plus sign, strictly.
fn percent_decoded(raw: &str, parameter: &'static str) -> Result<String, BindingError> {
    let error = || BindingError::Percent { parameter };
    let mut bytes = Vec::with_capacity(raw.len());
    let mut rest = raw.bytes();
    while let Some(byte) = rest.next() {
        bytes.push(match byte {
            b'+' => b' ',
            b'%' => {
                let mut digit = || char::from(rest.next().unwrap_or_default()).to_digit(16);
                let (high, low) = (digit().ok_or_else(error)?, digit().ok_or_else(error)?);
                u8::try_from(high * 16 + low).map_err(|_| error())?
            }
            other => other,
        });
    }
    String::from_utf8(bytes).map_err(|_| error())
}

fn inflate(raw: &str, parameter: &'static str, limits: &Limits) -> Result<String, BindingError> {
    let compressed = decode_base64(&percent_decoded(raw, parameter)?, parameter, limits.bytes)?;
    let text =
        decompress_to_vec_with_limit(&compressed, limits.bytes).map_err(|error| {
            match error.status {
                TINFLStatus::HasMoreOutput => BindingError::Size {
                    limit: limits.bytes,
                },
                _ => BindingError::Deflate { parameter },
            }
        })?;
    utf8(text)
}

fn signature(raw: &str, limits: &Limits) -> Result<Vec<u8>, BindingError> {
    decode_base64(
        &percent_decoded(raw, "Signature")?,
        "Signature",
        limits.bytes,
    )
}
