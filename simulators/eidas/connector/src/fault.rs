//! Wrong behaviours of the connector: each breaks one requirement, at one named point.
//!
//! A connector that looks away from what it receives is made with a [`Rulebook`](rules::Rulebook) instead. Without the
//! feature `faults` no set of faults but the empty one can be made.

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
    /// Requests are not signed.
    RequestUnsigned = "request-unsigned", "[eIDAS SAML Message Format]: requests are signed";
    /// The identifier of the light request becomes that of the message. Seen in early nodes.
    RequestIdReused = "request-id-reused", "[SAML Core §1.3.4]: identifiers cannot be guessed";
    /// Requests do not ask for a new authentication.
    ForceAuthnLeftOut = "force-authn-left-out", "[eIDAS SAML Message Format]: ForceAuthn is true";
    /// Requests do not say that the person may be seen.
    IsPassiveLeftOut = "is-passive-left-out", "[eIDAS SAML Message Format]: IsPassive is false";
    /// Requests name another destination.
    WrongDestination = "wrong-destination", "[SAML Core §3.2.1]: the destination is the address of delivery";
    /// Requests ask for the answer at another address than the metadata have.
    ForeignConsumer = "foreign-consumer", "[eIDAS SAML Message Format]: the address for answers is that of the metadata";
    /// Requests say the type of the service although the metadata do.
    ServiceTypeTwice = "service-type-twice", "[eIDAS SAML Message Format]: the type of the service is in one place";
    /// Optional attributes are required.
    OptionalRequired = "optional-required", "[eIDAS SAML Attribute Profile]: required are the mandatory attributes";
    /// Requests ask for the lowest level whatever the service asked for.
    LowestLevelAsked = "lowest-level-asked", "[eIDAS SAML Message Format]: the level of the service is asked for";
    /// Requests compare levels exactly.
    ExactComparison = "exact-comparison", "[eIDAS SAML Message Format]: notified levels are a minimum";
    /// Requests are two hours old.
    OldIssueInstant = "old-issue-instant", "[SAML Core §3.2.1]: IssueInstant is the moment of issue";
    /// Requests carry no RelayState.
    RelayStateKept = "relay-state-kept", "[SAML Bindings §3.5.3]: the RelayState goes along with the request";
    /// The metadata are not signed.
    MetadataUnsigned = "metadata-unsigned", "[eIDAS Interoperability Architecture]: metadata are signed";
    /// The metadata have expired.
    MetadataExpired = "metadata-expired", "[SAML Metadata §2.3.2]: validUntil lies ahead";
    /// The metadata name no country.
    MetadataWithoutCountry = "metadata-without-country", "[eIDAS SAML Message Format]: NodeCountry is in the role";
    /// The metadata have no key to encrypt to.
    MetadataWithoutEncryption = "metadata-without-encryption", "[eIDAS SAML Message Format]: a key for encryption";
    /// The metadata are signed with the key of messages.
    MetadataSignedWithMessageKey = "metadata-signed-with-message-key", "[eIDAS Interoperability Architecture]: a key of its own signs the metadata";
    /// The metadata say that answers go to another host.
    MetadataForeignEndpoint = "metadata-foreign-endpoint", "[SAML Metadata §2.4.4]: the address for answers is the connector's";
    /// The metadata name no version of the protocol.
    MetadataWithoutVersion = "metadata-without-version", "[eIDAS SAML Message Format]: the versions are in the metadata";
    /// The metadata are those of another entity.
    MetadataOfAnotherEntity = "metadata-of-another-entity", "[SAML Metadata §4.1.1]: the entity is named by the address of its metadata";
    /// The RelayState that comes with the response goes to the service.
    RelayStateFromBrowser = "relay-state-from-browser", "[EU eIDAS-Node 2.9]: the RelayState is that of the stored request";
    /// The service gets no RelayState back.
    RelayStateLost = "relay-state-lost", "[SAML Bindings §3.5.3]: the RelayState comes back unchanged";
    /// The answer names the request between the nodes and not that of the service.
    AnswersOtherRequest = "answers-other-request", "[EU eIDAS-Node 2.9]: inResponseToId is the light request";
    /// The service is always told that the level is high.
    LevelAlwaysHigh = "level-always-high", "[eIDAS SAML Message Format]: the level is passed on as it came";
    /// The identifier loses its countries on the way to the service.
    IdentifierShortened = "identifier-shortened", "[eIDAS SAML Attribute Profile]: the identifier is passed on whole";
    /// The identifier is another one at every login.
    IdentifierChanges = "identifier-changes", "[eIDAS SAML Attribute Profile]: the identifier is passed on as it came";
    /// The given names are left out.
    GivenNameLost = "given-name-lost", "[eIDAS SAML Attribute Profile]: the minimum data set is passed on";
    /// A failure at the other node ends on a page instead of at the service.
    FailureKept = "failure-kept", "[EU eIDAS-Node 2.9]: a failure status is passed on";
    /// The service is told that an authentication succeeded which did not.
    FailureTurned = "failure-turned", "[SAML Core §3.2.2.2]: the status is passed on";
    /// A token can be used as often as one likes.
    TokenReusable = "token-reusable", "[EU eIDAS-Node 2.9]: a token is used once";
    /// Pages do not say which rule was broken.
    CodeHidden = "code-hidden", "[EU eIDAS-Node 2.9]: error pages show the code";
}

impl Fault {
    /// The fault of this name.
    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|fault| fault.name() == name)
    }
}

/// The wrong behaviours that a connector was told to have.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Faults(Vec<Fault>);

impl Faults {
    /// None: the connector does what it should.
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

    /// The same and one more.
    #[cfg(feature = "faults")]
    #[must_use]
    pub fn with(mut self, fault: Fault) -> Self {
        self.0.push(fault);
        self
    }

    /// Whether a fault is among them.
    #[must_use]
    pub fn has(&self, fault: Fault) -> bool {
        self.0.contains(&fault)
    }
}

#[cfg(test)]
mod tests {
    use super::Fault;

    #[test]
    fn names_find_their_fault_again() {
        for fault in Fault::ALL {
            assert_eq!(Fault::parse(fault.name()), Some(*fault));
        }
    }
}
