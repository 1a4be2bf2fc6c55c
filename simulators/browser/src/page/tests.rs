#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing)]

use bytes::Bytes;
use http::Method;
use web::Form;

use super::{Control, Page};
use crate::BrowserError;

fn page(html: &str) -> Page {
    let response = http::Response::builder()
        .header("content-type", "text/html; charset=utf-8")
        .body(Bytes::from(html.to_owned()))
        .unwrap();
    Page::read("http://a.test:81/dir/page?x=1", &response)
}

#[test]
fn a_page_is_read_as_a_person_reads_it() {
    let page = page(
        "<!doctype html><html lang=nl><head><title> A\n B </title><style>p{}</style></head>
         <body><h1>Hel<b>lo</b></h1><p>one\n two</p><p>three<br>four</p>
         <p hidden>no</p><script>no()</script><ul><li>x<li>y</ul>
         <code class='a rule'>203023</code></body></html>",
    );
    assert_eq!(
        (page.title(), page.heading(), page.language()),
        ("A B", "Hello", Some("nl"))
    );
    assert_eq!(page.text(), "Hello\none two\nthree\nfour\nx\ny\n203023");
    assert!(page.says("one two") && !page.says("no"));
    assert_eq!(page.rule(), Some("203023"));
    assert_eq!(page.select("li"), ["x", "y"]);
    assert!(page.select("!!").is_empty());
}

#[test]
fn links_are_absolute_and_found_by_their_words() {
    let page = page(
        "<a href='next'>Go on</a><a href='/top' aria-label='Home'>x</a>
         <a href='//b.test/'>Go away</a><a href='?q'><img alt=Picture></a><a>nowhere</a>",
    );
    let hrefs: Vec<_> = page.links().iter().map(|link| link.href.as_str()).collect();
    let expected = [
        "http://a.test:81/dir/next",
        "http://a.test:81/top",
        "http://b.test/",
        "http://a.test:81/dir/page?q",
    ];
    assert_eq!(hrefs, expected);
    assert_eq!(page.link("Go on").unwrap().href, expected[0]);
    assert_eq!(page.link("Home").unwrap().href, expected[1]);
    assert_eq!(page.link("Pict").unwrap().href, expected[3]);
    assert!(
        matches!(page.link("Go").unwrap_err(), BrowserError::NoLink { .. }),
        "ambiguous"
    );
    assert_eq!(page.link_to("b.test").unwrap().words, "Go away");
}

#[test]
fn a_base_moves_relative_addresses() {
    let page = page(
        "<base href='/other/'><a href=x>x</a><form><button>ok</button></form><form action=y></form>",
    );
    assert_eq!(page.links()[0].href, "http://a.test:81/other/x");
    // A form without an action goes to its page all the same.
    assert_eq!(
        page.forms()[0].submit().unwrap().url,
        "http://a.test:81/dir/page?"
    );
    assert_eq!(
        page.forms()[1].submit().unwrap().url,
        "http://a.test:81/other/y?"
    );
}

const FORM: &str = "
    <form id=f action='/do?old=1' method=POST>
    <input type=hidden name=csrf value='a&quot;b'>
    <label>Name <input name=name value=Lene></label>
    <label for=p>PIN</label><input id=p type=password name=pin>
    <input type=checkbox name=right value=dg1 checked aria-label='Given names'>
    <input type=checkbox name=right value=dg2 checked>
    <input type=checkbox name=other>
    <label><input type=radio name=means value=app> App</label>
    <label><input type=radio name=means value=card checked> Card</label>
    <select name=country><option>BE<option value=DE>Germany<option value=FR disabled>France</select>
    <select name=lang><option value=de>D<option value=nl selected>N</select>
    <textarea name=text>\n a </textarea>
    <input name=off value=1 disabled><fieldset disabled><input name=off2 value=1></fieldset>
    <input value=unnamed>
    <button name=go value=1>Weiter zur <b>PIN</b></button>
    <input type=submit value=Cancel formaction='/cancel' formmethod=get>
    <button type=button>Script</button>
    </form>
    <input name=outside value=1 form=f>
    <input name=nowhere value=1>";

#[test]
fn a_form_sends_what_the_markup_says() {
    let page = page(FORM);
    let form = &page.forms()[0];
    let sent = form.submit().unwrap();
    assert_eq!(
        (sent.method.clone(), sent.url.as_str()),
        (Method::POST, "http://a.test:81/do?old=1")
    );
    assert_eq!(sent.initiator.as_deref(), Some("http://a.test:81"));
    let expected: Form = [
        ("csrf", "a\"b"),
        ("name", "Lene"),
        ("pin", ""),
        ("right", "dg1"),
        ("right", "dg2"),
        ("means", "card"),
        ("country", "BE"),
        ("lang", "nl"),
        ("text", " a "),
        ("outside", "1"),
    ]
    .into_iter()
    .collect();
    assert_eq!(sent.fields, expected);
    assert_eq!(
        form.field("means").map(|field| field.value.as_str()),
        Some("card")
    );
    assert_eq!(
        form.field("pin").map(|field| &field.control),
        Some(&Control::Text("password".into()))
    );
}

