//! The rules of a relying party.

crate::rule::rules! {
    "What a relying party requires of its provider. A rule of form cannot be looked away from: what cannot be read has no content.";

    /// The callback's query can be read.
    CallbackForm: "callback-form", "RFC 6749 §4.1.2";
    /// No parameter of the callback comes twice.
    CallbackOnce: "callback-once", "RFC 6749 §3.1";
    /// The callback brings back the state of this browser (FO-10).
    State: "state", "RFC 6749 §10.12";
    /// The callback comes from the provider that was asked.
    CallbackIssuer: "callback-issuer", "RFC 9207 §2.4";
    /// A callback with an error has no code that counts.
    CallbackError: "callback-error", "RFC 6749 §4.1.2.1";
    /// The callback has a code or an error.
    CallbackCode: "callback-code", "RFC 6749 §4.1.2";
    /// The discovery document can be read.
    DiscoveryForm: "discovery-form", "OIDC Discovery §4.2";
    /// The discovery document names the issuer that was asked.
    DiscoveryIssuer: "discovery-issuer", "OIDC Discovery §4.3";
    /// Answers and tokens can be read.
    TokenForm: "token-form", "RFC 7519 §7.2";
    /// The answer of the token endpoint is JSON and says so.
    TokenMediaType: "token-media-type", "RFC 6749 §5.1";
    /// A token is three parts between dots, and not an object.
    Compact: "compact", "RFC 7519 §1";
    /// No claim comes twice.
    ClaimsOnce: "claims-once", "RFC 7519 §4";
    /// A claim is of the type that it is defined with.
    ClaimTypes: "claim-types", "RFC 7519 §4.1";
    /// The access token is a bearer token.
    TokenType: "token-type", "OIDC Core §3.1.3.3";
    /// There is an `id_token`.
    IdTokenPresent: "id-token-present", "OIDC Core §3.1.3.3";
    /// The header demands no unknown extension.
    Critical: "critical", "RFC 7515 §4.1.11";
    /// The token brings no key of its own and names none (FO-11).
    HeaderKey: "header-key", "RFC 8725 §3.10";
    /// The algorithm is the one agreed, never `none`, never a MAC (FO-11).
    Algorithm: "algorithm", "RFC 8725 §3.1";
    /// The key's id is in the provider's key set (FO-11).
    KeyId: "key-id", "OIDC Core §10.1";
    /// The key of the provider made the signature (FO-11).
    Signature: "signature", "OIDC Core §3.1.3.7";
    /// The token comes from the provider (FO-11).
    Issuer: "issuer", "OIDC Core §3.1.3.7";
    /// The token is for this client (FO-11).
    Audience: "audience", "OIDC Core §3.1.3.7";
    /// A token for several names this client as the one that asked.
    AuthorizedParty: "authorized-party", "OIDC Core §3.1.3.7";
    /// The token names a person, in at most 255 ASCII characters.
    Subject: "subject", "OIDC Core §2";
    /// The token has not ended.
    Expiry: "expiry", "OIDC Core §3.1.3.7";
    /// The token counts already.
    NotBefore: "not-before", "RFC 7519 §4.1.5";
    /// The token is not from the future.
    IssuedAt: "issued-at", "OIDC Core §2";
    /// The token is not older than the login that it answers.
    Age: "age", "OIDC Core §3.1.3.7";
    /// The token brings back the nonce of this browser (FO-10).
    Nonce: "nonce", "OIDC Core §3.1.3.7";
    /// The access token is the one that the `id_token` came with.
    AtHash: "at-hash", "OIDC Core §3.1.3.8";
    /// The login reached the level that was asked for.
    Level: "level", "OIDC Core §3.1.3.7";
    /// Userinfo is a signed token (FO-09).
    UserInfoSigned: "userinfo-signed", "OIDC Core §5.3.2";
    /// Userinfo can be read.
    UserInfoForm: "userinfo-form", "OIDC Core §5.3.2";
    /// Userinfo comes from the provider (FO-11).
    UserInfoIssuer: "userinfo-issuer", "OIDC Core §5.3.2";
    /// Userinfo is for this client (FO-11).
    UserInfoAudience: "userinfo-audience", "OIDC Core §5.3.2";
    /// Userinfo has not ended.
    UserInfoExpiry: "userinfo-expiry", "RFC 7519 §4.1.4";
    /// Userinfo is about the person of the `id_token`.
    UserInfoSubject: "userinfo-subject", "OIDC Core §5.3.4";
}
