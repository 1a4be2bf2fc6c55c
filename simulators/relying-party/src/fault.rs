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
    /// Every login has the same proof key.
    RepeatsProofKey = "repeats-proof-key", "[RFC 7636 §4.1]: a verifier is made for each request";
    /// The portal's keys are read once and never again.
    ReadsKeysOnce = "reads-keys-once", "[OIDC Core §10.1.1]: an unknown key id leads back to the key set";
    /// What comes from the portal is read whether or not it says that it failed.
    IgnoresStatus = "ignores-status", "[RFC 6749 §5.2]: a failure has no tokens";
    /// The code is redeemed without a proof key.
    SendsNoProofKey = "sends-no-proof-key", "[RFC 7636 §4.3]: the client sends a code challenge";
    /// The proof key is made as the portal says that it can, were it in the clear.
    DowngradesProofKey = "downgrades-proof-key", "[RFC 7636 §4.2]: S256 by whoever can";
    /// The portal's words are shown as markup.
    ReflectsMarkup = "reflects-markup", "[SAML Core §3.2.2.3]: a status message is text";
    /// Logging out does not end the session.
    StaysLoggedIn = "stays-logged-in", "[SAML Profiles §4.4.3.1]: the session ends at logout";
    /// The portal is not told of a logout.
    KeepsPortalSession = "keeps-portal-session", "[SAML Profiles §4.4.3.1]: the identity provider is told of a logout";
    /// Some signature in the message holds, and the first assertion is read.
    ReadsFirstAssertion = "reads-first-assertion", "[SAML Core §5.4.2]: what is read is what was signed";
    /// Some signature in the message holds, and the last assertion is read.
    ReadsLastAssertion = "reads-last-assertion", "[SAML Core §5.4.2]: what is read is what was signed";
    /// The first assertion of an ID that is signed is read, whichever has it.
    ReadsUnderSignature = "reads-under-signature", "[SAML Core §5.4.2]: an ID names one element";
    /// The key that verifies a signature is taken from the signature.
    TrustsKeyInMessage = "trusts-key-in-message", "[SAML Metadata §2.4.1.1]: keys come from the metadata";
    /// Algorithms that are broken verify.
    TakesWeakAlgorithms = "takes-weak-algorithms", "[XML Signature 1.1 §6.1]: SHA-1 is not for new signatures";
    /// What has an algorithm that is not known needs no value.
    TakesUnknownAlgorithm = "takes-unknown-algorithm", "[XML Signature 1.1 §3.2.2]: the value is confirmed";
    /// A MAC under the certificate counts as a signature.
    TakesMacUnderCertificate = "takes-mac-under-certificate", "[XML Signature 1.1 §3.2.2]: a key is used with its own algorithm";
    /// A comment inside the digest is read as the digest.
    ReadsDigestInComment = "reads-digest-in-comment", "[XML Signature 1.1 §3.2.1]: the digest that was signed is compared";
    /// The value is confirmed over one SignedInfo, the digest is taken from another.
    ReadsOtherSignedInfo = "reads-other-signed-info", "[XML Signature 1.1 §4.1]: one SignedInfo";
    /// A signature without references covers everything.
    NeedsNoReference = "needs-no-reference", "[XML Signature 1.1 §4.4]: one reference at least";
    /// Whatever a signature is made through, the whole element counts as signed.
    RunsAnyTransform = "runs-any-transform", "[SAML Core §5.4.4]: two transforms and no others";
    /// The value of the signature is confirmed, the digest is not.
    ForgetsDigest = "forgets-digest", "[XML Signature 1.1 §3.2.1]: digests are compared";
    /// Encryption of any kind is opened.
    OpensAnyEncryption = "opens-any-encryption", "[XML Encryption 1.1 §5.5]: RSA v1.5 and CBC are not safe";
    /// An instruction is digested as text, and not read as such.
    DigestsInstructionsAsText = "digests-instructions-as-text", "[Canonical XML 1.0 §2.3]: instructions stay instructions";
    /// A document type is taken.
    ResolvesEntities = "resolves-entities", "[SAML Bindings §3.5]: messages have no document type";
    /// Only the first audience of a restriction counts.
    ReadsFirstAudience = "reads-first-audience", "[SAML Core §2.5.1.4]: one of the audiences is enough";
    /// Of attributes whose names differ in their case only, the last one is read.
    ReadsNamesInAnyCase = "reads-names-in-any-case", "[SAML Core §2.7.3.1]: the name identifies the attribute";
    /// The last value of an attribute is read.
    ReadsLastValue = "reads-last-value", "[SAML Core §2.7.3]: a value that is not expected is not read";
}
