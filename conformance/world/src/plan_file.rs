//! The plan file: what a user says about a card of their own.
//!
//! ```toml
//! schema = "1"
//!
//! [target]
//! reader = "ACME eID Reader X 00 00"
//!
//! [ics]
//! card = "current"                 # claims what this built-in card claims …
//! statement = "my-card.toml"       # … or what this file says
//! state = "operational"
//!
//! [secrets]
//! can = "123456"
//!
//! [test-pki]                       # a card whose trust points are those of `eidolon pki`
//! seed = 1
//! date = "2026-03-01"
//!
//! [[certificate]]                  # or certificates and keys of its own, by the plan's names
//! name = "AT_CERT_17a"
//! file = "at-17a.cvcert"
//! key = "at-17a.pkcs8"
//!
//! [[country-signer]]
//! file = "csca.der"
//! ```

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use ambient::Date;
use conformance_harness::{Ics, Secrets};
use pki::{CertificateSource, ForeignEntry, ForeignSet, TestPki};
use serde::Deserialize;

use crate::WorldError;
use crate::personalisation::statement;

/// Everything known about a foreign card.
#[derive(Clone)]
pub struct ForeignCard {
    /// Name of the reader, when the file says it.
    pub reader: Option<String>,
    /// What the card claims.
    pub statement: Arc<Ics>,
    /// State of its PIN.
    pub state: Option<String>,
    /// Its secrets, as far as the file tells them.
    pub secrets: Secrets,
    /// Certificates and keys for a terminal.
    pub certificates: Option<Arc<dyn CertificateSource>>,
    /// The PKI of the card, when it is one of ours.
    pub test_pki: Option<Arc<TestPki>>,
    /// Trusted country signers.
    pub country_signers: Vec<Vec<u8>>,
}

