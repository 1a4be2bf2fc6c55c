@country:be @must @layer:light
Feature: tokens and light messages between portal and connector

  The portal leaves a message in a cache and sends the browser with a token for it; the connector fetches the message,
  once. Whatever the browser brings is a stranger's until the token is proven. Codes are those of the EU node.

  Scenario Outline: a token of a request that <change>
    Clause: [EU eIDAS-Node 2.9, LightTokenEncoder]
    A token is base64 of four parts, the last a digest over the other three and a secret of both sides; it comes once, is
    short, and is good for one message. Everything else is refused with one code, and the journal says why.
    Usual causes: the digest is compared over the wrong order of parts; a parameter that comes twice is taken once.

    Given a light request on its way to the connector
    When the light token <change>
    Then the connector refuses with 000012
    And the journal of the connector names <rule>

    Examples:
      | id         | requirement       | kills                      | tags     | change                                  | rule         |
      | NOD-LGT-01 | REQ-EIDAS-LT-01-1 | M-NOD-response-code-hidden | negative | is no base64                            | token-format |
      | NOD-LGT-02 | REQ-EIDAS-LT-01-2 | M-NOD-response-code-hidden | negative | has three parts                         | token-format |
      | NOD-LGT-03 | REQ-EIDAS-LT-01-2 | M-NOD-response-code-hidden | negative | has five parts                          | token-format |
      | NOD-LGT-04 | REQ-EIDAS-LT-01-3 | M-NOD-response-code-hidden | negative | has a moment that does not exist        | token-format |
      | NOD-LGT-05 | REQ-EIDAS-LT-01-4 | M-NOD-light-token-digest   | negative | has the digest of another secret        | token-digest |
      | NOD-LGT-06 | REQ-EIDAS-LT-01-5 | M-NOD-light-token-size     | negative | has more than 1024 characters           | token-size   |
      | NOD-LGT-07 | REQ-EIDAS-LT-01-6 | M-NOD-light-token-issuer   | negative | names the sender of the other direction | token-issuer |
      | NOD-LGT-08 | REQ-EIDAS-LT-02-1 | M-NOD-light-token-reusable | negative | is used a second time                   | token-known  |
      | NOD-LGT-09 | REQ-EIDAS-LT-02-2 | M-NOD-response-code-hidden | negative | names no message                        | token-known  |
      | NOD-LGT-10 | REQ-EIDAS-LT-03-1 | M-NOD-light-token-once     | negative | comes twice                             | token-once   |
      | NOD-LGT-11 | REQ-EIDAS-LT-03-2 | M-NOD-response-code-hidden | negative | is missing                              | token-once   |

  Scenario Outline: a token of an answer that <change>
    Clause: [EU eIDAS-Node 2.9, LightTokenEncoder]
    The way back has a secret and a sender of its own; the portal asks the same of a token as the connector.

    Given a light answer on its way to the portal
    When the light token <change>
    Then the portal refuses with <rule>
    And nobody is logged in

    Examples:
      | id         | requirement       | kills                    | tags     | change                                  | rule         |
      | NOD-LGT-12 | REQ-EIDAS-LT-01-4 | M-FAS-light-token-digest | negative | has the digest of another secret        | token-digest |
      | NOD-LGT-13 | REQ-EIDAS-LT-01-5 | M-FAS-light-token-size   | negative | has more than 1024 characters           | token-size   |
      | NOD-LGT-14 | REQ-EIDAS-LT-01-6 | M-FAS-light-token-issuer | negative | names the sender of the other direction | token-issuer |
      | NOD-LGT-15 | REQ-EIDAS-LT-03-1 | M-FAS-light-token-once   | negative | comes twice                             | token-once   |

  Scenario Outline: a light request that <change>
    Clause: [EU eIDAS-Node 2.9, lightRequest.xsd]
    The token is good, the message is not: it never becomes a request to another state.

    Given a light request on its way to the connector
    When the light request <change>
    Then the connector refuses with <code>
    And the journal of the connector names <rule>
    And nobody is logged in

    Examples:
      | id         | requirement       | kills                          | tags     | code   | rule                     | change                                            |
      | NOD-LGT-20 | REQ-EIDAS-LT-04-1 | M-NOD-light-level              | negative | 000009 | light-level              | asks for two notified levels                      |
      | NOD-LGT-21 | REQ-EIDAS-LT-04-2 | M-NOD-light-level              | negative | 000009 | light-level              | calls its level not notified                      |
      | NOD-LGT-22 | REQ-EIDAS-LT-04-3 | M-NOD-response-code-hidden     | negative | 000009 | light-level              | gives a level of an unknown type                  |
      | NOD-LGT-23 | REQ-EIDAS-LT-04-4 | M-NOD-light-level              | negative | 000009 | light-level              | asks for a level that does not exist              |
      | NOD-LGT-24 | REQ-EIDAS-LT-04-5 | M-NOD-light-level-offered      | negative | 000009 | light-level-offered      | asks for a level of a scheme that Germany has not |
      | NOD-LGT-25 | REQ-EIDAS-LT-05-1 | M-NOD-light-one-person         | negative | 200011 | light-one-person         | asks for a company, too                           |
      | NOD-LGT-26 | REQ-EIDAS-LT-05-2 | M-NOD-light-attributes-present | negative | 200011 | light-attributes-present | asks for nothing that exists                      |
      | NOD-LGT-27 | REQ-EIDAS-LT-06-1 | M-NOD-light-country            | negative | 000005 | light-country            | names a country that nobody answers for           |
      | NOD-LGT-28 | REQ-EIDAS-LT-07-1 | M-NOD-light-service-type       | negative | 000010 | light-service-type       | names a private service                           |
      | NOD-LGT-29 | REQ-EIDAS-LT-09-1 | M-NOD-response-code-hidden     | negative | 000011 | light-request-schema     | declares a document type with an entity           |
      | NOD-LGT-30 | REQ-EIDAS-LT-09-2 | M-NOD-response-code-hidden     | negative | 000011 | light-request-schema     | declares entities that grow                       |
      | NOD-LGT-31 | REQ-EIDAS-LT-09-3 | M-NOD-response-code-hidden     | negative | 000011 | light-request-schema     | has more than 65535 characters                    |
      | NOD-LGT-32 | REQ-EIDAS-LT-08-2 | M-NOD-response-code-hidden     | negative | 000011 | light-request-schema     | lacks its identifier                              |
      | NOD-LGT-33 | REQ-EIDAS-LT-08-3 | M-NOD-response-code-hidden     | negative | 000011 | light-request-schema     | has its country at the end                        |
      | NOD-LGT-34 | REQ-EIDAS-LT-07-2 | M-NOD-light-requester-id       | negative | 200016 | light-requester-id       | names its service by no URI                       |
      | NOD-LGT-35 | REQ-EIDAS-LT-07-3 | M-NOD-light-relay-state        | negative | 200009 | light-relay-state        | has a state of 81 characters                      |
      | NOD-LGT-36 | REQ-EIDAS-LT-04-6 | M-NOD-light-name-id-format     | negative | 000011 | light-name-id-format     | asks for a format of names that Germany has not   |

  @NOD-LGT-37 @REQ-EIDAS-LT-08-1 @negative @kills:M-NOD-light-request-once
  Scenario: the same light request under another token
    Clause: [EU eIDAS-Node 2.9, AUCONNECTOR]
    The identifier of a light request is good for one login, whatever carries it.

    Given a light request on its way to the connector
    When the same light request comes again under another token
    Then the connector refuses with 000011
    And the journal of the connector names light-request-once

  @NOD-LGT-40 @REQ-EIDAS-LT-10-1 @kills:M-NOD-answers-other-request @kills:M-NOD-response-identifier-shortened @kills:M-NOD-good-response-spoilt
  Scenario: what the connector tells the portal of a person
    Clause: [EU eIDAS-Node 2.9, lightResponse.xsd]
    The answer is to the light request, not to the message between the nodes, and has the minimum data set as it came.
    Usual causes: identifiers of two protocols are mixed up.

    When the connector answers the portal
    Then the light token is as both sides have agreed
    And the light answer names the portal's request
    And the light answer has the identifier with both countries
    And the light answer has all given names

  @NOD-LGT-41 @REQ-EIDAS-LT-10-2 @kills:M-NOD-relay-state-lost @kills:M-NOD-relay-state-from-browser
  Scenario: the state of the portal comes back, not that of the browser
    Clause: [EU eIDAS-Node 2.9, lightResponse.xsd]
    Between the nodes a browser carries the state. The connector has kept what the portal gave it.

    Given a light request on its way to the connector
    When the portal asks with a state, and the browser changes it on the way
    Then the light answer has the state that the portal asked with

  @NOD-LGT-42 @REQ-EIDAS-LT-10-3 @kills:M-NOD-failure-turned @kills:M-NOD-response-failure-kept
  Scenario: a failure is passed on
    Clause: [EU eIDAS-Node 2.9, lightResponse.xsd]
    Both codes of the German status reach the portal.

    Given the citizen cancels at the start page
    When the connector answers the portal
    Then the light answer is a failure: Responder and AuthnFailed

  Scenario Outline: a light answer that <change>
    Clause: [EU eIDAS-Node 2.9, lightResponse.xsd]
    The token is good, the message is not: the portal shows its menu with the failure, and the journal says why.

    Given a light answer on its way to the portal
    When the light answer <change>
    Then the portal says that the login failed
    And the journal of the portal names <rule>
    And nobody is logged in

    Examples:
      | id         | requirement       | kills                           | tags     | rule                      | change                                                      |
      | NOD-LGT-50 | REQ-EIDAS-LT-10-4 | M-FAS-light-response-attributes | negative | light-response-attributes | is a success that says nothing of the person                |
      | NOD-LGT-51 | REQ-EIDAS-LT-10-5 | M-FAS-light-response-attributes | negative | light-response-attributes | says neither success nor failure, and nothing of the person |
      | NOD-LGT-52 | REQ-EIDAS-LT-10-6 | M-FAS-light-minimum-data-set    | negative | light-minimum-data-set    | has no date of birth                                        |
      | NOD-LGT-53 | REQ-EIDAS-LT-12-1 | M-FAS-light-attribute-value     | negative | light-attribute-value     | has an identifier with a space                              |
      | NOD-LGT-54 | REQ-EIDAS-LT-12-2 | M-FAS-light-attribute-value     | negative | light-attribute-value     | has an identifier of 257 characters behind its countries                       |
      | NOD-LGT-55 | REQ-EIDAS-LT-12-3 | M-FAS-return-country            | negative | csam-return-country       | has an identifier of France                                 |
      | NOD-LGT-56 | REQ-EIDAS-LT-11-1 | M-FAS-failure-hidden            | negative | light-response-schema     | has a second status that the schema does not list           |
      | NOD-LGT-57 | REQ-EIDAS-LT-09-4 | M-FAS-failure-hidden            | negative | light-response-schema     | declares a document type with an entity                     |
      | NOD-LGT-58 | REQ-EIDAS-LT-10-7 | M-FAS-failure-hidden            | negative | light-level-requested     | has a level that does not exist                             |

  @NOD-LGT-60 @REQ-EIDAS-LT-10-8 @negative @kills:M-FAS-level-reached
  Scenario: a light answer with a lower level than the service needs
    Clause: [EU eIDAS-Node 2.9, AUSERVICESAML]
    The portal says no in the service's name.

    Given a light answer on its way to the portal
    When the light answer has a lower level than the service needs
    Then the relying party refuses with NoAuthnContext
    And nobody is logged in

  @NOD-LGT-61 @REQ-EIDAS-LT-10-9 @negative @kills:M-FAS-light-correlation
  Scenario: a light answer to a request that nobody sent
    Clause: [EU eIDAS-Node 2.9, AUSERVICE]
    It has nothing to do with the login of this browser, and ends on a page.

    Given a light answer on its way to the portal
    When the light answer answers a request that nobody sent
    Then the portal refuses with light-correlation
    And nobody is logged in
