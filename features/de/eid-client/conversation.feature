@country:de @must @layer:paos
Feature: the eID client tells the eID server what is so, and the browser how it ended

  Scenario Outline: a login with a server that comes <words>
    Clause: [TR-03112-7 §3.6.4]
    The server may ask for the version of the framework first, and may send its signature with its key or after it. The
    client follows, names the session of the token in its first message and in the header of all, and the browser comes
    back with a success.

    When an eID server of ours calls on the eID client <words>
    Then our eID server was told the session of the TC token
    And our eID server was told everything in its order
    And our eID server was told the required and the optional rights
    And the chip has proven itself to our eID server
    And the eID client leads back with ok

    Examples:
      | id          | requirement           | kills                        | words                                      |
      | EIC-PAOS-60 | REQ-TR03112-7-3.6.4-3 | M-EIC-starts-foreign-session | in order                                   |
      | EIC-PAOS-61 | REQ-TR03112-7-3.6.4-4 | M-EIC-starts-foreign-session | and asks for the version first             |
      | EIC-PAOS-62 | REQ-TR03112-7-3.6.4-5 | M-EIC-starts-foreign-session | and signs when the challenge is told again |

  @EIC-PAOS-63 @REQ-TR03112-7-3.6.4.1-11 @kills:M-EIC-sends-wrong-id-picc @kills:M-EIC-sends-wrong-challenge
  Scenario: the card's name and challenge are the card's own
    Clause: [TR-03112-7 §3.6.4.1]
    The server signs what the client tells it. If that is not what the card has said, the card takes no signature, and the
    chip never proves itself.

    When an eID server of ours calls on the eID client in order
    Then the chip has proven itself to our eID server

  @EIC-PAOS-64 @REQ-TR03112-7-3.6.4.2-2 @kills:M-EIC-sends-wrong-nonce
  Scenario: the nonce of the chip is the chip's own
    Clause: [TR-03112-7 §3.6.4.2]
    Server and chip make their keys with it.

    When an eID server of ours calls on the eID client in order
    Then the chip has proven itself to our eID server
    And our eID server was told 2 answers of the card

  @EIC-PAOS-65 @REQ-TR03124-1-3.8-1 @kills:M-EIC-ignores-deselection @kills:M-EIC-reports-full-chat
  Scenario: rights can be taken away
    Clause: [TR-03124-1 §3.8]
    The citizen unticks what is not required. Card and server are told of what is left, and the login goes on.

    Given the citizen takes every optional right away
    When an eID server of ours calls on the eID client in order
    Then our eID server was told the required rights alone
    And the eID client leads back with ok

  @EIC-PAOS-66 @REQ-TR03112-6-3.2.5-1 @kills:M-EIC-batch-goes-on
  Scenario: a status word that is not acceptable stops the batch
    Clause: [TR-03112-6 §3.2.5]
    The server says which status words it goes on with. After another one the remaining commands are not sent; what the
    card has said so far is told.

    When an eID server of ours calls on the eID client and accepts nothing but 6A82 of the first command
    Then our eID server was told 1 answer of the card
    And our eID server was told of unknownError

  Scenario Outline: <what>
    Clause: [<clause>]
    Messages have an order. One that is not due ends the session with an error, and so does one that is no message. That
    the server repeats the error does not make it the server's.

    When an eID server of ours calls on the eID client <words>
    Then our eID server was told of <minor>
    And the eID client leads back with clientError

    Examples:
      | id          | requirement             | kills                                                     | tags     | words                                      | minor          | clause              | what                                         |
      | EIC-PAOS-70 | REQ-TR03112-7-3.6.4-6   | M-EIC-always-reports-ok M-EIC-echo-counts-as-server-error | negative | and begins with the second step            | internalError  | TR-03112-7 §3.6.4   | the second step before the first             |
      | EIC-PAOS-71 | REQ-TR03112-7-3.6.4-6   | M-EIC-always-reports-ok M-EIC-echo-counts-as-server-error | negative | and begins with commands for the card      | internalError  | TR-03112-7 §3.6.4   | commands before anybody has agreed           |
      | EIC-PAOS-72 | REQ-TR03112-7-3.6.4-6   | M-EIC-always-reports-ok M-EIC-echo-counts-as-server-error | negative | and sends commands in the place of its key | internalError  | TR-03112-7 §3.6.4   | commands before the server has proven itself |
      | EIC-PAOS-73 | REQ-TR03112-7-3.6.4-6   | M-EIC-always-reports-ok M-EIC-echo-counts-as-server-error | negative | and asks once more in the place of its key | internalError  | TR-03112-7 §3.6.4   | the first step once more                     |
      | EIC-PAOS-74 | REQ-TR03112-7-3.6.4.2-3 | M-EIC-always-reports-ok M-EIC-echo-counts-as-server-error | negative | and sends a key that is no point           | parameterError | TR-03112-7 §3.6.4.2 | a key that is no point                       |
      | EIC-PAOS-75 | REQ-TR03110-2-3.3.1-2   | M-EIC-always-reports-ok M-EIC-echo-counts-as-server-error | negative | and sends a signature of somebody else     | unknownError   | TR-03110-2 §3.3.1   | a signature that the card does not take      |

  Scenario Outline: <what>
    Clause: [TR-03124-2 EID_CLIENT_B_20]
    Before the card has answered there is nothing to be a success. The client counts it as a mistake of the server.

    When an eID server of ours calls on the eID client <words>
    Then the eID client leads back with serverError

    Examples:
      | id          | requirement         | kills                    | tags     | words                                              | what                                |
      | EIC-PAOS-76 | REQ-TR03124-2-B20-1 | M-EIC-success-at-the-end | negative | and calls it a success at once                     | a success before anybody has agreed |
      | EIC-PAOS-77 | REQ-TR03124-2-B20-1 | M-EIC-success-at-the-end | negative | and calls it a success before it has proven itself | a success before the server's proof |
      | EIC-PAOS-78 | REQ-TR03124-2-B20-1 | M-EIC-success-at-the-end | negative | and calls it a success before the card was asked   | a success before the card was asked |

  Scenario Outline: <what>
    Clause: [TR-03124-1 §2.7.4.2]
    The word in the address says whose mistake it was.

    When an eID server of ours calls on the eID client <words>
    Then the eID client leads back with <word>

    Examples:
      | id          | requirement             | kills                   | tags     | words                                     | word                              | what                                 |
      | EIC-PAOS-80 | REQ-TR03124-1-2.7.4.2-1 | M-EIC-always-reports-ok | negative | and fails at the end                      | serverError                       | the server fails at the end          |
      | EIC-PAOS-81 | REQ-TR03124-1-2.7.4.2-1 | M-EIC-always-reports-ok | negative | and speaks of permission that it lacks    | serverError                       | the server lacks a permission        |
      | EIC-PAOS-82 | REQ-TR03124-1-2.7.4.2-2 | M-EIC-always-reports-ok | negative | and answers with status 500               | trustedChannelEstablishmentFailed | the server breaks down               |
      | EIC-PAOS-83 | REQ-TR03124-1-2.7.4.2-2 | M-EIC-always-reports-ok | negative | and answers with status 500 in the middle | trustedChannelEstablishmentFailed | the server breaks down in the middle |
      | EIC-PAOS-84 | REQ-TR03124-1-2.7.4.2-3 | M-EIC-always-reports-ok | negative | and answers with a page                   | clientError                       | a page where a message should be     |

  Scenario Outline: the citizen cancels at the <page> page
    Clause: [TR-03112-7 §2.3.2]
    The server is told before the connection is closed, and the browser comes back with the word for it.

    Given the citizen cancels at the <page> page
    When an eID server of ours calls on the eID client in order
    Then our eID server was told of cancellationByUser
    And the eID client leads back with cancellationByUser

    Examples:
      | id          | requirement           | kills                                            | page   |
      | EIC-PAOS-85 | REQ-TR03112-7-2.3.2-3 | M-EIC-cancels-in-silence M-EIC-always-reports-ok | rights |
      | EIC-PAOS-86 | REQ-TR03112-7-2.3.2-3 | M-EIC-cancels-in-silence M-EIC-always-reports-ok | PIN    |

  @EIC-PAOS-87 @REQ-TR03124-1-2.7.4.1-1 @negative @kills:M-EIC-refresh-origin
  Scenario: a way back that leads elsewhere
    Clause: [TR-03124-1 §2.7.4.1]
    A refresh address of another origin has to lead to the service by redirects. One that leads nowhere is none.

    When an eID server of ours calls on the eID client with a refresh address elsewhere that leads nowhere
    Then the eID client answers with status 400

  @EIC-PAOS-88 @REQ-TR03124-1-2.7.4.3-2 @negative @kills:M-EIC-refresh-origin
  Scenario: a way back that leads elsewhere, and an address for that case
    Clause: [TR-03124-1 §2.7.4.3]
    CommunicationErrorAddress gets the browser.

    When an eID server of ours calls on the eID client with a refresh address elsewhere that leads nowhere and an address for that case
    Then the eID client leads back with communicationError

  @EIC-PAOS-89 @REQ-TR03124-1-2.7.4.1-2 @negative @kills:M-EIC-refresh-origin
  Scenario: the middleware leads the browser elsewhere
    Clause: [TR-03124-1 §2.7.4.1]
    In a whole login: the card was read, and still nobody is logged in where nobody came from.

    Given the middleware misbehaves: refresh-address-elsewhere
    And the browser goes no further than https://elsewhere.example
    When the citizen logs in with SAML
    Then the eID client answers with status 400
    And nobody is logged in
