@country:de @layer:paos
Feature: an eID server takes no message for another

  A client of the harness speaks to the eID server with a card of its own, and says one thing otherwise. The server names
  the reason in StartPAOSResponse, the session is over, and the browser comes back to a login that has failed.

  Background:
    Given a login with SAML that has reached the eID client

  @must
  Rule: messages belong to one session

    Scenario Outline: <what>
      Clause: [TR-03112-7 §2.6]
      The session is in the header of each request, and in the first message. A server that answers for whatever session
      comes to its mind lets strangers speak in it.

      When an eID client of ours speaks to the eID server <words>
      Then the eID server ends it with <minor>
      When the browser comes back with ok
      Then the portal shows the status Responder
      And nobody is logged in

      Examples:
        | id          | requirement         | kills                         | tags     | words                                    | minor                | what                                           |
        | EIS-PAOS-30 | REQ-TR03112-7-2.6-1 | M-EIS-answers-another-session | negative | under the name of no session             | unknownChannelHandle | a session that does not exist                  |
        | EIS-PAOS-31 | REQ-TR03112-7-2.6-2 | M-EIS-answers-another-session | negative | and says in the middle no session        | unknownChannelHandle | a message of no session                        |
        | EIS-PAOS-32 | REQ-TR03112-7-2.6-2 | M-EIS-answers-another-session | negative | and names another session in the middle  | unknownChannelHandle | a session that changes its name                |
        | EIS-PAOS-33 | REQ-TR03112-7-2.6-3 | M-EIS-failure-called-success  | negative | and starts another session than it names | parameterError       | StartPAOS of another session than the header's |
        | EIS-PAOS-34 | REQ-TR03112-7-2.6-4 | M-EIS-failure-called-success  | negative | and answers a message that nobody sent   | parameterError       | an answer to a message that nobody sent        |

    @EIS-PAOS-35 @REQ-TR03112-7-2.6-5 @kills:M-EIS-answers-another-session
    Scenario: two citizens at the same time
      Clause: [TR-03112-7 §2.6]
      Their messages arrive by turns, and each gets its own answers.

      When two eID clients of ours speak to the eID server by turns
      Then the eID server ends both well

    @EIS-PAOS-36 @REQ-TR03112-7-2.6-6 @negative @kills:M-EIS-failure-called-success
    Scenario: after the end nothing more is said
      Clause: [TR-03112-7 §2.6]
      The card has been read and the session is over. Whoever sends the last answers once more learns that.

      Given an eID client of ours has spoken to the eID server in order
      When it says its last message once more
      Then the eID server ends it with parameterError
      When the browser comes back with ok
      Then the citizen is logged in

  @must
  Rule: messages come in their order

    Scenario Outline: <what>
      Clause: [TR-03112-7 §3.6.4]
      Each message of the client answers one of the server. Nothing is skipped and nothing begins anew.

      When an eID client of ours speaks to the eID server <words>
      Then the eID server ends it with parameterError
      When the browser comes back with ok
      Then the portal shows the status Responder
      And nobody is logged in

      Examples:
        | id          | requirement           | kills                        | tags     | words                                         | what                                |
        | EIS-PAOS-40 | REQ-TR03112-7-3.6.4-2 | M-EIS-failure-called-success | negative | and begins with EAC1Output                    | an answer before the first message  |
        | EIS-PAOS-41 | REQ-TR03112-7-3.6.4-2 | M-EIS-failure-called-success | negative | and starts a second time                      | StartPAOS in the middle             |
        | EIS-PAOS-42 | REQ-TR03112-7-3.6.4-2 | M-EIS-failure-called-success | negative | and answers the inquiry with EAC2Output       | the second step before the first    |
        | EIS-PAOS-43 | REQ-TR03112-7-3.6.4-2 | M-EIS-failure-called-success | negative | and answers the inquiry with TransmitResponse | answers of a card that nobody asked |
        | EIS-PAOS-44 | REQ-TR03112-7-3.6.4-2 | M-EIS-failure-called-success | negative | and answers the commands with EAC2Output      | the second step once more           |

  Rule: what cannot be read ends the session

    @should
    Scenario Outline: <what>
      Clause: [TR-03112-7 §2.3.2]
      The request names its session, so the server knows which one to end, and says that a parameter was wrong.
      Usual causes: status 500 and a page of the web server; a session that stays open for the next try.

      When an eID client of ours speaks to the eID server <words>
      Then the eID server ends it with parameterError
      When the browser comes back with ok
      Then the portal shows the status Responder
      And nobody is logged in

      Examples:
        | id          | requirement           | kills                         | tags     | words                                | what                         |
        | EIS-PAOS-50 | REQ-TR03112-7-2.3.2-1 | M-EIS-nonsense-called-success | negative | in letters that are no XML           | letters that are no XML      |
        | EIS-PAOS-51 | REQ-TR03112-7-2.3.2-1 | M-EIS-nonsense-called-success | negative | in silence                           | a request without a body     |
        | EIS-PAOS-52 | REQ-TR03112-7-2.3.2-1 | M-EIS-nonsense-called-success | negative | behind a document type               | an entity from a file        |
        | EIS-PAOS-53 | REQ-TR03112-7-2.3.2-1 | M-EIS-nonsense-called-success | negative | without a body                       | an envelope without a body   |
        | EIS-PAOS-54 | REQ-TR03112-7-2.3.2-1 | M-EIS-nonsense-called-success | negative | with two messages in one body        | two messages in one envelope |
        | EIS-PAOS-55 | REQ-TR03112-7-2.3.2-1 | M-EIS-nonsense-called-success | negative | in a message that nobody knows       | a message that nobody knows  |
        | EIS-PAOS-56 | REQ-TR03112-7-2.3.2-1 | M-EIS-nonsense-called-success | negative | and writes the card's name in no hex | bytes that are no hex digits |

    @must @EIS-PAOS-57 @REQ-TR03112-7-2.3.2-2 @negative @kills:M-EIS-paos-answers-get
    Scenario: messages are posted
      Clause: [TR-03112-7 §2.3.2]
      Whoever opens the address in a browser has nothing to say.

      When somebody fetches the address of the eID server
      Then the answer has the status 405
      And nobody is logged in

  @must
  Rule: a client cannot widen or narrow what is needed

    Scenario Outline: <what>
      Clause: [<clause>]
      Usual causes: the rights that the client tells are taken as they come.

      When an eID client of ours speaks to the eID server <words>
      Then the eID server ends it with <minor>
      When the browser comes back with ok
      Then the portal shows the status Responder
      And nobody is logged in

      Examples:
        | id          | requirement             | kills                          | tags     | words                                        | minor                  | clause              | what                                      |
        | EIS-PAOS-60 | REQ-TR03112-7-3.6.4.1-3 | M-EIS-invented-rights-accepted | negative | and grants what nobody asked for             | parameterError         | TR-03112-7 §3.6.4.1 | a right that nobody asked for             |
        | EIS-PAOS-61 | REQ-TR03130-1-3.3-3     | M-EIS-refused-right-ignored    | negative | and takes a required right away              | noPermission           | TR-03130-1 §3.3     | a required right that was taken away      |
        | EIS-PAOS-62 | REQ-TR03112-7-3.6.4.1-4 | M-EIS-failure-called-success   | negative | and keeps EF.CardAccess                      | parameterError         | TR-03112-7 §3.6.4.1 | EF.CardAccess is missing                  |
        | EIS-PAOS-63 | REQ-TR03112-7-3.6.4.1-4 | M-EIS-failure-called-success   | negative | and keeps the card's name                    | parameterError         | TR-03112-7 §3.6.4.1 | the card's name is missing                |
        | EIS-PAOS-64 | REQ-TR03112-7-3.6.4.2-1 | M-EIS-failure-called-success   | negative | and knows no way from the card's trust point | invalidCertificatePath | TR-03112-7 §3.6.4.2 | a card with a trust point of its own      |
        | EIS-PAOS-65 | REQ-TR03112-7-2.6-7     | M-EIS-failure-called-success   | negative | and reports an error of its own              | internalError          | TR-03112-7 §2.6     | an error of the client comes back by name |
        | EIS-PAOS-66 | REQ-TR03112-7-2.6-7     | M-EIS-failure-called-success   | negative | and reports that the card is gone            | noCard                 | TR-03112-7 §2.6     | a card that is gone comes back by name    |

  @must
  Rule: a card that cannot prove itself identifies nobody

    Scenario Outline: <what>
      Clause: [<clause>]
      Everything that the client tells of the card is checked by the server: the client may be anybody's.

      When an eID client of ours speaks to the eID server <words>
      Then the eID server ends it with <minor>
      When the browser comes back with ok
      Then the portal shows the status Responder
      And nobody is logged in

      Examples:
        | id          | requirement           | kills                                                         | tags     | words                                        | minor                         | clause            | what                                            |
        | EIS-PAOS-70 | REQ-TR03110-2-2.3.3-1 | M-EIS-passive-authentication-skipped                          | negative | and changes the signature of EF.CardSecurity | securityConditionNotSatisfied | TR-03110-2 §2.3.3 | EF.CardSecurity with a wrong signature          |
        | EIS-PAOS-71 | REQ-TR03110-2-2.3.3-2 | M-EIS-any-signer-trusted M-EIS-passive-authentication-skipped | negative | and lets a stranger sign EF.CardSecurity     | securityConditionNotSatisfied | TR-03110-2 §2.3.3 | EF.CardSecurity that another country has signed |
        | EIS-PAOS-72 | REQ-TR03110-2-3.4-1   | M-EIS-card-access-not-compared                                | negative | and changes EF.CardAccess                    | securityConditionNotSatisfied | TR-03110-2 §3.4   | EF.CardAccess that says something else          |
        | EIS-PAOS-73 | REQ-TR03110-2-3.4.1-1 | M-EIS-chip-token-not-checked                                  | negative | and changes the card's token                 | securityConditionNotSatisfied | TR-03110-2 §3.4.1 | a token of somebody who has not the key         |
        | EIS-PAOS-74 | REQ-TR03110-2-2.3.3-1 | M-EIS-failure-called-success                                  | negative | and keeps EF.CardSecurity                    | securityConditionNotSatisfied | TR-03110-2 §2.3.3 | EF.CardSecurity is empty                        |
        | EIS-PAOS-75 | REQ-TR03110-3-F.3-1   | M-EIS-failure-called-success                                  | negative | and leaves an answer of the card out         | unknownError                  | TR-03112-6 §3.2.5 | fewer answers than commands                     |
        | EIS-PAOS-76 | REQ-TR03110-3-F.3-2   | M-EIS-failure-called-success                                  | negative | and changes an answer of the card            | unknownError                  | TR-03110-3 §F.3   | data groups that were changed on the way        |
        | EIS-PAOS-77 | REQ-TR03110-3-F.3-2   | M-EIS-failure-called-success                                  | negative | and answers for the card in the open         | unknownError                  | TR-03110-3 §F.3   | answers without the card's keys                 |
