//! Which rules a party holds its peers to.
//!
//! Every receiver of messages (connector, middleware, portal, relying party, client) has an enum of its rules, each
//! with the clause it comes from. A [`Rulebook`] says which of them are enforced: all of them in a strict party, fewer
//! where a real implementation looks away, one fewer in a party that misbehaves on purpose. A broken rule is a
//! [`Breach`], which carries what was seen. This crate knows no rule.
//!
//! ```
//! use rules::{Rule, Rulebook};
//!
//! #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
//! enum Door { Audience }
//! impl Rule for Door {
//!     const ALL: &'static [Self] = &[Self::Audience];
//!     fn name(self) -> &'static str { "audience" }
//!     fn clause(self) -> &'static str { "SAML Core §2.5.1.4" }
//! }
//!
//! let strict = Rulebook::<Door>::strict();
//! let breach = strict.require(Door::Audience, false, || "audience is \"x\"".into()).unwrap_err();
//! assert_eq!(breach.to_string(), "audience: audience is \"x\" [SAML Core §2.5.1.4]");
//! assert!(strict.without(Door::Audience).require(Door::Audience, false, String::new).is_ok());
//! ```

use std::collections::BTreeSet;
use std::fmt;

/// A rule of a receiver.
pub trait Rule: Copy + Ord + fmt::Debug + Send + Sync + 'static {
    /// All rules of the receiver.
    const ALL: &'static [Self];

    /// Its name in lower-case words joined by hyphens, as mutants and logs have it.
    fn name(self) -> &'static str;

    /// Where it is written.
    fn clause(self) -> &'static str;

    /// The rule of this name.
    #[must_use]
    fn parse(name: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|rule| rule.name() == name)
    }
}

/// Which rules are enforced.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rulebook<R> {
    waived: BTreeSet<R>,
}

impl<R: Rule> Rulebook<R> {
    /// Every rule is enforced.
    #[must_use]
    pub fn strict() -> Self {
        Self {
            waived: BTreeSet::new(),
        }
    }

    /// The same book with one rule waived.
    #[must_use]
    pub fn without(mut self, rule: R) -> Self {
        self.waived.insert(rule);
        self
    }

    /// Whether a rule is enforced.
    #[must_use]
    pub fn enforces(&self, rule: R) -> bool {
        !self.waived.contains(&rule)
    }

    /// Holds a message to a rule; `because` says what was seen and what was expected.
    ///
    /// # Errors
    ///
    /// When the rule is enforced and does not hold.
    pub fn require(
        &self,
        rule: R,
        holds: bool,
        because: impl FnOnce() -> String,
    ) -> Result<(), Breach<R>> {
        if holds || !self.enforces(rule) {
            return Ok(());
        }
        Err(Breach {
            rule,
            because: because(),
        })
    }
}

impl<R: Rule> Default for Rulebook<R> {
    fn default() -> Self {
        Self::strict()
    }
}

/// A rule that was broken, and how.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Breach<R> {
    /// The rule.
    pub rule: R,
    /// What was seen, and what was expected.
    pub because: String,
}

impl<R: Rule> Breach<R> {
    /// A breach of `rule`.
    #[must_use]
    pub fn new(rule: R, because: impl Into<String>) -> Self {
        Self {
            rule,
            because: because.into(),
        }
    }
}

impl<R: Rule> fmt::Display for Breach<R> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { rule, because } = self;
        write!(f, "{}: {because} [{}]", rule.name(), rule.clause())
    }
}

impl<R: Rule> std::error::Error for Breach<R> {}
