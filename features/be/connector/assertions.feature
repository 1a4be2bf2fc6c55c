@country:be @layer:saml
Feature: what an assertion from another country must say

  @negative @must
  Scenario Outline: an assertion <assertion> is refused
    Clause: [eIDAS SAML Message Format]
    The middleware's assertion comes <assertion>, encrypted and signed as it should be. A part that is missing or there
    twice is no assertion that a connector can use: it must refuse it and show the code.
    The one without a subject comes to a connector that does as the EU node, for a strict one misses its confirmation
    as well.
    Usual causes: a missing part counts as one without bounds; of two parts the first is read.

    Given a login with SAML that has reached the connector
    When the middleware's assertion comes <assertion>
    Then the connector refuses with <code>
    And nobody is logged in

    Examples: parts
      | id         | requirement       | kills                                  | tags         | code   | assertion                         |
      | NOD-RES-82 | REQ-EIDAS-RS-10-1 | M-NOD-response-one-authn-statement     | -            | 203007 | without an authentication         |
      | NOD-RES-83 | REQ-EIDAS-RS-10-2 | M-NOD-response-one-authn-statement     | -            | 203007 | with two authentications          |
      | NOD-RES-84 | REQ-EIDAS-RS-10-3 | M-NOD-response-one-attribute-statement | -            | 203007 | without a statement of attributes |
      | NOD-RES-85 | REQ-EIDAS-RS-10-4 | M-NOD-response-one-attribute-statement | -            | 203007 | with two statements of attributes |
      | NOD-RES-86 | REQ-EIDAS-RS-11-4 | M-NOD-response-subject                 | with:eu-node | 203007 | without a subject                 |
      | NOD-RES-87 | REQ-EIDAS-RS-11-5 | M-NOD-response-subject                 | -            | 203007 | without a name                    |
      | NOD-RES-88 | REQ-EIDAS-RS-11-6 | M-NOD-response-id                      | -            | 203007 | without an ID                     |
      | NOD-RES-89 | REQ-EIDAS-RS-11-7 | M-NOD-response-issue-instant           | -            | 203007 | without IssueInstant              |
      | NOD-RES-90 | REQ-EIDAS-RS-11-8 | M-NOD-response-subject                 | -            | 203007 | without an issuer                 |
      | NOD-RES-91 | REQ-EIDAS-RS-11-9 | M-NOD-response-version                 | -            | 203007 | in version 2.1                    |
      | NOD-RES-92 | REQ-EIDAS-RS-12-1 | M-NOD-response-conditions              | -            | 203007 | without conditions                |
      | NOD-RES-93 | REQ-EIDAS-RS-12-2 | M-NOD-response-conditions              | -            | 203007 | without NotBefore                 |
      | NOD-RES-94 | REQ-EIDAS-RS-12-3 | M-NOD-response-conditions              | -            | 203007 | without NotOnOrAfter              |
      | NOD-RES-95 | REQ-EIDAS-RS-12-4 | M-NOD-response-conditions              | -            | 203007 | without an audience restriction   |
      | NOD-RES-96 | REQ-EIDAS-RS-12-5 | M-NOD-response-one-authn-statement     | -            | 203007 | without AuthnInstant              |

    Examples: values
      | id          | requirement       | kills                          | code   | assertion                                 |
      | NOD-RES-97  | REQ-EIDAS-RS-13-1 | M-NOD-response-not-on-or-after | 203007 | valid until a second ago                  |
      | NOD-RES-98  | REQ-EIDAS-RS-13-2 | M-NOD-response-not-before      | 203007 | valid in 70 seconds                       |
      | NOD-RES-99  | REQ-EIDAS-RS-14-1 | M-NOD-response-audience        | 203028 | for another audience                      |
      | NOD-RES-100 | REQ-EIDAS-RS-14-2 | M-NOD-response-audience        | 203028 | for another audience before the right one |
      | NOD-RES-101 | REQ-EIDAS-RS-20-1 | M-NOD-response-level-requested | 202019 | of the level substantial                  |
      | NOD-RES-102 | REQ-EIDAS-RS-20-2 | M-NOD-response-level-requested | 202019 | of a level that nobody knows              |
      | NOD-RES-103 | REQ-EIDAS-RS-28-1 | M-NOD-response-name-id-syntax  | 202003 | with a persistent name of 257 characters  |
      | NOD-RES-104 | REQ-EIDAS-RS-28-2 | M-NOD-response-name-id-syntax  | 202003 | with a transient name of 257 characters   |
      | NOD-RES-105 | REQ-EIDAS-RS-28-3 | M-NOD-response-name-id-syntax  | 202003 | with an entity's name that is no URI      |

  @NOD-RES-106 @REQ-EIDAS-RS-20-3 @kills:M-NOD-response-level-published @must @negative @with:level-low
  Scenario: a level that the metadata do not publish is refused
    Clause: [eIDAS SAML Message Format]
    The service asks for the lowest level, so that `substantial` would do. The middleware's metadata say that it knows
    `high` only: it cannot mean what it says.

    Given a login with SAML that has reached the connector
    When the middleware's assertion comes of the level substantial
    Then the connector refuses with 202021
    And nobody is logged in

  @NOD-RES-107 @REQ-EIDAS-RS-13-3 @kills:M-NOD-good-response-spoilt @must
  Scenario: a clock that is a little fast is forgiven
    Clause: [SAML Core §2.5.1.2]
    The assertion will be valid in 59 seconds. A minute is granted to the clocks of others.
    Usual causes: moments are compared to the second; the clock of this machine is taken for the only one.

    Given a login with SAML that has reached the connector
    When the middleware's assertion comes valid in 59 seconds
    Then the citizen is logged in
    And the relying party shows LENE MARIT BEISPIELER

  @NOD-RES-108 @REQ-EIDAS-RS-29-1 @kills:M-NOD-response-name-id-format @must @negative
  Scenario: a name in another format than was asked for is a failure
    Clause: [SAML Core §3.4.1.1]
    A persistent name was asked for, and a transient one comes. The connector shows no page of its own: it tells the
    portal that the login failed, with the status that SAML has for this.

    Given a login that asks for a persistent name and has reached the connector
    When the middleware's assertion comes with a transient name
    Then the portal says that the login failed
    And the portal shows the status InvalidNameIDPolicy
    And nobody is logged in

  @negative @should
  Scenario Outline: an assertion <assertion> is refused, although the EU node takes it
    Clause: [SAML Profiles §4.1.4.2]
    The subject of the assertion is confirmed for the bearer of this response: here, now, for this request. The middleware's
    assertion comes <assertion>. The EU node does not look; a careful receiver refuses it.

    Given a login with SAML that has reached the connector
    When the middleware's assertion comes <assertion>
    Then the connector refuses with 203007
    And nobody is logged in

    Examples:
      | id          | requirement       | kills                       | assertion                         |
      | NOD-RES-109 | REQ-EIDAS-RS-34-1 | M-NOD-response-confirmation | confirmed for another recipient   |
      | NOD-RES-110 | REQ-EIDAS-RS-34-2 | M-NOD-response-confirmation | confirmed until a second ago      |
      | NOD-RES-111 | REQ-EIDAS-RS-34-3 | M-NOD-response-confirmation | confirmed for another request     |
      | NOD-RES-112 | REQ-EIDAS-RS-34-4 | M-NOD-response-confirmation | not confirmed                     |
      | NOD-RES-113 | REQ-EIDAS-RS-34-5 | M-NOD-response-confirmation | confirmed for the holder of a key |
      | NOD-RES-114 | REQ-EIDAS-RS-36-2 | M-NOD-response-age          | made a day ago                    |
