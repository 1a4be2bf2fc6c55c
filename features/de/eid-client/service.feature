@country:de @must @layer:paos
Feature: the eID client finds out who asks before the citizen is asked

  Certificates, description and TLS certificates have to fit each other. Where one does not the server is told which, the
  browser comes back with an error, and the citizen never sees a page with somebody's name on it.

  Scenario Outline: <what>
    Clause: [<clause>]
    The client stops at the first step. A PIN that is typed for the wrong service is typed for nobody's good.

    When an eID server of ours calls on the eID client <words>
    Then the citizen was shown nothing to agree to
    And our eID server was told of <minor>
    And the eID client leads back with <word>

    Examples:
      | id         | requirement             | kills                             | tags     | words                                                 | minor                             | word                              | clause              | what                                             |
      | EIC-SRV-30 | REQ-TR03112-7-3.6.4.1-5 | M-EIC-unique-terminal-certificate | negative | with two terminal certificates                        | invalidCertificatePath            | clientError                       | TR-03112-7 §3.6.4.1 | two terminal certificates                        |
      | EIC-SRV-31 | REQ-TR03112-7-3.6.4.1-5 | M-EIC-always-reports-ok           | negative | without a terminal certificate                        | invalidCertificatePath            | clientError                       | TR-03112-7 §3.6.4.1 | no terminal certificate                          |
      | EIC-SRV-32 | REQ-TR03112-7-3.6.4.1-6 | M-EIC-unique-dv-certificate       | negative | with two document verifiers                           | invalidCertificatePath            | clientError                       | TR-03112-7 §3.6.4.1 | two document verifiers                           |
      | EIC-SRV-33 | REQ-TR03112-7-3.6.4.1-6 | M-EIC-always-reports-ok           | negative | without a document verifier                           | invalidCertificatePath            | clientError                       | TR-03112-7 §3.6.4.1 | no document verifier                             |
      | EIC-SRV-34 | REQ-TR03112-7-3.6.4.1-7 | M-EIC-trusted-chain               | negative | with certificates of a stranger                       | invalidCertificatePath            | clientError                       | TR-03112-7 §3.6.4.1 | a root that nobody knows                         |
      | EIC-SRV-35 | REQ-TR03112-7-3.6.4.1-7 | M-EIC-trusted-chain               | negative | with a terminal certificate whose signature is wrong  | invalidCertificatePath            | clientError                       | TR-03112-7 §3.6.4.1 | a forged terminal certificate                    |
      | EIC-SRV-36 | REQ-TR03112-7-3.6.4.1-7 | M-EIC-trusted-chain               | negative | with a document verifier whose signature is wrong     | invalidCertificatePath            | clientError                       | TR-03112-7 §3.6.4.1 | a forged document verifier                       |
      | EIC-SRV-37 | REQ-TR03110-3-2.5-1     | M-EIC-certificate-dates           | negative | with a terminal certificate that has ended            | invalidCertificatePath            | clientError                       | TR-03110-3 §2.5     | a terminal certificate that has ended            |
      | EIC-SRV-38 | REQ-TR03110-3-2.5-2     | M-EIC-certificate-dates           | negative | with a terminal certificate that begins tomorrow      | invalidCertificatePath            | clientError                       | TR-03110-3 §2.5     | a terminal certificate that begins tomorrow      |
      | EIC-SRV-39 | REQ-TR03112-7-3.6.4.1-8 | M-EIC-always-reports-ok           | negative | without a description                                 | parameterError                    | clientError                       | TR-03112-7 §3.6.4.1 | no description                                   |
      | EIC-SRV-40 | REQ-TR03124-1-2.7.3-1   | M-EIC-subject-url-present         | negative | with a description without an address                 | parameterError                    | clientError                       | TR-03124-1 §2.7.3   | a description without an address                 |
      | EIC-SRV-41 | REQ-TR03124-1-2.7.3-2   | M-EIC-description-hash            | negative | with a description that was changed                   | parameterError                    | clientError                       | TR-03124-1 §2.7.3   | a description that the certificate does not have |
      | EIC-SRV-42 | REQ-TR03124-1-2.7.3-4   | M-EIC-comm-certificates           | negative | with a description that names no TLS certificate      | trustedChannelEstablishmentFailed | trustedChannelEstablishmentFailed | TR-03124-1 §2.7.3   | a description without TLS certificates           |
      | EIC-SRV-43 | REQ-TR03124-1-2.7.3-4   | M-EIC-comm-certificates           | negative | with a description that names another TLS certificate | trustedChannelEstablishmentFailed | trustedChannelEstablishmentFailed | TR-03124-1 §2.7.3   | somebody else's TLS certificate                  |
      | EIC-SRV-44 | REQ-TR03124-1-2.7.3-4   | M-EIC-comm-certificates           | negative | with a server address elsewhere                       | trustedChannelEstablishmentFailed | trustedChannelEstablishmentFailed | TR-03124-1 §2.7.3   | an eID server with a TLS certificate of its own  |
      | EIC-SRV-45 | REQ-TR03112-7-3.6.4.1-9 | M-EIC-always-reports-ok           | negative | with rights in no order                               | parameterError                    | clientError                       | TR-03112-7 §3.6.4.1 | rights that cannot be read                       |
      | EIC-SRV-46 | REQ-TR03112-7-3.6.4.1-9 | M-EIC-always-reports-ok           | negative | with auxiliary data in no order                       | parameterError                    | clientError                       | TR-03112-7 §3.6.4.1 | auxiliary data that cannot be read               |

  Scenario Outline: a description of <what>
    Clause: [TR-03124-1 §2.7.3]
    The address in the description and that of the token have one origin: scheme, host and port. Otherwise one service
    could show the name of another. Where the browser goes then is not told here: the way back is measured by an address
    that nobody came from.

    When an eID server of ours calls on the eID client <words>
    Then the citizen was shown nothing to agree to
    And nobody was asked for the PIN
    And our eID server was told of parameterError

    Examples:
      | id         | requirement           | kills                    | tags     | words                                    | what               |
      | EIC-SRV-47 | REQ-TR03124-1-2.7.3-3 | M-EIC-subject-url-origin | negative | with a description of somebody elsewhere | somebody elsewhere |
      | EIC-SRV-48 | REQ-TR03124-1-2.7.3-3 | M-EIC-subject-url-origin | negative | with a description of another host       | another host       |
      | EIC-SRV-49 | REQ-TR03124-1-2.7.3-3 | M-EIC-subject-url-origin | negative | with a description of another port       | another port       |

  Scenario Outline: the middleware itself, with <what>
    Clause: [<clause>]
    The same in a whole login: the client gives up, and nobody is logged in.

    Given the middleware misbehaves: <fault>
    When the citizen logs in with SAML
    Then the eID client gives up with <rule>
    And nobody was asked for the PIN
    And nobody is logged in

    Examples:
      | id         | requirement             | kills                             | tags     | fault                       | rule                        | clause              | what                       |
      | EIC-SRV-50 | REQ-TR03112-7-3.6.4.1-5 | M-EIC-unique-terminal-certificate | negative | terminal-certificate-twice  | unique-terminal-certificate | TR-03112-7 §3.6.4.1 | two terminal certificates  |
      | EIC-SRV-51 | REQ-TR03112-7-3.6.4.1-7 | M-EIC-trusted-chain               | negative | terminal-certificate-forged | trusted-chain               | TR-03112-7 §3.6.4.1 | a forged certificate       |
      | EIC-SRV-52 | REQ-TR03124-1-2.7.3-2   | M-EIC-description-hash            | negative | description-of-another      | description-hash            | TR-03124-1 §2.7.3   | the description of another |
      | EIC-SRV-53 | REQ-TR03124-1-2.6-2     | M-EIC-binding                     | negative | token-other-binding         | binding                     | TR-03124-1 §2.6     | a token of another binding |
      | EIC-SRV-54 | REQ-TR03124-1-2.6-3     | M-EIC-session-identifier          | negative | token-without-session       | session-identifier          | TR-03124-1 §2.6     | a token without a session  |

  @EIC-SRV-55 @REQ-TR03112-7-3.6.4.1-10 @kills:M-EIC-grants-beyond-certificate
  Scenario: what the certificate does not have is not granted
    Clause: [TR-03112-7 §3.6.4.1]
    A server may ask for everything. The citizen is shown, and the card is asked for, what its certificate has.

    When an eID server of ours calls on the eID client and asks for more than the certificate grants
    Then our eID server was told no right beyond its certificate
    And the eID client leads back with ok
