@layer:metadata
Feature: metadata, published and read

  Nodes know each other by documents: who they are, which keys they have, where messages go. A document that is not
  signed by the right key, or has ended, or leaves something out, is none.

  @must
  Rule: what the connector publishes

    @country:be @NOD-MET-01 @REQ-EIDAS-MET-01-1 @kills:M-NOD-metadata-unsigned @kills:M-NOD-metadata-signed-with-message-key
    Scenario: signed, with a key for that alone
      Clause: [eIDAS Interoperability Architecture]
      The key that signs metadata is the anchor of all other keys, and signs nothing else.

      When somebody fetches the metadata of the connector
      Then they are signed with the key for metadata

    @country:be @NOD-MET-02 @REQ-EIDAS-MET-01-2 @kills:M-NOD-metadata-expired
    Scenario: valid today
      Clause: [SAML Metadata §2.3.2]
      With an end that is not too far, so that lost keys are forgotten.

      When somebody fetches the metadata of the connector
      Then they are valid now, and for a month at most
      And they are named by their address

    @country:be @NOD-MET-03 @REQ-EIDAS-MET-01-3 @kills:M-NOD-metadata-without-country
    Scenario: for Belgium
      Clause: [eIDAS SAML Message Format]
      The country is in the extensions of the role, where the other nodes look for it.
      Usual causes: it stands at the entity, where nobody looks.

      When somebody fetches the metadata of the connector
      Then their role names the country BE

    @country:be @NOD-MET-04 @REQ-EIDAS-MET-01-4 @kills:M-NOD-metadata-without-encryption
    Scenario: with keys of both uses
      Clause: [SAML Metadata §2.4.1.1]
      One to verify requests with, one to encrypt answers to.

      When somebody fetches the metadata of the connector
      Then there are keys for signatures and for encryption
      And there is a key for signatures that is not the one for metadata

    @country:be @NOD-MET-05 @REQ-EIDAS-MET-01-5 @kills:M-NOD-metadata-foreign-endpoint
    Scenario: answers come to the connector itself
      Clause: [SAML Metadata §2.4.4]
      Persons are sent where the metadata say.

      When somebody fetches the metadata of the connector
      Then messages go to the party itself

    @country:be @NOD-MET-06 @REQ-EIDAS-MET-01-6 @kills:M-NOD-metadata-without-version
    Scenario: with the versions of the protocol, the German one among them
      Clause: [eIDAS SAML Message Format]
      Versions are compared as texts. The German middleware knows none but its own, so it is named beside the others.

      When somebody fetches the metadata of the connector
      Then they name the protocol versions 1.2, 1.3, 1.4, 1.4.1

    @country:be @NOD-MET-07 @REQ-EIDAS-MET-01-7 @kills:M-NOD-metadata-of-another-entity
    Scenario: under the name by which it asks
      Clause: [SAML Metadata §4.1.1]
      The name of a node is the address of its metadata.

      When somebody fetches the metadata of the connector
      Then they are named by their address

  @must
  Rule: what the German middleware publishes

    @country:de @EIS-MET-01 @REQ-EIDAS-MET-02-1 @kills:M-EIS-metadata-not-signed @kills:M-EIS-metadata-signed-with-message-key
    Scenario: signed, with a key for that alone
      Clause: [eIDAS Interoperability Architecture]
      As at every node.

      When somebody fetches the metadata of the middleware
      Then they are signed with the key for metadata
      And there is a key for signatures that is not the one for metadata

    @country:de @EIS-MET-02 @REQ-EIDAS-MET-02-2 @kills:M-EIS-metadata-expired
    Scenario: valid today
      Clause: [SAML Metadata §2.3.2]
      The German middleware makes them for thirty days.

      When somebody fetches the metadata of the middleware
      Then they are valid now, and for a month at most

    @country:de @EIS-MET-03 @REQ-EIDAS-MET-02-3 @kills:M-EIS-metadata-of-another-country
    Scenario: for Germany
      Clause: [eIDAS SAML Message Format]
      A middleware runs in the country that asks, and answers for its own.

      When somebody fetches the metadata of the middleware
      Then their role names the country DE

    @country:de @EIS-MET-04 @REQ-EIDAS-MET-02-4 @kills:M-EIS-metadata-level-substantial
    Scenario: with the level high and no other
      Clause: [eIDAS-DE]
      The card identifies at the highest level, always.

      When somebody fetches the metadata of the middleware
      Then they publish the level high and no other
      And they name the protocol versions 1.4.1

    @country:de @EIS-MET-05 @REQ-EIDAS-MET-02-5 @kills:M-EIS-metadata-foreign-endpoint
    Scenario: requests go to the middleware itself
      Clause: [SAML Metadata §2.4.3]
      Unsigned ones need not come.

      When somebody fetches the metadata of the middleware
      Then messages go to the party itself
      And they say that requests have to be signed

    @country:de @EIS-MET-06 @REQ-EIDAS-MET-02-6 @kills:M-EIS-metadata-without-attributes
    Scenario: with all attributes that a card can tell
      Clause: [eIDAS SAML Message Format]
      The minimum data set at least.

      When somebody fetches the metadata of the middleware
      Then they list the whole minimum data set

    @country:de @EIS-MET-07 @REQ-EIDAS-MET-02-7 @kills:M-EIS-metadata-of-another-entity
    Scenario: under the name by which it answers
      Clause: [SAML Metadata §4.1.1]
      The name of a node is the address of its metadata.

      When somebody fetches the metadata of the middleware
      Then they are named by their address

  @must
  Rule: what the portal publishes

    @country:be @FAS-MET-01 @REQ-FAS-MET-01-1 @kills:M-FAS-metadata-unsigned
    Scenario: signed
      Clause: [SAML Metadata §2.3.2]
      Services read the portal's keys here.

      When somebody fetches the metadata of the portal
      Then they are signed with the key for metadata
      And they are named by their address

    @country:be @FAS-MET-02 @REQ-FAS-MET-01-2 @kills:M-FAS-metadata-foreign-endpoint
    Scenario: requests go to the portal itself
      Clause: [SAML Metadata §2.4.3]
      Unsigned ones need not come.

      When somebody fetches the metadata of the portal
      Then messages go to the party itself
      And they say that requests have to be signed

  Rule: what a connector does not take from a middleware

    Scenario Outline: metadata that <change>
      Clause: [eIDAS Interoperability Architecture]
      The connector asks nobody by such a document. What exactly is wrong is for its operator, and in the journal.

      Given the metadata of the middleware <change>
      When the citizen logs in with <way>
      Then the connector refuses with <code>
      And the journal of the connector names <rule>
      And nobody is logged in

      Examples:
        | id         | level  | requirement         | kills                              | tags                | code   | rule                         | way            | change                                |
        | NOD-MET-20 | must   | REQ-EIDAS-MET-03-1  | M-NOD-metadata-signed              | country:be negative | 003009 | metadata-signed              | SAML           | are not signed                        |
        | NOD-MET-21 | must   | REQ-EIDAS-MET-03-2  | M-NOD-metadata-signature-trust     | country:be negative | 003009 | metadata-signature-trust     | SAML           | are signed by a stranger              |
        | NOD-MET-22 | must   | REQ-EIDAS-MET-03-3  | M-NOD-metadata-signature-algorithm | country:be negative | 203015 | metadata-signature-algorithm | SAML           | are signed with SHA-1                 |
        | NOD-MET-23 | must   | REQ-EIDAS-MET-03-4  | M-NOD-metadata-signature-value     | country:be negative | 203015 | metadata-signature-value     | SAML           | are changed after signing             |
        | NOD-MET-24 | must   | REQ-EIDAS-MET-03-5  | M-NOD-metadata-valid-until         | country:be negative | 003009 | metadata-valid-until         | SAML           | have expired                          |
        | NOD-MET-25 | must   | REQ-EIDAS-MET-03-6  | M-NOD-metadata-valid-until         | country:be negative | 003009 | metadata-valid-until         | OpenID Connect | never end                             |
        | NOD-MET-26 | should | REQ-EIDAS-MET-03-7  | M-NOD-metadata-entity-id           | country:be negative | 003009 | metadata-entity-id           | SAML           | are those of another entity           |
        | NOD-MET-27 | must   | REQ-EIDAS-MET-03-8  | M-NOD-response-code-hidden         | country:be negative | 003009 | metadata-role                | SAML           | have no role of theirs                |
        | NOD-MET-28 | should | REQ-EIDAS-MET-03-10 | M-NOD-metadata-node-country        | country:be negative | 003009 | metadata-node-country        | SAML           | name their country outside the role   |
        | NOD-MET-29 | must   | REQ-EIDAS-MET-03-11 | M-NOD-metadata-keys                | country:be negative | 003009 | metadata-keys                | SAML           | have no key for signatures            |
        | NOD-MET-30 | must   | REQ-EIDAS-MET-03-12 | M-NOD-metadata-endpoint            | country:be negative | 003009 | metadata-endpoint            | SAML           | have no address for messages          |
        | NOD-MET-31 | must   | REQ-EIDAS-MET-03-13 | M-NOD-metadata-document-type       | country:be negative | 003009 | metadata-document-type       | SAML           | declare a document type               |
        | NOD-MET-32 | must   | REQ-EIDAS-MET-03-14 | M-NOD-metadata-size                | country:be negative | 003009 | metadata-size                | SAML           | are larger than a megabyte            |
        | NOD-MET-33 | must   | REQ-EIDAS-MET-03-15 | M-NOD-response-code-hidden         | country:be negative | 003009 | metadata-schema              | OpenID Connect | are no XML                            |
        | NOD-MET-34 | must   | REQ-EIDAS-MET-03-16 | M-NOD-light-protocol-version       | country:be negative | 203027 | light-protocol-version       | SAML           | speak another version of the protocol |
        | NOD-MET-35 | must   | REQ-EIDAS-MET-03-17 | M-NOD-light-level-offered          | country:be negative | 000009 | light-level-offered          | SAML           | publish a level that is too low       |

  Rule: what a middleware does not take from a connector

    Scenario Outline: metadata that <change>
      Clause: [eIDAS Interoperability Architecture]
      Nobody lays down a card for a connector that is not the one it says.

      Given the metadata of the connector <change>
      When the citizen logs in with SAML
      Then the middleware refuses with UNKNOWN_PROVIDER
      And the journal of the middleware names <rule>
      And nobody is logged in

      Examples:
        | id         | level  | requirement        | kills                          | tags                | rule                     | change                      |
        | EIS-MET-20 | must   | REQ-EIDAS-MET-04-1 | M-EIS-metadata-signed          | country:de negative | metadata-signed          | are not signed              |
        | EIS-MET-21 | must   | REQ-EIDAS-MET-04-2 | M-EIS-metadata-signature-trust | country:de negative | metadata-signature-trust | are signed by a stranger    |
        | EIS-MET-22 | must   | REQ-EIDAS-MET-04-3 | M-EIS-metadata-valid-until     | country:de negative | metadata-valid-until     | have expired                |
        | EIS-MET-23 | should | REQ-EIDAS-MET-04-4 | M-EIS-metadata-entity-id       | country:de negative | metadata-entity-id       | are those of another entity |
        | EIS-MET-24 | must   | REQ-EIDAS-MET-04-5 | M-EIS-metadata-keys            | country:de negative | metadata-keys            | have no key for encryption  |
        | EIS-MET-25 | should | REQ-EIDAS-MET-04-6 | M-EIS-metadata-node-country    | country:de negative | metadata-node-country    | name no country             |
