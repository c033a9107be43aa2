//! Block Kit as HTML: every block and control, dates and mentions in the reader's eyes, hostile text as text.

use chrono::{DateTime, Utc};
use sandbox::Member;
use sandbox::face::{self, Reader, Surface};
use serde_json::{Value, json};

use crate::app::App;
use crate::world::World;

/// Monday, 7 September 2026, 23:30 UTC; Tuesday already in Tokyo.
fn late_on_monday() -> DateTime<Utc> {
    DateTime::from_timestamp(1_788_823_800, 0).unwrap()
}

fn tokyo() -> Vec<Member> {
    let alice = Member { tz: "Asia/Tokyo".to_owned(), ..Member::new("alice", "ng") };
    vec![alice, Member { name: "Bob <b>".to_owned(), ..Member::new("bob", "marsh") }]
}

fn mrkdwn(text: &str) -> String {
    let members = tokyo();
    let reader = Reader { member: &members[0], members: &members, now: late_on_monday() };
    let html = face::mrkdwn(text, &reader).into_string();
    let inner = html.strip_prefix("<span class=\"mrkdwn\">").and_then(|html| html.strip_suffix("</span>"));
    inner.unwrap().to_owned()
}

fn blocks(blocks: &Value) -> String {
    let members = tokyo();
    let reader = Reader { member: &members[0], members: &members, now: late_on_monday() };
    let fields = vec![("on", "message".to_owned()), ("ts", "1.2".to_owned())];
    face::blocks(blocks, &reader, &Surface { press: "/press".to_owned(), fields }).into_string()
}

#[test]
fn text_is_formatted_as_slack_formats_it() {
    let cases = [
        ("*bold* _it_ ~gone~ `x*y*`", "<strong>bold</strong> <em>it</em> <s>gone</s> <code>x*y*</code>"),
        ("*bold with _it_ inside*", "<strong>bold with <em>it</em> inside</strong>"),
        ("2*3*4, snake_case_name, * no*, *no\nline*", "2*3*4, snake_case_name, * no*, *no\nline*"),
        ("&gt; said\n&gt; again\nanswered", "<blockquote>said\nagain</blockquote>\nanswered"),
        ("a ```let x = *1*;``` b", "a <pre>let x = *1*;</pre> b"),
        ("R&amp;D &lt;script&gt; &amp;lt;", "R&amp;D &lt;script&gt; &amp;lt;"),
        (
            "<@U0ALICENG> in <#C1|ops>, <!here>",
            "<span class=\"mention\">@Alice Ng</span> in <span class=\"mention\">#ops</span>, <span class=\"mention\">@here</span>",
        ),
        (
            "<https://a.example/?x=1&amp;y=2|the *list*>",
            "<a href=\"https://a.example/?x=1&amp;y=2\" target=\"_blank\" rel=\"noopener noreferrer\">the *list*</a>",
        ),
        (
            "1 < 2 and *a<https://a.example|*>*",
            "1 &lt; 2 and <strong>a<a href=\"https://a.example\" target=\"_blank\" rel=\"noopener noreferrer\">*</a></strong>",
        ),
    ];
    for (text, html) in cases {
        assert_eq!(mrkdwn(text), html, "{text}");
    }
}

#[test]
fn dates_are_the_readers_own() {
    // 1 788 823 800 is 8:30 on Tuesday in Tokyo.
    let cases = [
        ("<!date^1788823800^{date_long} at {time}|x>", "Tuesday, September 8th, 2026 at 8:30 AM"),
        ("<!date^1788823800^{date_short}|x>", "Sep 8, 2026"),
        ("<!date^1788823800^{date_short_pretty}, {date_num}|x>", "today, 2026-09-08"),
        ("<!date^1788910200^{date_pretty}|x>", "tomorrow"),
        ("<!date^never^{date}|some &lt;day&gt;>", "some &lt;day&gt;"),
    ];
    for (text, shown) in cases {
        assert_eq!(mrkdwn(text), format!("<time>{shown}</time>"), "{text}");
    }
}

#[test]
fn what_is_hostile_stays_text() {
    let nasty = "<script>alert(1)</script>\"'><img src=x onerror=alert(1)>";
    let plain = json!({ "type": "plain_text", "text": nasty });
    let wild = json!({ "type": "mrkdwn", "text": format!("*{nasty}* <javascript:alert(1)|press> <@U0BOBMARSH> <!date^1^{nasty}>") });
    let option = json!({ "text": plain, "value": nasty, "description": plain });
    let confirm = json!({ "title": plain, "text": wild, "confirm": plain, "deny": plain });
    let html = blocks(&json!([
        { "type": "header", "text": plain },
        { "type": "section", "text": wild, "fields": [wild, plain], "accessory": {
            "type": "image", "image_url": nasty, "alt_text": nasty } },
        { "type": "context", "elements": [wild, plain] },
        { "type": "actions", "elements": [
            { "type": "button", "text": plain, "action_id": nasty, "url": nasty, "confirm": confirm },
            { "type": "static_select", "placeholder": plain, "options": [option], "action_id": nasty },
            { "type": "overflow", "options": [option] },
        ] },
        { "type": "image", "image_url": nasty, "alt_text": nasty, "title": plain },
        { "type": "markdown", "text": nasty },
        { "type": nasty, "text": plain },
    ]));
    for forbidden in ["<script", "<img src=x", "href=\"javascript", "\"'>", "@Bob <b>"] {
        assert!(!html.contains(forbidden), "{forbidden} in {html}");
    }
    assert!(html.contains("&lt;script&gt;alert(1)&lt;/script&gt;"));
}

