//! OpenID Connect: no text of a stranger makes a reader panic, and no token opens that nobody has signed.
#![no_main]

use libfuzzer_sys::fuzz_target;
use oidc::jose::{Algorithm, Jwks, Jws, verify};
use oidc::{
    AuthorizeRequest, AuthorizeResponse, Claims as _, Credentials, ErrorBody, IdToken, Introspection, Parameters,
    ProviderMetadata, TokenRequest, TokenResponse, UserInfo, client,
};
use rules::Rulebook;

/// The public key of RFC 7515, appendix A.3; nothing here was signed with its other half.
const KEYS: &str = r#"{"keys":[{"kty":"EC","kid":"k1","crv":"P-256",
    "x":"f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU",
    "y":"x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0"}]}"#;
const ALGORITHMS: [Algorithm; 3] = [Algorithm::Rs256, Algorithm::Ps256, Algorithm::Es256];

fuzz_target!(|bytes: &[u8]| {
    json(bytes);
    let Ok(text) = std::str::from_utf8(bytes) else { return };
    let keys = Jwks::parse(KEYS).expect("a published key");
    for token in [text.to_owned(), filled_in(text)] {
        assert!(verify(&token, &keys, &ALGORITHMS).is_err(), "nobody has signed");
        let _ = Jws::parse(&token);
    }
    if let Ok(found) = Jwks::parse(text) {
        let _ = verify(text, &found, &ALGORITHMS);
    }
    let _ = client::read_callback(text, Some("s"), "iss", &Rulebook::strict());
    let _ = Credentials::from_basic(text);
    if let Ok(parameters) = Parameters::parse(text) {
        assert_eq!(Parameters::parse(&parameters.to_text()).as_ref(), Ok(&parameters));
        requests(&parameters);
    }
});

/// What members hold is written as it was read.
fn json(bytes: &[u8]) {
    let _ = IdToken::from_json(bytes);
    let _ = UserInfo::from_json(bytes);
    let Ok(text) = std::str::from_utf8(bytes) else { return };
    let _ = ProviderMetadata::from_json(text);
    let _ = Introspection::from_json(text);
    let _ = ErrorBody::from_json(text);
    if let Ok(answer) = TokenResponse::from_json(text) {
        let text = answer.to_json();
        let again = TokenResponse::from_json(&text).expect("what was written can be read");
        assert_eq!(text, again.to_json());
    }
}

fn requests(parameters: &Parameters) {
    let _ = AuthorizeRequest::from_parameters(parameters);
    let _ = AuthorizeResponse::from_parameters(parameters);
    let _ = TokenRequest::from_parameters(parameters);
}

/// A token whose header is good and whose claims and signature come from the input.
fn filled_in(input: &str) -> String {
    // {"alg":"ES256","kid":"k1"}
    format!("eyJhbGciOiJFUzI1NiIsImtpZCI6ImsxIn0.{input}")
}
