//! The rules of the portal itself: what it asks of browsers and of people from abroad. What it asks of services are the
//! rules of [`saml::fas::request`], [`saml::fas::logout`] and [`oidc::provider`], what it asks of the connector those of
//! [`eidas_profile::light`].

macro_rules! rules {
    ($($(#[doc = $doc:literal])+ $variant:ident: $name:literal, $clause:literal;)*) => {
        /// What the portal requires of browsers and of people from abroad.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Rule { $($(#[doc = $doc])+ $variant,)* }

        impl rules::Rule for Rule {
            const ALL: &'static [Self] = &[$(Self::$variant,)*];

            fn name(self) -> &'static str {
                match self { $(Self::$variant => $name,)* }
            }

            fn clause(self) -> &'static str {
                match self { $(Self::$variant => $clause,)* }
            }
        }
    };
}

rules! {
    /// The browser has a login under way.
    LoginUnderWay: "csam-login-under-way", "RFC 6265 §8.6";
    /// The form that is sent was made for this login.
    FormOfThisLogin: "csam-form-of-this-login", "CWE-352";
    /// The means reaches the level that the service asks for (FO-06).
    MeansOffered: "csam-means-offered", "FAS OIDC FO-06";
    /// The country is one that the portal sends people to (CL-03).
    CountryOffered: "csam-country-offered", "Login guide, France";
    /// The event has a place in the state of the login.
    EventAllowed: "csam-event-allowed", "FAS state machines §9";
    /// The person comes from the country that was chosen.
    ReturnCountry: "csam-return-country", "eIDAS attribute profile §2.2.3";
    /// The identification reached the level that the service asks for (FO-06).
    LevelReached: "csam-level-reached", "FAS OIDC FO-06";
    /// The national number is known before it is given to a service (FO-12).
    NumberLinked: "csam-number-linked", "FAS OIDC FO-12";
}