#[test]
fn every_block_and_control_has_its_place() {
    let text = |text: &str| json!({ "type": "plain_text", "text": text });
    let option = |word: &str| json!({ "text": text(word), "value": word });
    let confirm = json!({ "title": text("Sure?"), "text": text("All."), "confirm": text("Yes"), "deny": text("No"), "style": "danger" });
    let html = blocks(&json!([
        { "type": "header", "text": text("Q4") },
        { "type": "divider" },
        { "type": "section", "text": { "type": "mrkdwn", "text": "*a*" }, "accessory": {
            "type": "button", "text": text("First"), "style": "primary", "action_id": "one" } },
        { "type": "section", "fields": [text("left"), text("right")] },
        { "type": "context", "elements": [{ "type": "image", "image_url": "https://a.example/i.png", "alt_text": "dot" }, text("small")] },
        { "type": "actions", "elements": [
            { "type": "button", "text": text("Second"), "style": "danger", "confirm": confirm },
            { "type": "static_select", "placeholder": text("Snooze"), "options": [option("1d"), option("3d")] },
            { "type": "static_select", "placeholder": text("Other"), "options": [option("1d")], "initial_option": option("1d") },
            { "type": "overflow", "options": [option("more")] },
        ] },
    ]));
    let expected = [
        "<h3 class=\"block header\"><span class=\"plain\">Q4</span></h3>",
        "<hr class=\"block\">",
        "<strong>a</strong>",
        "<div class=\"fields\"><p><span class=\"plain\">left</span></p><p><span class=\"plain\">right</span></p></div>",
        "<img src=\"https://a.example/i.png\" alt=\"dot\" title=\"dot\">",
        "<button class=\"button primary\" id=\"message-1-2-0\" type=\"submit\"><span class=\"plain\">First</span></button>",
        "<input type=\"hidden\" name=\"nth\" value=\"1\"><button class=\"button danger\"",
        "<dialog class=\"question\" aria-label=\"Sure?\">",
        "<button class=\"button danger\" type=\"button\" value=\"confirm\"><span class=\"plain\">Yes</span></button>",
        "<summary class=\"button\"><span class=\"plain\">Snooze</span></summary>",
        "<button type=\"submit\" name=\"choice\" value=\"3d\"><span class=\"plain\">3d</span></button>",
        "<summary class=\"button\"><span class=\"plain\">1d</span></summary>",
        "<input type=\"hidden\" name=\"nth\" value=\"4\"><details class=\"menu overflow\"",
    ];
    for part in expected {
        assert!(html.contains(part), "no {part} in {html}");
    }
    assert_eq!(html.matches("name=\"ts\" value=\"1.2\"").count(), 5, "every control says what it stands on");
}

#[tokio::test]
async fn a_conversation_has_days_and_says_what_was_edited_and_what_only_one_sees() {
    let world = World::start().await;
    let app = App::start(200, json!({ "response_type": "ephemeral", "text": "*mine*" })).await;
    let slack = &world.sandbox.slack;
    slack.point_app(&app.url);
    slack.add_member(tokyo().remove(0));
    let posted = world.post("U0ALICENG", "first").await.body;
    world.pass(24 * 3600);
    world.post("U0ALICENG", "second").await;
    let update = json!({ "channel": posted["channel"], "ts": posted["ts"], "text": "first, edited" });
    world.slack("chat.update", &update).await;
    slack.command_in("U0ALICENG", "D0ALICENG", "directmessage", "mine").await.unwrap();

    let members = slack.members();
    let reader = Reader { member: &members[0], members: &members, now: world.now() };
    let (messages, whispers) = (slack.messages(), slack.whispers_to("U0ALICENG"));
    let html = face::conversation(&messages, &whispers, &reader, "/press").into_string();
    let in_order = [
        "<span>Yesterday</span>",
        "<time>6:00 PM</time>",
        "first, edited",
        "(edited)",
        "<span>Today</span>",
        "second",
        "class=\"message whisper\"",
        "<strong>mine</strong>",
        "Only visible to you",
    ];
    let mut rest = html.as_str();
    for part in in_order {
        rest = rest.split_once(part).unwrap_or_else(|| panic!("no {part} in its place in {html}")).1;
    }
    assert!(!rest.contains("(edited)"));
}
