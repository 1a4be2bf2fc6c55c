@country:de @layer:files @must @needs:can @needs:certificates
Feature: the data groups of the eID application are coded as their types say
  Unit EAC2_EIDDATA_B of the test plan. What is judged are the raw bytes of each file.

  Background:
    Given a freshly activated card
    And the terminal has run the general authentication procedure with the CAN as an inspection system with IS_CERT_1
    And the terminal has selected the eID application

  Scenario Outline: data group <group> holds a well-formed <type>
    Clause: [TR-03110-4 §2.2.3.1]
    The file is the application tag of its group with one element of its type inside, in DER, and nothing behind it.
    Usual causes: <cause>.

    Given the terminal has read data group <group>
    Then the data group holds a well-formed <type>

    Examples:
      | id            | requirement        | group | type              | kills                             | cause                                                 |
      | CRD-DE-EID-01 | EAC2_EIDDATA_B_1   | 1     | DocumentType      | M-CRD-dg-wrong-string-type        | a UTF8String for a PrintableString                    |
      | CRD-DE-EID-02 | EAC2_EIDDATA_B_2   | 2     | IssuingEntity     | M-CRD-dg-issuer-in-lower-case     | a country code of ISO 3166 instead of ICAO's          |
      | CRD-DE-EID-03 | EAC2_EIDDATA_B_3   | 3     | DateOfExpiry      | M-CRD-dg-expiry-date-short        | two digits for the year                               |
      | CRD-DE-EID-04 | EAC2_EIDDATA_B_4   | 4     | GivenNames        | M-CRD-wrong-dg-tag                | the tag of another group                              |
      | CRD-DE-EID-05 | EAC2_EIDDATA_B_5   | 5     | FamilyNames       | M-CRD-dg-name-not-utf8            | ISO 8859-1 instead of UTF-8                           |
      | CRD-DE-EID-06 | EAC2_EIDDATA_B_6   | 6     | NomDePlume        | M-CRD-dg-artistic-name-wrong-type | a PrintableString for a UTF8String                    |
      | CRD-DE-EID-07 | EAC2_EIDDATA_B_7   | 7     | AcademicTitle     | M-CRD-dg-title-wrong-type         | an IA5String for a UTF8String                         |
      | CRD-DE-EID-08 | EAC2_EIDDATA_B_8   | 8     | DateOfBirth       | M-CRD-dg-birth-date-format-wrong  | the day first                                         |
      | CRD-DE-EID-09 | EAC2_EIDDATA_B_9   | 9     | PlaceOfBirth      | M-CRD-dg-birth-place-untagged     | text without the tag that tells which form it is      |
      | CRD-DE-EID-10 | EAC2_EIDDATA_B_10  | 10    | Nationality       | M-CRD-dg-country-of-two-letters   | a country code of ISO 3166 instead of ICAO's          |
      | CRD-DE-EID-13 | EAC2_EIDDATA_B_13  | 17    | PlaceOfResidence  | M-CRD-dg-length-not-minimal       | a length field of fixed size, since the file can change |
      | CRD-DE-EID-14 | EAC2_EIDDATA_B_14  | 18    | MunicipalityID    | M-CRD-dg-municipality-id-wrong-type | a string for an OCTET STRING                        |
      | CRD-DE-EID-19 | EAC2_EIDDATA_B_19  | 13    | BirthName         | M-CRD-dg-birth-name-not-utf8      | ISO 8859-1 instead of UTF-8                           |

    Examples: groups that German documents leave out
      | id            | requirement        | group | type              | card             | kills                                | cause                                             |
      | CRD-DE-EID-11 | EAC2_EIDDATA_B_11  | 11    | Sex               | all-data-groups  | M-CRD-dg-sex-unknown-letter          | another letter than M, F and space                |
      | CRD-DE-EID-12 | EAC2_EIDDATA_B_12  | 12    | OptionalDataR     | all-data-groups  | M-CRD-dg-optional-data-sequence      | a SEQUENCE OF for a SET OF                        |
      | CRD-DE-EID-17 | EAC2_EIDDATA_B_17  | 21    | PhoneNumber       | all-data-groups  | M-CRD-dg-phone-national              | a number without country code                     |
      | CRD-DE-EID-18 | EAC2_EIDDATA_B_18  | 22    | EmailAddress      | all-data-groups  | M-CRD-dg-email-wrong-type            | a UTF8String for an IA5String                     |
      | CRD-DE-EID-20 | EAC2_EIDDATA_B_20  | 14    | WrittenSignature  | all-data-groups  | M-CRD-dg-signature-other-picture     | a JPEG picture, as in older documents             |
      | CRD-DE-EID-21 | EAC2_EIDDATA_B_21  | 15    | DateOfIssuance    | all-data-groups  | M-CRD-dg-issuance-month-thirteen     | a date that is in no calendar                     |

    Examples: groups of the residence permit
      | id            | requirement        | group | type              | card             | kills                                | cause                                             |
      | CRD-DE-EID-15 | EAC2_EIDDATA_B_15  | 19    | ResidencePermitI  | residence-permit | M-CRD-dg-permit-text-not-compressed  | the tag of compressed text on text as it is       |
      | CRD-DE-EID-16 | EAC2_EIDDATA_B_16  | 20    | ResidencePermitII | residence-permit | M-CRD-dg-permit-text-untagged        | text without the tag that tells which form it is  |

    Examples: people whose data look otherwise
      | id            | requirement        | group | type              | card              | kills                              | cause                                              |
      | CRD-DE-EID-22 | EAC2_EIDDATA_B_8   | 8     | DateOfBirth       | birth-year-only   | M-CRD-dg-unknown-birth-date-zero   | zeros instead of spaces for what is not known      |
      | CRD-DE-EID-23 | EAC2_EIDDATA_B_8   | 8     | DateOfBirth       | birth-month-only  | M-CRD-dg-unknown-birth-date-zero   | zeros instead of spaces for what is not known      |
      | CRD-DE-EID-24 | EAC2_EIDDATA_B_4   | 4     | GivenNames        | no-given-name     | M-CRD-wrong-dg-tag                 | an empty file instead of an empty text             |
      | CRD-DE-EID-25 | EAC2_EIDDATA_B_5   | 5     | FamilyNames       | beyond-latin-1    | M-CRD-dg-name-not-utf8             | letters that the code page of the printer lacks    |
      | CRD-DE-EID-26 | EAC2_EIDDATA_B_13  | 17    | PlaceOfResidence  | free-text-address | M-CRD-dg-length-not-minimal        | text without the tag that tells which form it is   |
      | CRD-DE-EID-27 | EAC2_EIDDATA_B_13  | 17    | PlaceOfResidence  | no-dwelling       | M-CRD-dg-length-not-minimal        | text in the form for addresses                     |
      | CRD-DE-EID-28 | EAC2_EIDDATA_B_1   | 1     | DocumentType      | eu-citizen        | M-CRD-dg-wrong-string-type         | a UTF8String for a PrintableString                 |
      | CRD-DE-EID-29 | EAC2_EIDDATA_B_1   | 1     | DocumentType      | residence-permit  | M-CRD-dg-wrong-string-type         | a UTF8String for a PrintableString                 |
      | CRD-DE-EID-30 | EAC2_EIDDATA_B_3   | 3     | DateOfExpiry      | first-generation  | M-CRD-dg-expiry-date-short         | two digits for the year                            |

  @CRD-DE-EID-31 @REQ-TR03127-3.4.3-2 @profile:eID @profile:DG18 @kills:M-CRD-dg-municipality-id-as-text
  Scenario: the municipality id is in binary coded decimal
    Clause: [TR-03127 §3.4.3]
    A terminal may ask for a state or a district by its first digits, which works only if every digit has its half byte.
    Usual causes: the digits are stored as characters.

    Given the terminal has read data group 18
    Then the data group holds a municipality id in decimal digits
