@country:de @layer:login @must @negative
Feature: sessions of others, and sessions that are over

  @FAS-BAD-30 @REQ-CWE-384-2 @kills:M-FAS-bad-session-kept
  Scenario: a session at the portal that a stranger has planted
    Clause: [CWE-384]
    Before the login the browser is known by a name that a stranger knows, too. With the login the name changes.
    Usual causes: the session begins before the login and keeps its name.

    Given a stranger has planted his session at the portal in the citizen's browser
    When the citizen logs in with SAML
    Then the citizen is logged in
    And the stranger sees no session at the portal

  @SP-BAD-30 @REQ-CWE-613-1 @kills:M-SP-bad-session-never-ends
  Scenario: a session at the relying party that nobody has used for half an hour
    Clause: [CWE-613]
    Whoever leaves the place leaves no open session behind.
    Usual causes: a cookie that ends is taken for a session that does.

    Given the citizen has logged in with SAML
    When 1801 seconds pass
    Then nobody is logged in

  @FAS-BAD-31 @REQ-CWE-613-2 @kills:M-FAS-bad-session-never-ends
  Scenario: a login at the portal that nobody has gone on with for half an hour
    Clause: [CWE-613]
    The menu of means is still on the screen. The portal has forgotten whose it was, and says so.
    Usual causes: a login that is kept as long as the browser is.

    Given a login that stands at the portal's menu
    When 1801 seconds pass
    And the browser loads its page again
    Then the portal refuses with csam-login-under-way
    And nobody is logged in

  @EIS-BAD-30 @REQ-CWE-613-3 @kills:M-EIS-bad-login-never-ends
  Scenario: a login at the middleware that nobody has gone on with for half an hour
    Clause: [CWE-613]
    The page that starts the eID client is still on the screen. The middleware has forgotten whose it was, and says so.
    Usual causes: a login that is kept until its result was fetched.

    Given a login with SAML that has reached the eID client
    When 1801 seconds pass
    And the browser loads its page again
    Then the middleware refuses with UNKNOWN_SESSION
    And nobody is logged in

  @FAS-BAD-32 @REQ-CWE-352-1 @kills:M-FAS-bad-any-form
  Scenario: a form at the portal that a stranger has made
    Clause: [CWE-352]
    The cookie alone does not say that the citizen has chosen anything: the form is one of the portal's own, for this login.
    Usual causes: SameSite is trusted where the stranger has a page on the same site.

    Given a login that stands at the portal's menu
    When the citizen sends a form that a stranger has made for the portal
    Then the portal refuses with csam-form-of-this-login
    And nobody is logged in

  @EIC-BAD-30 @REQ-CWE-352-2 @kills:M-EIC-bad-any-form
  Scenario: a form at the eID client that a stranger has made
    Clause: [CWE-352]
    Every page on the computer can send forms to the client. Only those of its own pages decide anything.
    Usual causes: there is only one run, so nobody asks which is meant.

    Given the citizen waits at the eID client
    When the citizen sends a form that a stranger has made for the eID client
    Then the eID client refuses
    And nobody is logged in
