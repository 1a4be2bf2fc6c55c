@country:be @layer:saml
Feature: what a service takes for its own

  The portal has signed all of it. It is not for this service, or not for this login.

  @SP-SAML-180 @REQ-SAML-PROFILES-4.1.4.2-20 @kills:M-SP-response-audience @should @negative
  Scenario: no audience
    Clause: [SAML Profiles §4.1.4.2]
    An assertion for everybody may have been made for another service. The profile asks the portal for an
    audience, and leaves it to the service to miss it.
    Usual causes: an audience is compared where there is one.

    Given a response of the portal on its way to the relying party
    When the portal's response comes without an audience
    Then the relying party refuses
    And nobody is logged in

  @SP-SAML-182 @REQ-SAML-CORE-2.5.1.4-12 @kills:M-SP-reads-first-audience @must
  Scenario: an audience among others is enough
    Clause: [SAML Core §2.5.1.4]
    A restriction is met by one of its audiences. A service that refuses this may refuse good logins of other
    portals.
    Usual causes: the first audience is taken for the only one.

    Given a response of the portal on its way to the relying party
    When the portal's response comes for two audiences, the service last
    Then the citizen is logged in

  @SP-SAML-183 @REQ-SAML-CORE-2.5.1.4-10 @kills:M-SP-response-audience @must @negative
  Scenario: a second restriction to somebody else
    Clause: [SAML Core §2.5.1.4]
    All restrictions must be met, each by one of its audiences.
    Usual causes: all audiences of all restrictions are thrown together.

    Given a response of the portal on its way to the relying party
    When the portal's response comes for the service and, under another restriction, for somebody else
    Then the relying party refuses
    And nobody is logged in

  @SP-SAML-184 @REQ-SAML-CORE-2.5.1.4-11 @kills:M-SP-response-audience @must @negative
  Scenario: an audience whose name begins as the service's
    Clause: [SAML Core §2.5.1.4]
    Names are compared whole.
    Usual causes: the beginning of the name is compared.

    Given a response of the portal on its way to the relying party
    When the portal's response comes for an audience whose name begins as the service's
    Then the relying party refuses
    And nobody is logged in

  @SP-SAML-185 @REQ-SAML-PROFILES-4.1.4.3-20 @kills:M-SP-response-recipient @must @negative
  Scenario: no recipient
    Clause: [SAML Profiles §4.1.4.3]
    The service verifies that the recipient is the address at which the response came.
    Usual causes: a recipient is compared where there is one.

    Given a response of the portal on its way to the relying party
    When the portal's response comes without a recipient
    Then the relying party refuses
    And nobody is logged in

  @SP-SAML-186 @REQ-SAML-PROFILES-4.1.4.2-21 @kills:M-SP-response-confirmation-expiry @should @negative
  Scenario: no end of the confirmation
    Clause: [SAML Profiles §4.1.4.2]
    A confirmation without an end can be used for ever. The profile asks the portal for one.
    Usual causes: an end is compared where there is one.

    Given a response of the portal on its way to the relying party
    When the portal's response comes without an end of its confirmation
    Then the relying party refuses
    And nobody is logged in

  @SP-SAML-187 @REQ-SAML-PROFILES-4.1.4.3-21 @kills:M-SP-response-confirmation-in-response-to @should @negative
  Scenario: no request in the confirmation
    Clause: [SAML Profiles §4.1.4.3]
    The confirmation answers a request, and does not say which.
    Usual causes: a request is compared where there is one.

    Given a response of the portal on its way to the relying party
    When the portal's response comes without the request in its confirmation
    Then the relying party refuses
    And nobody is logged in

  @SP-SAML-188 @REQ-SAML-CORE-2.4.1.2-1 @kills:M-SP-response-confirmation-expiry @must @negative
  Scenario: a confirmation that begins in ten minutes
    Clause: [SAML Core §2.4.1.2]
    Before its beginning a confirmation confirms nobody. The profile forbids the portal to write one, and the
    service may not pass over it.
    Usual causes: NotBefore is looked at in the conditions only.

    Given a response of the portal on its way to the relying party
    When the portal's response comes with a confirmation that has a beginning
    Then the relying party refuses
    And nobody is logged in

  @SP-SAML-189 @REQ-SAML-PROFILES-4.1.4.3-22 @kills:M-SP-response-bearer @must @negative
  Scenario: no confirmation
    Clause: [SAML Profiles §4.1.4.3]
    Nobody is allowed to bring this assertion.
    Usual causes: confirmations are judged one by one, and none is none.

    Given a response of the portal on its way to the relying party
    When the portal's response comes with no confirmation
    Then the relying party refuses
    And nobody is logged in

  @SP-SAML-190 @REQ-SAML-BINDINGS-3.5.5.2-10 @kills:M-SP-response-destination @should @negative
  Scenario: no destination
    Clause: [SAML Bindings §3.5.5.2]
    A signed message says where it goes. The binding asks the portal for that.
    Usual causes: a destination is compared where there is one.

    Given a response of the portal on its way to the relying party
    When the portal's response comes without a destination
    Then the relying party refuses
    And nobody is logged in

  @SP-SAML-191 @REQ-SAML-CORE-3.2.2-10 @kills:M-SP-response-in-response-to @should @negative
  Scenario: no request in the response
    Clause: [SAML Core §3.2.2]
    The response answers a request, and does not say which.
    Usual causes: a request is compared where there is one.

    Given a response of the portal on its way to the relying party
    When the portal's response comes without the request in its header
    Then the relying party refuses
    And nobody is logged in

  @SP-SAML-194 @REQ-SAML-CORE-3.2.2.2-10 @kills:M-SP-response-status @must @negative
  Scenario: a success within a failure
    Clause: [SAML Core §3.2.2.2]
    Only the outermost code says how it ended.
    Usual causes: any code of success anywhere is enough.

    Given a response of the portal on its way to the relying party
    When the portal's response comes with a success within a failure
    Then the relying party refuses
    And nobody is logged in

  @SP-SAML-195 @REQ-SAML-PROFILES-4.1.4.2-22 @kills:M-SP-response-assertion-issuer @must @negative
  Scenario: no issuer of the assertion
    Clause: [SAML Profiles §4.1.4.2]
    The assertion is nobody's.
    Usual causes: an issuer is compared where there is one.

    Given a response of the portal on its way to the relying party
    When the portal's response comes without an issuer of the assertion
    Then the relying party refuses
    And nobody is logged in

  @SP-SAML-196 @REQ-SAML-CORE-1.3.1-20 @kills:M-SP-response-audience @must @negative
  Scenario: an audience in other letters
    Clause: [SAML Core §1.3.1]
    Names are compared character by character, capitals and small letters apart.
    Usual causes: names are compared as addresses or regardless of case.

    Given a response of the portal on its way to the relying party
    When the portal's response comes for an audience in other letters
    Then the relying party refuses
    And nobody is logged in

  @SP-SAML-197 @REQ-SAML-CORE-1.3.1-21 @kills:M-SP-response-audience @must @negative
  Scenario: an audience that only looks like the service
    Clause: [SAML Core §1.3.1]
    One letter is of another alphabet: a person sees the same name, and it is another one.
    Usual causes: texts are reduced to simpler characters before they are compared.

    Given a response of the portal on its way to the relying party
    When the portal's response comes for an audience with a letter of another alphabet
    Then the relying party refuses
    And nobody is logged in

  @SP-SAML-198 @REQ-SAML-CORE-1.3.1-22 @kills:M-SP-response-assertion-issuer @must @negative
  Scenario: an issuer that only looks like the portal
    Clause: [SAML Core §1.3.1]
    The same in the name of the portal, where whoever has such a name might pass for it.
    Usual causes: texts are reduced to simpler characters before they are compared.

    Given a response of the portal on its way to the relying party
    When the portal's response comes from an issuer with a letter of another alphabet
    Then the relying party refuses
    And nobody is logged in

  @SP-SAML-199 @REQ-SAML-CORE-1.3.1-23 @kills:M-SP-response-confirmation-in-response-to @must @negative
  Scenario: the request in other letters
    Clause: [SAML Core §1.3.1]
    The name of the request has its letters in the other case, and so is that of another request.
    Usual causes: names of requests are kept in a store that knows no case.

    Given a response of the portal on its way to the relying party
    When the portal's response comes with the request of its confirmation in other letters
    Then the relying party refuses
    And nobody is logged in
