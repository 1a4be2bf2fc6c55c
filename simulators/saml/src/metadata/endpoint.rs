//! Where a party listens.

use xml::Element;

use crate::error::SamlError;
use crate::names::METADATA;
use crate::read::{Optional, boolean, number, string};

/// An address with the binding that is spoken there. `[SAML Metadata §2.2.2, §2.2.3]`
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Endpoint {
    /// The binding.
    pub binding: Option<String>,
    /// The address.
    pub location: Option<String>,
    /// The address for answers, when another.
    pub response_location: Option<String>,
    /// Its number, of indexed endpoints.
    pub index: Option<u16>,
    /// Whether it is the default, of indexed endpoints.
    pub is_default: Option<bool>,
}

impl Endpoint {
    /// An endpoint without a number.
    #[must_use]
    pub fn new(binding: &str, location: impl Into<String>) -> Self {
        Self {
            binding: Some(binding.to_owned()),
            location: Some(location.into()),
            ..Self::default()
        }
    }

    /// The same endpoint with a number.
    #[must_use]
    pub fn indexed(mut self, index: u16, is_default: bool) -> Self {
        self.index = Some(index);
        self.is_default = Some(is_default);
        self
    }

    /// Where answers go.
    #[must_use]
    pub fn answers(&self) -> Option<&str> {
        self.response_location
            .as_deref()
            .or(self.location.as_deref())
    }

    /// The default of indexed endpoints: the one that says so, else the first that does not deny it, else the first.
    #[must_use]
    pub fn default_of(endpoints: &[Self]) -> Option<&Self> {
        let says = endpoints
            .iter()
            .find(|endpoint| endpoint.is_default == Some(true));
        let silent = || {
            endpoints
                .iter()
                .find(|endpoint| endpoint.is_default.is_none())
        };
        says.or_else(silent).or_else(|| endpoints.first())
    }

    /// The first endpoint of this binding.
    #[must_use]
    pub fn with_binding<'a>(endpoints: &'a [Self], binding: &str) -> Option<&'a Self> {
        endpoints
            .iter()
            .find(|endpoint| endpoint.binding.as_deref() == Some(binding))
    }

    pub(crate) fn to_element(&self, name: &str) -> Element {
        Element::new(name, METADATA)
            .maybe_attr("Binding", self.binding.as_ref())
            .maybe_attr("Location", self.location.as_ref())
            .maybe_attr("ResponseLocation", self.response_location.as_ref())
            .maybe_attr("index", self.index)
            .maybe_attr("isDefault", self.is_default)
    }

    pub(crate) fn read(element: &Element) -> Result<Self, SamlError> {
        Ok(Self {
            binding: string(element, "Binding"),
            location: string(element, "Location"),
            response_location: string(element, "ResponseLocation"),
            index: number(element, "index")?,
            is_default: boolean(element, "isDefault")?,
        })
    }

    pub(crate) fn read_all(element: &Element, local: &str) -> Result<Vec<Self>, SamlError> {
        element.all(METADATA, local).map(Self::read).collect()
    }
}
