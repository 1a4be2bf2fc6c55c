@country:be @must @layer:saml
Feature: requests of the connector to another country

  The portal asks the connector in a message of its own kind; what goes abroad in the browser is a request of SAML, signed
  by the connector, and says what the profile wants to hear. Every node refuses less than this.

  Scenario Outline: a request is signed with a key of the connector's metadata
    Clause: [eIDAS SAML Message Format]
    The other node knows the connector by its metadata alone. The signature covers the whole message by its ID, and is
    RSA-PSS or ECDSA over SHA-256 or longer.
    Usual causes: the metadata show the old certificate; the library signs with RSA of 1993 where nobody says otherwise.

    When the portal's question goes on to the middleware
    Then the request is signed with a key of the connector's metadata

    Examples:
      | id         | requirement       | kills                  | tags           |
      | NOD-REQ-01 | REQ-EIDAS-RQ-01-2 | M-NOD-request-unsigned | -              |
      | NOD-REQ-02 | REQ-EIDAS-RQ-01-3 | M-NOD-request-unsigned | with:brainpool |

  @NOD-REQ-03 @REQ-EIDAS-RQ-15-3 @kills:M-NOD-request-force-authn-left-out
  Scenario: a request wants the person to authenticate anew
    Clause: [eIDAS SAML Message Format]
    ForceAuthn is there and true. What is left out means false in SAML, and the other node refuses it.

    When the portal's question goes on to the middleware
    Then the request wants the person to authenticate anew

  @NOD-REQ-04 @REQ-EIDAS-RQ-16-3 @kills:M-NOD-request-is-passive-left-out
  Scenario: a request says that the person may be seen
    Clause: [eIDAS SAML Message Format]
    IsPassive is there and false, although that is what SAML means where it is left out.

    When the portal's question goes on to the middleware
    Then the request says that the person may be seen

  @NOD-REQ-05 @REQ-EIDAS-RQ-18-2 @kills:M-NOD-request-foreign-consumer
  Scenario: a request names no address for the answer
    Clause: [eIDAS SAML Message Format]
    The answer goes where the metadata say. An address in the request could only say the same, or something wrong.
    Usual causes: the library writes AssertionConsumerServiceURL by itself.

    When the portal's question goes on to the middleware
    Then the request names no address for the answer

  @NOD-REQ-06 @REQ-EIDAS-RQ-36-1 @kills:M-NOD-request-optional-required
  Scenario: a request requires the minimum data set
    Clause: [eIDAS SAML Attribute Profile]
    Family name, first names, date of birth and identifier have isRequired true. Some node refuses any other flag, so that
    it comes from the registry and never from the service.

    When the portal's question goes on to the middleware
    Then the request requires the minimum data set and nothing else

  @NOD-REQ-07 @REQ-EIDAS-RQ-36-2 @kills:M-NOD-request-optional-required
  Scenario: a request asks for more without requiring it
    Clause: [eIDAS SAML Attribute Profile]
    The portal wants the place of birth, too. The attribute is optional in the registry: it is asked for with isRequired
    false, and a person without it can still log in.

    When the portal's question for a place of birth goes on to the middleware
    Then the request asks for a place of birth that need not be
    And the request requires the minimum data set and nothing else

  @NOD-REQ-08 @REQ-EIDAS-RQ-25-2 @kills:M-NOD-request-service-type-twice
  Scenario: the type of the service is said in one place
    Clause: [eIDAS SAML Message Format]
    Public or private: the metadata say it for all requests, or each request says it. Both is as wrong as none.

    When the portal's question goes on to the middleware
    Then the type of the service is said in one place

  @NOD-REQ-09 @REQ-EIDAS-RQ-30-1 @kills:M-NOD-request-lowest-level-asked
  Scenario: a request asks for the level that the service needs
    Clause: [eIDAS SAML Message Format]
    The portal asks for the level high, and so does the request.
    Usual causes: the level is a constant of the configuration.

    When the portal's question goes on to the middleware
    Then the request asks for the level high at least

  @NOD-REQ-10 @REQ-EIDAS-RQ-30-2 @kills:M-NOD-request-exact-comparison
  Scenario: a request takes a higher level, too
    Clause: [eIDAS SAML Message Format]
    The portal asks for the level low. A notified level is asked for as a minimum: one level, and that comparison with it.
    Usual causes: a comparison that is left out means exact.

    When the portal's question for the level low goes on to the middleware
    Then the request asks for the level low at least

  @NOD-REQ-11 @REQ-EIDAS-RQ-40-2 @kills:M-NOD-request-id-reused
  Scenario: a request has an identifier of its own
    Clause: [SAML Core §1.3.4]
    The identifier is fresh and cannot be guessed. Above all it is not the one between portal and connector, which others
    know: whoever knows it could answer before the right one does.

    When the portal's question goes on to the middleware
    Then the request has an identifier of its own

  @NOD-REQ-12 @REQ-EIDAS-RQ-17-1 @kills:M-NOD-request-wrong-destination
  Scenario: a request is meant for the address that it goes to
    Clause: [SAML Core §3.2.1]
    Destination and the address of the form are the one that the middleware's metadata name for the POST binding.

    When the portal's question goes on to the middleware
    Then the request is meant for the address that it goes to

  @NOD-REQ-13 @REQ-EIDAS-RQ-41-4 @kills:M-NOD-request-old-issue-instant
  Scenario: a request was made now
    Clause: [SAML Core §3.2.1]
    IssueInstant is the moment of the request in UTC. The German middleware refuses what is older than a minute.
    Usual causes: the clock of the node is off; the moment is in local time with a Z behind it.

    When the portal's question goes on to the middleware
    Then the request was made now

  @NOD-REQ-14 @REQ-EIDAS-RQ-42-1 @kills:M-NOD-request-relay-state-kept
  Scenario: a request carries the portal's state
    Clause: [SAML Bindings §3.5.3]
    What the portal wants back goes along with the request, as RelayState beside it.

    When the portal's question with a state goes on to the middleware
    Then the request carries the portal's state

  @NOD-REQ-15 @REQ-EIDAS-RQ-21-2 @kills:M-NOD-request-issuer-not-in-metadata
  Scenario: a request comes in the name that the metadata have
    Clause: [SAML Core §3.4.1]
    The issuer is the name of the connector, which is the address of its metadata; its format is that of an entity.

    When the portal's question goes on to the middleware
    Then the request comes in the name that the metadata have
