//! Wrong behaviours of the portal: each breaks one requirement, at one named point.
//!
//! A portal that looks away from what it receives is made with a [`Rulebook`](rules::Rulebook) instead. Without the
//! feature `faults` no set of faults but the empty one can be made.

use oidc::jose::forgery::Forgery;

macro_rules! faults {
    ($($(#[$doc:meta])* $name:ident = $text:literal, $requirement:literal;)*) => {
        /// One wrong behaviour, chosen at run time. Each says which requirement it breaks.
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
            /// All faults.
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
    /// The response is not signed, its assertion is.
    ResponseUnsigned = "saml-response-unsigned", "[SAML Profiles §4.1.4.5]: a response by POST is signed";
    /// The assertion is not signed, the response is.
    AssertionUnsigned = "saml-assertion-unsigned", "FAS SAML: the assertion is signed";
    /// Neither response nor assertion is signed.
    Unsigned = "saml-unsigned", "[SAML Profiles §4.1.4.5]: the assertion is protected by a signature";
    /// Both are signed by a key that the metadata does not name.
    ForeignKey = "saml-foreign-key", "[SAML Metadata §2.4.1.1]: signing keys are those of the metadata";
    /// The family name is altered after signing.
    AlteredAfterSigning = "saml-altered-after-signing", "[SAML Core §5.3]: the signature covers what is read";
    /// The signed assertion is hidden and another one stands in its place.
    SignatureWrapped = "saml-signature-wrapped", "[SAML Core §5.4.2]: the signature refers to the element that carries it";
    /// The signatures are made with SHA-1.
    Sha1Signature = "saml-sha1-signature", "FAS SAML: RSA with SHA-256";
    /// The assertion is for another service.
    WrongAudience = "saml-wrong-audience", "[SAML Core §2.5.1.4]: the audience is the service";
    /// The assertion may be delivered to another address.
    WrongRecipient = "saml-wrong-recipient", "[SAML Profiles §4.1.4.2]: the recipient is the consumer's address";
    /// The response is addressed elsewhere.
    WrongDestination = "saml-wrong-destination", "[SAML Bindings §3.5.5.2]: the destination is the address of delivery";
    /// The response says that it is of another version.
    WrongVersion = "saml-wrong-version", "[SAML Core §4.1.3]: version 2.0";
    /// The response was made an hour ago.
    OldResponse = "saml-old-response", "[SAML Core §3.2.2]: IssueInstant is the time of issue";
    /// The response has two assertions.
    TwoAssertions = "saml-two-assertions", "[SAML Profiles §4.1.4.2]: one assertion";
    /// The assertion comes from somebody else.
    WrongAssertionIssuer = "saml-wrong-assertion-issuer", "[SAML Profiles §4.1.4.2]: the issuer is the identity provider";
    /// The subject has no name.
    NameMissing = "saml-name-missing", "[SAML Core §3.4.1.1]: a name of the format asked for";
    /// The subject is confirmed by a key that it must hold.
    NoBearer = "saml-no-bearer", "[SAML Profiles §4.1.4.2]: a bearer confirmation";
    /// The confirmation has ended before it arrives; the assertion has not.
    ConfirmationExpired = "saml-confirmation-expired", "[SAML Profiles §4.1.4.2]: NotOnOrAfter lies ahead";
    /// The confirmation answers another request; the response does not.
    WrongConfirmationInResponseTo = "saml-wrong-confirmation-in-response-to", "[SAML Profiles §4.1.4.2]: InResponseTo is the request";
    /// The assertion is under a condition that nobody knows.
    UnknownCondition = "saml-unknown-condition", "[SAML Core §2.5.1.1]: conditions are understood";
    /// The assertion does not say how the person was authenticated.
    NoAuthnStatement = "saml-no-authn-statement", "[SAML Profiles §4.1.4.2]: an authentication statement";
    /// The person will be authenticated in an hour.
    AuthnInstantAhead = "saml-authn-instant-ahead", "[SAML Core §2.7.2]: the time of authentication has passed";
    /// The session has ended before it begins.
    SessionEnded = "saml-session-ended", "[SAML Core §2.7.2]: SessionNotOnOrAfter lies ahead";
    /// The family name is left out.
    AttributeMissing = "saml-attribute-missing", "FAS attributes: surname";
    /// The response answers another request.
    WrongInResponseTo = "saml-wrong-in-response-to", "[SAML Core §3.2.2]: the response names the request";
    /// The response comes from somebody else; its assertion does not.
    WrongIssuer = "saml-wrong-issuer", "[SAML Profiles §4.1.4.2]: the issuer is the identity provider";
    /// The assertion has ended before it arrives; its confirmation has not.
    Expired = "saml-expired", "[SAML Core §2.5.1.2]: NotOnOrAfter lies ahead";
    /// The assertion begins in an hour.
    NotYetValid = "saml-not-yet-valid", "[SAML Core §2.5.1.2]: NotBefore has passed";
    /// The assertion comes in the clear although the service has a key for encryption.
    NotEncrypted = "saml-not-encrypted", "FAS SAML: encrypted where the metadata has a key";
    /// An attribute comes twice, the second time with another value.
    AttributeTwice = "saml-attribute-twice", "[SAML Core §2.7.3]: one attribute of a name";
    /// The failure of a login comes with an assertion.
    FailureWithAssertion = "saml-failure-with-assertion", "[SAML Core §3.3.3]: assertions with Success only";
    /// A comment splits the family name: a careless reader sees its first half.
    CommentInName = "saml-comment-in-name", "[SAML Core §1.3.1]: the value is the whole text";
    /// Logout messages are not signed.
    LogoutUnsigned = "saml-logout-unsigned", "[SAML Profiles §4.4.4.1]: logout messages are signed";
    /// The metadata are not signed.
    MetadataUnsigned = "metadata-unsigned", "FAS SAML: the metadata are signed";
    /// The metadata say that requests go to another host.
    MetadataForeignEndpoint = "metadata-foreign-endpoint", "[SAML Metadata §2.4.3]: the address for requests is the portal's";
    /// First names and family name change places.
    NamesSwapped = "names-swapped", "FAS attributes: surname is the family name";
    /// The level is lower than the one asked for.
    LevelTooLow = "level-too-low", "FO-06: the level asked for is reached";
    /// The national number is empty instead of refused.
    NumberEmpty = "number-empty", "FO-12: never an empty egovNRN";
    /// The same person has a new federal id at every login.
    FederalIdChanges = "federal-id-changes", "FAS attributes: fedid is stable";
    /// The name of the browser's session stays the same through the login.
    SessionKept = "session-kept", "CWE-384: a login changes the session";
    /// The browser's session never ends by itself.
    SessionNeverEnds = "session-never-ends", "CWE-613: a session that is not used ends";
    /// A second login in the same browser needs no identification.
    PersonRemembered = "person-remembered", "CL-09: card and PIN are asked again";
    /// A failed identification leads back to the menu without a word.
    FailureHidden = "failure-hidden", "CL-05: the menu says what failed";
    /// Whoever cancels stays in the menu.
    CancelIgnored = "cancel-ignored", "FO-07: cancel goes back with access_denied";
    /// Pages come in another language than the one that was asked for.
    OtherLanguage = "other-language", "Login guide: the pages are in the language of the person";
    /// The language that a person chose is forgotten with the page.
    LanguageForgotten = "language-forgotten", "FAS pages: the selector is remembered";
    /// The answer lacks the state.
    StateMissing = "oidc-state-missing", "FO-10: state comes back";
    /// The answer has another state.
    StateAltered = "oidc-state-altered", "FO-10: state comes back unchanged";
    /// The answer does not say who it is from.
    CallbackIssuerMissing = "oidc-callback-issuer-missing", "[RFC 9207 §2]: iss in the answer";
    /// The answer says that it is from somebody else.
    CallbackIssuerWrong = "oidc-callback-issuer-wrong", "[RFC 9207 §2]: iss is the issuer";
    /// The token endpoint gives no `id_token`.
    IdTokenMissing = "oidc-id-token-missing", "[OIDC Core §3.1.3.3]: id_token is required";
    /// The access token is of another type.
    TokenTypeWrong = "oidc-token-type-wrong", "[OIDC Core §3.1.3.3]: token_type is Bearer";
    /// The `id_token` has no nonce.
    NonceMissing = "oidc-nonce-missing", "FO-10: nonce comes back";
    /// The `id_token` has another nonce.
    NonceAltered = "oidc-nonce-altered", "FO-10: nonce comes back unchanged";
    /// The `id_token` is from somebody else.
    IdTokenIssuerWrong = "oidc-id-token-issuer-wrong", "[OIDC Core §2]: iss is the issuer";
    /// The `id_token` is for another client.
    IdTokenAudienceWrong = "oidc-id-token-audience-wrong", "[OIDC Core §2]: aud is the client";
    /// The `id_token` is for two clients and does not say which of them asked.
    IdTokenAudienceSeveral = "oidc-id-token-audience-several", "[OIDC Core §2]: azp with several audiences";
    /// The `id_token` has ended.
    IdTokenExpired = "oidc-id-token-expired", "[OIDC Core §2]: exp lies ahead";
    /// The `id_token` is from the future.
    IdTokenFromTheFuture = "oidc-id-token-from-the-future", "[OIDC Core §2]: iat is the time of issue";
    /// The `id_token` belongs to another access token.
    AtHashWrong = "oidc-at-hash-wrong", "[OIDC Core §3.1.3.6]: at_hash";
    /// The `id_token` is not signed.
    IdTokenAlgorithmNone = "oidc-id-token-algorithm-none", "[RFC 8725 §3.1]: no none";
    /// The `id_token` has a MAC under the public key.
    IdTokenHmac = "oidc-id-token-hmac", "[RFC 8725 §3.1]: no HS256 with a public key";
    /// The `id_token` is signed by a foreign key under the id of the true one.
    IdTokenForeignKey = "oidc-id-token-foreign-key", "FO-11: the keys are those of jwk_uri";
    /// The `id_token` is signed by a key that is not in the set.
    IdTokenUnknownKey = "oidc-id-token-unknown-key", "FO-11: the keys are those of jwk_uri";
    /// The `id_token` brings its own key.
    IdTokenHeaderJwk = "oidc-id-token-header-jwk", "[RFC 8725 §3.10]: keys in the header are not trusted";
    /// The `id_token` says where its key is.
    IdTokenHeaderJku = "oidc-id-token-header-jku", "[RFC 8725 §3.10]: addresses in the header are not fetched";
    /// The payload of the `id_token` is altered after signing.
    IdTokenAltered = "oidc-id-token-altered", "[RFC 7515 §5.2]: the signature covers the payload";
    /// The header of the `id_token` demands an extension that nobody knows.
    IdTokenCritical = "oidc-id-token-critical", "[RFC 7515 §4.1.11]: crit is understood";
    /// Userinfo is JSON and not a signed token.
    UserInfoPlain = "oidc-userinfo-plain", "FO-09: userinfo is a signed token";
    /// Userinfo is not signed.
    UserInfoAlgorithmNone = "oidc-userinfo-algorithm-none", "FO-11: userinfo is signed";
    /// Userinfo is signed by a foreign key under the id of the true one.
    UserInfoForeignKey = "oidc-userinfo-foreign-key", "FO-11: the keys are those of jwk_uri";
    /// Userinfo is signed by a key that is not in the set.
    UserInfoUnknownKey = "oidc-userinfo-unknown-key", "FO-11: the keys are those of jwk_uri";
    /// Userinfo is from somebody else.
    UserInfoIssuerWrong = "oidc-userinfo-issuer-wrong", "FO-11: iss is the issuer";
    /// Userinfo is for another client.
    UserInfoAudienceWrong = "oidc-userinfo-audience-wrong", "FO-11: aud is the client";
    /// Userinfo says more than the scopes ask for.
    UserInfoBeyondScope = "oidc-userinfo-beyond-scope", "[OIDC Core §5.4]: claims are those of the scopes";
    /// A client learns about the tokens of other clients.
    IntrospectsForAnybody = "oidc-introspects-for-anybody", "[RFC 7662 §4]: tokens are looked up for their own client";
    /// After a logout the tokens still open everything.
    TokensOutliveLogout = "oidc-tokens-outlive-logout", "[OIDC RP-Initiated Logout §2]: the logout ends the session";
    /// Userinfo is about another person.
    UserInfoSubjectWrong = "oidc-userinfo-subject-wrong", "[OIDC Core §5.3.4]: sub is that of the id_token";
    /// The `id_token` does not say who it is from.
    IdTokenIssuerMissing = "oidc-id-token-issuer-missing", "[OIDC Core §2]: iss is required";
    /// The issuer of the `id_token` has a slash more.
    IdTokenIssuerSlash = "oidc-id-token-issuer-with-slash", "[OIDC Core §2]: iss is the issuer";
    /// The issuer of the `id_token` is written in capitals.
    IdTokenIssuerCase = "oidc-id-token-issuer-in-capitals", "[OIDC Core §2]: iss is the issuer";
    /// The `id_token` does not say who it is for.
    IdTokenAudienceMissing = "oidc-id-token-audience-missing", "[OIDC Core §2]: aud is required";
    /// The `id_token` is for nobody.
    IdTokenAudienceEmpty = "oidc-id-token-audience-empty", "[OIDC Core §2]: aud is the client";
    /// The `id_token` is for two other clients.
    IdTokenAudienceOthers = "oidc-id-token-audience-others", "[OIDC Core §2]: aud is the client";
    /// The `id_token` is for a client whose name begins like ours.
    IdTokenAudienceLonger = "oidc-id-token-audience-longer", "[OIDC Core §2]: aud is the client";
    /// The `id_token` was asked for by another client.
    IdTokenPartyOther = "oidc-id-token-authorized-party-other", "[OIDC Core §2]: azp is the client";
    /// The `id_token` is for two clients and was asked for by the other one.
    IdTokenPartyOtherOfSeveral = "oidc-id-token-authorized-party-other-of-several", "[OIDC Core §2]: azp is the client";
    /// The `id_token` does not say when it ends.
    IdTokenExpiryMissing = "oidc-id-token-expiry-missing", "[OIDC Core §2]: exp is required";
    /// The `id_token` does not say when it was made.
    IdTokenIssuedAtMissing = "oidc-id-token-issued-at-missing", "[OIDC Core §2]: iat is required";
    /// The `id_token` was made yesterday and lasts until tomorrow.
    IdTokenOld = "oidc-id-token-old", "[OIDC Core §2]: iat is the time of issue";
    /// The `id_token` counts from the next hour on.
    IdTokenNotBefore = "oidc-id-token-not-before", "[RFC 7519 §4.1.5]: nbf lies behind";
    /// The `id_token` is about nobody.
    IdTokenSubjectMissing = "oidc-id-token-subject-missing", "[OIDC Core §2]: sub is required";
    /// The `id_token` is about somebody without a name.
    IdTokenSubjectEmpty = "oidc-id-token-subject-empty", "[OIDC Core §2]: sub names a person";
    /// The `id_token` is about somebody with a name of 300 characters.
    IdTokenSubjectLong = "oidc-id-token-subject-long", "[OIDC Core §2]: sub has at most 255 characters";
    /// The `id_token` has an empty nonce.
    NonceEmpty = "oidc-nonce-empty", "FO-10: nonce comes back unchanged";
    /// The nonce of the `id_token` has its letters in the other case.
    NonceCase = "oidc-nonce-in-other-case", "FO-10: nonce comes back unchanged";
    /// The nonce of the `id_token` has something behind it.
    NonceLonger = "oidc-nonce-longer", "FO-10: nonce comes back unchanged";
    /// The `id_token` does not tell the level.
    IdTokenLevelMissing = "oidc-id-token-level-missing", "FO-06: the level is told";
    /// The `id_token` has a level that somebody else has named.
    IdTokenLevelForeign = "oidc-id-token-level-foreign", "FO-06: the level is one of the federal login";
    /// The access token has no type.
    TokenTypeMissing = "oidc-token-type-missing", "[RFC 6749 §5.1]: token_type is required";
    /// The `id_token` needs no signature, in capitals and small letters.
    IdTokenAlgorithmNoneCase = "oidc-id-token-algorithm-none-other-case", "[RFC 8725 §3.1]: no none";
    /// The `id_token` is authenticated with the bytes of the public key.
    IdTokenHmacDer = "oidc-id-token-hmac-der", "[RFC 8725 §3.1]: no HS256 with a public key";
    /// The signature of the `id_token` is left out.
    IdTokenSignatureEmpty = "oidc-id-token-signature-empty", "FO-11: the id_token is signed";
    /// One bit of the signature of the `id_token` is another one.
    IdTokenSignatureAltered = "oidc-id-token-signature-altered", "[RFC 7515 §5.2]: the signature holds";
    /// The `id_token` says where its certificate is.
    IdTokenHeaderX5u = "oidc-id-token-header-x5u", "[RFC 8725 §3.10]: addresses in the header are not fetched";
    /// The `id_token` brings its key, under the id of the true one.
    IdTokenHeaderJwkTrueId = "oidc-id-token-header-jwk-true-id", "[RFC 8725 §3.10]: keys in the header are not trusted";
    /// Tokens are signed with a new key, which the key set has beside the old one.
    KeyRotated = "oidc-key-rotated", "nothing: [OIDC Core §10.1.1] lets keys change";
    /// The `id_token` is authenticated with the public key by SHA-512.
    IdTokenHmac512 = "oidc-id-token-hmac-512", "[RFC 8725 §3.1]: no HS512 with a public key";
    /// The `id_token` is authenticated with an empty password.
    IdTokenHmacNothing = "oidc-id-token-hmac-with-nothing", "[RFC 8725 §3.1]: no HS256 without a secret";
    /// The `id_token` brings a certificate of its own.
    IdTokenHeaderX5c = "oidc-id-token-header-x5c", "[RFC 8725 §3.10]: keys in the header are not trusted";
    /// The `id_token` is signed over its payload as it is.
    IdTokenUnencoded = "oidc-id-token-unencoded", "[RFC 7797 §7]: tokens do not use b64";
    /// The `id_token` is an object with an honest token in it and another one in the name of its first member.
    IdTokenTwoInOne = "oidc-id-token-two-in-one", "[RFC 7519 §1]: tokens are compact";
    /// The `id_token` has two audiences, the client first.
    IdTokenAudienceTwice = "oidc-id-token-audience-twice", "[RFC 7519 §4]: names are unique";
    /// The `id_token` has two nonces, the client's first.
    NonceTwice = "oidc-nonce-twice", "[RFC 7519 §4]: names are unique";
    /// The name of the client has a blank behind it in the `id_token`.
    IdTokenAudienceBlank = "oidc-id-token-audience-with-blank", "[OIDC Core §2]: aud is the client";
    /// The name of the client has the character NUL and more behind it in the `id_token`.
    IdTokenAudienceNul = "oidc-id-token-audience-with-nul", "[OIDC Core §2]: aud is the client";
    /// A letter in the issuer of the `id_token` only looks like the right one.
    IdTokenIssuerLookalike = "oidc-id-token-issuer-lookalike", "[OIDC Core §2]: iss is the issuer";
    /// The issuer of the `id_token` is a list.
    IdTokenIssuerList = "oidc-id-token-issuer-list", "[RFC 7519 §4.1.1]: iss is a text";
    /// The end of the `id_token` is a text.
    IdTokenExpiryText = "oidc-id-token-expiry-text", "[RFC 7519 §4.1.4]: exp is a number";
    /// The subject of the `id_token` is a number.
    IdTokenSubjectNumber = "oidc-id-token-subject-number", "[RFC 7519 §4.1.2]: sub is a text";
    /// Userinfo has ended.
    UserInfoExpired = "oidc-userinfo-expired", "[RFC 7519 §4.1.4]: exp lies ahead";
    /// Userinfo has two subjects, the right one first.
    UserInfoSubjectTwice = "oidc-userinfo-subject-twice", "[RFC 7519 §4]: names are unique";
    /// The token endpoint calls its answer a page.
    TokensAsPage = "oidc-tokens-as-page", "[RFC 6749 §5.1]: the answer is application/json";
    /// The portal says that it takes proof keys in the clear and no others.
    PlainProofKeysOnly = "oidc-plain-proof-keys-only", "[RFC 7636 §4.2]: S256 is there for all";
    /// Userinfo is authenticated with the public key.
    UserInfoHmac = "oidc-userinfo-hmac", "[RFC 8725 §3.1]: no HS256 with a public key";
    /// Userinfo is altered after signing.
    UserInfoAltered = "oidc-userinfo-altered", "[RFC 7515 §5.2]: the signature covers the payload";
    /// The signature of userinfo is left out.
    UserInfoSignatureEmpty = "oidc-userinfo-signature-empty", "FO-11: userinfo is signed";
    /// Userinfo brings its own key.
    UserInfoHeaderJwk = "oidc-userinfo-header-jwk", "[RFC 8725 §3.10]: keys in the header are not trusted";
    /// Userinfo demands an extension that nobody knows.
    UserInfoCritical = "oidc-userinfo-critical", "[RFC 7515 §4.1.11]: crit is understood";
    /// The token endpoint says that it failed, and gives tokens.
    TokensWithFailure = "oidc-tokens-with-failure", "[RFC 6749 §5.2]: a failure has no tokens";
    /// The userinfo endpoint says that it failed, and gives claims.
    UserInfoWithFailure = "oidc-userinfo-with-failure", "[OIDC Core §5.3.3]: a failure has no claims";
    /// Userinfo is about nobody.
    UserInfoSubjectMissing = "oidc-userinfo-subject-missing", "[OIDC Core §5.3.2]: sub is always there";
    /// Userinfo is for two other clients.
    UserInfoAudienceOthers = "oidc-userinfo-audience-others", "FO-11: aud is the client";
    /// The issuer of userinfo has a slash more.
    UserInfoIssuerSlash = "oidc-userinfo-issuer-with-slash", "FO-11: iss is the issuer";
}

impl Fault {
    /// The fault of this name.
    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|fault| fault.name() == name)
    }

    /// How the `id_token` is forged.
    pub(crate) const fn id_token_forgery(self) -> Option<Forgery> {
        Some(match self {
            Self::IdTokenAlgorithmNone => Forgery::AlgorithmNone,
            Self::IdTokenHmac => Forgery::HmacWithPublicKey,
            Self::IdTokenForeignKey => Forgery::ForeignKey,
            Self::IdTokenUnknownKey => Forgery::UnknownKeyId,
            Self::IdTokenHeaderJwk => Forgery::HeaderJwk,
            Self::IdTokenHeaderJku => Forgery::HeaderJku,
            Self::IdTokenAltered => Forgery::AlteredPayload,
            Self::IdTokenCritical => Forgery::Critical,
            Self::IdTokenAlgorithmNoneCase => Forgery::AlgorithmNoneOtherCase,
            Self::IdTokenHmacDer => Forgery::HmacWithPublicKeyDer,
            Self::IdTokenSignatureEmpty => Forgery::EmptySignature,
            Self::IdTokenSignatureAltered => Forgery::AlteredSignature,
            Self::IdTokenHeaderX5u => Forgery::HeaderX5u,
            Self::IdTokenHeaderJwkTrueId => Forgery::HeaderJwkUnderTrueId,
            Self::IdTokenHmac512 => Forgery::Hmac512WithPublicKey,
            Self::IdTokenHmacNothing => Forgery::HmacWithNothing,
            Self::IdTokenHeaderX5c => Forgery::HeaderX5c,
            Self::IdTokenUnencoded => Forgery::Unencoded,
            Self::IdTokenTwoInOne => Forgery::TwoTokensInOne,
            _ => return None,
        })
    }

    /// How userinfo is forged.
    pub(crate) const fn userinfo_forgery(self) -> Option<Forgery> {
        Some(match self {
            Self::UserInfoAlgorithmNone => Forgery::AlgorithmNone,
            Self::UserInfoForeignKey => Forgery::ForeignKey,
            Self::UserInfoUnknownKey => Forgery::UnknownKeyId,
            Self::UserInfoHmac => Forgery::HmacWithPublicKey,
            Self::UserInfoAltered => Forgery::AlteredPayload,
            Self::UserInfoSignatureEmpty => Forgery::EmptySignature,
            Self::UserInfoHeaderJwk => Forgery::HeaderJwk,
            Self::UserInfoCritical => Forgery::Critical,
            _ => return None,
        })
    }
}

/// The wrong behaviours that a portal was told to have.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Faults(Vec<Fault>);

impl Faults {
    /// None: the portal does what it should.
    #[must_use]
    pub const fn none() -> Self {
        Self(Vec::new())
    }

    /// These faults.
    #[cfg(feature = "faults")]
    #[must_use]
    pub fn of(faults: &[Fault]) -> Self {
        Self(faults.to_vec())
    }

    /// Whether a fault is among them.
    #[must_use]
    pub fn has(&self, fault: Fault) -> bool {
        self.0.contains(&fault)
    }

    /// The first answer that one of the faults gives.
    pub(crate) fn find<T>(&self, answer: impl Fn(Fault) -> Option<T>) -> Option<T> {
        self.0.iter().copied().find_map(answer)
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::Fault;

    #[test]
    fn every_fault_has_a_name_of_its_own_that_reads_back() {
        let names: BTreeSet<_> = Fault::ALL.iter().map(|fault| fault.name()).collect();
        assert_eq!(names.len(), Fault::ALL.len());
        for fault in Fault::ALL {
            assert_eq!(Fault::parse(fault.name()), Some(*fault));
        }
    }
}
