@country:de @layer:files
Feature: the card tells what it is before anybody asks for more
  Files of the master file that everybody can read, and the answer to reset. The test plan takes them for granted.

  Background:
    Given a freshly activated card

  @CRD-DE-MF-01 @REQ-ISO7816-4-8.2.1.1-1 @must @kills:M-CRD-ef-dir-without-eid
  Scenario: EF.DIR lists the eID application
    Clause: [TR-03127 §3.4.1]
    Software finds out from EF.DIR which applications a document has before it tries them.
    Usual causes: the list is that of another product of the same maker.

    Given the terminal has read all of EF.DIR
    Then EF.DIR lists the eID application

  @CRD-DE-MF-02 @REQ-TR03110-3-B.13.1-1 @should @kills:M-CRD-capabilities-not-told
  Scenario: the card announces chaining and extended length, and says the same in both places
    Clause: [TR-03110-3 §B.13.1]
    Command chaining is mandatory and must be announced, extended length must be announced by a card that needs it, in
    the historical bytes or in EF.ATR/INFO. A terminal that reads one place only should not be misled.
    Usual causes: EF.ATR/INFO was written for another operating system.

    Given the terminal has read all of EF.ATR/INFO
    Then EF.ATR/INFO is a list of data objects
    And the answer to reset is complete and has the right check byte
    And the card announces command chaining
    And the card announces extended length
