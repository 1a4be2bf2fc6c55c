//! What depends on this node, on its requests and on its clock, in the order of the EU node.

use rules::{Breach, Rulebook};
use saml::Instant;
use saml::names::confirmation;

use super::check::{Expectations, Pending, Skew};
use super::read::{Read, Stated};
use super::{Outcome, Rule, Statement};
use crate::attribute::{Attribute, AttributeName};
use crate::identifier::{CountryCode, PersonIdentifier};

/// The minute that is always granted to what begins in the future.
const TOLERANCE: i64 = 60;

/// The attributes that identify a person.
const IDENTIFIERS: [AttributeName; 4] = [
    Attribute::PersonIdentifier.name(),
    Attribute::LegalPersonIdentifier.name(),
    Attribute::PersonIdentifier.of_representative(),
    Attribute::LegalPersonIdentifier.of_representative(),
];

pub(super) fn judge(
    read: &Read,
    expect: &Expectations<'_>,
    book: &Rulebook<Rule>,
) -> Result<(), Breach<Rule>> {
    let response = &read.response;
    let pending = correlate(read, expect, book)?;
    check_freshness(read, expect, book)?;
    if let Some(stated) = &read.stated {
        let skew = pending.as_ref().map(|pending| pending.skew);
        check_times(stated, skew.unwrap_or_default(), expect, book)?;
        let (holds, seen) = confirmed(stated, &response.in_response_to, expect);
        book.require(Rule::Confirmation, holds, || seen)?;
    }
    let id = &response.id;
    book.require(Rule::Replay, (expect.first)(id), || {
        format!("response {id} was seen before")
    })?;
    let Some(pending) = pending else {
        return Ok(());
    };
    let (asked, answered) = (pending.country, response.peer.country);
    book.require(Rule::Country, answered == Some(asked), || {
        format!("{answered:?} answered, {asked} was asked")
    })?;
    if let (Outcome::Success(statement), Some(stated)) = (&response.result, &read.stated) {
        check_level(statement, stated, (read, &pending), book)?;
        check_identifiers(statement, asked, expect.country, book)?;
        check_values(statement, book)?;
        check_name_format(statement, &pending, book)?;
        check_audience(stated, expect, book)?;
        let missing = statement.attributes.missing();
        book.require(Rule::MinimumDataSet, missing.is_empty(), || {
            let names: Vec<String> = missing.iter().map(ToString::to_string).collect();
            format!("no {}", names.join(", "))
        })?;
    }
    Ok(())
}

fn correlate(
    read: &Read,
    expect: &Expectations<'_>,
    book: &Rulebook<Rule>,
) -> Result<Option<Pending>, Breach<Rule>> {
    let request = &read.response.in_response_to;
    let pending = (expect.pending)(request);
    book.require(Rule::Correlation, pending.is_some(), || {
        format!("no request {request} waits for an answer")
    })?;
    let again = pending.as_ref().is_some_and(|pending| pending.answered);
    book.require(Rule::SecondAnswer, !again, || {
        format!("request {request} was answered before")
    })?;
    Ok(pending)
}

fn check_freshness(
    read: &Read,
    expect: &Expectations<'_>,
    book: &Rulebook<Rule>,
) -> Result<(), Breach<Rule>> {
    let destination = read.destination.as_deref();
    let here = destination.is_none_or(|destination| destination == expect.address);
    book.require(Rule::Destination, here, || {
        format!("destination {destination:?}, expected {}", expect.address)
    })?;
    let stated = read.stated.as_ref();
    let moments = [
        read.issue_instant,
        stated.and_then(|stated| stated.issue_instant),
        stated.and_then(|stated| stated.authn_instant),
    ];
    let now = Instant::new(expect.now);
    let oldest = now.plus(-i64::from(expect.max_age));
    let latest = now.plus(TOLERANCE);
    let stale = moments
        .into_iter()
        .flatten()
        .find(|at| !(oldest..=latest).contains(at));
    book.require(Rule::Age, stale.is_none(), || {
        format!("made at {}, now it is {now}", stale.unwrap_or(now))
    })
}

fn check_times(
    stated: &Stated,
    skew: Skew,
    expect: &Expectations<'_>,
    book: &Rulebook<Rule>,
) -> Result<(), Breach<Rule>> {
    let now = Instant::new(expect.now);
    let begins = stated.conditions.not_before;
    let latest = now.plus(TOLERANCE + i64::from(skew.before));
    book.require(
        Rule::NotBefore,
        begins.is_none_or(|at| at <= latest),
        || format!("valid from {}, now it is {now}", begins.unwrap_or(now)),
    )?;
    let ends = stated.conditions.not_on_or_after;
    let earliest = now.plus(-i64::from(skew.after));
    // The EU node takes the last second as well.
    book.require(
        Rule::NotOnOrAfter,
        ends.is_none_or(|at| at >= earliest),
        || format!("valid until {}, now it is {now}", ends.unwrap_or(now)),
    )
}

