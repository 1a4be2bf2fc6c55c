@country:de @layer:page
Feature: requests that no browser of a citizen sends

  @should @negative
  Scenario Outline: the <party> has no other addresses and methods than its own
    Clause: [RFC 9110 §15.5.5] [RFC 9110 §15.5.6]
    What does not exist is not found, and a method that an address does not take is not allowed. Whoever looks around sees a
    page that says so, and nothing that belongs to anybody.
    Usual causes: a page for everything that is not found, with status 200; a method that is not looked at.

    When the <party> is asked for addresses that nobody has
    Then each answer has the status 404
    When the <party> is asked in methods that its addresses do not take
    Then each answer has the status 405

    Examples:
      | id         | requirement          | kills                                               | party         |
      | SP-BAD-01  | REQ-RFC9110-15.5.5-1 | M-SP-shell-path-ignored M-SP-shell-method-ignored   | relying party |
      | FAS-BAD-01 | REQ-RFC9110-15.5.5-1 | M-FAS-shell-path-ignored M-FAS-shell-method-ignored | portal        |
      | NOD-BAD-01 | REQ-RFC9110-15.5.5-1 | M-NOD-shell-path-ignored M-NOD-shell-method-ignored | connector     |
      | EIS-BAD-01 | REQ-RFC9110-15.5.5-1 | M-EIS-shell-path-ignored M-EIS-shell-method-ignored | middleware    |
      | EIC-BAD-01 | REQ-RFC9110-15.5.5-1 | M-EIC-shell-path-ignored M-EIC-shell-method-ignored | eID client    |

  @should @negative
  Scenario Outline: the <party> does not read a body of 1 MB
    Clause: [RFC 9110 §15.5.14]
    No message of a login is that large. Whoever sends more is told so, and what came is not kept.
    Usual causes: the limit of the web server is that of uploads.

    When the <party> is sent a body of 1 MB
    Then each answer has the status 413

    Examples:
      | id         | requirement           | kills                      | party         |
      | SP-BAD-02  | REQ-RFC9110-15.5.14-1 | M-SP-shell-body-unbounded  | relying party |
      | FAS-BAD-02 | REQ-RFC9110-15.5.14-1 | M-FAS-shell-body-unbounded | portal        |
      | NOD-BAD-02 | REQ-RFC9110-15.5.14-1 | M-NOD-shell-body-unbounded | connector     |
      | EIS-BAD-02 | REQ-RFC9110-15.5.14-1 | M-EIS-shell-body-unbounded | middleware    |
      | EIC-BAD-02 | REQ-RFC9110-15.5.14-1 | M-EIC-shell-body-unbounded | eID client    |

  @must @negative
  Scenario Outline: the <party> shows no markup that came with a request
    Clause: [CWE-79]
    Every parameter of every address carries markup, and so do the headers that say where the browser comes from and what it
    reads. What a page shows of it is text.
    Usual causes: an error page that repeats what was wrong; a link to the same page in another language.

    When the <party> gets markup in every parameter
    Then no answer has the markup in it

    Examples:
      | id         | requirement  | kills                     | party         |
      | SP-BAD-03  | REQ-CWE-79-1 | M-SP-shell-echoes-markup  | relying party |
      | FAS-BAD-03 | REQ-CWE-79-1 | M-FAS-shell-echoes-markup | portal        |
      | NOD-BAD-03 | REQ-CWE-79-1 | M-NOD-shell-echoes-markup | connector     |
      | EIS-BAD-03 | REQ-CWE-79-1 | M-EIS-shell-echoes-markup | middleware    |
      | EIC-BAD-03 | REQ-CWE-79-1 | M-EIC-shell-echoes-markup | eID client    |

  @must @negative
  Scenario Outline: the <party> sends nobody where a request says, and takes no header from it
    Clause: [CWE-601] [CWE-113]
    Every parameter of every address carries the address of a stranger, in all ways that browsers understand; then a line
    break with a header behind it. No redirect, link or form leads to the stranger, and no answer has the header.
    Usual causes: a parameter for the way back that nobody compares with a list; a redirect that is written by hand.

    When the <party> gets a stranger's address in every parameter
    Then no answer leads to the stranger
    When the <party> gets line breaks in every parameter
    Then no answer has a header of the stranger

    Examples:
      | id         | requirement   | kills                                                    | party         |
      | SP-BAD-04  | REQ-CWE-601-1 | M-SP-shell-follows-addresses M-SP-shell-splits-headers   | relying party |
      | FAS-BAD-04 | REQ-CWE-601-1 | M-FAS-shell-follows-addresses M-FAS-shell-splits-headers | portal        |
      | NOD-BAD-04 | REQ-CWE-601-1 | M-NOD-shell-follows-addresses M-NOD-shell-splits-headers | connector     |
      | EIS-BAD-04 | REQ-CWE-601-1 | M-EIS-shell-follows-addresses M-EIS-shell-splits-headers | middleware    |
      | EIC-BAD-04 | REQ-CWE-601-1 | M-EIC-shell-follows-addresses M-EIC-shell-splits-headers | eID client    |

  @must
  Scenario Outline: the <party> refuses what it cannot read, and the login of somebody else goes on
    Clause: [RFC 9110 §15.5.1]
    No parameters, half a percent sign, NUL, what is no UTF-8, every parameter twice, thousands of them, bodies of other
    types: none of it is an error of the party, and the login that was under way meanwhile ends well.
    Usual causes: a parameter that is taken for granted; a service that restarts after an error and forgets its logins.

    Given a login with SAML that has reached the <party>
    When the <party> gets parameters that cannot be read
    Then no answer says that the party has failed
    When the message arrives as it is
    Then the citizen is logged in

    Examples:
      | id         | requirement          | kills                               | party         |
      | SP-BAD-05  | REQ-RFC9110-15.5.1-1 | M-SP-shell-falls M-SP-shell-sulks   | relying party |
      | FAS-BAD-05 | REQ-RFC9110-15.5.1-1 | M-FAS-shell-falls M-FAS-shell-sulks | portal        |
      | NOD-BAD-05 | REQ-RFC9110-15.5.1-1 | M-NOD-shell-falls M-NOD-shell-sulks | connector     |
      | EIS-BAD-05 | REQ-RFC9110-15.5.1-1 | M-EIS-shell-falls M-EIS-shell-sulks | middleware    |
      | EIC-BAD-05 | REQ-RFC9110-15.5.1-1 | M-EIC-shell-falls M-EIC-shell-sulks | eID client    |

  @should
  Scenario Outline: the <party> tells the browser what its pages and cookies are for
    Clause: [CSP3 §6] [RFC 6265 §4.1.2]
    Every page of a login names the scripts that it runs, is in nobody's frame, is not kept and is what its type says; every
    cookie stays away from scripts, and says what other sites' forms may do with it.
    Usual causes: error pages that the web server makes itself; a cookie of a library.

    Given a browser that notes every answer
    When the citizen logs in with SAML
    Then the citizen is logged in
    When the citizen looks around at the <party>
    Then every page names the scripts that it runs
    And no page lets itself be framed
    And no answer lets its type be guessed
    And no page may be kept
    And no cookie can be read by scripts
    And every cookie says whether it goes along with the forms of other sites

    Examples:
      | id         | requirement  | kills                                                                                                                                                                                               | party         |
      | SP-BAD-06  | REQ-CSP3-6-1 | M-SP-shell-lets-scripts-run M-SP-shell-lets-itself-be-framed M-SP-shell-lets-types-be-guessed M-SP-shell-lets-pages-be-kept M-SP-shell-cookies-for-scripts M-SP-shell-cookies-for-other-sites       | relying party |
      | FAS-BAD-06 | REQ-CSP3-6-1 | M-FAS-shell-lets-scripts-run M-FAS-shell-lets-itself-be-framed M-FAS-shell-lets-types-be-guessed M-FAS-shell-lets-pages-be-kept M-FAS-shell-cookies-for-scripts M-FAS-shell-cookies-for-other-sites | portal        |
      | NOD-BAD-06 | REQ-CSP3-6-1 | M-NOD-shell-lets-scripts-run M-NOD-shell-lets-itself-be-framed M-NOD-shell-lets-types-be-guessed M-NOD-shell-lets-pages-be-kept                                                                     | connector     |
      | EIS-BAD-06 | REQ-CSP3-6-1 | M-EIS-shell-lets-scripts-run M-EIS-shell-lets-itself-be-framed M-EIS-shell-lets-types-be-guessed M-EIS-shell-lets-pages-be-kept M-EIS-shell-cookies-for-scripts M-EIS-shell-cookies-for-other-sites | middleware    |
      | EIC-BAD-06 | REQ-CSP3-6-1 | M-EIC-shell-lets-scripts-run M-EIC-shell-lets-itself-be-framed M-EIC-shell-lets-types-be-guessed M-EIC-shell-lets-pages-be-kept M-EIC-shell-cookies-for-scripts M-EIC-shell-cookies-for-other-sites | eID client    |
