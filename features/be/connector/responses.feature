@country:be @layer:saml
Feature: a response from another country, outside its assertion

  @negative @must
  Scenario Outline: a response <response> is refused
    Clause: [SAML Core §3.2.2]
    What every response has must be there, and be meant for this request: version, moment, sender, receiver, status. The
    response comes <response>, signed by the middleware. The connector must refuse it and show the code.
    Usual causes: a field that is missing counts as one that is right; only the assertion is looked at.

    Given a login with SAML that has reached the connector
    When the middleware's response comes <response>
    Then the connector refuses with <code>
    And nobody is logged in

    Examples:
      | id         | requirement       | kills                              | code   | response                               |
      | NOD-RES-54 | REQ-EIDAS-RS-31-1 | M-NOD-response-status              | 203007 | without a status                       |
      | NOD-RES-55 | REQ-EIDAS-RS-31-2 | M-NOD-response-status              | 203007 | without a status code                  |
      | NOD-RES-56 | REQ-EIDAS-RS-11-1 | M-NOD-response-issuer              | 203007 | without an issuer                      |
      | NOD-RES-57 | REQ-EIDAS-RS-02-6 | M-NOD-response-issuer-known        | 003009 | of an issuer that nobody knows         |
      | NOD-RES-58 | REQ-EIDAS-RS-11-2 | M-NOD-response-version             | 203007 | in version 1.1                         |
      | NOD-RES-59 | REQ-EIDAS-RS-11-3 | M-NOD-response-issue-instant       | 203007 | without IssueInstant                   |
      | NOD-RES-60 | REQ-EIDAS-RS-15-1 | M-NOD-response-in-response-to      | 203007 | without InResponseTo                   |
      | NOD-RES-61 | REQ-EIDAS-RS-15-2 | M-NOD-response-correlation         | 201005 | for a request that nobody sent         |
      | NOD-RES-62 | REQ-EIDAS-RS-35-1 | M-NOD-response-destination-present | 203007 | without Destination                    |
      | NOD-RES-63 | REQ-EIDAS-RS-40-1 | M-NOD-response-consent             | 203007 | with a consent that SAML does not know |
      | NOD-RES-64 | REQ-EIDAS-RS-31-3 | M-NOD-response-code-hidden         | 203007 | with its status behind the assertion   |

  @negative @must
  Scenario Outline: a text <text> is refused
    Clause: [EU eIDAS-Node 2.9, eidas.xml]
    The text of the response comes <text>; what is signed is untouched. The connector must refuse it before it does anything
    with it: no document type, so no entities and nothing from elsewhere, and at most 131072 bytes.
    Usual causes: the parser is used as it comes; the size is looked at only where the form arrives.

    Given a login with SAML that has reached the connector
    When the text of the middleware's response comes <text>
    Then the connector refuses with <code>
    And nobody is logged in

    Examples:
      | id         | requirement       | kills                        | code   | text                                |
      | NOD-RES-65 | REQ-EIDAS-RS-39-1 | M-NOD-response-size          | 203007 | of 131073 bytes                     |
      | NOD-RES-66 | REQ-EIDAS-XML-1   | M-NOD-response-document-type | 203013 | with a document type                |
      | NOD-RES-67 | REQ-EIDAS-XML-2   | M-NOD-response-document-type | 203013 | with an entity in a document type   |
      | NOD-RES-68 | REQ-EIDAS-XML-3   | M-NOD-response-document-type | 203013 | with a document type from elsewhere |

  @must
  Scenario Outline: a text <text> is accepted
    Clause: [XML Signature §4.3.3]
    The text of the response comes <text>. The signature does not cover that, and nothing forbids it: the connector must
    take the response as it was signed.
    Usual causes: the largest size is off by one; a comment cuts a text in two of which the first is read; line ends
    in base64 are taken for characters.

    Given a login with SAML that has reached the connector
    When the text of the middleware's response comes <text>
    Then the citizen is logged in
    And the relying party shows LENE MARIT BEISPIELER

    Examples:
      | id         | requirement       | kills                      | text                                |
      | NOD-RES-69 | REQ-EIDAS-RS-39-2 | M-NOD-good-response-spoilt | of 131072 bytes                     |
      | NOD-RES-70 | REQ-EIDAS-XML-6   | M-NOD-good-response-spoilt | with a comment in the issuer's name |
      | NOD-RES-71 | REQ-EIDAS-XML-7   | M-NOD-good-response-spoilt | with line ends in the signature     |

  @NOD-RES-72 @REQ-EIDAS-RS-40-2 @kills:M-NOD-good-response-spoilt @must
  Scenario: a consent that SAML knows is accepted
    Clause: [SAML Core §8.4]
    The response says that the citizen has agreed, with one of the seven words that SAML has for it.

    Given a login with SAML that has reached the connector
    When the middleware's response comes with the consent obtained
    Then the citizen is logged in
    And the relying party shows LENE MARIT BEISPIELER

  @NOD-RES-73 @REQ-EIDAS-RS-33-1 @kills:M-NOD-response-failure-kept @must @negative
  Scenario: a failure with an assertion is a failure
    Clause: [SAML Core §3.2.2.2]
    The status says that the login failed, and an assertion is there all the same. The connector passes the failure on,
    and nobody reads the assertion.
    Usual causes: the assertion is looked for before the status.

    Given a login with SAML that has reached the connector
    When the middleware's response comes with a failure beside its assertion
    Then the portal says that the login failed
    And the portal shows the status Responder
    And nobody is logged in

  @NOD-RES-74 @REQ-EIDAS-RS-16-1 @kills:M-NOD-response-replay @must @negative
  Scenario: a response whose ID was seen before is refused
    Clause: [SAML Profiles §4.1.4.5]
    The middleware gives every response the same ID. The first one is good; the second one answers another request, and
    must be refused all the same.
    Usual causes: IDs are remembered for one request only.

    Given the middleware misbehaves: response-id-kept
    And the citizen has logged in with SAML
    When the citizen logs in once more with another browser
    Then the connector refuses with 200006
    And nobody is logged in

  @NOD-RES-75 @REQ-EIDAS-RS-16-2 @kills:M-NOD-response-replay @must @negative @with:eu-node
  Scenario: the same response cannot be used twice
    Clause: [SAML Profiles §4.1.4.5]
    Somebody has caught the form with the response and sends it once more.

    Given a login with SAML that has reached the connector
    When the middleware's response arrives twice
    Then the connector refuses with 200006

  @NOD-RES-76 @REQ-EIDAS-RS-17-1 @kills:M-NOD-response-second-answer @should @negative
  Scenario: a second response to the same request is refused
    Clause: [SAML Profiles §4.1.4.5]
    The login is over when another response arrives for the same request, with an ID of its own. A request is answered
    once. The EU node looks away.

    Given a login with SAML that has reached the connector
    When the middleware's response arrives, and then another one for the same request
    Then the connector refuses with 201005

  @negative @should
  Scenario Outline: a response <response> is refused, although the EU node takes it
    Clause: [SAML Profiles §4.1.4.3]
    The response comes <response>. The EU node asks only whether the field is there; a careful receiver looks at what is
    in it, for otherwise a response to somebody else does as well.

    Given a login with SAML that has reached the connector
    When the middleware's response comes <response>
    Then the connector refuses with <code>
    And nobody is logged in

    Examples:
      | id         | requirement       | kills                      | code   | response                |
      | NOD-RES-77 | REQ-EIDAS-RS-35-2 | M-NOD-response-destination | 203002 | for another destination |
      | NOD-RES-78 | REQ-EIDAS-RS-36-1 | M-NOD-response-age         | 203007 | made a day ago          |

  @NOD-RES-79 @REQ-EIDAS-RS-32-1 @kills:M-NOD-response-status-code @should @negative
  Scenario: a status that belongs on the second level is refused on top
    Clause: [SAML Core §3.2.2.2]
    On top there are four codes; that the person could not be identified is said below one of them. Here it stands on top.
    What the EU node does about it is not known for sure.

    Given a login with SAML that has reached the connector
    When the middleware's response comes with a second-level status on top
    Then the connector refuses with 203007
    And nobody is logged in

  @NOD-RES-80 @REQ-EIDAS-RS-18-1 @kills:M-NOD-response-country @must @negative @control:basic
  Scenario: the country that was asked must answer
    Clause: [EU eIDAS-Node 2.9, AUCONNECTORSAML]
    The citizen chose Germany; the metadata of whoever answers say that it is France. The connector must not take the
    answer of one country for that of another.

    Given the middleware misbehaves: metadata-of-another-country
    And a login with SAML that has reached the connector
    When the message arrives as it is
    Then the connector refuses with 200015
    And nobody is logged in

  @NOD-RES-81 @REQ-EIDAS-RS-19-1 @kills:M-NOD-metadata-node-country @should @negative
  Scenario: whoever does not say its country is not asked
    Clause: [eIDAS SAML Message Format]
    The metadata of the middleware do not name its country, so that nobody can know for which one it answers. The
    connector should not use them.

    Given the middleware misbehaves: metadata-without-country
    When the citizen logs in with SAML
    Then the connector refuses with 003009
    And nobody is logged in
