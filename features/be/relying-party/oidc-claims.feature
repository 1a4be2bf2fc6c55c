@country:be @layer:oidc
Feature: what a service reads in a token of the portal

  The portal has signed the token, and it is for somebody else, for another time, or about nobody. Names are compared
  character by character.

  @negative
  Scenario Outline: <what> is refused
    Clause: [<clause>]
    What the token says does not fit what the service has asked for.
    Usual causes: a claim is compared where it is there; names are compared by their beginning or in any case.

    Given the portal misbehaves: <fault>
    When the citizen logs in with OpenID Connect
    Then the relying party refuses with <code>
    And nobody is logged in

    Examples: from whom and for whom
      | id          | requirement              | level  | kills                      | fault                                           | code             | clause             | what                                                         | tags |
      | SP-OIDC-86  | REQ-OIDC-CORE-3.1.3.7-6  | must   | M-SP-oidc-issuer           | oidc-id-token-issuer-missing                    | issuer           | OIDC Core §3.1.3.7 | an id_token of nobody                                        | -    |
      | SP-OIDC-87  | REQ-OIDC-CORE-3.1.3.7-7  | must   | M-SP-oidc-issuer           | oidc-id-token-issuer-with-slash                 | issuer           | OIDC Core §3.1.3.7 | an id_token whose issuer has a slash more                    | -    |
      | SP-OIDC-88  | REQ-OIDC-CORE-3.1.3.7-8  | must   | M-SP-oidc-issuer           | oidc-id-token-issuer-in-capitals                | issuer           | OIDC Core §3.1.3.7 | an id_token whose issuer is in capitals                      | -    |
      | SP-OIDC-89  | REQ-OIDC-CORE-3.1.3.7-9  | must   | M-SP-oidc-audience         | oidc-id-token-audience-missing                  | audience         | OIDC Core §3.1.3.7 | an id_token without an audience                              | -    |
      | SP-OIDC-90  | REQ-OIDC-CORE-3.1.3.7-10 | must   | M-SP-oidc-audience         | oidc-id-token-audience-empty                    | audience         | OIDC Core §3.1.3.7 | an id_token with an empty audience                           | -    |
      | SP-OIDC-91  | REQ-OIDC-CORE-3.1.3.7-11 | must   | M-SP-oidc-audience         | oidc-id-token-audience-others                   | audience         | OIDC Core §3.1.3.7 | an id_token for two other clients                            | -    |
      | SP-OIDC-92  | REQ-OIDC-CORE-3.1.3.7-12 | must   | M-SP-oidc-audience         | oidc-id-token-audience-longer                   | audience         | OIDC Core §3.1.3.7 | an id_token for a client whose name begins like ours         | -    |
      | SP-OIDC-93  | REQ-OIDC-CORE-3.1.3.7-13 | should | M-SP-oidc-authorized-party | oidc-id-token-authorized-party-other            | authorized-party | OIDC Core §3.1.3.7 | an id_token that another client asked for                    | -    |
      | SP-OIDC-94  | REQ-OIDC-CORE-3.1.3.7-14 | should | M-SP-oidc-authorized-party | oidc-id-token-authorized-party-other-of-several | authorized-party | OIDC Core §3.1.3.7 | an id_token for two clients that the other one asked for     | -    |
      | SP-OIDC-131 | REQ-OIDC-CORE-3.1.3.7-20 | must   | M-SP-oidc-audience         | oidc-id-token-audience-with-blank               | audience         | OIDC Core §3.1.3.7 | an id_token for our name and a blank                         | -    |
      | SP-OIDC-132 | REQ-OIDC-CORE-3.1.3.7-21 | must   | M-SP-oidc-audience         | oidc-id-token-audience-with-nul                 | audience         | OIDC Core §3.1.3.7 | an id_token for our name, NUL and more                       | -    |
      | SP-OIDC-133 | REQ-OIDC-CORE-3.1.3.7-22 | must   | M-SP-oidc-issuer           | oidc-id-token-issuer-lookalike                  | issuer           | OIDC Core §3.1.3.7 | an id_token whose issuer has a letter of another alphabet    | -    |
      | SP-OIDC-134 | REQ-RFC7519-4.1.1-1      | should | M-SP-oidc-claim-types      | oidc-id-token-issuer-list                       | claim-types      | RFC 7519 §4.1.1    | an id_token whose issuer is a list                           | -    |
      | SP-OIDC-135 | REQ-RFC7519-4-1          | must   | M-SP-oidc-claims-once      | oidc-id-token-audience-twice                    | claims-once      | RFC 7519 §4        | an id_token with two audiences of which the last is not ours | -    |

    Examples: when
      | id          | requirement              | level  | kills                 | fault                           | code        | clause             | what                                  | tags |
      | SP-OIDC-95  | REQ-OIDC-CORE-3.1.3.7-15 | must   | M-SP-oidc-expiry      | oidc-id-token-expiry-missing    | expiry      | OIDC Core §3.1.3.7 | an id_token without an end            | -    |
      | SP-OIDC-96  | REQ-OIDC-CORE-2-2        | should | M-SP-oidc-issued-at   | oidc-id-token-issued-at-missing | issued-at   | OIDC Core §2       | an id_token without a time of issue   | -    |
      | SP-OIDC-97  | REQ-OIDC-CORE-3.1.3.7-16 | should | M-SP-oidc-age         | oidc-id-token-old               | age         | OIDC Core §3.1.3.7 | an id_token of yesterday              | -    |
      | SP-OIDC-98  | REQ-RFC7519-4.1.5-1      | must   | M-SP-oidc-not-before  | oidc-id-token-not-before        | not-before  | RFC 7519 §4.1.5    | an id_token that counts from later on | -    |
      | SP-OIDC-136 | REQ-RFC7519-4.1.4-1      | should | M-SP-oidc-claim-types | oidc-id-token-expiry-text       | claim-types | RFC 7519 §4.1.4    | an id_token whose end is a text       | -    |

    Examples: about whom, and how sure
      | id          | requirement              | level  | kills                  | fault                         | code        | clause             | what                                                      | tags          |
      | SP-OIDC-99  | REQ-OIDC-CORE-2-3        | must   | M-SP-oidc-subject      | oidc-id-token-subject-missing | subject     | OIDC Core §2       | an id_token about nobody                                  | -             |
      | SP-OIDC-100 | REQ-OIDC-CORE-2-4        | should | M-SP-oidc-subject-form | oidc-id-token-subject-empty   | subject     | OIDC Core §2       | an id_token about somebody without a name                 | -             |
      | SP-OIDC-101 | REQ-OIDC-CORE-2-5        | should | M-SP-oidc-subject-form | oidc-id-token-subject-long    | subject     | OIDC Core §2       | an id_token about a name of 300 characters                | -             |
      | SP-OIDC-102 | REQ-OIDC-CORE-3.1.3.7-17 | must   | M-SP-oidc-nonce        | oidc-nonce-empty              | nonce       | OIDC Core §3.1.3.7 | an id_token with an empty nonce                           | -             |
      | SP-OIDC-103 | REQ-OIDC-CORE-3.1.3.7-18 | must   | M-SP-oidc-nonce        | oidc-nonce-in-other-case      | nonce       | OIDC Core §3.1.3.7 | an id_token with the nonce in other letters               | -             |
      | SP-OIDC-104 | REQ-OIDC-CORE-3.1.3.7-19 | must   | M-SP-oidc-nonce        | oidc-nonce-longer             | nonce       | OIDC Core §3.1.3.7 | an id_token whose nonce only begins like ours             | -             |
      | SP-OIDC-137 | REQ-RFC7519-4.1.2-1      | should | M-SP-oidc-claim-types  | oidc-id-token-subject-number  | claim-types | RFC 7519 §4.1.2    | an id_token about a number                                | -             |
      | SP-OIDC-138 | REQ-RFC7519-4-2          | must   | M-SP-oidc-claims-once  | oidc-nonce-twice              | claims-once | RFC 7519 §4        | an id_token with two nonces of which the last is not ours | -             |
      | SP-OIDC-105 | REQ-FAS-FO-06-3          | must   | M-SP-oidc-level        | oidc-id-token-level-missing   | level       | FAS OIDC FO-06     | an id_token that tells no level                           | claims:levels |
      | SP-OIDC-106 | REQ-FAS-FO-06-4          | must   | M-SP-oidc-level        | oidc-id-token-level-foreign   | level       | FAS OIDC FO-06     | an id_token with a level of somebody else                 | claims:levels |

    Examples: the access token
      | id          | requirement       | level  | kills                        | fault                   | code             | clause        | what                           | tags |
      | SP-OIDC-107 | REQ-RFC6749-5.1-1 | should | M-SP-oidc-token-type-missing | oidc-token-type-missing | token-type       | RFC 6749 §5.1 | an access token without a type | -    |
      | SP-OIDC-139 | REQ-RFC6749-5.1-2 | should | M-SP-oidc-token-media-type   | oidc-tokens-as-page     | token-media-type | RFC 6749 §5.1 | tokens that come as a page     | -    |

    Examples: userinfo
      | id          | requirement           | level | kills                       | fault                           | code              | clause           | what                                                    | tags                   |
      | SP-OIDC-113 | REQ-OIDC-CORE-5.3.4-2 | must  | M-SP-oidc-userinfo-subject  | oidc-userinfo-subject-missing   | userinfo-subject  | OIDC Core §5.3.4 | userinfo about nobody                                   | claims:userinfo        |
      | SP-OIDC-114 | REQ-FAS-FO-11-9       | must  | M-SP-oidc-userinfo-audience | oidc-userinfo-audience-others   | userinfo-audience | FAS OIDC FO-11   | userinfo for two other clients                          | claims:signed-userinfo |
      | SP-OIDC-115 | REQ-FAS-FO-11-10      | must  | M-SP-oidc-userinfo-issuer   | oidc-userinfo-issuer-with-slash | userinfo-issuer   | FAS OIDC FO-11   | userinfo whose issuer has a slash more                  | claims:signed-userinfo |
      | SP-OIDC-140 | REQ-RFC7519-4-3       | must  | M-SP-oidc-claims-once       | oidc-userinfo-subject-twice     | claims-once       | RFC 7519 §4      | userinfo with two subjects of which the last is another | claims:signed-userinfo |
      | SP-OIDC-141 | REQ-RFC7519-4.1.4-2   | must  | M-SP-oidc-userinfo-expiry   | oidc-userinfo-expired           | userinfo-expiry   | RFC 7519 §4.1.4  | userinfo that has ended                                 | claims:signed-userinfo |

  @negative
  Scenario Outline: <what> lets nobody in
    Clause: [<clause>]
    The portal says that it has failed, and what comes with that looks as if it had not.
    Usual causes: the body is read before the status, or without it.

    Given the portal misbehaves: <fault>
    When the citizen logs in with OpenID Connect
    Then the relying party refuses
    And nobody is logged in

    Examples:
      | id          | requirement           | level  | kills                     | fault                      | clause           | what                    | tags            |
      | SP-OIDC-123 | REQ-RFC6749-5.2-1     | should | M-SP-ignores-token-status | oidc-tokens-with-failure   | RFC 6749 §5.2    | a failure with tokens   | -               |
      | SP-OIDC-124 | REQ-OIDC-CORE-5.3.3-1 | must   | M-SP-ignores-status       | oidc-userinfo-with-failure | OIDC Core §5.3.3 | a failure with userinfo | claims:userinfo |
