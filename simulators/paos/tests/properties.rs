//! Every envelope and token that can be written reads back, and no bytes make the reader panic.
#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "tests")]

use paos::{
    ConnectionHandle, DidAuthenticate, DidAuthenticateResponse, Eac1Input, Eac1Output, Eac2Input,
    Eac2Output, EacAdditionalInput, Envelope, InitializeFrameworkResponse, InputApdu, InputData,
    Message, OutputData, PathSecurity, ProtocolResult, ResultMajor, ResultMessage, ResultMinor,
    Sender, StartPaos, StartPaosResponse, TcToken, Transmit, TransmitResponse, UserAgent, Version,
};
use proptest::collection::vec;
use proptest::option::of;
use proptest::prelude::{Just, Strategy, any, prop_oneof, proptest};

fn bytes() -> impl Strategy<Value = Vec<u8>> {
    vec(any::<u8>(), 0..40)
}

/// Text without white space around it, which readers cut off.
fn text() -> impl Strategy<Value = String> {
    "([!-~äß€]([ -~äß€\n]{0,20}[!-~äß€])?)?"
}

fn result() -> impl Strategy<Value = ProtocolResult> {
    let major = prop_oneof![
        Just(ResultMajor::Ok),
        Just(ResultMajor::Warning),
        Just(ResultMajor::Error),
        "urn:[a-z]{1,8}".prop_map(ResultMajor::Other),
    ];
    let minor = prop_oneof![
        (0..ResultMinor::KNOWN.len()).prop_map(|index| ResultMinor::KNOWN[index].clone()),
        text().prop_map(ResultMinor::new),
    ];
    let message =
        (of("[a-z]{2}"), text()).prop_map(|(language, text)| ResultMessage { language, text });
    (major, of(minor), of(message)).prop_map(|(major, minor, message)| ProtocolResult {
        major,
        minor,
        message,
    })
}

fn version() -> impl Strategy<Value = Version> {
    (any::<u32>(), of(any::<u32>()), of(any::<u32>())).prop_map(|(major, minor, subminor)| {
        Version {
            major,
            minor,
            subminor,
        }
    })
}

fn handle() -> impl Strategy<Value = ConnectionHandle> {
    (of(bytes()), of(bytes())).prop_map(|(card_application, slot_handle)| ConnectionHandle {
        card_application,
        slot_handle,
    })
}

fn input() -> impl Strategy<Value = InputData> {
    let first = (
        (vec(bytes(), 0..4), of(bytes()), of(bytes()), of(bytes())),
        (of(bytes()), of(text()), vec(text(), 0..3)),
    )
        .prop_map(|(chats, rest)| {
            let (certificates, certificate_description, required_chat, optional_chat) = chats;
            let (auxiliary_data, transaction_info, accepted_eid_types) = rest;
            InputData::Eac1(Eac1Input {
                certificates,
                certificate_description,
                required_chat,
                optional_chat,
                auxiliary_data,
                transaction_info,
                accepted_eid_types,
            })
        });
    let second = (vec(bytes(), 0..3), bytes(), of(bytes())).prop_map(
        |(certificates, ephemeral_public_key, signature)| {
            InputData::Eac2(Eac2Input {
                certificates,
                ephemeral_public_key,
                signature,
            })
        },
    );
    let additional =
        bytes().prop_map(|signature| InputData::Additional(EacAdditionalInput { signature }));
    prop_oneof![first, second, additional]
}

fn output() -> impl Strategy<Value = OutputData> {
    let first = (
        of(bytes()),
        vec(text(), 0..3),
        of(bytes()),
        of(bytes()),
        of(bytes()),
    )
        .prop_map(
            |(chat, certification_authority_references, ef_card_access, id_picc, challenge)| {
                OutputData::Eac1(Eac1Output {
                    chat,
                    certification_authority_references,
                    ef_card_access,
                    id_picc,
                    challenge,
                })
            },
        );
    let second = (of(bytes()), of(bytes()), of(bytes()), of(bytes())).prop_map(
        |(challenge, ef_card_security, authentication_token, nonce)| {
            OutputData::Eac2(Eac2Output {
                challenge,
                ef_card_security,
                authentication_token,
                nonce,
            })
        },
    );
    prop_oneof![first, second]
}

