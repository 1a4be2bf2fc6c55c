@country:de @must @layer:paos
Feature: the result goes to the browser in which the login began

  @EIS-PAOS-80 @REQ-EIDASDE-14-1 @negative @kills:M-EIS-result-for-any-browser
  Scenario: another browser comes back in the place of the first
    Clause: [eIDAS-DE]
    Whoever has talked somebody into identifying for them knows the refresh address. The identity does not go to them: it
    belongs to the browser that brought the request.

    Given a login with SAML that has reached the eID client
    And an eID client of ours has spoken to the eID server in order
    When another browser comes back in its place
    Then the middleware refuses
    And nobody is logged in

  @EIS-PAOS-81 @REQ-EIDASDE-14-1 @negative @kills:M-EIS-result-for-any-browser
  Scenario: another browser opens the page of a login
    Clause: [eIDAS-DE]
    The page that starts the eID client is for one browser. Elsewhere its address opens nothing.

    Given a login with SAML that has reached the eID client
    When another browser opens the page of the login
    Then the middleware refuses
    And nobody is logged in

  @EIS-PAOS-82 @REQ-EIDASDE-14-2 @negative @kills:M-EIS-result-given-twice
  Scenario: the result is given once
    Clause: [eIDAS-DE]
    Usual causes: the back button shows the form again, with the identity in it.

    Given a login with SAML that has reached the eID client
    And an eID client of ours has spoken to the eID server in order
    When the browser comes back with ok
    Then the citizen is logged in
    When the browser comes back with ok
    Then the middleware refuses

  Scenario Outline: what the browser claims counts for nothing: <what>
    Clause: [eIDAS-DE]
    The result in the address is a word for the person. What counts is how the session between client and server ended,
    and here nobody has spoken at all.

    Given a login with SAML that has reached the eID client
    And the middleware's response will be seen on its way
    When the browser comes back at once and claims <claim>
    Then the response has no assertion
    And the status of the response is <status>
    And nobody is logged in

    Examples:
      | id          | requirement      | kills                                                             | tags     | claim          | status                    | what           |
      | EIS-PAOS-83 | REQ-EIDASDE-14-3 | M-EIS-failure-with-success-status                                 | negative | ok             | Responder                 | a success      |
      | EIS-PAOS-84 | REQ-EIDASDE-14-3 | M-EIS-failure-with-success-status                                 | negative | an error       | Responder                 | an error       |
      | EIS-PAOS-85 | REQ-EIDASDE-14-3 | M-EIS-failure-with-success-status M-EIS-cancellation-called-error | negative | a cancellation | Responder and AuthnFailed | a cancellation |
