@country:be @layer:oidc
Feature: what a service takes for a token of the portal

  A token says itself how it is signed, and by whom. None of that may be believed: the algorithm and the keys are agreed
  with the portal before.

  @negative
  Scenario Outline: <what> is refused
    Clause: [<clause>]
    The token is not signed as the portal and the service have agreed.
    Usual causes: the library is asked to read a token, and reads it by what its header says.
    Resembles: CVE-2015-9235 (jsonwebtoken), CVE-2018-0114 (node-jose), CVE-2020-28042 (ServiceStack).

    Given the portal misbehaves: <fault>
    When the citizen logs in with OpenID Connect
    Then the relying party refuses with <code>
    And nobody is logged in

    Examples: the id_token
      | id         | requirement        | level | kills                | fault                                   | code       | clause         | what                                                    | tags |
      | SP-OIDC-80 | REQ-RFC8725-3.1-2  | must  | M-SP-oidc-algorithm  | oidc-id-token-algorithm-none-other-case | algorithm  | RFC 8725 §3.1  | an id_token that needs no signature in other letters    | -    |
      | SP-OIDC-81 | REQ-RFC8725-3.1-3  | must  | M-SP-oidc-algorithm  | oidc-id-token-hmac-der                  | algorithm  | RFC 8725 §3.1  | an id_token whose password is the public key in DER     | -    |
      | SP-OIDC-82 | REQ-RFC7515-5.2-2  | must  | M-SP-oidc-signature  | oidc-id-token-signature-empty           | signature  | RFC 7515 §5.2  | an id_token whose signature was left out                | -    |
      | SP-OIDC-83 | REQ-RFC7515-5.2-3  | must  | M-SP-oidc-signature  | oidc-id-token-signature-altered         | signature  | RFC 7515 §5.2  | an id_token whose signature was altered                 | -    |
      | SP-OIDC-84 | REQ-RFC8725-3.10-3 | must  | M-SP-oidc-header-key | oidc-id-token-header-x5u                | header-key | RFC 8725 §3.10 | an id_token that says where its certificate is          | -    |
      | SP-OIDC-85 | REQ-RFC8725-3.10-4 | must  | M-SP-oidc-header-key | oidc-id-token-header-jwk-true-id        | header-key | RFC 8725 §3.10 | an id_token that brings its own key under the true name | -    |

    Examples: userinfo
      | id          | requirement          | level | kills                | fault                         | code       | clause           | what                                         | tags                   |
      | SP-OIDC-108 | REQ-RFC8725-3.1-4    | must  | M-SP-oidc-algorithm  | oidc-userinfo-hmac            | algorithm  | RFC 8725 §3.1    | userinfo whose password is the public key    | claims:signed-userinfo |
      | SP-OIDC-109 | REQ-RFC7515-5.2-4    | must  | M-SP-oidc-signature  | oidc-userinfo-altered         | signature  | RFC 7515 §5.2    | userinfo that was altered after signing      | claims:signed-userinfo |
      | SP-OIDC-110 | REQ-RFC7515-5.2-5    | must  | M-SP-oidc-signature  | oidc-userinfo-signature-empty | signature  | RFC 7515 §5.2    | userinfo whose signature was left out        | claims:signed-userinfo |
      | SP-OIDC-111 | REQ-RFC8725-3.10-5   | must  | M-SP-oidc-header-key | oidc-userinfo-header-jwk      | header-key | RFC 8725 §3.10   | userinfo that brings its own key             | claims:signed-userinfo |
      | SP-OIDC-112 | REQ-RFC7515-4.1.11-2 | must  | M-SP-oidc-critical   | oidc-userinfo-critical        | critical   | RFC 7515 §4.1.11 | userinfo with an extension that nobody knows | claims:signed-userinfo |
