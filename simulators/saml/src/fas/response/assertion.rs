//! What an assertion must say.

use std::collections::BTreeMap;

use rules::Breach;

use crate::fas::response::open::Opened;
use crate::fas::response::{Authenticated, Judgement, Rule};
use crate::fas::{Context, Level, SKEW};
use crate::instant::Instant;
use crate::message::{Assertion, AuthnStatement, NameId, SubjectConfirmation};
use crate::names::confirmation;

impl Judgement<'_> {
    /// Judges an assertion and takes from it what it says of the person.
    pub(crate) fn assertion(
        &self,
        opened: &Opened,
        solicited: bool,
    ) -> Result<Authenticated, Breach<Rule>> {
        let (assertion, book) = (&opened.assertion, self.book);
        let version = assertion.version.as_deref().unwrap_or_default();
        book.require(Rule::Version, version == "2.0", || {
            format!("version of the assertion is {version:?}")
        })?;
        let issuer = assertion.issuer_text().unwrap_or_default();
        book.require(
            Rule::AssertionIssuer,
            issuer == self.receiver.issuer,
            || format!("assertion of {issuer:?}, not of {:?}", self.receiver.issuer),
        )?;
        self.recent(assertion.issue_instant, "assertion")?;
        let name_id = self.name_id(assertion)?;
        self.confirmed(assertion, solicited)?;
        self.conditions(assertion)?;
        let statement = self.statement(assertion)?;
        let (level, context) = self.level(&statement)?;
        Ok(Authenticated {
            name_id,
            session_index: statement.session_index,
            session_until: statement.session_not_on_or_after,
            authn_instant: statement.authn_instant,
            level,
            context,
            attributes: self.attributes(assertion)?,
            encrypted: opened.encrypted,
        })
    }

    fn name_id(&self, assertion: &Assertion) -> Result<NameId, Breach<Rule>> {
        let name = assertion
            .subject
            .as_ref()
            .and_then(|subject| subject.name_id.clone())
            .unwrap_or_default();
        self.book
            .require(Rule::NameId, !name.value.is_empty(), || {
                "no NameID".to_owned()
            })?;
        let (asked, given) = (
            self.pending.name_id_format.as_deref(),
            name.format.as_deref(),
        );
        self.book
            .require(Rule::NameId, asked.is_none() || asked == given, || {
                format!("format of NameID is {given:?}, not {asked:?}")
            })?;
        Ok(name)
    }

    /// One bearer confirmation must hold; of several that do not, the first is reported.
    fn confirmed(&self, assertion: &Assertion, solicited: bool) -> Result<(), Breach<Rule>> {
        let confirmations = assertion
            .subject
            .iter()
            .flat_map(|subject| &subject.confirmations);
        let bearer = |c: &&SubjectConfirmation| c.method.as_deref() == Some(confirmation::BEARER);
        let mut first = None;
        for confirmation in confirmations.filter(bearer) {
            match self.bearer(confirmation, solicited) {
                Ok(()) => return Ok(()),
                Err(breach) => first = first.or(Some(breach)),
            }
        }
        match first {
            Some(breach) => Err(breach),
            None => self
                .book
                .require(Rule::Bearer, false, || "no bearer confirmation".to_owned()),
        }
    }

    fn bearer(
        &self,
        confirmation: &SubjectConfirmation,
        solicited: bool,
    ) -> Result<(), Breach<Rule>> {
        let (book, receiver) = (self.book, self.receiver);
        let data = confirmation.data.clone().unwrap_or_default();
        let recipient = data.recipient.as_deref().unwrap_or_default();
        book.require(Rule::Recipient, recipient == receiver.consumer, || {
            format!("recipient {recipient:?} is not {:?}", receiver.consumer)
        })?;
        let valid = data.not_on_or_after.is_some_and(|end| self.before(end));
        book.require(Rule::ConfirmationExpiry, valid, || {
            self.expired("confirmation", data.not_on_or_after)
        })?;
        let begun = data
            .not_before
            .is_none_or(|start| start <= self.now().plus(SKEW));
        book.require(Rule::ConfirmationExpiry, begun, || {
            format!("confirmation begins at {:?}", data.not_before)
        })?;
        let answers = data.in_response_to.as_deref().unwrap_or_default();
        book.require(
            Rule::ConfirmationInResponseTo,
            !solicited || answers == self.pending.id,
            || {
                format!(
                    "confirmation for {answers:?}, not for {:?}",
                    self.pending.id
                )
            },
        )
    }

    fn conditions(&self, assertion: &Assertion) -> Result<(), Breach<Rule>> {
        let (book, receiver) = (self.book, self.receiver);
        let conditions = assertion.conditions.clone().unwrap_or_default();
        let begun = conditions
            .not_before
            .is_none_or(|start| start <= self.now().plus(SKEW));
        book.require(Rule::NotBefore, begun, || match conditions.not_before {
            Some(start) => format!("assertion is valid from {start}, now is {}", self.now()),
            None => String::new(),
        })?;
        let valid = conditions
            .not_on_or_after
            .is_some_and(|end| self.before(end));
        book.require(Rule::NotOnOrAfter, valid, || {
            self.expired("assertion", conditions.not_on_or_after)
        })?;
        let restrictions = &conditions.audience_restrictions;
        let ours = |audiences: &Vec<String>| {
            audiences
                .iter()
                .any(|audience| audience == receiver.entity_id)
        };
        book.require(
            Rule::Audience,
            !restrictions.is_empty() && restrictions.iter().all(ours),
            || {
                format!(
                    "audiences {restrictions:?} do not name {:?}",
                    receiver.entity_id
                )
            },
        )?;
        let unknown = conditions
            .others
            .iter()
            .find(|condition| condition.local() == "Condition");
        book.require(Rule::KnownConditions, unknown.is_none(), || {
            "condition of an unknown kind".to_owned()
        })
    }

    fn statement(&self, assertion: &Assertion) -> Result<AuthnStatement, Breach<Rule>> {
        let (book, statements) = (self.book, &assertion.authn_statements);
        book.require(Rule::AuthnStatement, statements.len() == 1, || {
            format!("{} statements of authentication", statements.len())
        })?;
        let statement = statements.first().cloned().unwrap_or_default();
        let at = statement.authn_instant;
        let past = at.is_some_and(|at| at <= self.now().plus(SKEW));
        book.require(Rule::AuthnInstant, past, || match at {
            Some(at) => format!("authentication at {at}, now is {}", self.now()),
            None => "no AuthnInstant".to_owned(),
        })?;
        let asked = self.pending.issued.plus(-SKEW);
        let anew = !self.pending.force_authn || at.is_some_and(|at| at >= asked);
        book.require(Rule::AuthnInstant, anew, || {
            format!(
                "a new authentication was asked for at {}",
                self.pending.issued
            )
        })?;
        let open = statement
            .session_not_on_or_after
            .is_none_or(|end| self.before(end));
        book.require(Rule::SessionExpiry, open, || {
            self.expired("session", statement.session_not_on_or_after)
        })?;
        Ok(statement)
    }

    fn level(&self, statement: &AuthnStatement) -> Result<(Level, Option<Context>), Breach<Rule>> {
        let class = statement.class_ref().unwrap_or_default();
        let (level, context) = Level::parse(class).unwrap_or((Level(0), None));
        self.book.require(
            Rule::Level,
            level >= self.pending.level && level != Level(0),
            || format!("{class:?} is not at least {}", self.pending.level),
        )?;
        Ok((level, context))
    }

    fn attributes(
        &self,
        assertion: &Assertion,
    ) -> Result<BTreeMap<String, Vec<String>>, Breach<Rule>> {
        let mut found: BTreeMap<String, Vec<String>> = BTreeMap::new();
        let all = assertion
            .attribute_statements
            .iter()
            .flat_map(|statement| &statement.attributes);
        for attribute in all {
            let name = attribute.name.clone().unwrap_or_default();
            let values = attribute
                .texts()
                .map(|text| text.trim().to_owned())
                .collect();
            let again = found.contains_key(&name);
            self.book.require(Rule::UniqueAttributes, !again, || {
                format!("attribute {name:?} comes twice")
            })?;
            found.insert(name, values);
        }
        for name in self.receiver.attributes {
            let given = found
                .get(*name)
                .and_then(|values| values.first())
                .is_some_and(|value| !value.is_empty());
            self.book.require(Rule::MandatoryAttributes, given, || {
                format!("attribute {name:?} is missing")
            })?;
        }
        Ok(found)
    }

    fn now(&self) -> Instant {
        self.receiver.now.into()
    }

    /// Whether a moment lies ahead, with the patience for clocks that differ.
    fn before(&self, end: Instant) -> bool {
        self.now() < end.plus(SKEW)
    }

    fn expired(&self, what: &str, end: Option<Instant>) -> String {
        match end {
            Some(end) => format!("{what} ended at {end}, now is {}", self.now()),
            None => format!("{what} has no NotOnOrAfter"),
        }
    }
}
