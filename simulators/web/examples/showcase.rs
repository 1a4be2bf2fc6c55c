//! temp
use web::*;
fn main() {
    let out = std::env::args().nth(1).unwrap();
    let request = http::Request::get("/x?a=b")
        .body(bytes::Bytes::new())
        .unwrap();
    let body = r#"<p>Ihr Ausweis wird gelesen. <a href="/x">Mehr dazu</a></p>
<ul class="choices"><li><button name=a>Von der EU anerkannte eID</button></li><li><a href="/b">Deutschland</a></li></ul>
<form method=post action=/x><div class="field"><label for=p>PIN (6 Ziffern)</label><input id=p inputmode=numeric maxlength=6 aria-describedby=h><p class=hint id=h>Steht in Ihrem PIN-Brief.</p></div>
<fieldset><legend>Daten</legend><div><input type=checkbox id=c checked><label for=c>Vornamen und Familienname</label></div><div><input type=checkbox id=d><label for=d>Geburtsdatum</label></div></fieldset>
<div class=note><p>Legen Sie die Karte auf.</p></div>
<dl><dt>Familienname</dt><dd>BEISPIELER</dd><dt>Kennung</dt><dd>DE/BE/0123456789ABCDEF0123456789ABCDEF0123456789ABCDEF</dd></dl>
<table><tr><th>Dienst<th>Stufe</tr><tr><td>Test<td>hoch</tr></table>
<div class=actions><button>Weiter</button><button class=second>Abbrechen</button></div></form>"#;
    let page = Page::new(
        Language::De,
        "Arbeitsamt",
        "Mit dem Personalausweis anmelden",
    )
    .at(&request)
    .body(body)
    .respond();
    std::fs::write(format!("{out}/page.html"), page.body()).unwrap();
    let page = Refusal::new(
        Language::Fr,
        "Connecteur eIDAS",
        "203023",
        "La signature de la demande n’est pas valable.",
    )
    .way_out("/", "Retour au début")
    .respond();
    std::fs::write(format!("{out}/refusal.html"), page.body()).unwrap();
    let page = PostForm::new(
        Language::Nl,
        "CSAM",
        "http://127.0.0.1:8080/acs",
        Form::new().with("a", "b"),
    )
    .by_hand()
    .respond();
    std::fs::write(format!("{out}/post.html"), page.body()).unwrap();
    let runtime = Runtime::start().unwrap();
    let t = std::time::Instant::now();
    let c: Vec<_> = (0..100)
        .map(|_| HttpClient::new(&runtime, &Trust::Any).unwrap())
        .collect();
    eprintln!("client {:?}", t.elapsed() / 100);
    let t = std::time::Instant::now();
    let s: Vec<_> = (0..100)
        .map(|_| {
            Server::start(
                &runtime,
                &Listen::loopback(),
                std::sync::Arc::new(|_: &Request| text(http::StatusCode::OK, "")),
            )
            .unwrap()
        })
        .collect();
    eprintln!("server {:?}", t.elapsed() / 100);
    for server in &s {
        c[0].fetch(get(server.origin()).unwrap()).unwrap();
    }
    let url = s[0].origin();
    let t = std::time::Instant::now();
    for _ in 0..2000 {
        c[0].fetch(get(url).unwrap()).unwrap();
    }
    eprintln!("fetch {:?}", t.elapsed() / 2000);
    let t = std::time::Instant::now();
    drop(s);
    eprintln!("stop {:?}", t.elapsed() / 100);
}
