@country:de @layer:saml @must
Feature: requests from other nodes into the German middleware

  @negative
  Scenario Outline: a request that comes <words> is refused
    Clause: [eIDAS SAML Message Format]
    The request is signed by the connector, and one thing about it is wrong: it comes <words>. The middleware answers with a
    page and sends nothing to the connector.

    Given a login with SAML that has reached the middleware
    When the connector's request comes <words>
    Then the middleware answers 400 with <code>
    And nobody is logged in

    Examples:
      | id         | requirement       | kills                       | tags | code                   | words                                 |
      | EIS-REQ-02 | REQ-EIDAS-RQ-14-2 | M-EIS-request-issue-instant | -    | OUTDATED_REQUEST       | without an IssueInstant               |
      | EIS-REQ-03 | REQ-EIDAS-RQ-14-3 | M-EIS-request-version       | -    | ILLEGAL_REQUEST_SYNTAX | in Version 1.1                        |
      | EIS-REQ-04 | REQ-EIDAS-RQ-15-1 | M-EIS-request-force-authn   | -    | ILLEGAL_REQUEST_SYNTAX | with ForceAuthn false                 |
      | EIS-REQ-05 | REQ-EIDAS-RQ-15-2 | M-EIS-request-force-authn   | -    | ILLEGAL_REQUEST_SYNTAX | without ForceAuthn                    |
      | EIS-REQ-06 | REQ-EIDAS-RQ-16-1 | M-EIS-request-is-passive    | -    | ILLEGAL_REQUEST_SYNTAX | with IsPassive true                   |
      | EIS-REQ-07 | REQ-EIDAS-RQ-16-2 | M-EIS-request-is-passive    | -    | ILLEGAL_REQUEST_SYNTAX | without IsPassive                     |
      | EIS-REQ-08 | REQ-EIDAS-RQ-18-1 | M-EIS-request-consumer      | -    | WRONG_DESTINATION      | for an address outside the metadata   |
      | EIS-REQ-09 | REQ-EIDAS-RQ-41-1 | M-EIS-request-age           | -    | OUTDATED_REQUEST       | 61 seconds old                        |
      | EIS-REQ-10 | REQ-EIDAS-RQ-41-2 | M-EIS-request-age           | -    | OUTDATED_REQUEST       | two days old                          |
      | EIS-REQ-11 | REQ-EIDAS-RQ-13-1 | M-EIS-request-extensions    | -    | ILLEGAL_REQUEST_SYNTAX | with an unknown element in Extensions |
      | EIS-REQ-12 | REQ-EIDAS-RQ-29-1 | M-EIS-request-level-present | -    | ILLEGAL_REQUEST_SYNTAX | without a level                       |

  @negative
  Scenario Outline: a request that is signed <words> is refused
    Clause: [eIDAS Cryptographic Requirements]
    The request says what it should, and is signed <words>. The middleware answers with a page.

    Given a login with SAML that has reached the middleware
    When the connector's request is signed <words>
    Then the middleware answers 400 with <code>
    And nobody is logged in

    Examples:
      | id         | requirement       | kills                             | tags | code                   | words                                  |
      | EIS-REQ-13 | REQ-EIDAS-RQ-03-1 | M-EIS-request-signature-trust     | -    | SIGNATURE_CHECK_FAILED | by a key that the metadata do not name |
      | EIS-REQ-14 | REQ-EIDAS-RQ-03-2 | M-EIS-request-signature-trust     | -    | SIGNATURE_CHECK_FAILED | with the key of the metadata           |
      | EIS-REQ-15 | REQ-EIDAS-RQ-05-1 | M-EIS-request-signature-algorithm | -    | SIGNATURE_CHECK_FAILED | with SHA-1                             |
      | EIS-REQ-16 | REQ-EIDAS-RQ-05-2 | M-EIS-request-digest-algorithm    | -    | SIGNATURE_CHECK_FAILED | over a digest of SHA-1                 |
      | EIS-REQ-17 | REQ-EIDAS-RQ-08-1 | M-EIS-request-signature-structure | -    | SIGNATURE_CHECK_FAILED | with two references                    |
      | EIS-REQ-18 | REQ-EIDAS-RQ-09-1 | M-EIS-request-signature-structure | -    | SIGNATURE_CHECK_FAILED | with a foreign transform               |

  @negative
  Scenario Outline: a request whose text comes <words> is refused
    Clause: [eIDAS SAML Message Format]
    The bytes that arrive are not those that were signed: they come <words>. Nothing of them is used.

    Given a login with SAML that has reached the middleware
    When the text of the connector's request comes <words>
    Then the middleware answers 400 with <code>
    And nobody is logged in

    Examples:
      | id         | requirement       | kills                         | tags | code                   | words                     |
      | EIS-REQ-19 | REQ-EIDAS-RQ-01-1 | M-EIS-request-signed          | -    | SIGNATURE_CHECK_FAILED | without its signature     |
      | EIS-REQ-20 | REQ-EIDAS-RQ-02-1 | M-EIS-request-signature-value | -    | SIGNATURE_CHECK_FAILED | changed after signing     |
      | EIS-REQ-21 | REQ-EIDAS-RQ-10-1 | M-EIS-refusal-called-success       | -    | ILLEGAL_REQUEST_SYNTAX | behind a document type    |
      | EIS-REQ-22 | REQ-EIDAS-RQ-10-2 | M-EIS-refusal-called-success       | -    | ILLEGAL_REQUEST_SYNTAX | with an external entity   |
      | EIS-REQ-23 | REQ-EIDAS-RQ-10-3 | M-EIS-refusal-called-success       | -    | ILLEGAL_REQUEST_SYNTAX | with entities that grow   |
      | EIS-REQ-24 | REQ-EIDAS-RQ-12-1 | M-EIS-refusal-called-success       | -    | ILLEGAL_REQUEST_SYNTAX | cut in the middle         |
      | EIS-REQ-25 | REQ-EIDAS-RQ-12-2 | M-EIS-refusal-called-success       | -    | ILLEGAL_REQUEST_SYNTAX | as another document       |
      | EIS-REQ-26 | REQ-EIDAS-RQ-12-3 | M-EIS-refusal-called-success       | -    | ILLEGAL_REQUEST_SYNTAX | below a thousand elements |

  @EIS-REQ-27 @REQ-EIDAS-RQ-40-1 @kills:M-EIS-request-replay @negative
  Scenario: a request that comes twice is refused the second time
    Clause: [SAML Profiles §4.1.4.5]
    The same request is delivered again while its login is under way.

    Given a login with SAML that has reached the middleware
    When the connector's request arrives twice
    Then the middleware answers 400 with DUPLICATE_REQUEST_ID

  @EIS-REQ-28 @REQ-EIDAS-RQ-21-1 @kills:M-EIS-refusal-called-success @negative
  Scenario: a request of a stranger is refused
    Clause: [eIDAS Interoperability Architecture]
    The issuer is nobody whose metadata the middleware has.

    Given a login with SAML that has reached the middleware
    When the connector's request comes from an issuer that nobody knows
    Then the middleware answers 400 with UNKNOWN_PROVIDER

  @EIS-REQ-29 @REQ-EIDAS-RQ-12-4 @kills:M-EIS-refusal-called-success @negative
  Scenario: a request without its field is refused
    Clause: [SAML Bindings §3.5.4]
    The form has a RelayState and no SAMLRequest.

    Given a login with SAML that has reached the middleware
    When the connector's request arrives without its field
    Then the middleware answers 400 with ILLEGAL_REQUEST_SYNTAX

  @EIS-REQ-30 @REQ-EIDAS-RQ-12-5 @kills:M-EIS-refusal-called-success @negative
  Scenario: a request that is no base64 is refused
    Clause: [SAML Bindings §3.5.4]
    The field has letters that no base64 has.

    Given a login with SAML that has reached the middleware
    When the connector's request arrives in letters that are no base64
    Then the middleware answers 400 with ILLEGAL_REQUEST_SYNTAX

  @EIS-REQ-31 @REQ-EIDAS-RQ-25-1 @kills:M-EIS-request-service-type-once @negative
  Scenario: the type of the service in two places is answered with a failure
    Clause: [eIDAS SAML Message Format]
    The metadata say it, and the request says it again. The answer is a signed response with the status Requester.

    Given a login with SAML that has reached the middleware
    When the connector's request comes with the type of the service twice
    Then the portal says that the login failed
    And the portal shows the status Requester

  @EIS-REQ-32 @REQ-EIDAS-RQ-27-1 @kills:M-EIS-request-name-id-format @negative
  Scenario: a name that is an e-mail address is answered with a failure
    Clause: [SAML Core §3.4.1.1]
    The format is one of SAML and none of this middleware.

    Given a login with SAML that has reached the middleware
    When the connector's request comes for an e-mail address as name
    Then the portal says that the login failed
    And the portal shows the status InvalidNameIDPolicy

  @EIS-REQ-33 @REQ-EIDAS-RQ-28-1 @kills:M-EIS-request-failure-called-success @negative
  Scenario: a name of an unknown format is answered with a failure
    Clause: [SAML Core §8.3]
    The format is none at all.

    Given a login with SAML that has reached the middleware
    When the connector's request comes for a name of a format that does not exist
    Then the portal says that the login failed
    And the portal shows the status InvalidNameIDPolicy

  @EIS-REQ-34 @REQ-EIDAS-RQ-41-3 @kills:M-EIS-good-request-spoilt
  Scenario: a request of 59 seconds is in time
    Clause: [eIDAS SAML Message Format]
    A minute is allowed.

    Given a login with SAML that has reached the middleware
    When the connector's request comes 59 seconds old
    Then the citizen is logged in
    And the relying party shows LENE MARIT BEISPIELER

  @EIS-REQ-35 @REQ-EIDAS-RQ-45-1 @kills:M-EIS-good-request-spoilt
  Scenario: a comment inside the issuer changes nothing
    Clause: [eIDAS SAML Message Format]
    The value is the whole text; a comment in it is none of it.

    Given a login with SAML that has reached the middleware
    When the connector's request comes with a comment inside the issuer
    Then the citizen is logged in
    And the relying party shows LENE MARIT BEISPIELER

  @EIS-REQ-36 @REQ-EIDAS-RQ-06-1 @kills:M-EIS-good-request-spoilt
  Scenario: a request signed with SHA-384 is accepted
    Clause: [eIDAS SAML Message Format]
    What the requirements allow is accepted.

    Given a login with SAML that has reached the middleware
    When the connector's request is signed with SHA-384
    Then the citizen is logged in
    And the relying party shows LENE MARIT BEISPIELER

  @EIS-REQ-37 @REQ-EIDAS-RQ-00-1 @kills:M-EIS-good-request-spoilt
  Scenario: the request as the connector sends it is accepted
    Clause: [eIDAS SAML Message Format]
    Nothing is changed.

    Given a login with SAML that has reached the middleware
    When the message arrives as it is
    Then the citizen is logged in
    And the relying party shows LENE MARIT BEISPIELER

