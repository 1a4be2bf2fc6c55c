@country:de @must @layer:saml
Feature: what the middleware answers the connector

  The response is held in the browser on its way, and opened with the connector's key. A third party with the metadata of
  both could say as much.

  Rule: the message

    @EIS-RES-01 @REQ-EIDASMF-2.3-1 @kills:M-EIS-response-not-signed @kills:M-EIS-response-altered
    Scenario: the response is signed as a whole
      Clause: [eIDAS Message Format §2.3]
      Nothing of it can be changed on the way. The assertion needs no signature of its own.

      When a login with SAML reaches the connector
      Then the response is signed by a key of the middleware's role

    @EIS-RES-02 @REQ-SAMLMD-2.4.1.1-1 @kills:M-EIS-response-signed-with-metadata-key
    Scenario: the key is one of the role descriptor
      Clause: [SAML Metadata §2.4.1.1]
      The key that signs the metadata is another one, and signs nothing else.

      When a login with SAML reaches the connector
      Then the response is signed by a key of the middleware's role
      And the response is issued by the middleware

    @EIS-RES-03 @REQ-EIDASCR-3.2-1 @kills:M-EIS-response-signed-with-sha1
    Scenario: the algorithm is one of today
      Clause: [eIDAS Crypto §3.2]
      ECDSA or RSASSA-PSS, with SHA-256 or longer, for signature and digest.

      When a login with SAML reaches the connector
      Then the response is signed by a key of the middleware's role
      And the response was made now

    @EIS-RES-04 @REQ-EIDASMF-2.3-2 @kills:M-EIS-assertion-not-encrypted @kills:M-EIS-assertion-twice
    Scenario: there is one assertion, and it is encrypted
      Clause: [eIDAS Message Format §2.3]
      The browser that carries it cannot read it; the connector can, with the key of its metadata.

      When a login with SAML reaches the connector
      Then the response has one assertion, encrypted to the connector
      And the status of the response is Success

    @EIS-RES-05 @REQ-SAMLBIND-3.5.5.2-1 @kills:M-EIS-wrong-destination
    Scenario: the response goes where the connector's metadata say
      Clause: [SAML Bindings §3.5.5.2]
      The form posts to that address, and Destination says the same.

      When a login with SAML reaches the connector
      Then the response goes to the address in the connector's metadata, and says so

    @EIS-RES-06 @REQ-SAMLCORE-3.2.2-1 @kills:M-EIS-wrong-issuer
    Scenario: the response is issued by the middleware
      Clause: [SAML Core §3.2.2]
      Message and assertion both name the address of its metadata.

      When a login with SAML reaches the connector
      Then the response is issued by the middleware

    @EIS-RES-07 @REQ-SAMLCORE-3.2.2-2 @kills:M-EIS-wrong-in-response-to
    Scenario: the response answers the request
      Clause: [SAML Core §3.2.2]
      InResponseTo is the ID that the connector gave its request.

      When a login with SAML reaches the connector
      Then the response answers the connector's request

    @EIS-RES-08 @REQ-SAMLCORE-3.2.2-3 @kills:M-EIS-response-old
    Scenario: the response was made now
      Clause: [SAML Core §3.2.2]
      A minute apart is a matter of clocks; a day is not.

      When a login with SAML reaches the connector
      Then the response was made now

    @EIS-RES-09 @REQ-SAMLCORE-1.3.4-1 @kills:M-EIS-response-id-kept
    Scenario: each response has an identifier of its own
      Clause: [SAML Core §1.3.4]
      A connector that remembers identifiers takes the second for the first, played once more.

      When a login with SAML reaches the connector
      And another login with SAML reaches the connector
      Then the identifiers of both responses differ

    @EIS-RES-10 @REQ-SAMLBIND-3.5.3-1 @kills:M-EIS-relay-state-forgotten
    Scenario: RelayState comes back
      Clause: [SAML Bindings §3.5.3]
      What the connector sent along, it gets back, byte by byte.

      Given a login with SAML that has reached the middleware
      And the middleware's response will be seen on its way
      When the request of the connector has a RelayState beside it
      Then RelayState comes back as it was sent

  Rule: the assertion

    @EIS-RES-11 @REQ-SAMLCORE-2.5.1.4-1 @kills:M-EIS-wrong-audience
    Scenario: the audience is the connector
      Clause: [SAML Core §2.5.1.4]
      By the name in its metadata, and nobody else.

      When a login with SAML reaches the connector
      Then the audience is the connector

    @EIS-RES-12 @REQ-SAMLPROF-4.1.4.2-1 @kills:M-EIS-wrong-recipient
    Scenario: the recipient is the connector's address
      Clause: [SAML Profiles §4.1.4.2]
      An assertion that was made for one address does not count at another.

      When a login with SAML reaches the connector
      Then the recipient is the address in the connector's metadata

    @EIS-RES-13 @REQ-SAMLPROF-4.1.4.2-2 @kills:M-EIS-wrong-subject-in-response-to
    Scenario: the subject is confirmed for this request
      Clause: [SAML Profiles §4.1.4.2]
      InResponseTo stands a second time, inside of what is encrypted. The method is bearer.

      When a login with SAML reaches the connector
      Then the subject is confirmed for whoever brings the assertion, as an answer to the request

    @EIS-RES-14 @REQ-SAMLCORE-2.5.1.2-1 @kills:M-EIS-assertion-expired @kills:M-EIS-assertion-early
    Scenario: the assertion is valid from now on, for ten minutes
      Clause: [SAML Core §2.5.1.2]
      Conditions and confirmation of the subject have the same times.

      When a login with SAML reaches the connector
      Then the assertion is valid now, and for ten minutes at most

    @EIS-RES-15 @REQ-EIDASDE-14-4 @kills:M-EIS-level-substantial @kills:M-EIS-level-unknown
    Scenario: the level is high
      Clause: [eIDAS-DE]
      A card with a chip and a PIN is what it takes, and the German card has both.

      When a login with SAML reaches the connector
      Then the authentication is one of the level high, of now

    @EIS-RES-16 @REQ-EIDASDE-6.1-1 @kills:M-EIS-identifier-of-another-country @kills:M-EIS-identifier-lower-case @kills:M-EIS-identifier-without-countries
    Scenario: the identifier has both countries and 64 digits
      Clause: [eIDAS SAML Attribute Profile §2.2.1]
      The country that identifies, the country that asks, and a value that is unique between them.

      When a login with SAML reaches the connector
      Then the identifier is that of Germany for Belgium, with 64 upper-case digits
      And the name of the subject is the identifier, of no special format

    @EIS-RES-17 @REQ-TR03130-1-3.3.3-3 @kills:M-EIS-pseudonym-from-blocking-key
    Scenario: the identifier is the pseudonym of the card
      Clause: [TR-03130-1 §3.3.3]
      The card has a second key, by which lost cards are found. Its values are known to those who keep the lists and are no
      names for people.

      When a login with SAML reaches the connector
      Then the identifier is the card's pseudonym

  Rule: the person

    @EIS-RES-20 @REQ-TR03110-4-2.2.3-1 @kills:M-EIS-names-swapped
    Scenario: first names and family name are those of the card
      Clause: [TR-03110-4 §2.2.3]
      Data group 4 has the first names, all of them, data group 5 the family name. Both are marked as Latin letters.

      When a login with SAML reaches the connector
      Then the person is LENE MARIT BEISPIELER, in Latin letters

    @EIS-RES-21 @REQ-EIDASAP-2.2.3-1 @kills:M-EIS-birth-date-day-first @kills:M-EIS-birth-day-and-month-swapped
    Scenario: the date of birth is written year first
      Clause: [eIDAS SAML Attribute Profile §2.2.3]
      The day of a birth tells the two numbers apart only after the twelfth.

      When a login with SAML reaches the connector
      Then the date of birth is 1987-04-23

    @EIS-RES-22 @REQ-EIDASDE-10-1 @card:birth-year-only @kills:M-EIS-birth-date-day-first
    Scenario: a birth of which only the year is known
      Clause: [eIDAS-DE]
      Month and day are spaces on the card. The attribute has to be a day, and becomes the first of January.

      When a login with SAML reaches the connector
      Then the date of birth is 1951-01-01

    @EIS-RES-23 @REQ-2015-1501-1-1 @kills:M-EIS-birth-date-missing
    Scenario: the minimum data set is complete
      Clause: [2015/1501 Annex]
      Family name, first names, date of birth, identifier.

      When a login with SAML reaches the connector
      Then every attribute of the minimum data set is told

    @EIS-RES-24 @REQ-EIDASMF-2.3.3-1 @kills:M-EIS-attribute-not-asked
    Scenario: only what was asked for is told
      Clause: [eIDAS Message Format §2.3.3]
      Usual causes: all that was read is told, whoever asked.

      When a login with SAML reaches the connector
      Then only attributes that were asked for are told

  Rule: failures

    Scenario Outline: the citizen cancels at the <page> page
      Clause: [eIDAS-DE]
      The middleware's table: CANCELLATION_BY_USER is Responder, and AuthnFailed below it. The response is as well signed and
      addressed as a good one, and has no assertion.

      Given the citizen cancels at the <page> page
      When a login with SAML reaches the connector
      Then the status of the response is Responder and AuthnFailed
      And the response has no assertion
      And the response is signed by a key of the middleware's role
      And the response goes to the address in the connector's metadata, and says so
      And the response answers the connector's request

      Examples:
        | id         | requirement       | kills                                                                                | page   |
        | EIS-RES-30 | REQ-EIDASDE-6.5-1 | M-EIS-cancellation-called-error M-EIS-failure-with-success-status                    | start  |
        | EIS-RES-31 | REQ-EIDASDE-6.5-1 | M-EIS-cancellation-called-error M-EIS-wrong-destination                              | rights |
        | EIS-RES-32 | REQ-EIDASDE-6.5-1 | M-EIS-cancellation-called-error M-EIS-response-not-signed M-EIS-wrong-in-response-to | PIN    |

    @EIS-RES-33 @REQ-EIDASDE-6.5-2 @kills:M-EIS-failure-with-success-status
    Scenario: a required attribute was refused
      Clause: [eIDAS-DE]
      AUTHORIZATION_FAILED has the same codes as a cancellation, and says behind a slash what was refused.

      Given a login with SAML that has reached the eID client
      And an eID client of ours has spoken to the eID server and takes a required right away
      And the middleware's response will be seen on its way
      When the browser comes back with an error
      Then the status of the response is Responder and AuthnFailed
      And the status says in words: /

    Scenario Outline: <what>
      Clause: [eIDAS-DE]
      EID_ERROR is Responder, with nothing below it.

      Given a login with SAML that has reached the eID client
      And an eID client of ours has spoken to the eID server <words>
      And the middleware's response will be seen on its way
      When the browser comes back with an error
      Then the status of the response is Responder
      And the response has no assertion

      Examples:
        | id         | requirement       | kills                             | card    | words                           | what                           |
        | EIS-RES-34 | REQ-EIDASDE-6.5-3 | M-EIS-failure-with-success-status | -       | and changes the card's token    | the card has not proven itself |
        | EIS-RES-35 | REQ-EIDASDE-6.5-3 | M-EIS-failure-with-success-status | -       | and reports an error of its own | the client has failed          |
        | EIS-RES-36 | REQ-EIDASDE-6.5-3 | M-EIS-expired-card-accepted       | expired | in order                        | the document has ended         |

    @EIS-RES-37 @REQ-EIDASDE-6.5-4 @with:terminal-expired @control:basic @kills:M-EIS-failure-with-success-status
    Scenario: the middleware itself has failed
      Clause: [eIDAS-DE]
      INTERNAL_ERROR is Responder, and says no more than that.

      Given a login with SAML that has reached the eID client
      And an eID client of ours has spoken to the eID server in order
      And the middleware's response will be seen on its way
      When the browser comes back with an error
      Then the status of the response is Responder
      And the response has no assertion
