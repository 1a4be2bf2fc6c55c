@country:be @layer:oidc
Feature: what a service takes for a token of the portal

  A token says itself how it is signed, and by whom. None of that may be believed: the algorithm and the keys are agreed
  with the portal before.

  @negative
  Scenario Outline: <what> is refused
    Clause: [<clause>]
    The token is not signed as the portal and the service have agreed.
    Usual causes: the library is asked to read a token, and reads it by what its header says.
    Resembles: <resembles>.

    Given the portal misbehaves: <fault>
    When the citizen logs in with OpenID Connect
    Then the relying party refuses with <code>
    And nobody is logged in

    Examples: the id_token
      | id          | requirement          | level | kills                | fault                                   | code       | clause           | what                                                    | tags                   | resembles                                                                        |
      | SP-OIDC-30  | REQ-FAS-FO-11-1      | must  | M-SP-oidc-algorithm  | oidc-id-token-algorithm-none            | algorithm  | FAS OIDC FO-11   | an id_token that says that it needs no signature        | claims:signed-id-token | CVE-2022-23540 (jsonwebtoken)                                                    |
      | SP-OIDC-31  | REQ-RFC8725-3.1-1    | must  | M-SP-oidc-algorithm  | oidc-id-token-hmac                      | algorithm  | RFC 8725 §3.1    | an id_token whose password is the public key            | claims:signed-id-token | CVE-2015-9235 (jsonwebtoken), CVE-2016-5431 (php-jose), CVE-2024-37568 (authlib) |
      | SP-OIDC-32  | REQ-FAS-FO-11-2      | must  | M-SP-oidc-signature  | oidc-id-token-foreign-key               | signature  | FAS OIDC FO-11   | an id_token by a foreign key under the true name        | claims:signed-id-token | -                                                                                |
      | SP-OIDC-33  | REQ-FAS-FO-11-3      | must  | M-SP-oidc-key-id     | oidc-id-token-unknown-key               | key-id     | FAS OIDC FO-11   | an id_token by a key that the portal does not publish   | claims:signed-id-token | -                                                                                |
      | SP-OIDC-34  | REQ-RFC8725-3.10-1   | must  | M-SP-oidc-header-key | oidc-id-token-header-jwk                | header-key | RFC 8725 §3.10   | an id_token that brings its own key                     | claims:signed-id-token | CVE-2018-0114 (node-jose)                                                        |
      | SP-OIDC-35  | REQ-RFC8725-3.10-2   | must  | M-SP-oidc-header-key | oidc-id-token-header-jku                | header-key | RFC 8725 §3.10   | an id_token that says where to fetch its key            | claims:signed-id-token | -                                                                                |
      | SP-OIDC-36  | REQ-RFC7515-5.2-1    | must  | M-SP-oidc-signature  | oidc-id-token-altered                   | signature  | RFC 7515 §5.2    | an id_token that was altered after signing              | claims:signed-id-token | -                                                                                |
      | SP-OIDC-37  | REQ-RFC7515-4.1.11-1 | must  | M-SP-oidc-critical   | oidc-id-token-critical                  | critical   | RFC 7515 §4.1.11 | an id_token with an extension that nobody knows         | claims:signed-id-token | CVE-2025-59420 (authlib)                                                         |
      | SP-OIDC-80  | REQ-RFC8725-3.1-2    | must  | M-SP-oidc-algorithm  | oidc-id-token-algorithm-none-other-case | algorithm  | RFC 8725 §3.1    | an id_token that needs no signature in other letters    | claims:signed-id-token | -                                                                                |
      | SP-OIDC-81  | REQ-RFC8725-3.1-3    | must  | M-SP-oidc-algorithm  | oidc-id-token-hmac-der                  | algorithm  | RFC 8725 §3.1    | an id_token whose password is the public key in DER     | claims:signed-id-token | CVE-2022-29217 (PyJWT), CVE-2024-37568 (authlib)                                 |
      | SP-OIDC-82  | REQ-RFC7515-5.2-2    | must  | M-SP-oidc-signature  | oidc-id-token-signature-empty           | signature  | RFC 7515 §5.2    | an id_token whose signature was left out                | claims:signed-id-token | CVE-2020-28042 (ServiceStack)                                                    |
      | SP-OIDC-83  | REQ-RFC7515-5.2-3    | must  | M-SP-oidc-signature  | oidc-id-token-signature-altered         | signature  | RFC 7515 §5.2    | an id_token whose signature was altered                 | claims:signed-id-token | -                                                                                |
      | SP-OIDC-84  | REQ-RFC8725-3.10-3   | must  | M-SP-oidc-header-key | oidc-id-token-header-x5u                | header-key | RFC 8725 §3.10   | an id_token that says where its certificate is          | claims:signed-id-token | -                                                                                |
      | SP-OIDC-85  | REQ-RFC8725-3.10-4   | must  | M-SP-oidc-header-key | oidc-id-token-header-jwk-true-id        | header-key | RFC 8725 §3.10   | an id_token that brings its own key under the true name | claims:signed-id-token | CVE-2018-0114 (node-jose)                                                        |
      | SP-OIDC-126 | REQ-RFC8725-3.1-5    | must  | M-SP-oidc-algorithm  | oidc-id-token-hmac-512                  | algorithm  | RFC 8725 §3.1    | an id_token whose longer password is the public key     | claims:signed-id-token | CVE-2015-9235 (jsonwebtoken), CVE-2024-37568 (authlib)                           |
      | SP-OIDC-127 | REQ-RFC8725-3.1-6    | must  | M-SP-oidc-algorithm  | oidc-id-token-hmac-with-nothing         | algorithm  | RFC 8725 §3.1    | an id_token whose password is empty                     | claims:signed-id-token | -                                                                                |
      | SP-OIDC-128 | REQ-RFC8725-3.10-6   | must  | M-SP-oidc-header-key | oidc-id-token-header-x5c                | header-key | RFC 8725 §3.10   | an id_token that brings its own certificate             | claims:signed-id-token | -                                                                                |
      | SP-OIDC-129 | REQ-RFC7797-7-1      | must  | M-SP-oidc-critical   | oidc-id-token-unencoded                 | critical   | RFC 7797 §7      | an id_token that is signed over its bare payload        | claims:signed-id-token | -                                                                                |
      | SP-OIDC-130 | REQ-RFC7519-1-1      | must  | M-SP-oidc-compact    | oidc-id-token-two-in-one                | compact    | RFC 7519 §1      | an object that holds an honest id_token and another one | claims:signed-id-token | CVE-2022-39227 (python-jwt)                                                      |

    Examples: userinfo
      | id          | requirement          | level | kills                | fault                         | code       | clause           | what                                         | tags                   | resembles                     |
      | SP-OIDC-108 | REQ-RFC8725-3.1-4    | must  | M-SP-oidc-algorithm  | oidc-userinfo-hmac            | algorithm  | RFC 8725 §3.1    | userinfo whose password is the public key    | claims:signed-userinfo | CVE-2024-37568 (authlib)      |
      | SP-OIDC-109 | REQ-RFC7515-5.2-4    | must  | M-SP-oidc-signature  | oidc-userinfo-altered         | signature  | RFC 7515 §5.2    | userinfo that was altered after signing      | claims:signed-userinfo | -                             |
      | SP-OIDC-110 | REQ-RFC7515-5.2-5    | must  | M-SP-oidc-signature  | oidc-userinfo-signature-empty | signature  | RFC 7515 §5.2    | userinfo whose signature was left out        | claims:signed-userinfo | CVE-2020-28042 (ServiceStack) |
      | SP-OIDC-111 | REQ-RFC8725-3.10-5   | must  | M-SP-oidc-header-key | oidc-userinfo-header-jwk      | header-key | RFC 8725 §3.10   | userinfo that brings its own key             | claims:signed-userinfo | CVE-2018-0114 (node-jose)     |
      | SP-OIDC-112 | REQ-RFC7515-4.1.11-2 | must  | M-SP-oidc-critical   | oidc-userinfo-critical        | critical   | RFC 7515 §4.1.11 | userinfo with an extension that nobody knows | claims:signed-userinfo | CVE-2025-59420 (authlib)      |
