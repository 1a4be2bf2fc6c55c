@country:de @must @layer:saml
Feature: what a connector may ask of the German middleware

  The middleware knows a connector by its metadata, and believes it only what the profile lets a connector ask. What it
  cannot trust is answered with a page; what it trusts and does not give is answered with a signed response.

  @negative
  Scenario Outline: a request <asks> is refused
    Clause: [SAML Core §3.4.1]
    The connector signs a request <asks>. The middleware must answer with a page of status 400 and the word for it, and
    send nothing to the connector.
    Usual causes: fields are read by a library that gives a default for what is missing; extensions are searched for what
    is known, and the rest is passed over; addresses are compared by how they begin.

    Given a login with SAML that has reached the middleware
    When the connector asks <asks>
    Then the middleware answers 400 with <code>
    And nobody is logged in

    Examples:
      | id         | requirement       | kills                        | code                   | asks                                                 |
      | EIS-REQ-01 | REQ-EIDAS-RQ-14-1 | M-EIS-request-id             | MISSING_REQUEST_ID     | without an ID                                        |
      | EIS-REQ-38 | REQ-EIDAS-RQ-14-4 | M-EIS-request-version        | ILLEGAL_REQUEST_SYNTAX | without a Version                                    |
      | EIS-REQ-39 | REQ-EIDAS-RQ-13-2 | M-EIS-request-extensions     | ILLEGAL_REQUEST_SYNTAX | without extensions                                   |
      | EIS-REQ-40 | REQ-EIDAS-RQ-13-3 | M-EIS-request-extensions     | ILLEGAL_REQUEST_SYNTAX | with two lists of attributes                         |
      | EIS-REQ-41 | REQ-EIDAS-RQ-13-4 | M-EIS-request-extensions     | ILLEGAL_REQUEST_SYNTAX | for a service that is a charity                      |
      | EIS-REQ-42 | REQ-EIDAS-RQ-29-2 | M-EIS-request-level-present  | ILLEGAL_REQUEST_SYNTAX | for a level without saying which                     |
      | EIS-REQ-43 | REQ-EIDAS-RQ-18-3 | M-EIS-request-consumer       | WRONG_DESTINATION      | for an answer to a host that only looks like its own |
      | EIS-REQ-44 | REQ-EIDAS-RQ-18-4 | M-EIS-request-consumer       | WRONG_DESTINATION      | for an answer to a host that begins like its own     |
      | EIS-REQ-45 | REQ-EIDAS-RQ-21-3 | M-EIS-refusal-called-success | UNKNOWN_PROVIDER       | without an issuer                                    |
      | EIS-REQ-46 | REQ-EIDAS-RQ-12-6 | M-EIS-refusal-called-success | ILLEGAL_REQUEST_SYNTAX | as a request to log out                              |
      | EIS-REQ-47 | REQ-EIDAS-RQ-12-7 | M-EIS-refusal-called-success | ILLEGAL_REQUEST_SYNTAX | with a hundred elements one in another               |

  @EIS-REQ-48 @REQ-EIDAS-RQ-25-3 @kills:M-EIS-request-service-type-present @negative
  Scenario: the type of the service in no place is answered with a failure
    Clause: [eIDAS SAML Message Format]
    Neither the metadata nor the request say whether the service is public. The connector is known and has signed, so the
    middleware answers with a signed response of the status Requester.

    Given the connector's metadata do not say the type of the service
    And a login with SAML that has reached the middleware
    When the message arrives as it is
    Then the portal says that the login failed
    And the portal shows the status Requester

  @EIS-REQ-49 @REQ-EIDAS-RQ-25-4 @kills:M-EIS-good-request-spoilt
  Scenario: the type of the service in the request alone is accepted
    Clause: [eIDAS SAML Message Format]
    The metadata do not say it, so the request does.

    Given the connector's metadata do not say the type of the service
    And a login with SAML that has reached the middleware
    When the connector asks for a public service
    Then the citizen is logged in
    And the relying party shows LENE MARIT BEISPIELER

  Scenario Outline: a request <asks> is accepted
    Clause: [SAML Core §3.4.1]
    The connector asks <asks>, which is another way of writing the same request.
    Usual causes: texts are compared where values are meant; what this connector never sends was never tried.

    Given a login with SAML that has reached the middleware
    When the connector asks <asks>
    Then the citizen is logged in
    And the relying party shows LENE MARIT BEISPIELER

    Examples:
      | id         | requirement       | kills                     | asks                             |
      | EIS-REQ-50 | REQ-EIDAS-RQ-15-4 | M-EIS-good-request-spoilt | with 1 for true and 0 for false  |
      | EIS-REQ-51 | REQ-EIDAS-RQ-18-5 | M-EIS-good-request-spoilt | for an answer to its own address |

  Scenario Outline: a request for a <format> name is answered with one
    Clause: [SAML Core §3.4.1.1]
    The middleware offers three formats, and gives the person a name of the one that was asked for.

    Given a login with SAML that has reached the middleware
    And the middleware's answer will be seen on its way to the connector
    When the connector asks for a <format> name
    Then the middleware gives the person a <format> name

    Examples:
      | id         | requirement       | kills                             | format     |
      | EIS-REQ-52 | REQ-EIDAS-RQ-27-2 | M-EIS-request-name-format-ignored | persistent |
      | EIS-REQ-53 | REQ-EIDAS-RQ-27-3 | M-EIS-request-name-format-ignored | transient  |

  @EIS-REQ-54 @REQ-EIDAS-RQ-33-1 @kills:M-EIS-request-level-substantial
  Scenario: whoever asks for the level low is given the level high
    Clause: [eIDAS-DE]
    A card that is trusted at the highest level is trusted at that level always; the lower one was a minimum.

    Given a login with SAML that has reached the middleware
    And the middleware's answer will be seen on its way to the connector
    When the connector asks for the level low
    Then the middleware answers with the level high

  @EIS-REQ-55 @REQ-EIDAS-RQ-42-2 @kills:M-EIS-request-relay-state-forgotten
  Scenario: a state of 80 characters comes back
    Clause: [SAML Bindings §3.5.3]
    What comes along with the request goes back with the answer, up to the length that the standard allows.

    Given a login with SAML that has reached the middleware
    And the middleware's answer will be seen on its way to the connector
    When the request comes with a state of 80 characters
    Then the answer comes with the same state

  @EIS-REQ-56 @REQ-EIDAS-RQ-40-3 @kills:M-EIS-request-replay @negative
  Scenario: a request is good for one login
    Clause: [SAML Profiles §4.1.4.5]
    The login is over, and somebody sends the request of it again from the same browser.
    Usual causes: the identifier is kept with the login, and forgotten with it.

    Given a login with SAML that has reached the middleware
    When the request comes again after the login
    Then the middleware answers 400 with DUPLICATE_REQUEST_ID

  @EIS-REQ-57 @REQ-EIDAS-RQ-40-4 @kills:M-EIS-request-replay @negative
  Scenario: a request is good for one browser
    Clause: [SAML Profiles §4.1.4.5]
    Somebody has caught the request and sends it from another browser.

    Given a login with SAML that has reached the middleware
    When the request comes again in another browser
    Then the middleware answers 400 with DUPLICATE_REQUEST_ID
    And nobody is logged in

  @EIS-REQ-58 @REQ-EIDAS-RQ-40-5 @kills:M-EIS-request-replay @negative
  Scenario: another request of the same ID is refused
    Clause: [SAML Core §1.3.4]
    The connector signs two requests and gives them one ID. It is the ID that counts, and not the text.

    Given a login with SAML that has reached the middleware
    When the request comes, and then another one of the same ID
    Then the middleware answers 400 with DUPLICATE_REQUEST_ID
