//! What an identity provider states.

use ambient::Ambient;
use xml::Element;

use crate::error::SamlError;
use crate::id::fresh_id;
use crate::instant::Instant;
use crate::message::{AttributeStatement, AuthnStatement, NameId, Subject};
use crate::names::{ASSERTION, SIGNATURE};
use crate::read::{Children, Optional, expect, instant, only_attributes, string, trimmed};

/// Statements about a person, with conditions. `[SAML Core §2.3.3]`
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Assertion {
    /// Its identifier.
    pub id: Option<String>,
    /// `2.0`.
    pub version: Option<String>,
    /// When it was made.
    pub issue_instant: Option<Instant>,
    /// Who states it.
    pub issuer: Option<NameId>,
    /// About whom.
    pub subject: Option<Subject>,
    /// When and for whom it is meant.
    pub conditions: Option<Conditions>,
    /// The content of `Advice`.
    pub advice: Vec<Element>,
    /// How the person was authenticated.
    pub authn_statements: Vec<AuthnStatement>,
    /// What is known of the person.
    pub attribute_statements: Vec<AttributeStatement>,
    /// Statements of other kinds, unread.
    pub other_statements: Vec<Element>,
}

/// When and for whom an assertion is meant. `[SAML Core §2.5]`
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Conditions {
    /// Not before this moment.
    pub not_before: Option<Instant>,
    /// Before this moment.
    pub not_on_or_after: Option<Instant>,
    /// Each restriction lists the audiences that may read the assertion; all restrictions must hold.
    pub audience_restrictions: Vec<Vec<String>>,
    /// Whether it may be used once only.
    pub one_time_use: bool,
    /// Conditions of other kinds, unread.
    pub others: Vec<Element>,
}

impl Assertion {
    /// An assertion of now: fresh identifier, version 2.0, this moment.
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

    /// As `saml2:Assertion`, in the order of the schema.
    #[must_use]
    pub fn to_element(&self) -> Element {
        let advice = (!self.advice.is_empty()).then(|| {
            Element::new("saml2:Advice", ASSERTION).children_from(self.advice.iter().cloned())
        });
        Element::new("saml2:Assertion", ASSERTION)
            .maybe_attr("ID", self.id.as_ref())
            .maybe_attr("IssueInstant", self.issue_instant)
            .maybe_attr("Version", self.version.as_ref())
            .child_if(self.issuer.as_ref().map(NameId::to_issuer))
            .child_if(self.subject.as_ref().map(Subject::to_element))
            .child_if(self.conditions.as_ref().map(Conditions::to_element))
            .child_if(advice)
            .children_from(self.authn_statements.iter().map(AuthnStatement::to_element))
            .children_from(
                self.attribute_statements
                    .iter()
                    .map(AttributeStatement::to_element),
            )
            .children_from(self.other_statements.iter().cloned())
    }

    /// Reads a `saml2:Assertion`.
    ///
    /// # Errors
    ///
    /// When the element does not follow the schema.
    pub fn from_element(element: &Element) -> Result<Self, SamlError> {
        expect(element, ASSERTION, "Assertion")?;
        only_attributes(element, &["ID", "IssueInstant", "Version"])?;
        let mut children = Children::of(element)?;
        let issuer = NameId::issuer(&mut children)?;
        children.optional(SIGNATURE, "Signature");
        let mut read = Self {
            id: string(element, "ID"),
            version: string(element, "Version"),
            issue_instant: instant(element, "IssueInstant")?,
            issuer,
            subject: children
                .optional(ASSERTION, "Subject")
                .map(Subject::from_element)
                .transpose()?,
            conditions: children
                .optional(ASSERTION, "Conditions")
                .map(Conditions::from_element)
                .transpose()?,
            ..Self::default()
        };
        if let Some(advice) = children.optional(ASSERTION, "Advice") {
            read.advice = advice.elements().cloned().collect();
        }
        while let Some(child) = children.any() {
            if child.is(ASSERTION, "AuthnStatement") {
                read.authn_statements
                    .push(AuthnStatement::from_element(child)?);
            } else if child.is(ASSERTION, "AttributeStatement") {
                read.attribute_statements
                    .push(AttributeStatement::from_element(child)?);
            } else if child.is(ASSERTION, "Statement")
                || child.is(ASSERTION, "AuthzDecisionStatement")
            {
                read.other_statements.push(child.clone());
            } else {
                return Err(children.misplaced(child));
            }
        }
        Ok(read)
    }
}

impl Conditions {
    /// Valid from now for so many seconds, for one audience.
    #[must_use]
    pub fn lasting(from: Instant, seconds: i64, audience: impl Into<String>) -> Self {
        Self {
            not_before: Some(from),
            not_on_or_after: Some(from.plus(seconds)),
            audience_restrictions: vec![vec![audience.into()]],
            ..Self::default()
        }
    }

    /// As `saml2:Conditions`.
    #[must_use]
    pub fn to_element(&self) -> Element {
        let audience = |text: &String| Element::new("saml2:Audience", ASSERTION).text_child(text);
        let restriction = |audiences: &Vec<String>| {
            Element::new("saml2:AudienceRestriction", ASSERTION)
                .children_from(audiences.iter().map(audience))
        };
        let once = self
            .one_time_use
            .then(|| Element::new("saml2:OneTimeUse", ASSERTION));
        Element::new("saml2:Conditions", ASSERTION)
            .maybe_attr("NotBefore", self.not_before)
            .maybe_attr("NotOnOrAfter", self.not_on_or_after)
            .children_from(self.audience_restrictions.iter().map(restriction))
            .child_if(once)
            .children_from(self.others.iter().cloned())
    }

    /// Reads a `saml2:Conditions`.
    ///
    /// # Errors
    ///
    /// When the element does not follow the schema.
    pub fn from_element(element: &Element) -> Result<Self, SamlError> {
        expect(element, ASSERTION, "Conditions")?;
        only_attributes(element, &["NotBefore", "NotOnOrAfter"])?;
        let mut children = Children::of(element)?;
        let mut read = Self {
            not_before: instant(element, "NotBefore")?,
            not_on_or_after: instant(element, "NotOnOrAfter")?,
            ..Self::default()
        };
        while let Some(child) = children.any() {
            if child.is(ASSERTION, "AudienceRestriction") {
                read.audience_restrictions.push(audiences(child)?);
            } else if child.is(ASSERTION, "OneTimeUse") {
                read.one_time_use = true;
            } else if child.is(ASSERTION, "ProxyRestriction") || child.is(ASSERTION, "Condition") {
                read.others.push(child.clone());
            } else {
                return Err(children.misplaced(child));
            }
        }
        Ok(read)
    }
}

fn audiences(element: &Element) -> Result<Vec<String>, SamlError> {
    let mut children = Children::of(element)?;
    let texts = children.many(ASSERTION, "Audience").into_iter();
    let texts = texts.map(trimmed).collect();
    children.end()?;
    Ok(texts)
}
