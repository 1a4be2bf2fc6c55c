//! The bytes of each message, and what a reader lets pass.
#![expect(clippy::unwrap_used, clippy::panic, reason = "tests")]

use paos::{
    DidAuthenticate, DidAuthenticateResponse, Eac1Input, Eac1Output, Eac2Input, Eac2Output,
    EacAdditionalInput, Envelope, InitializeFrameworkResponse, InputApdu, InputData, Message,
    OutputData, PaosError, ProtocolResult, ResultMinor, StartPaos, StartPaosResponse, TcToken,
    Transmit, TransmitResponse, UserAgent, Version,
};

fn id(byte: u8) -> String {
    paos::message_id([byte; 16])
}

fn from_server(message: Message) -> String {
    Envelope::from_server(message, id(0x51))
        .relating_to(id(0xC1))
        .encode()
}

fn from_client(message: Message) -> String {
    Envelope::from_client(message, id(0xC2))
        .relating_to(id(0x51))
        .encode()
}

fn authenticate(data: InputData) -> Message {
    Message::DidAuthenticate(Box::new(DidAuthenticate::new(data)))
}

fn authenticated(data: OutputData) -> Message {
    Message::DidAuthenticateResponse(Box::new(DidAuthenticateResponse::ok(data)))
}

fn eac1() -> InputData {
    InputData::Eac1(Eac1Input {
        certificates: vec![vec![0x7F, 0x21, 0x01], vec![0x7F, 0x21, 0x02]],
        certificate_description: Some(vec![0x30, 0x00]),
        required_chat: Some(vec![0x7F, 0x4C]),
        optional_chat: Some(vec![0x7F, 0x4C]),
        auxiliary_data: Some(vec![0x67, 0x00]),
        transaction_info: Some("Bestellung <17>".to_owned()),
        accepted_eid_types: vec!["CardCertified".to_owned()],
    })
}

#[test]
fn the_messages_of_a_server() {
    insta::assert_snapshot!(
        "initialize_framework",
        from_server(Message::InitializeFramework)
    );
    insta::assert_snapshot!("eac1_input", from_server(authenticate(eac1())));
    let input = Eac2Input {
        certificates: vec![vec![0x7F, 0x21]],
        ephemeral_public_key: vec![4, 1, 2],
        signature: Some(vec![0xAA; 4]),
    };
    insta::assert_snapshot!(
        "eac2_input",
        from_server(authenticate(InputData::Eac2(input)))
    );
    let input = InputData::Additional(EacAdditionalInput {
        signature: vec![0xAA; 4],
    });
    insta::assert_snapshot!("additional_input", from_server(authenticate(input)));
    let transmit = Transmit::new([
        InputApdu::new([0x0C, 0xA4]).accepting("9000"),
        InputApdu::new([0x0C, 0xB0]),
    ]);
    insta::assert_snapshot!("transmit", from_server(Message::Transmit(transmit)));
    let end = StartPaosResponse::new(ProtocolResult::ok());
    insta::assert_snapshot!(
        "start_paos_response",
        from_server(Message::StartPaosResponse(end))
    );
}

#[test]
fn the_messages_of_a_client() {
    let agent = UserAgent {
        name: "Eidolon".to_owned(),
        version: Version::new(1, 2, 3),
    };
    let start = Message::StartPaos(StartPaos::new("1A2B", agent));
    insta::assert_snapshot!(
        "start_paos",
        Envelope::from_client(start, id(0xC1)).encode()
    );
    let framework = InitializeFrameworkResponse::new(Version::new(1, 1, 5));
    insta::assert_snapshot!(
        "initialize_framework_response",
        from_client(Message::InitializeFrameworkResponse(framework))
    );
    let output = OutputData::Eac1(Eac1Output {
        chat: Some(vec![0x7F, 0x4C]),
        certification_authority_references: vec!["DETESTeID00001".to_owned()],
        ef_card_access: Some(vec![0x31, 0x00]),
        id_picc: Some(vec![0x01; 4]),
        challenge: Some(vec![0x02; 8]),
    });
    insta::assert_snapshot!("eac1_output", from_client(authenticated(output)));
    let output = OutputData::Eac2(Eac2Output {
        challenge: None,
        ef_card_security: Some(vec![0x30, 0x00]),
        authentication_token: Some(vec![0x03; 8]),
        nonce: Some(vec![0x04; 8]),
    });
    insta::assert_snapshot!("eac2_output", from_client(authenticated(output)));
    let response = TransmitResponse::ok(vec![vec![0x90, 0x00], vec![0x6A, 0x82]]);
    insta::assert_snapshot!(
        "transmit_response",
        from_client(Message::TransmitResponse(response))
    );
    let result = ProtocolResult::error(ResultMinor::CANCELLATION_BY_USER).with_message("no more");
    let response = DidAuthenticateResponse::error(result);
    insta::assert_snapshot!(
        "cancelled",
        from_client(Message::DidAuthenticateResponse(Box::new(response)))
    );
}

#[test]
fn tokens_of_both_kinds() {
    let token = TcToken::attached(
        "https://localhost:8443/paos",
        "1a2b",
        "https://localhost:8443/refresh?a=1&b=2",
    );
    insta::assert_snapshot!("attached_token", token.encode());
    let token = token
        .with_communication_error_address("https://localhost:8443/error")
        .with_psk([0xAB; 4]);
    insta::assert_snapshot!("psk_token", token.encode());
}