impl std::fmt::Debug for ForeignCard {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("ForeignCard")
            .field("statement", &self.statement.name())
            .field("secrets", &self.secrets)
            .field("certificates", &self.certificates.is_some())
            .finish_non_exhaustive()
    }
}

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case", default)]
struct Document {
    schema: Option<String>,
    target: TargetSection,
    ics: IcsSection,
    secrets: SecretsSection,
    test_pki: Option<TestPkiSection>,
    certificate: Vec<CertificateSection>,
    country_signer: Vec<FileSection>,
}

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct TargetSection {
    reader: Option<String>,
}

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct IcsSection {
    card: Option<String>,
    statement: Option<PathBuf>,
    state: Option<String>,
}

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct SecretsSection {
    can: Option<String>,
    pin: Option<String>,
    puk: Option<String>,
    mrz: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct TestPkiSection {
    seed: u64,
    date: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct CertificateSection {
    name: String,
    file: PathBuf,
    key: Option<PathBuf>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct FileSection {
    file: PathBuf,
}

impl ForeignCard {
    /// A card of which nothing is known but that it should be a German identity card of today.
    ///
    /// # Errors
    ///
    /// When the built-in statement is broken.
    pub fn unknown() -> Result<Self, WorldError> {
        Self::from_document(Document::default(), Path::new(""))
    }

    /// Reads a plan file and the files it names, which lie relative to it.
    ///
    /// # Errors
    ///
    /// With file, line and what to change.
    pub fn read(path: &Path) -> Result<Self, WorldError> {
        let file = path.display().to_string();
        let text = fs::read_to_string(path).map_err(|source| WorldError::Read {
            path: path.to_owned(),
            source,
        })?;
        let document: Document = toml::from_str(&text).map_err(|error| {
            let before = error
                .span()
                .map_or("", |span| text.get(..span.start).unwrap_or_default());
            let line = before.matches('\n').count() + 1;
            WorldError::Plan {
                file: file.clone(),
                line,
                reason: error.message().trim().to_owned(),
            }
        })?;
        match document.schema.as_deref() {
            Some("1") => {}
            other => {
                let found = other.unwrap_or("none");
                let reason = format!("schema is {found}; write schema = \"1\" at the top");
                return Err(WorldError::Plan {
                    file,
                    line: 1,
                    reason,
                });
            }
        }
        Self::from_document(document, path.parent().unwrap_or(Path::new("")))
    }

    fn from_document(document: Document, folder: &Path) -> Result<Self, WorldError> {
        let read = |path: &Path| {
            let path = folder.join(path);
            fs::read(&path).map_err(|source| WorldError::Read { path, source })
        };
        let test_pki = document
            .test_pki
            .map(TestPkiSection::build)
            .transpose()?
            .map(Arc::new);
        let entries = document
            .certificate
            .into_iter()
            .map(|section| {
                Ok(ForeignEntry {
                    name: section.name,
                    certificate: read(&section.file)?,
                    private_key: section.key.as_deref().map(read).transpose()?,
                })
            })
            .collect::<Result<Vec<_>, WorldError>>()?;
        let mut country_signers = document
            .country_signer
            .iter()
            .map(|section| read(&section.file))
            .collect::<Result<Vec<_>, WorldError>>()?;
        let own = test_pki.as_ref().and_then(|pki| pki.country_signer().ok());
        country_signers.extend(own.map(|signer| signer.certificate().to_vec()));
        Ok(Self {
            reader: document.target.reader,
            statement: Arc::new(document.ics.read(folder)?),
            state: document.ics.state,
            secrets: document.secrets.into(),
            certificates: certificates(test_pki.as_ref(), entries)?,
            test_pki,
            country_signers,
        })
    }
}

/// Certificates of the file go before those of the test PKI.
fn certificates(
    test_pki: Option<&Arc<TestPki>>,
    entries: Vec<ForeignEntry>,
) -> Result<Option<Arc<dyn CertificateSource>>, WorldError> {
    if !entries.is_empty() {
        let set: Arc<dyn CertificateSource> = Arc::new(ForeignSet::new(entries)?);
        return Ok(Some(set));
    }
    Ok(test_pki.map(|pki| Arc::<TestPki>::clone(pki) as Arc<dyn CertificateSource>))
}

impl TestPkiSection {
    fn build(self) -> Result<TestPki, WorldError> {
        let date: Date =
            self.date
                .parse()
                .map_err(|error: ambient::DateError| WorldError::Plan {
                    file: "[test-pki] date".to_owned(),
                    line: 1,
                    reason: error.to_string(),
                })?;
        Ok(TestPki::from_seed(self.seed, date))
    }
}

impl IcsSection {
    fn read(&self, folder: &Path) -> Result<Ics, WorldError> {
        if let Some(path) = &self.statement {
            let path = folder.join(path);
            let text = fs::read_to_string(&path).map_err(|source| WorldError::Read {
                path: path.clone(),
                source,
            })?;
            return Ok(Ics::parse(&path.display().to_string(), &text)?);
        }
        let (file, text) = statement(self.card.as_deref().unwrap_or("current"))?;
        Ok(Ics::parse(file, text)?)
    }
}

impl From<SecretsSection> for Secrets {
    fn from(section: SecretsSection) -> Self {
        let SecretsSection { can, pin, puk, mrz } = section;
        Self { can, pin, puk, mrz }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use std::fs;

    use super::ForeignCard;

    fn read(text: &str) -> Result<ForeignCard, String> {
        let folder = std::env::temp_dir().join(format!("plan-{}", text.len()));
        fs::create_dir_all(&folder).unwrap();
        let path = folder.join("conformance.toml");
        fs::write(&path, text).unwrap();
        ForeignCard::read(&path).map_err(|error| error.to_string())
    }

    #[test]
    fn a_plan_says_what_is_known_about_a_card() {
        let card = read(
            "schema = \"1\"\n[ics]\ncard = \"first-generation\"\n[secrets]\ncan = \"123456\"\n\
             [test-pki]\nseed = 1\ndate = \"2026-03-01\"\n",
        )
        .unwrap();
        assert_eq!(card.statement.name(), "first-generation");
        assert_eq!(card.secrets.can.as_deref(), Some("123456"));
        assert!(card.certificates.unwrap().certificate("AT_FULL").is_some());
        assert_eq!(card.country_signers.len(), 1);
    }

    #[test]
    fn a_broken_plan_is_refused_with_file_line_and_what_to_change() {
        for (text, expected) in [
            (
                "schema = \"1\"\n[target]\nraeder = \"x\"\n",
                "conformance.toml:3: unknown field `raeder`",
            ),
            (
                "schema = \"2\"\n",
                "conformance.toml:1: schema is 2; write schema = \"1\"",
            ),
            (
                "schema = \"1\"\n[ics]\ncard = \"nobody\"\n",
                "card \"nobody\" is not known",
            ),
            ("schema = \"1\"\n\n\nx = [\n", "conformance.toml:"),
            (
                "schema = \"1\"\n[[country-signer]]\nfile = \"absent.der\"\n",
                "absent.der: ",
            ),
        ] {
            let error = read(text).unwrap_err();
            assert!(error.contains(expected), "{error}");
        }
    }
}
