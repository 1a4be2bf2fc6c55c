//! The error codes that a provider answers with.

use std::fmt;

macro_rules! error_codes {
    ($($(#[doc = $doc:literal])+ $variant:ident = $text:literal,)*) => {
        /// An error code on the wire [RFC 6749 §4.1.2.1, §5.2], [RFC 6750 §3.1], [OIDC Core §3.1.2.6].
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum ErrorCode { $($(#[doc = $doc])+ $variant,)* }

        impl ErrorCode {
            /// Every code.
            pub const ALL: &'static [Self] = &[$(Self::$variant,)*];

            /// The code as it is sent.
            #[must_use]
            pub const fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $text,)* }
            }
        }
    };
}

error_codes! {
    /// The request is malformed, lacks a parameter or repeats one.
    InvalidRequest = "invalid_request",
    /// The client is unknown or did not prove who it is.
    InvalidClient = "invalid_client",
    /// The code or refresh token is wrong, used, expired, or another client's.
    InvalidGrant = "invalid_grant",
    /// This client may not use this grant.
    UnauthorizedClient = "unauthorized_client",
    /// The grant type is not one that the provider has.
    UnsupportedGrantType = "unsupported_grant_type",
    /// The response type is not one that the provider has.
    UnsupportedResponseType = "unsupported_response_type",
    /// The scope is unknown, malformed, or not this client's.
    InvalidScope = "invalid_scope",
    /// The person or the provider said no.
    AccessDenied = "access_denied",
    /// The provider met a condition that it did not expect.
    ServerError = "server_error",
    /// The provider cannot answer now.
    TemporarilyUnavailable = "temporarily_unavailable",
    /// The person must log in and the client forbade to ask.
    LoginRequired = "login_required",
    /// The person must act and the client forbade to ask.
    InteractionRequired = "interaction_required",
    /// Request objects are not supported.
    RequestNotSupported = "request_not_supported",
    /// Request objects by reference are not supported.
    RequestUriNotSupported = "request_uri_not_supported",
    /// The bearer token is unknown, expired or revoked.
    InvalidToken = "invalid_token",
    /// The bearer token does not reach that far.
    InsufficientScope = "insufficient_scope",
}

impl ErrorCode {
    /// The code of this text.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|code| code.as_str() == text)
    }
}

impl fmt::Display for ErrorCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}
