//! The plan of a service under test.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use conformance_harness::seat::{Claims, Inside, Protocol, Registration, Seat};

use crate::error::PlanError;
use crate::parse::parse;
use crate::waiver::Waiver;

/// Everything that a plan file says of a service.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ServicePlan {
    /// The plan file as it was named.
    pub file: String,
    /// Vendor, name and version, as far as they are told.
    pub product: String,
    /// How the service speaks to the portal.
    pub protocol: Protocol,
    /// The address that starts a login.
    pub login: String,
    /// The address that ends a session.
    pub logout: Option<String>,
    /// What only somebody who is logged in sees.
    pub inside: Inside,
    /// The level that the service asks for.
    pub level: u16,
    /// How the portal comes to know the service.
    pub registration: PlannedRegistration,
    /// What the service claims.
    pub claims: Claims,
    /// Where the portal of the test listens.
    pub portal_listen: String,
    /// Files with certificates that the service's TLS is trusted by, relative to the plan.
    pub trust: Vec<PathBuf>,
    /// Selector of the checks that run when the command line names none.
    pub select: Option<String>,
    /// Selectors of checks that are left out.
    pub exclude: Vec<String>,
    /// Verdicts that the team lives with.
    pub waivers: Vec<Waiver>,
    /// The line of each key.
    pub(crate) lines: BTreeMap<String, usize>,
}

/// Where SAML metadata are.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum MetadataSource {
    /// At the service.
    Url(String),
    /// In a file, relative to the plan.
    File(PathBuf),
}

/// How the portal comes to know the service.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PlannedRegistration {
    /// By metadata that whoever has a network fetches.
    Saml(MetadataSource),
    /// As the client that the plan describes.
    Oidc(Registration),
}

impl ServicePlan {
    /// Reads a plan file.
    ///
    /// # Errors
    ///
    /// When the file cannot be read, and with all mistakes of its text.
    pub fn read(path: &Path) -> Result<Self, PlanError> {
        let text = fs::read_to_string(path).map_err(|source| PlanError::Read {
            path: path.to_owned(),
            source,
        })?;
        Self::parse(&path.display().to_string(), &text)
    }

    /// Reads the text of a plan; `file` is what it is called in messages.
    ///
    /// # Errors
    ///
    /// With all mistakes of the text.
    pub fn parse(file: &str, text: &str) -> Result<Self, PlanError> {
        parse(file, text).map_err(PlanError::Mistakes)
    }

    /// Whether a text says `role` in its table `target`, and so is about a party and not about a card.
    #[must_use]
    pub fn is_meant(text: &str) -> bool {
        match toml::from_str::<toml::Table>(text) {
            Ok(table) => table
                .get("target")
                .and_then(toml::Value::as_table)
                .is_some_and(|target| target.contains_key("role")),
            Err(_) => text.lines().any(|line| {
                let word = line.trim_start().strip_prefix("role");
                word.is_some_and(|rest| rest.trim_start().starts_with('='))
            }),
        }
    }

    /// File, line and key to change, for a key such as `target.login`; the line of its table when it is not written.
    #[must_use]
    pub fn place(&self, key: &str) -> String {
        let mut known = key;
        let line = loop {
            if let Some(line) = self.lines.get(known) {
                break *line;
            }
            match known.rsplit_once('.') {
                Some((table, _)) => known = table,
                None => break 1,
            }
        };
        format!("{}:{line}: {key}", self.file)
    }

    /// The folder to which files of the plan are relative.
    #[must_use]
    pub fn folder(&self) -> &Path {
        Path::new(&self.file).parent().unwrap_or(Path::new(""))
    }

    /// The service, whose answers arrive at this address.
    #[must_use]
    pub fn seat(&self, inbox: String) -> Seat {
        Seat {
            name: self.product.clone(),
            protocol: self.protocol,
            login: self.login.clone(),
            inbox,
            inside: self.inside.clone(),
            logout: self.logout.clone(),
            level: self.level,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::ServicePlan;

    #[test]
    fn a_plan_with_a_role_is_about_a_party_even_when_it_is_broken() {
        assert!(ServicePlan::is_meant("[target]\nrole = \"sp\"\n"));
        assert!(ServicePlan::is_meant("[target]\n role=\"sp\"\nx = [\n"));
        assert!(!ServicePlan::is_meant("[target]\nreader = \"x\"\n"));
        assert!(!ServicePlan::is_meant("roles = [\n"));
    }
}
