//! Wrong behaviours of the middleware and its eID server: one name each, with the requirement that it breaks.
//!
//! Chosen at run time, none by default. They act at named points of the flows, never in a codec. That a rule about
//! somebody else's message is not enforced is no fault: for this there is the rulebook.

use std::collections::BTreeSet;
use std::fmt;

macro_rules! faults {
    ($($(#[$doc:meta])* $name:ident = $text:literal, $requirement:literal;)*) => {
        /// One wrong behaviour. Each says which requirement it breaks.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
        #[non_exhaustive]
        pub enum Fault {
            $(
                $(#[$doc])*
                #[doc = concat!("Breaks `", $requirement, "`.")]
                $name,
            )*
        }

        impl Fault {
            /// All of them.
            pub const ALL: &'static [Self] = &[$(Self::$name),*];

            /// The name by which a person chooses the fault.
            #[must_use]
            pub const fn name(self) -> &'static str {
                match self {
                    $(Self::$name => $text,)*
                }
            }

            /// The requirement that the fault breaks.
            #[must_use]
            pub const fn violates(self) -> &'static str {
                match self {
                    $(Self::$name => $requirement,)*
                }
            }
        }
    };
}

faults! {
    // The TC token
    /// The refresh address has another origin than the terminal's description.
    RefreshAddressElsewhere = "refresh-address-elsewhere", "[TR-03124-1 §2.5.2]: the refresh address has the origin of subjectURL";
    /// The refresh address is that of another session.
    RefreshAddressOfAnother = "refresh-address-of-another", "[TR-03124-1 §2.5.2]: the browser comes back to the session that it left";
    /// The address of the eID server is not https.
    ServerAddressInTheOpen = "server-address-in-the-open", "[TR-03124-1 §2.4.1]: ServerAddress is an https URL";
    /// The token names a binding that is not PAOS.
    TokenOtherBinding = "token-other-binding", "[TR-03124-1 §2.4.1]: Binding is urn:liberty:paos:2006-08";
    /// The token has an empty session identifier.
    TokenWithoutSession = "token-without-session", "[TR-03124-1 §2.4.1]: SessionIdentifier names the session";
    /// Every session has the same identifier.
    SessionIdentifierKept = "session-identifier-kept", "[TR-03124-1 §2.4.1]: SessionIdentifier names one session";
    /// Whoever asks for the token of a login that does not exist gets that of the login that began last.
    TokenForAnySession = "token-for-any-session", "[TR-03124-1 §2.4.1]: the token is that of the login that is asked for";

    // EAC1Input
    /// The self-signed certificate of the root is sent, too.
    RootCertificateSent = "root-certificate-sent", "[TR-03110-2 §2.5]: a chain begins below the trust point";
    /// The certificate of the document verifier is missing.
    IssuerCertificateMissing = "issuer-certificate-missing", "[TR-03112-7 §3.6.4.1]: the chain leads from the trust point to the terminal";
    /// A second terminal certificate is sent.
    TerminalCertificateTwice = "terminal-certificate-twice", "[TR-03112-7 §3.6.4.1]: one terminal certificate";
    /// The signature of the terminal certificate is wrong.
    TerminalCertificateForged = "terminal-certificate-forged", "[TR-03110-2 §2.5]: every certificate is signed by the one above";
    /// A terminal certificate is used before or after its time.
    ExpiredCertificateUsed = "expired-certificate-used", "[TR-03110-2 §2.5]: certificates are valid today";
    /// The description belongs to another certificate.
    DescriptionOfAnother = "description-of-another", "[TR-03110-4 §2.2.6]: the certificate has the hash of its description";
    /// There is no description.
    DescriptionMissing = "description-missing", "[TR-03124-1 §2.5.1]: the user is shown who asks";
    /// Rights that the request does not need are required.
    RequiredRightsTooMany = "required-rights-too-many", "[TR-03130-1 §3.3]: no more is read than was asked for";
    /// Rights that the certificate does not grant are required.
    RightsBeyondCertificate = "rights-beyond-certificate", "[TR-03110-2 §2.7]: rights are confined by the certificate";
    /// Rights that the person may refuse are required.
    OptionalRightsRequired = "optional-rights-required", "[TR-03130-1 §3.3]: optional attributes can be refused";
    /// The card is not asked whether the document is valid.
    DocumentValidityNotAsked = "document-validity-not-asked", "[TR-03130-1 §3.3.3]: the validity of the document is verified";
    /// The card is asked whether the document was valid years ago.
    DocumentValidityOfAnotherDay = "document-validity-of-another-day", "[TR-03110-3 §A.7.5.3]: the current date is compared";
    /// The card is asked whether the document will be valid tomorrow.
    DocumentValidityOfTomorrow = "document-validity-of-tomorrow", "[TR-03110-3 §A.7.5.3]: the current date is compared";

    // Terminal Authentication
    /// The signature does not cover the auxiliary data.
    SignatureWithoutAuxiliaryData = "signature-without-auxiliary-data", "[TR-03110-2 §3.3.1]: the signature covers the auxiliary data";
    /// The signature covers another challenge.
    SignatureOverAnotherChallenge = "signature-over-another-challenge", "[TR-03110-2 §3.3.1]: the signature covers the card's challenge";
    /// The signature covers another ephemeral key than the one sent.
    SignatureOverAnotherKey = "signature-over-another-key", "[TR-03110-2 §3.3.1]: the signature covers the ephemeral key";
    /// The last byte of the signature is wrong.
    SignatureAltered = "signature-altered", "[TR-03110-2 §3.3.1]: the terminal proves its key";
    /// The signature is sent as a DER sequence.
    SignatureAsSequence = "signature-as-sequence", "[TR-03110-3 §A.7.4]: signatures are plain";
    /// Every session has the same ephemeral key.
    EphemeralKeyKept = "ephemeral-key-kept", "[TR-03110-2 §3.3]: the key pair is fresh";

    // The chip
    /// Nobody checks who has signed EF.CardSecurity.
    PassiveAuthenticationSkipped = "passive-authentication-skipped", "[TR-03110-2 §2.3.3]: EF.CardSecurity is verified up to a country signer";
    /// A signer of any origin is trusted.
    AnySignerTrusted = "any-signer-trusted", "[TR-03110-2 §2.3.3]: the document signer was certified by a country signer";
    /// What EF.CardAccess says is not compared with EF.CardSecurity.
    CardAccessNotCompared = "card-access-not-compared", "[TR-03110-2 §3.4]: EF.CardAccess is confirmed by EF.CardSecurity";
    /// The token of Chip Authentication is not checked.
    ChipTokenNotChecked = "chip-token-not-checked", "[TR-03110-2 §3.4.1]: the terminal verifies the token";

    // What the card is asked
    /// The card is not asked for its blocking identification, so nobody knows whether it is blocked.
    BlockingNotAsked = "blocking-not-asked", "[TR-03130-1 §3.3.3]: the blocking list is looked up";
    /// A blocked card is taken.
    BlockedCardAccepted = "blocked-card-accepted", "[TR-03130-1 §3.3.3]: a blocked card is refused";
    /// A card whose document is no longer valid is taken.
    ExpiredCardAccepted = "expired-card-accepted", "[TR-03130-1 §3.3.3]: an expired document is refused";
    /// The person is named by the key that is for blocking only.
    PseudonymFromBlockingKey = "pseudonym-from-blocking-key", "[TR-03130-1 §3.3.3]: the pseudonym comes from the key for authorized terminals";
    /// Every connector gets the identifier of the same sector.
    OneSectorForAll = "one-sector-for-all", "[TR-03110-2 §3.6]: identifiers of two sectors cannot be linked";
    /// A data group is asked for that the person has refused.
    ReadsBeyondEffectiveChat = "reads-beyond-effective-chat", "[TR-03124-1 §2.5.1]: nothing is read that the person refused";
    /// The client may grant what nobody asked for.
    InventedRightsAccepted = "invented-rights-accepted", "[TR-03112-7 §3.6.4.1]: the effective rights are among those asked for";
    /// A required right that was refused is not missed.
    RefusedRightIgnored = "refused-right-ignored", "[TR-03130-1 §3.3]: without a required attribute there is no identity";
    /// The second command of a batch has the counter of the first.
    CounterKept = "counter-kept", "[TR-03110-3 §F.5]: the counter grows with every message";
    /// Given names and family names are exchanged.
    NamesSwapped = "names-swapped", "[TR-03110-4 §2.2.3]: data group 4 has the given names";
    /// Day and month of the birth are exchanged.
    BirthDayAndMonthSwapped = "birth-day-and-month-swapped", "[eIDAS SAML Attribute Profile §2.2.3]: YYYY-MM-DD";

    // The session between eID server and client
    /// The eID session is called a success before the card was read.
    SuccessTooEarly = "success-too-early", "[TR-03112-7 §3.6]: StartPAOSResponse ends the session";
    /// A failed session is called a success.
    FailureCalledSuccess = "failure-called-success", "[TR-03112-7 §2.6]: the result of a failed session is an error";
    /// An aborted session gets no last answer.
    AbortWithoutAnswer = "abort-without-answer", "[TR-03124-1 §2.6]: the last message is StartPAOSResponse";
    /// GET is answered as if a message had been posted.
    PaosAnswersGet = "paos-answers-get", "[TR-03112-7 §2.3.2]: messages are posted";
    /// A message is answered as if it belonged to the session that was opened last.
    AnswersAnotherSession = "answers-another-session", "[TR-03112-7 §2.6]: messages belong to one session";

    // The person in the browser
    /// The result goes to whatever browser asks for it.
    ResultForAnyBrowser = "result-for-any-browser", "[eIDAS-DE]: the response goes to the browser that brought the request";
    /// The result can be fetched again and again.
    ResultGivenTwice = "result-given-twice", "[eIDAS-DE]: one response for one request";
    /// The response has the person of the login before.
    PersonOfAnotherSession = "person-of-another-session", "[SAML Core §3.2.2]: the response answers its request";
    /// The response is posted to where the request says, whatever the metadata say.
    PostsToRequestedAddress = "posts-to-requested-address", "[SAML Profiles §4.1.4.1]: the address is one of the metadata";
    /// RelayState is not given back.
    RelayStateForgotten = "relay-state-forgotten", "[SAML Bindings §3.5.3]: RelayState comes back unchanged";

    // The response
    /// The response is not signed.
    ResponseNotSigned = "response-not-signed", "[eIDAS Message Format §2.3]: the response is signed";
    /// The response is signed with the key of the metadata.
    ResponseSignedWithMetadataKey = "response-signed-with-metadata-key", "[SAML Metadata §2.4.1.1]: signed with a key of the role descriptor";
    /// The response is changed after it was signed.
    ResponseAltered = "response-altered", "[SAML Core §5.4]: the signature covers the message";
    /// The response is signed with a hash function that nobody takes.
    ResponseSignedWithSha1 = "response-signed-with-sha1", "[eIDAS Crypto §3.2]: SHA-256 or longer";
    /// The assertion is in the open.
    AssertionNotEncrypted = "assertion-not-encrypted", "[eIDAS Message Format §2.3]: assertions are encrypted";
    /// There are two assertions.
    AssertionTwice = "assertion-twice", "[eIDAS Message Format §2.3]: exactly one assertion";
    /// The response names another destination.
    WrongDestination = "wrong-destination", "[SAML Bindings §3.5.5.2]: Destination is the address of the receiver";
    /// The response names another issuer.
    WrongIssuer = "wrong-issuer", "[SAML Core §3.2.2]: the issuer is the responder";
    /// The audience is somebody else.
    WrongAudience = "wrong-audience", "[SAML Core §2.5.1.4]: the audience is the connector";
    /// The recipient is somebody else.
    WrongRecipient = "wrong-recipient", "[SAML Profiles §4.1.4.2]: Recipient is the address of the receiver";
    /// The response answers a request that nobody sent.
    WrongInResponseTo = "wrong-in-response-to", "[SAML Core §3.2.2]: InResponseTo is the request's ID";
    /// The confirmation of the subject answers a request that nobody sent.
    WrongSubjectInResponseTo = "wrong-subject-in-response-to", "[SAML Profiles §4.1.4.2]: InResponseTo is the request's ID";
    /// The assertion was valid an hour ago.
    AssertionExpired = "assertion-expired", "[SAML Core §2.5.1.2]: valid before NotOnOrAfter";
    /// The assertion will be valid in an hour.
    AssertionEarly = "assertion-early", "[SAML Core §2.5.1.2]: valid from NotBefore on";
    /// The response was made a day ago.
    ResponseOld = "response-old", "[SAML Core §3.2.2]: IssueInstant is when it was made";
    /// Every response has the same ID.
    ResponseIdKept = "response-id-kept", "[SAML Core §1.3.4]: identifiers are unique";
    /// The level is `substantial`, which the metadata do not offer.
    LevelSubstantial = "level-substantial", "[eIDAS-DE]: the level is high";
    /// The level is none that exists.
    LevelUnknown = "level-unknown", "[eIDAS Message Format §2.3.2]: one of the levels of assurance";
    /// The identifier begins with another country.
    IdentifierOfAnotherCountry = "identifier-of-another-country", "[eIDAS SAML Attribute Profile §2.2.1]: the country of the identity comes first";
    /// The identifier is in lower case.
    IdentifierLowerCase = "identifier-lower-case", "[eIDAS-DE]: 64 upper-case hex digits";
    /// The identifier has no countries.
    IdentifierWithoutCountries = "identifier-without-countries", "[eIDAS SAML Attribute Profile §2.2.1]: two countries and an identifier";
    /// The date of birth is missing.
    BirthDateMissing = "birth-date-missing", "[2015/1501 Annex]: the minimum data set is complete";
    /// The date of birth is written day first.
    BirthDateDayFirst = "birth-date-day-first", "[eIDAS SAML Attribute Profile §2.2.3]: YYYY-MM-DD";
    /// An attribute is told that nobody asked for.
    AttributeNotAsked = "attribute-not-asked", "[eIDAS Message Format §2.3.3]: requested attributes only";
    /// The name has the usual format, whatever was asked for.
    NameFormatIgnored = "name-format-ignored", "[SAML Core §3.4.1.1]: the name has the format that was asked for";
    /// A cancelled login is reported as an error of the card.
    CancellationCalledError = "cancellation-called-error", "[eIDAS-DE]: CANCELLATION_BY_USER is Responder, AuthnFailed";
    /// A failed login is reported with the status Success.
    FailureWithSuccessStatus = "failure-with-success-status", "[SAML Core §3.2.2.2]: Success means that the request succeeded";

    // The request
    /// Requests are held to every rule that some node has.
    RulesOfOtherNodes = "rules-of-other-nodes", "[eIDAS-DE]: a request is held to the rules of the middleware";

    // The pages
    /// A login that nobody goes on with never ends.
    LoginNeverEnds = "login-never-ends", "[CWE-613]: a login that is not used ends";
    /// Pages do not say which rule was broken, and their status is that of success.
    RefusalCalledSuccess = "refusal-called-success", "[RFC 9110 §15.5.1]: what is refused is no success";

    // The metadata
    /// The metadata are not signed.
    MetadataNotSigned = "metadata-not-signed", "[eIDAS Interoperability §6.2]: metadata are signed";
    /// The metadata were valid until yesterday.
    MetadataExpired = "metadata-expired", "[SAML Metadata §2.3.2]: validUntil lies ahead";
    /// The metadata name another country.
    MetadataOfAnotherCountry = "metadata-of-another-country", "[eIDAS Message Format §3]: NodeCountry is the country of the node";
    /// The metadata are signed with the key of messages.
    MetadataSignedWithMessageKey = "metadata-signed-with-message-key", "[eIDAS Interoperability Architecture]: a key of its own signs the metadata";
    /// The metadata say that requests go to another host.
    MetadataForeignEndpoint = "metadata-foreign-endpoint", "[SAML Metadata §2.4.3]: the address for requests is the middleware's";
    /// The metadata do not say which attributes can be had.
    MetadataWithoutAttributes = "metadata-without-attributes", "[eIDAS SAML Message Format]: the attributes that can be given are listed";
    /// The metadata are those of another entity.
    MetadataOfAnotherEntity = "metadata-of-another-entity", "[SAML Metadata §4.1.1]: the entity is named by the address of its metadata";
    /// The metadata name no country.
    MetadataWithoutCountry = "metadata-without-country", "[eIDAS SAML Message Format]: NodeCountry is in the role";
    /// The metadata say that the middleware speaks no version of the protocol after 1.3.
    MetadataOldVersion = "metadata-old-version", "[eIDAS-DE]: the version is 1.4.1";
    /// The metadata publish the level `substantial`.
    MetadataLevelSubstantial = "metadata-level-substantial", "[eIDAS-DE]: the level is high";
}

impl Fault {
    /// The fault of this name.
    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|fault| fault.name() == name)
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// The faults of one middleware.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Faults(BTreeSet<Fault>);

impl Faults {
    /// None.
    #[must_use]
    pub const fn none() -> Self {
        Self(BTreeSet::new())
    }

    /// With one more.
    #[must_use]
    pub fn with(mut self, fault: Fault) -> Self {
        self.0.insert(fault);
        self
    }

    /// Whether the fault is there.
    #[must_use]
    pub fn has(&self, fault: Fault) -> bool {
        self.0.contains(&fault)
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl FromIterator<Fault> for Faults {
    fn from_iter<I: IntoIterator<Item = Fault>>(faults: I) -> Self {
        Self(faults.into_iter().collect())
    }
}

#[cfg(test)]
mod tests {
    use super::Fault;

    #[test]
    fn every_fault_is_found_by_its_own_name() {
        for fault in Fault::ALL {
            assert_eq!(Fault::parse(fault.name()), Some(*fault));
            assert!(
                fault
                    .name()
                    .chars()
                    .all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-')
            );
        }
        assert_eq!(Fault::parse("no-such-fault"), None);
    }
}
