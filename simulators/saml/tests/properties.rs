//! Messages come back as they were, and no bytes make a reader panic.

#![allow(clippy::unwrap_used, clippy::indexing_slicing)]

use ambient::UnixSeconds;
use proptest::prelude::{
    Just, Strategy, any, prop, prop_assert, prop_assert_eq, prop_oneof, proptest,
};
use saml::binding::Carried;
use saml::{
    Assertion, Attribute, AttributeStatement, AuthnRequest, AuthnStatement, Conditions, Header,
    Instant, LogoutRequest, LogoutResponse, MessageKind, Metadata, NameId, NameIdPolicy,
    RequestedAuthnContext, Response, Scoping, Status, StatusCode, Subject, SubjectConfirmation,
    SubjectConfirmationData, eidas_get, post, redirect,
};
use xml::{Element, Limits};

/// Text without space at its ends, which readers of names and URIs take away.
fn word() -> impl Strategy<Value = String> {
    "[!-~ä€😀]([ -~ä€😀]{0,12}[!-~ä€😀])?"
}

fn some<T: std::fmt::Debug>(
    strategy: impl Strategy<Value = T>,
) -> impl Strategy<Value = Option<T>> {
    prop::option::of(strategy)
}

fn instant() -> impl Strategy<Value = Instant> {
    (UnixSeconds::MIN.get()..=UnixSeconds::MAX.get())
        .prop_map(|seconds| Instant::new(UnixSeconds::new(seconds)))
}

fn name_id() -> impl Strategy<Value = NameId> {
    (word(), some(word()), some(word()), some(word())).prop_map(
        |(value, format, name_qualifier, sp_name_qualifier)| NameId {
            value,
            format,
            name_qualifier,
            sp_name_qualifier,
            sp_provided_id: None,
        },
    )
}

fn header() -> impl Strategy<Value = Header> {
    let texts = (some(word()), some(word()), some(word()), some(word()));
    let extension = word().prop_map(|text| {
        Element::new("e:x", "urn:e")
            .declare("e", "urn:e")
            .text_child(text)
    });
    (
        texts,
        some(instant()),
        some(name_id()),
        prop::collection::vec(extension, 0..2),
    )
        .prop_map(
            |((id, version, destination, consent), issue_instant, issuer, extensions)| Header {
                id,
                version,
                issue_instant,
                destination,
                consent,
                issuer,
                extensions,
            },
        )
}

fn conditions() -> impl Strategy<Value = Conditions> {
    let audiences = prop::collection::vec(prop::collection::vec(word(), 1..3), 0..3);
    (some(instant()), some(instant()), audiences, any::<bool>()).prop_map(
        |(not_before, not_on_or_after, audience_restrictions, one_time_use)| Conditions {
            not_before,
            not_on_or_after,
            audience_restrictions,
            one_time_use,
            others: Vec::new(),
        },
    )
}

fn subject() -> impl Strategy<Value = Subject> {
    let data = (some(instant()), some(word()), some(word())).prop_map(
        |(end, recipient, in_response_to)| SubjectConfirmationData {
            not_on_or_after: end,
            recipient,
            in_response_to,
            ..SubjectConfirmationData::default()
        },
    );
    let confirmation = (some(word()), some(data)).prop_map(|(method, data)| SubjectConfirmation {
        method,
        name_id: None,
        data,
    });
    (some(name_id()), prop::collection::vec(confirmation, 0..3)).prop_map(
        |(name_id, confirmations)| Subject {
            name_id,
            confirmations,
        },
    )
}

fn attributes() -> impl Strategy<Value = Vec<AttributeStatement>> {
    let attribute = (word(), some(word()), prop::collection::vec(word(), 0..3)).prop_map(
        |(name, format, values)| {
            let named = Attribute {
                name_format: format,
                ..Attribute::named(name)
            };
            values.iter().fold(named, |attribute, value| {
                attribute.with_value(Attribute::value(value))
            })
        },
    );
    prop::collection::vec(
        prop::collection::vec(attribute, 0..4).prop_map(AttributeStatement::of),
        0..3,
    )
}

fn assertion() -> impl Strategy<Value = Assertion> {
    let statement =
        (instant(), word(), some(word())).prop_map(|(at, class, session_index)| AuthnStatement {
            session_index,
            ..AuthnStatement::new(at, class)
        });
    let who = (some(word()), some(name_id()), some(subject()));
    (
        who,
        some(conditions()),
        prop::collection::vec(statement, 0..2),
        attributes(),
    )
        .prop_map(
            |((id, issuer, subject), conditions, authn_statements, attribute_statements)| {
                Assertion {
                    id,
                    issuer,
                    subject,
                    conditions,
                    authn_statements,
                    attribute_statements,
                    ..Assertion::default()
                }
            },
        )
}

fn status() -> impl Strategy<Value = Status> {
    (some(word()), some(word()), some(word())).prop_map(|(value, sub, message)| Status {
        code: Some(StatusCode {
            value,
            sub: sub.map(|sub| Box::new(StatusCode::new(&sub))),
        }),
        message,
        detail: Vec::new(),
    })
}