#[test]
fn buttons_add_themselves_and_may_go_elsewhere() {
    let page = page(FORM);
    let (form, button) = page.button("Weiter zur PIN").unwrap();
    assert_eq!(form.press(button).unwrap().fields.get("go"), Some("1"));
    let (form, button) = page.button_of("go", "1").unwrap();
    assert_eq!(form.press(button).unwrap().fields.get("go"), Some("1"));
    let (form, button) = page.button("Cancel").unwrap();
    let cancel = form.press(button).unwrap();
    assert!(
        cancel.method == Method::GET && cancel.url.starts_with("http://a.test:81/cancel?csrf=")
    );
    let error = page.button("Script").unwrap_err();
    let BrowserError::NoButton { buttons, .. } = error else {
        panic!("{error}")
    };
    assert_eq!(buttons, ["Weiter zur PIN", "Cancel"]);
}

#[test]
fn fields_are_filled_in_by_name_or_label() {
    let mut page = page(FORM);
    page.fill("PIN", "123456").unwrap();
    page.fill("name", "Eva").unwrap();
    page.fill("country", "Germany").unwrap();
    page.fill("means", "app").unwrap();
    page.tick("right=dg2", false).unwrap();
    page.tick("other", true).unwrap();
    let sent = page.forms()[0].submit().unwrap().fields;
    for (name, value) in [
        ("pin", "123456"),
        ("name", "Eva"),
        ("country", "DE"),
        ("means", "app"),
        ("right", "dg1"),
        ("other", "on"),
    ] {
        assert_eq!(sent.all(name).collect::<Vec<_>>(), [value]);
    }
    page.tick("Given names", false).unwrap();
    assert!(!page.forms()[0].submit().unwrap().fields.has("right"));
}

#[test]
fn what_is_not_there_cannot_be_filled_in() {
    let mut page = page(FORM);
    assert!(matches!(
        page.fill("off", "1"),
        Err(BrowserError::NoField { .. })
    ));
    assert!(matches!(
        page.fill("none", "1"),
        Err(BrowserError::NoField { .. })
    ));
    assert!(matches!(
        page.fill("country", "FR"),
        Err(BrowserError::NoOption { .. })
    ));
    assert!(matches!(
        page.fill("means", "none"),
        Err(BrowserError::NoOption { .. })
    ));
    assert!(matches!(
        page.tick("name", true),
        Err(BrowserError::NoField { .. })
    ));
    assert!(matches!(
        page.form(7),
        Err(BrowserError::NoForm { forms: 1, .. })
    ));
}

#[test]
fn forms_that_send_themselves_are_known() {
    let auto = |html: &str| page(html).auto_form().is_some();
    assert!(auto("<form data-auto></form>"));
    assert!(auto(
        "<body onload='document.forms[0].submit()'><form></form>"
    ));
    assert!(auto(
        "<form></form><script>document.forms[0].submit();</script>"
    ));
    assert!(!auto("<form></form><script>nothing()</script>"));
    assert!(!auto(
        "<form></form><form></form><script>x.submit()</script>"
    ));
}

#[test]
fn what_is_not_html_is_text() {
    let response = http::Response::builder()
        .header("content-type", "text/plain")
        .body(Bytes::from("<a href=x>x</a>"))
        .unwrap();
    let page = Page::read("http://a.test/", &response);
    assert!(page.links().is_empty());
    assert_eq!(page.text(), "<a href=x>x</a>");
}

#[test]
fn deep_markup_is_read_and_endless_markup_is_not() {
    let deep = |n: usize| page(&format!("<a href=x>x</a>{}", "<div>".repeat(n)));
    assert_eq!(deep(3_000).links().len(), 1);
    assert_eq!(deep(1_000_000).links().len(), 0);
}

#[test]
fn broken_markup_is_read_as_browsers_read_it() {
    let page = page("<p>one<p>two<form action=x><input name=a value='1'><b><button>go</form>after");
    assert_eq!(page.forms().len(), 1);
    assert_eq!(page.forms()[0].buttons.len(), 1);
    assert!(page.says("after"));
}

#[test]
fn markup_is_spared_the_parser_only_where_a_name_is_missing() {
    use super::read::may_match;
    let html = "<form><button name=\"do\" value='grant'>x</button><p id=tries>3</p></form>";
    for selector in [
        "#tries",
        "button[name=do][value=grant]",
        "form",
        "p:not(#other)",
        "#other, #tries",
    ] {
        assert!(may_match(html, selector), "{selector}");
    }
    for selector in ["#other", "button[name=do][value=set-pin]", "[role=alert]"] {
        assert!(!may_match(html, selector), "{selector}");
    }
}
