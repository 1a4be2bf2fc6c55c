//! Wrong behaviours by role and name.
//!
//! A name is that of a fault of the role, `BOOK:RULE` for a role that looks away from a rule of one of its books, or
//! `shell:NAME` for what is wrong around it.

use std::collections::{BTreeMap, BTreeSet};

use conformance_harness::site::role;
use rules::{Rule, Rulebook};

use super::shell_fault::{PREFIX, ShellFault};
use crate::WorldError;

/// What is wrong with a world, by role.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Misbehaviour(BTreeMap<String, BTreeSet<String>>);

impl Misbehaviour {
    /// One fault of a role that knows it.
    pub(crate) fn one(role: &str, fault: &str) -> Result<Self, WorldError> {
        if !known(role).iter().any(|name| name == fault) {
            return Err(unknown(role, fault));
        }
        let mut wrong = Self::default();
        wrong.add(role, fault);
        Ok(wrong)
    }

    /// One more.
    pub(crate) fn add(&mut self, role: &str, fault: &str) {
        let faults = self.0.entry(role.to_owned()).or_default();
        faults.insert(fault.to_owned());
    }

    /// Faults of a role itself.
    pub(crate) fn of(&self, role: &str) -> Vec<&str> {
        let faults = self.all(role);
        faults.filter(|fault| !fault.starts_with(PREFIX)).collect()
    }

    /// Faults of the shell around a role, as they are written.
    pub(crate) fn around(&self, role: &str) -> Vec<&str> {
        let faults = self.all(role);
        faults.filter(|fault| fault.starts_with(PREFIX)).collect()
    }

    /// Faults of a role's listener.
    pub(crate) fn at_the_listener(&self, role: &str) -> Vec<ShellFault> {
        let faults = self.all(role).filter_map(ShellFault::parse);
        faults.filter(|fault| fault.is_at_the_listener()).collect()
    }

    /// Whether a role has the same faults in another world.
    pub(crate) fn is_same(&self, other: &Self, role: &str) -> bool {
        self.all(role).eq(other.all(role))
    }

    fn all(&self, role: &str) -> impl Iterator<Item = &str> {
        let faults = self.0.get(role).into_iter().flatten();
        faults.map(String::as_str)
    }

    /// All of them with their roles.
    pub(crate) fn list(&self) -> Vec<String> {
        let one = |(role, faults): (&String, &BTreeSet<String>)| -> Vec<String> {
            faults
                .iter()
                .map(|fault| format!("{role} {fault}"))
                .collect()
        };
        self.0.iter().flat_map(one).collect()
    }
}

/// Takes the rule out of the book where `fault` is `NAME:RULE`; says whether it was that.
pub(crate) fn waive<R: Rule>(book: &mut Rulebook<R>, name: &str, fault: &str) -> bool {
    let rule = fault
        .strip_prefix(name)
        .and_then(|rest| rest.strip_prefix(':'))
        .and_then(R::parse);
    match rule {
        Some(rule) => {
            *book = book.clone().without(rule);
            true
        }
        None => false,
    }
}

pub(crate) fn unknown(role: &str, fault: &str) -> WorldError {
    WorldError::UnknownRoleFault {
        role: role.to_owned(),
        fault: fault.to_owned(),
    }
}

/// The names that a role knows.
pub(crate) fn known(of: &str) -> Vec<String> {
    fn plain(names: impl Iterator<Item = &'static str>) -> Vec<String> {
        names.map(str::to_owned).collect()
    }
    fn book<R: Rule>(name: &str) -> Vec<String> {
        let rules = R::ALL.iter();
        rules
            .map(|rule| format!("{name}:{}", rule.name()))
            .collect()
    }
    let own = match of {
        role::RELYING_PARTY => [
            plain(relying_party::Fault::ALL.iter().map(|fault| fault.name())),
            book::<relying_party::Rule>("own"),
            book::<saml::fas::response::Rule>("response"),
            book::<saml::fas::logout::Rule>("logout"),
            book::<oidc::client::Rule>("oidc"),
        ]
        .concat(),
        role::CSAM => [
            plain(csam::Fault::ALL.iter().map(|fault| fault.name())),
            book::<csam::Rule>("portal"),
            book::<eidas_profile::light::Rule>("light"),
            book::<saml::fas::request::Rule>("request"),
            book::<saml::fas::logout::Rule>("logout"),
            book::<oidc::provider::Rule>("provider"),
        ]
        .concat(),
        role::CONNECTOR => [
            plain(eidas_connector::Fault::ALL.iter().map(|fault| fault.name())),
            book::<eidas_profile::light::Rule>("light"),
            book::<eidas_profile::metadata::Rule>("metadata"),
            book::<eidas_profile::response::Rule>("response"),
        ]
        .concat(),
        role::MIDDLEWARE_DE => [
            plain(
                eidas_middleware_de::Fault::ALL
                    .iter()
                    .map(|fault| fault.name()),
            ),
            book::<eidas_profile::request::Rule>("request"),
            book::<eidas_profile::metadata::Rule>("metadata"),
        ]
        .concat(),
        role::EID_CLIENT => [
            plain(eid_client::Fault::ALL.iter().map(|fault| fault.name())),
            book::<eid_client::Rule>("client"),
        ]
        .concat(),
        _ => return Vec::new(),
    };
    [own, ShellFault::names()].concat()
}
