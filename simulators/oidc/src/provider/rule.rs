//! The rules of a provider, and what the wire says when one is broken.

use crate::ErrorCode;

crate::rule::rules! {
    "What a provider requires of clients. Names of the federal login's negative cases stand in brackets.";

    /// The query or body can be read.
    RequestForm: "request-form", "RFC 6749 §3.1";
    /// The client is registered (FO-01).
    ClientKnown: "client-known", "RFC 6749 §4.1.2.1";
    /// The address for the answer is a registered one, character by character (FO-01).
    RedirectExact: "redirect-exact", "OIDC Core §3.1.2.1";
    /// No parameter comes twice.
    ParameterOnce: "parameter-once", "RFC 6749 §3.1";
    /// The response type is `code`.
    ResponseType: "response-type", "OIDC Core §3.1.2.1";
    /// No request object comes along.
    RequestObject: "request-object", "OIDC Core §6";
    /// `openid` is among the scopes (FO-02).
    ScopeOpenid: "scope-openid", "OIDC Core §3.1.2.1";
    /// The scopes exist and are this client's.
    ScopeAllowed: "scope-allowed", "RFC 6749 §3.3";
    /// The levels asked for exist (FO-05).
    AcrKnown: "acr-known", "OIDC Core §3.1.2.1";
    /// The challenge is of a known method and well formed.
    Challenge: "challenge", "RFC 7636 §4.4.1";
    /// The client proved who it is by its password (FO-04).
    ClientAuthentication: "client-authentication", "RFC 6749 §3.2.1";
    /// The client proved it in one way only.
    ClientMethod: "client-method", "RFC 6749 §2.3";
    /// The grant type is a code or a refresh token.
    GrantType: "grant-type", "RFC 6749 §5.2";
    /// The code is one of this provider.
    CodeKnown: "code-known", "RFC 6749 §5.2";
    /// The code was not used before (FO-03).
    CodeOnce: "code-once", "RFC 6749 §4.1.2";
    /// The code has not ended.
    CodeFresh: "code-fresh", "RFC 6749 §4.1.2";
    /// The code was given to this client (FO-04).
    CodeClient: "code-client", "RFC 6749 §4.1.3";
    /// The address is the one of the authorization request.
    CodeRedirect: "code-redirect", "RFC 6749 §4.1.3";
    /// The verifier belongs to the challenge.
    Verifier: "verifier", "RFC 7636 §4.6";
    /// A verifier comes only where a challenge came.
    VerifierExpected: "verifier-expected", "RFC 9700 §2.1.1";
    /// The refresh token is one of this provider, and not revoked.
    RefreshKnown: "refresh-known", "RFC 6749 §6";
    /// The refresh token was given to this client.
    RefreshClient: "refresh-client", "RFC 6749 §6";
    /// The refresh token has not ended.
    RefreshFresh: "refresh-fresh", "RFC 6749 §6";
    /// A refresh asks for no more than was granted.
    RefreshScope: "refresh-scope", "RFC 6749 §6";
    /// The access token is one of this provider, and not revoked.
    BearerKnown: "bearer-known", "RFC 6750 §3.1";
    /// The access token has not ended (FO-08).
    BearerFresh: "bearer-fresh", "RFC 6750 §3.1";
    /// The hint at logout is a token that this provider signed.
    LogoutHint: "logout-hint", "OIDC RP-Initiated Logout §2";
    /// The address after a logout is a registered one, character by character.
    PostLogoutExact: "post-logout-exact", "OIDC RP-Initiated Logout §3";
}

impl Rule {
    /// What the wire says when the rule is broken.
    #[must_use]
    pub const fn error_code(self) -> ErrorCode {
        match self {
            Self::RequestForm
            | Self::ParameterOnce
            | Self::RedirectExact
            | Self::AcrKnown
            | Self::Challenge
            | Self::ClientMethod
            | Self::LogoutHint
            | Self::PostLogoutExact => ErrorCode::InvalidRequest,
            Self::ResponseType => ErrorCode::UnsupportedResponseType,
            Self::RequestObject => ErrorCode::RequestNotSupported,
            Self::ScopeOpenid | Self::ScopeAllowed | Self::RefreshScope => ErrorCode::InvalidScope,
            Self::ClientKnown | Self::ClientAuthentication => ErrorCode::InvalidClient,
            Self::GrantType => ErrorCode::UnsupportedGrantType,
            Self::CodeKnown
            | Self::CodeOnce
            | Self::CodeFresh
            | Self::CodeClient
            | Self::CodeRedirect
            | Self::Verifier
            | Self::VerifierExpected
            | Self::RefreshKnown
            | Self::RefreshClient
            | Self::RefreshFresh => ErrorCode::InvalidGrant,
            Self::BearerKnown | Self::BearerFresh => ErrorCode::InvalidToken,
        }
    }
}