/// Whether the assertion is confirmed for its bearer, here, now, for this request; and what was seen.
fn confirmed(stated: &Stated, request: &str, expect: &Expectations<'_>) -> (bool, String) {
    let now = Instant::new(expect.now);
    let [only] = stated.confirmations.as_slice() else {
        return (
            false,
            format!("{} SubjectConfirmations", stated.confirmations.len()),
        );
    };
    let data = only.data.clone().unwrap_or_default();
    let seen = format!(
        "method {:?}, recipient {:?}, until {:?}, for {:?}",
        only.method, data.recipient, data.not_on_or_after, data.in_response_to
    );
    let holds = only.method.as_deref() == Some(confirmation::BEARER)
        && data.recipient.as_deref() == Some(expect.address)
        && data.in_response_to.as_deref() == Some(request)
        && data.not_on_or_after.is_some_and(|until| until >= now)
        && data
            .not_before
            .is_none_or(|from| from <= now.plus(TOLERANCE));
    (holds, seen)
}

fn check_level(
    statement: &Statement,
    stated: &Stated,
    (read, pending): (&Read, &Pending),
    book: &Rulebook<Rule>,
) -> Result<(), Breach<Rule>> {
    let given = &stated.class_ref;
    let level = statement.level.as_ref();
    let satisfied = level.is_some_and(|level| pending.levels.accepts(level));
    book.require(Rule::LevelRequested, satisfied, || {
        format!("level \"{given}\", requested {:?}", pending.levels.levels())
    })?;
    let published = &read.response.peer.levels;
    book.require(Rule::LevelPublished, published.contains(given), || {
        format!("level \"{given}\", published {published:?}")
    })
}

fn check_identifiers(
    statement: &Statement,
    asked: CountryCode,
    own: CountryCode,
    book: &Rulebook<Rule>,
) -> Result<(), Breach<Rule>> {
    let first = |name: AttributeName| {
        let value = statement.attributes.values(name).next();
        value.map(|value| value.text.as_str())
    };
    // The EU node does not look at the form of a representative's identifier.
    for name in IDENTIFIERS.iter().take(2) {
        let text = first(*name);
        let form = text.is_none_or(|text| text.parse::<PersonIdentifier>().is_ok());
        book.require(Rule::IdentifierFormat, form, || {
            format!("{name} \"{}\"", text.unwrap_or_default())
        })?;
    }
    for name in IDENTIFIERS {
        let Some(text) = first(name) else {
            continue;
        };
        let issued_by = text.get(..2).unwrap_or_default();
        let matches = issued_by.eq_ignore_ascii_case(asked.as_str());
        book.require(Rule::IdentifierCountry, matches, || {
            format!("{name} of \"{issued_by}\", {asked} was asked")
        })?;
        let issued_to = text.split('/').nth(1).unwrap_or_default();
        book.require(Rule::IdentifierRecipient, issued_to == own.as_str(), || {
            format!("{name} for \"{issued_to}\", this is {own}")
        })?;
    }
    Ok(())
}

fn check_values(statement: &Statement, book: &Rulebook<Rule>) -> Result<(), Breach<Rule>> {
    for set in statement.attributes.iter() {
        let rule = set.name.attribute.rule();
        for value in &set.values {
            // What a schema refuses was refused before, by a rule of its own.
            let wrong = rule.check(&value.text).err();
            let wrong = wrong.filter(|error| !error.breaks_schema());
            book.require(Rule::AttributeValue, wrong.is_none(), || {
                let error = wrong.map(|error| error.to_string());
                format!("{}: {}", set.name, error.unwrap_or_default())
            })?;
        }
    }
    let lonely = statement.attributes.without_latin_twin().next();
    book.require(Rule::LatinTwin, lonely.is_none(), || {
        let name = lonely.map(|name| name.to_string()).unwrap_or_default();
        format!("{name} has no value in Latin script")
    })
}

fn check_name_format(
    statement: &Statement,
    pending: &Pending,
    book: &Rulebook<Rule>,
) -> Result<(), Breach<Rule>> {
    let asked = pending.name_id_format.as_deref();
    let given = statement.name_id.format.as_deref();
    let matches = asked.is_none_or(|asked| given == Some(asked));
    book.require(Rule::NameIdFormat, matches, || {
        format!("name format {given:?}, requested {asked:?}")
    })
}

fn check_audience(
    stated: &Stated,
    expect: &Expectations<'_>,
    book: &Rulebook<Rule>,
) -> Result<(), Breach<Rule>> {
    let restrictions = stated.conditions.audience_restrictions.iter();
    let first = restrictions.flatten().next().map(String::as_str);
    book.require(Rule::Audience, first == Some(expect.entity_id), || {
        format!("audience {first:?}, expected {}", expect.entity_id)
    })
}