fn authn_request() -> impl Strategy<Value = AuthnRequest> {
    let flags = (some(any::<bool>()), some(any::<bool>()), some(any::<u16>()));
    let texts = (some(word()), some(word()), some(word()));
    let context =
        (some(word()), prop::collection::vec(word(), 0..3)).prop_map(|(comparison, class_refs)| {
            RequestedAuthnContext {
                comparison,
                class_refs,
                decl_refs: Vec::new(),
            }
        });
    let scoping = prop::collection::vec(word(), 0..3).prop_map(|requester_ids| Scoping {
        requester_ids,
        ..Scoping::default()
    });
    let policy = word().prop_map(|format| NameIdPolicy::of(&format));
    (
        header(),
        flags,
        texts,
        (some(policy), some(subject()), some(context), some(scoping)),
    )
        .prop_map(
            |(header, flags, (binding, url, name), (name_id_policy, subject, context, scoping))| {
                AuthnRequest {
                    header,
                    force_authn: flags.0,
                    is_passive: flags.1,
                    assertion_consumer_service_index: flags.2,
                    protocol_binding: binding,
                    assertion_consumer_service_url: url,
                    provider_name: name,
                    name_id_policy,
                    subject,
                    requested_authn_context: context,
                    scoping,
                    ..AuthnRequest::default()
                }
            },
        )
}

/// The element after a journey as text.
fn through_text(element: &Element) -> Element {
    xml::parse(element.to_document().as_bytes(), &Limits::SAML).unwrap()
}

/// A text with some bytes changed, removed or repeated.
fn damaged(text: String) -> impl Strategy<Value = Vec<u8>> {
    let length = text.len();
    let change = (0..length, any::<u8>(), 0..3u8);
    prop::collection::vec(change, 0..6).prop_map(move |changes| {
        let mut bytes = text.clone().into_bytes();
        for (at, byte, how) in changes {
            let at = at.min(bytes.len().saturating_sub(1));
            match how {
                0 => bytes[at] = byte,
                1 if bytes.len() > 1 => drop(bytes.remove(at)),
                _ => bytes.insert(at, byte),
            }
        }
        bytes
    })
}

fn any_message() -> impl Strategy<Value = Element> {
    let response = (header(), status(), prop::collection::vec(assertion(), 0..2)).prop_map(
        |(header, status, all)| {
            Response {
                header,
                status: Some(status),
                assertions: all,
                ..Response::default()
            }
            .to_element()
        },
    );
    prop_oneof![authn_request().prop_map(|r| r.to_element()), response]
}

proptest! {
    #[test]
    fn an_authn_request_comes_back(request in authn_request()) {
        prop_assert_eq!(AuthnRequest::from_element(&through_text(&request.to_element())), Ok(request));
    }

    #[test]
    fn a_response_comes_back(
        header in header(),
        in_response_to in some(word()),
        status in some(status()),
        assertions in prop::collection::vec(assertion(), 0..3),
    ) {
        let response = Response { header, in_response_to, status, assertions, ..Response::default() };
        prop_assert_eq!(Response::from_element(&through_text(&response.to_element())), Ok(response));
    }

    #[test]
    fn logout_messages_come_back(
        header in header(),
        name_id in some(name_id()),
        session_indexes in prop::collection::vec(word(), 0..3),
        status in some(status()),
    ) {
        let request = LogoutRequest { header: header.clone(), name_id, session_indexes, ..LogoutRequest::default() };
        prop_assert_eq!(LogoutRequest::from_element(&through_text(&request.to_element())), Ok(request));
        let response = LogoutResponse { header, in_response_to: None, status };
        prop_assert_eq!(LogoutResponse::from_element(&through_text(&response.to_element())), Ok(response));
    }

    #[test]
    fn every_binding_brings_the_text_back(
        text in ".{0,200}",
        relay_state in some(".{0,20}"),
        kind in prop_oneof![Just(MessageKind::Request), Just(MessageKind::Response)],
    ) {
        let carried = Carried { kind, text, relay_state };
        let fields = post::fields(kind, &carried.text, carried.relay_state.as_deref());
        let read = post::read(fields.iter().map(|(n, v)| (n.as_str(), v.as_str())), &Limits::SAML);
        prop_assert_eq!(read, Ok(carried.clone()));
        let query = url::form_urlencoded::Serializer::new(String::new()).extend_pairs(&fields).finish();
        prop_assert_eq!(eidas_get::read(&query, &Limits::SAML), Ok(carried.clone()));
        let query = redirect::query(&carried, None).unwrap();
        prop_assert_eq!(redirect::parse(&query, &Limits::SAML).map(|incoming| incoming.carried), Ok(carried));
    }

    #[test]
    fn a_damaged_message_does_not_make_a_reader_panic(bytes in any_message().prop_flat_map(|m| damaged(m.to_text()))) {
        if let Ok(element) = xml::parse(&bytes, &Limits::SAML) {
            let _ = AuthnRequest::from_element(&element);
            let _ = Response::from_element(&element);
            let _ = LogoutRequest::from_element(&element);
            let _ = LogoutResponse::from_element(&element);
            let _ = Metadata::all_from_element(&element);
        }
    }

    #[test]
    fn no_query_makes_a_reader_panic(query in "(SAML(Request|Response)|RelayState|SigAlg|Signature|&|=|%[0-9a-f]?|[ -~]){0,40}") {
        let _ = redirect::parse(&query, &Limits::SAML);
        let _ = eidas_get::read(&query, &Limits::SAML);
    }

    #[test]
    fn no_text_makes_a_moment_panic(text in ".{0,40}") {
        if let Ok(moment) = text.parse::<Instant>() {
            prop_assert!(moment.to_string().parse::<Instant>() == Ok(moment));
        }
    }
}