fn message() -> impl Strategy<Value = Message> {
    let agent = (text(), version()).prop_map(|(name, version)| UserAgent { name, version });
    let start = (text(), vec(handle(), 0..3), of(agent), vec(version(), 0..3)).prop_map(
        |(session_identifier, connection_handles, user_agent, supported_api_versions)| {
            Message::StartPaos(StartPaos {
                session_identifier,
                connection_handles,
                user_agent,
                supported_api_versions,
            })
        },
    );
    let framework = (result(), version()).prop_map(|(result, version)| {
        Message::InitializeFrameworkResponse(InitializeFrameworkResponse { result, version })
    });
    let authenticate =
        (of(handle()), of(text()), input()).prop_map(|(connection_handle, did_name, data)| {
            Message::DidAuthenticate(Box::new(DidAuthenticate {
                connection_handle,
                did_name,
                data,
            }))
        });
    let authenticated = (result(), of(output())).prop_map(|(result, data)| {
        Message::DidAuthenticateResponse(Box::new(DidAuthenticateResponse { result, data }))
    });
    let command = (bytes(), vec("[0-9a-f]{0,4}", 0..3))
        .prop_map(|(apdu, acceptable)| InputApdu { apdu, acceptable });
    let transmit = (of(bytes()), vec(command, 0..5)).prop_map(|(slot_handle, inputs)| {
        Message::Transmit(Transmit {
            slot_handle,
            inputs,
        })
    });
    let transmitted = (result(), vec(bytes(), 0..5)).prop_map(|(result, outputs)| {
        Message::TransmitResponse(TransmitResponse { result, outputs })
    });
    prop_oneof![
        start,
        Just(Message::InitializeFramework),
        framework,
        authenticate,
        authenticated,
        transmit,
        transmitted,
        result().prop_map(|result| Message::StartPaosResponse(StartPaosResponse { result })),
    ]
}

fn envelope() -> impl Strategy<Value = Envelope> {
    let sender = prop_oneof![Just(Sender::Client), Just(Sender::Server)];
    (sender, of(text()), of(text()), message()).prop_map(
        |(sender, message_id, relates_to, message)| Envelope {
            sender,
            message_id,
            relates_to,
            message,
        },
    )
}

fn token() -> impl Strategy<Value = TcToken> {
    let security = (of(text()), of(bytes()))
        .prop_filter("something is said", |(protocol, psk)| {
            protocol.is_some() || psk.is_some()
        })
        .prop_map(|(protocol, psk)| PathSecurity { protocol, psk });
    let addresses = (of(text()), of(text()), of(text()), of(text()));
    (addresses, of(text()), of(security)).prop_map(|(addresses, binding, path_security)| {
        let (server_address, session_identifier, refresh_address, communication_error_address) =
            addresses;
        TcToken {
            server_address,
            session_identifier,
            refresh_address,
            communication_error_address,
            binding,
            path_security,
        }
    })
}

proptest! {
    #[test]
    fn an_envelope_reads_back(envelope in envelope()) {
        let text = envelope.encode();
        assert_eq!(Envelope::decode(text.as_bytes()).unwrap(), envelope);
    }

    #[test]
    fn a_token_reads_back(token in token()) {
        assert_eq!(TcToken::decode(token.encode().as_bytes()).unwrap(), token);
    }

    #[test]
    fn no_prefix_of_a_document_is_a_document(envelope in envelope(), cut in any::<usize>()) {
        let text = envelope.encode();
        let cut = cut % text.len();
        assert!(Envelope::decode(&text.as_bytes()[..cut]).is_err());
        assert!(TcToken::decode(&text.as_bytes()[..cut]).is_err());
    }

    #[test]
    fn changed_bytes_never_panic(envelope in envelope(), place in any::<usize>(), byte in any::<u8>()) {
        let mut bytes = envelope.encode().into_bytes();
        let place = place % bytes.len();
        bytes[place] = byte;
        let _ = Envelope::decode(&bytes);
        let _ = TcToken::decode(&bytes);
    }

    #[test]
    fn arbitrary_bytes_never_panic(bytes in vec(any::<u8>(), 0..300)) {
        let _ = Envelope::decode(&bytes);
        let _ = TcToken::decode(&bytes);
    }

    #[test]
    fn message_names_have_the_shape_of_a_uuid(random in any::<[u8; 16]>()) {
        let name = paos::message_id(random);
        let parts: Vec<_> = name.strip_prefix("urn:uuid:").unwrap().split('-').collect();
        assert_eq!(parts.iter().map(|part| part.len()).collect::<Vec<_>>(), [8, 4, 4, 4, 12]);
    }
}
