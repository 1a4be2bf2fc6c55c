//! What the service can do wrong beside looking away from a rule.

macro_rules! faults {
    ($($(#[doc = $doc:literal])+ $variant:ident = $name:literal, $requirement:literal;)*) => {
        /// One wrong behaviour, chosen at run time. Each says which requirement it breaks.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[non_exhaustive]
        pub enum Fault {
            $(
                $(#[doc = $doc])+
                #[doc = concat!("Breaks `", $requirement, "`.")]
                $variant,
            )*
        }

        impl Fault {
            /// All faults.
            pub const ALL: &'static [Self] = &[$(Self::$variant),*];

            /// The name by which a person chooses the fault.
            #[must_use]
            pub const fn name(self) -> &'static str {
                match self {
                    $(Self::$variant => $name,)*
                }
            }

            /// The requirement that the fault breaks.
            #[must_use]
            pub const fn violates(self) -> &'static str {
                match self {
                    $(Self::$variant => $requirement,)*
                }
            }

            /// The fault of this name.
            #[must_use]
            pub fn parse(name: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|fault| fault.name() == name)
            }
        }
    };
}

faults! {
    /// The session keeps its name at login, so that whoever planted it is logged in too.
    KeepsSessionName = "keeps-session-name", "[RFC 6265 §8.4]: the session identifier is renewed at login";
    /// A session never ends by itself.
    SessionNeverEnds = "session-never-ends", "[CWE-613]: a session that is not used ends";
    /// After a login the browser is sent wherever the RelayState says.
    FollowsRelayState = "follows-relay-state", "[RFC 9700 §4.11]: no open redirect";
    /// Family name and first names change places, as in one public client of the service.
    SwapsNames = "swaps-names", "[FAS SAML]: surname is the family name, givenName the first names";
    /// The request is not signed.
    SendsUnsignedRequest = "sends-unsigned-request", "[SAML Profiles §4.1.4.1]: requests are signed";
    /// The request asks for a lower level than the service needs.
    AsksLowLevel = "asks-low-level", "[SAML Core §3.3.2.2.1]: the level that the service needs is asked for";
    /// The request does not ask for a new authentication.
    AsksNoNewLogin = "asks-no-new-login", "[SAML Core §3.4.1]: ForceAuthn where every login is a new one";
    /// Every login has the same nonce.
    RepeatsNonce = "repeats-nonce", "[OIDC Core §15.5.2]: a nonce cannot be guessed";
    /// The code is redeemed without a proof key.
    SendsNoProofKey = "sends-no-proof-key", "[RFC 7636 §4.3]: the client sends a code challenge";
    /// The portal's words are shown as markup.
    ReflectsMarkup = "reflects-markup", "[SAML Core §3.2.2.3]: a status message is text";
    /// Logging out does not end the session.
    StaysLoggedIn = "stays-logged-in", "[SAML Profiles §4.4.3.1]: the session ends at logout";
    /// The portal is not told of a logout.
    KeepsPortalSession = "keeps-portal-session", "[SAML Profiles §4.4.3.1]: the identity provider is told of a logout";
}
