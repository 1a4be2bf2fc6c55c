@country:be @layer:saml
Feature: where a service sends the browser

  RelayState comes with the answer, and whoever can place an answer in a browser chooses it.

  @SP-SAML-240 @REQ-RFC9700-4.11-10 @kills:M-SP-follows-relay-state @should @negative
  Scenario: the address of another site as RelayState
    Clause: [RFC 9700 §4.11]
    After a login the browser must not be sent to an address that the message names: the other site could ask for
    the PIN once more.
    Usual causes: RelayState is used as an address without being compared with anything.

    Given a login with SAML that has reached the relying party
    When the portal's response arrives with the address of another site as RelayState
    Then the browser is not led to another site

  @SP-SAML-241 @REQ-RFC9700-4.11-11 @kills:M-SP-follows-relay-state @should @negative
  Scenario: the address of another site without its scheme as RelayState
    Clause: [RFC 9700 §4.11]
    What begins with two slashes looks like a path of the service and leads to another site.
    Usual causes: whatever begins with a slash is taken for a path.

    Given a login with SAML that has reached the relying party
    When the portal's response arrives with the address of another site without its scheme as RelayState
    Then the browser is not led to another site

  @SP-SAML-242 @REQ-RFC9700-4.11-12 @kills:M-SP-follows-relay-state @should @negative
  Scenario: a script as RelayState
    Clause: [RFC 9700 §4.11]
    An address can be a script, which runs with all that the page may do that links to it.
    Usual causes: RelayState is put into a link; addresses are looked at for their host only.

    Given a login with SAML that has reached the relying party
    When the portal's response arrives with a script as RelayState
    Then the browser is not led to another site