#[test]
fn elements_are_known_by_their_local_names() {
    let text = br#"
      <a:Envelope xmlns:a="urn:any" xmlns:i="http://www.w3.org/2001/XMLSchema-instance"><a:Body>
        <b:DIDAuthenticate xmlns:b="urn:other">
          <b:Unknown><b:DIDName>no</b:DIDName></b:Unknown>
          <b:DIDName> PIN </b:DIDName>
          <b:AuthenticationProtocolData i:type="x:EAC2InputType">
            <b:EphemeralPublicKey>04 AB
               cd</b:EphemeralPublicKey>
          </b:AuthenticationProtocolData>
        </b:DIDAuthenticate>
      </a:Body></a:Envelope>"#;
    let envelope = Envelope::decode(text).unwrap();
    assert_eq!(envelope.message_id, None);
    let Message::DidAuthenticate(message) = envelope.message else {
        panic!("another message");
    };
    assert_eq!(message.did_name.as_deref(), Some("PIN"));
    let InputData::Eac2(input) = message.data else {
        panic!("another step");
    };
    assert_eq!(input.ephemeral_public_key, [0x04, 0xAB, 0xCD]);
}

fn refused(change: impl Fn(&str) -> String) -> String {
    let text = from_server(authenticate(eac1()));
    let changed = change(&text);
    assert_ne!(text, changed);
    Envelope::decode(changed.as_bytes())
        .unwrap_err()
        .to_string()
}

#[test]
fn an_element_that_may_stand_once_may_not_stand_twice() {
    for name in [
        "CertificateDescription",
        "RequiredCHAT",
        "OptionalCHAT",
        "AuthenticatedAuxiliaryData",
        "TransactionInfo",
        "DIDName",
    ] {
        let error =
            refused(|text| text.replacen(&format!("<{name}>"), &format!("<{name}/><{name}>"), 1));
        assert_eq!(error, format!("element {name} stands more than once"));
    }
    let error = refused(|text| {
        text.replacen(
            "<ConnectionHandle",
            "<ConnectionHandle/><ConnectionHandle",
            1,
        )
    });
    assert_eq!(error, "element ConnectionHandle stands more than once");
    let error = refused(|text| text.replacen("</SlotHandle>", "</SlotHandle><SlotHandle/>", 1));
    assert_eq!(error, "element SlotHandle stands more than once");
    let error = refused(|text| text.replacen("<soap:Body>", "<soap:Body/><soap:Body>", 1));
    assert_eq!(error, "element Body stands more than once");
}

#[test]
fn refusals_name_what_is_wrong() {
    insta::assert_snapshot!(
        [
            refused(|text| text.replace("iso:EAC1InputType", "iso:EAC9InputType")),
            refused(|text| text.replace("<RequiredCHAT>7f", "<RequiredCHAT>7g")),
            refused(|text| text.replace("DIDAuthenticate", "DIDList")),
            refused(|text| text.replace("soap:Envelope", "soap:Cover")),
            refused(|text| text.replace("<soap:Body>", "<soap:Body><a/>")),
            refused(|text| text.replace("AuthenticationProtocolData", "OtherData")),
            refused(|text| text.replace("<soap:Envelope", "<!DOCTYPE a><soap:Envelope")),
        ]
        .join("\n")
    );
}

#[test]
fn acceptable_codes_are_beginnings_in_small_letters() {
    let command = |code: &str| InputApdu::new([0x00]).accepting(code);
    assert!(command("9000").accepts(&[0x01, 0x90, 0x00]));
    assert!(command("90").accepts(&[0x90, 0x00]));
    assert!(command("6a82").accepts(&[0x6A, 0x82]));
    assert!(!command("6A82").accepts(&[0x6A, 0x82]));
    assert!(!command("9000").accepts(&[0x63, 0x00]));
    assert!(InputApdu::new([0x00]).accepts(&[0x63, 0x00]));
}

#[test]
fn a_token_takes_its_parts_from_any_place() {
    let text = br#"<x:TCTokenType xmlns:x="urn:x"><Binding> urn:liberty:paos:2006-08 </Binding>
        <y><RefreshAddress>https://a/</RefreshAddress></y><x:PSK>ab cd</x:PSK></x:TCTokenType>"#;
    let token = TcToken::decode(text).unwrap();
    assert_eq!(token.binding.as_deref(), Some(paos::BINDING));
    assert_eq!(token.refresh_address.as_deref(), Some("https://a/"));
    assert_eq!(token.path_security.unwrap().psk.unwrap(), [0xAB, 0xCD]);
    assert_eq!(token.server_address, None);
}

#[test]
fn a_token_with_a_part_twice_is_refused() {
    let text = b"<TCTokenType><Binding>a</Binding><Binding>a</Binding></TCTokenType>";
    assert!(matches!(
        TcToken::decode(text),
        Err(PaosError::Duplicate("Binding"))
    ));
    assert!(matches!(
        TcToken::decode(b"<html/>"),
        Err(PaosError::Root { .. })
    ));
}

#[test]
fn known_minors_have_a_word() {
    assert_eq!(
        ResultMinor::CANCELLATION_BY_USER.word(),
        "cancellationByUser"
    );
    assert_eq!(
        ResultMinor::CANCELLATION_BY_USER.to_string(),
        "/sal#cancellationByUser"
    );
    assert_eq!(ResultMinor::new("urn:x").word(), "urn:x");
}
