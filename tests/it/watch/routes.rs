//! The page as HTTP: for this machine alone, and a sentence for what cannot be done.

use reqwest::{Client, Method, RequestBuilder, StatusCode, redirect};

use super::demo::Demo;

async fn told(request: RequestBuilder) -> (StatusCode, String) {
    let answer = request.send().await.unwrap();
    (answer.status(), answer.text().await.unwrap())
}

fn client() -> Client {
    certs::boot::choose_cryptography();
    Client::builder().redirect(redirect::Policy::none()).build().unwrap()
}

#[tokio::test]
async fn the_page_is_for_this_machine_alone() {
    let Some(demo) = Demo::start() else { return };
    let (http, url) = (client(), demo.url.as_str());
    let port = url.strip_prefix("http://127.0.0.1:").expect("it is served on 127.0.0.1");
    let elsewhere = http.get(format!("http://127.0.0.2:{port}/")).send().await;
    assert!(elsewhere.is_err(), "another address of the machine answers too");

    let alice = format!("{url}/people/U0ALICENG");
    assert_eq!(told(http.get(&alice)).await.0, StatusCode::OK);
    // A site whose name was made to lead to this machine.
    let (status, why) = told(http.get(&alice).header("host", format!("evil.example:{port}"))).await;
    assert_eq!((status, why.contains("alone")), (StatusCode::FORBIDDEN, true), "{why}");
    // A site's page that posts a form to this machine.
    let origins = ["https://evil.example", "null", "http://127.0.0.1.evil.example", "http://127.0.0.1:1"];
    for origin in origins {
        let deed = http.post(format!("{url}/clock/day")).header("origin", origin);
        assert_eq!(told(deed).await.0, StatusCode::FORBIDDEN, "{origin}");
    }
    let deed = http.post(format!("{url}/clock/day")).header("origin", url);
    assert_eq!(told(deed).await.0, StatusCode::SEE_OTHER);
}

#[tokio::test]
async fn what_cannot_be_done_is_said_in_a_sentence() {
    let Some(demo) = Demo::start() else { return };
    let (http, url) = (client(), demo.url.as_str());
    let at = |path: &str| format!("{url}{path}");
    let typed = |text: &str| [("text", text.to_owned()), ("channel", "D0ALICENG".to_owned())];
    let items =
        [("campaign", "iciQ4Product4b45db97"), ("person", "x"), ("many", ""), ("decision", "APPROVE")];
    let impossible = [
        (http.get(at("/people/U0NOBODY")), 404, "Nobody here has the Slack id \"U0NOBODY\"."),
        (http.get(at("/people/U0ALICENG/in/C0SECRET")), 404, "Alice Ng has no conversation \"C0SECRET\"."),
        (http.get(at("/nowhere")), 404, "There is no such page."),
        (http.post(at("/okta/launch")).form(&[("campaign", "x")]), 404, "There is no campaign \"x\"."),
        (http.post(at("/okta/decide")).form(&items), 422, "Q4 Production Access is scheduled by now."),
        (
            http.post(at("/people/U0ALICENG/command")).form(&typed("hello")),
            422,
            "Only /certs is understood here, such as /certs mine.",
        ),
        (
            http.post(at("/people/U0ALICENG/press")).form(&[("on", "message"), ("ts", "1.2"), ("nth", "0")]),
            404,
            "This is not there any more.",
        ),
    ];
    for (request, status, sentence) in impossible {
        let (got, why) = told(request).await;
        assert_eq!((got.as_u16(), why.as_str()), (status, sentence));
    }
}

#[tokio::test]
async fn what_is_typed_is_shown_and_never_run() {
    let Some(demo) = Demo::start() else { return };
    let (http, url) = (client(), demo.url.as_str());
    let form = [("text", "/certs <script>alert(1)</script>"), ("channel", "D0ALICENG")];
    let typed = http.request(Method::POST, format!("{url}/people/U0ALICENG/command")).form(&form);
    assert_eq!(told(typed).await.0, StatusCode::SEE_OTHER);
    let answer = http.get(format!("{url}/people/U0ALICENG")).send().await.unwrap();
    let policy = answer.headers()["content-security-policy"].to_str().unwrap().to_owned();
    assert!(policy.contains("default-src 'none'") && policy.contains("script-src 'self';"), "{policy}");
    let page = answer.text().await.unwrap();
    assert!(page.contains("Only visible to you"), "{page}");
    assert!(!page.contains("<script>alert"), "{page}");
}

#[test]
fn ctrl_c_ends_it_as_a_success() {
    let Some(demo) = Demo::start() else { return };
    assert!(demo.said.starts_with("The demo is at http://127.0.0.1:"), "{}", demo.said);
    assert_eq!(demo.interrupt().code(), Some(0));
}
