//! What every request and response begins with.

use ambient::Ambient;
use xml::Element;

use crate::error::SamlError;
use crate::id::fresh_id;
use crate::instant::Instant;
use crate::message::NameId;
use crate::names::{PROTOCOL, SIGNATURE};
use crate::read::{Children, Optional, instant, string};

/// Attributes that only responses have are not among these.
pub(crate) const ATTRIBUTES: [&str; 5] =
    ["ID", "Version", "IssueInstant", "Destination", "Consent"];

/// Attributes and first children of every request and response. `[SAML Core §3.2.1, §3.2.2]`
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Header {
    /// Its identifier.
    pub id: Option<String>,
    /// `2.0`.
    pub version: Option<String>,
    /// When it was made.
    pub issue_instant: Option<Instant>,
    /// Where it is sent.
    pub destination: Option<String>,
    /// Whether the person agreed.
    pub consent: Option<String>,
    /// Who sends it.
    pub issuer: Option<NameId>,
    /// Additions outside the standard; none means no `Extensions` element.
    pub extensions: Vec<Element>,
}

impl Header {
    /// A header of now: fresh identifier, version 2.0, this moment.
    #[must_use]
    pub fn fresh(ambient: &Ambient) -> Self {
        Self {
            id: Some(fresh_id(ambient)),
            version: Some("2.0".to_owned()),
            issue_instant: Some(ambient.now().into()),
            ..Self::default()
        }
    }

    /// The issuer's identifier, when there is one.
    #[must_use]
    pub fn issuer_text(&self) -> Option<&str> {
        self.issuer.as_ref().map(|issuer| issuer.value.as_str())
    }

    pub(crate) fn write(&self, element: Element) -> Element {
        let extensions = (!self.extensions.is_empty()).then(|| {
            Element::new("saml2p:Extensions", PROTOCOL)
                .children_from(self.extensions.iter().cloned())
        });
        element
            .maybe_attr("ID", self.id.as_ref())
            .maybe_attr("Version", self.version.as_ref())
            .maybe_attr("IssueInstant", self.issue_instant)
            .maybe_attr("Destination", self.destination.as_ref())
            .maybe_attr("Consent", self.consent.as_ref())
            .child_if(self.issuer.as_ref().map(NameId::to_issuer))
            .child_if(extensions)
    }

    pub(crate) fn read(element: &Element, children: &mut Children<'_>) -> Result<Self, SamlError> {
        let issuer = NameId::issuer(children)?;
        children.optional(SIGNATURE, "Signature");
        let extensions = children.optional(PROTOCOL, "Extensions");
        Ok(Self {
            id: string(element, "ID"),
            version: string(element, "Version"),
            issue_instant: instant(element, "IssueInstant")?,
            destination: string(element, "Destination"),
            consent: string(element, "Consent"),
            issuer,
            extensions: extensions
                .map(|e| e.elements().cloned().collect())
                .unwrap_or_default(),
        })
    }
}
