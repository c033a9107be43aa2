//! The figures that Okta and Slack publish, each with its source, so that nobody has to guess where a number comes from.

use std::time::Duration;

/// Both vendors wait this long for an answer to what they send (Okta "Event hooks"; Slack "Events API", commands).
pub const ACK_WITHIN: Duration = Duration::from_secs(3);

// --- Okta

/// Governance pages: maximum of `limit` (Okta governance OpenAPI, parameter `limit`).
pub const GOVERNANCE_PAGE_MAX: usize = 200;
/// Governance pages: default of `limit` (same).
pub const GOVERNANCE_PAGE_DEFAULT: usize = 20;
/// Group members and owners: default of `limit` (Okta management OpenAPI, listGroupUsers and listGroupOwners).
pub const DIRECTORY_PAGE_DEFAULT: usize = 1000;
/// Group members and owners: the most that one page holds (same).
pub const DIRECTORY_PAGE_MAX: usize = 1000;
/// System Log: default of `limit` (Okta management OpenAPI, listLogEvents).
pub const LOG_PAGE_DEFAULT: usize = 100;
/// System Log: maximum of `limit` (same).
pub const LOG_PAGE_MAX: usize = 1000;
/// System Log: where a query without `since` begins, days before now (same).
pub const LOG_DEFAULT_DAYS: i64 = 7;
/// System Log: how long events are kept (developer.okta.com, System Log query).
pub const LOG_RETENTION_DAYS: i64 = 90;
/// System Log: an older `since` is refused (same).
pub const LOG_SINCE_MAX_DAYS: i64 = 180;
/// Seconds of an Okta rate-limit window, counted from its first request (recorded in the governance SDK's cassettes).
pub const OKTA_WINDOW_SECONDS: i64 = 60;
/// Requests per minute to each governance bucket (recorded in the governance SDK's cassettes; in no public table).
pub const GOVERNANCE_PER_MINUTE: u32 = 50;
/// Requests per minute to `/api/v1/logs` (Okta rate limits, Workforce).
pub const LOGS_PER_MINUTE: u32 = 120;
/// Requests per minute to `/api/v1/users` (Okta rate limits, Workforce).
pub const USERS_PER_MINUTE: u32 = 2000;
/// Requests per minute to `/api/v1/groups` (Okta rate limits, Workforce).
pub const GROUPS_PER_MINUTE: u32 = 500;
/// Requests per minute to `/api/v1/apps` (Okta rate limits, Workforce).
pub const APPS_PER_MINUTE: u32 = 100;
/// Requests per minute to `/oauth2/v1/token` by one client (Okta rate limits, "Other Authentication").
pub const TOKENS_PER_MINUTE: u32 = 2000;
/// Seconds that an access token of a service app lasts (Okta, "Implement OAuth for Okta with a service app").
pub const ACCESS_TOKEN_SECONDS: i64 = 3600;
/// Seconds that the assertion of a client may last (same).
pub const ASSERTION_SECONDS: i64 = 3600;
/// Seconds by which the time in a proof may differ; Okta publishes no figure.
pub const PROOF_SECONDS: i64 = 300;
/// Requests per minute to `/api/v1/eventHooks` (Okta rate limits, Workforce: "all other endpoints").
pub const HOOKS_PER_MINUTE: u32 = 100;
/// Most events put into one hook request here; Okta publishes no maximum.
pub const HOOK_BATCH: usize = 100;

// --- Slack: rate limits (docs.slack.dev/apis/web-api/rate-limits)

/// Tier 2: `users.list`.
pub const TIER_2_PER_MINUTE: u32 = 20;
/// Tier 3: `chat.update`, `users.lookupByEmail`, `conversations.*`.
pub const TIER_3_PER_MINUTE: u32 = 50;
/// Tier 4: `users.info`, `views.publish`.
pub const TIER_4_PER_MINUTE: u32 = 100;
/// `auth.test`: "special", hundreds a minute.
pub const AUTH_TEST_PER_MINUTE: u32 = 600;
/// `chat.postMessage`: one a second to a channel; this many at once are let through ("short bursts").
pub const POST_BURST: u32 = 4;
/// `chat.postMessage`: "several hundred messages per minute" for a workspace.
pub const POSTS_PER_MINUTE: u32 = 400;
/// A `response_url` takes this many answers (Slack, "Handling user interaction").
pub const RESPONSE_URL_USES: u32 = 5;
/// Minutes for which a `response_url` lives (same).
pub const RESPONSE_URL_MINUTES: i64 = 30;

/// Connections of Socket Mode that an app may hold (docs.slack.dev, "Using Socket Mode").
pub const SOCKETS: usize = 10;

// --- Slack: sizes (docs.slack.dev/reference/block-kit; @slack/types doc comments)

/// Blocks of a message.
pub const MESSAGE_BLOCKS: usize = 50;
/// Blocks of a home view or modal.
pub const VIEW_BLOCKS: usize = 100;
/// Bytes of a published view (views.publish, `view_too_large`: 250 kB).
pub const VIEW_BYTES: usize = 250_000;
/// Characters of all texts of a message's blocks together (undocumented; slackapi/bolt-js issue 2509).
pub const BLOCKS_TEXT: usize = 13_200;
/// Characters of a message's `text` before it is cut (chat.postMessage).
pub const POST_TEXT: usize = 40_000;
/// Characters of `text` that chat.update takes (chat.update, `msg_too_long`).
pub const UPDATE_TEXT: usize = 4_000;
/// Characters of a `block_id` or an `action_id`.
pub const ID_CHARS: usize = 255;
/// Characters of a header.
pub const HEADER_TEXT: usize = 150;
/// Characters of a section's text, and of any other text object.
pub const SECTION_TEXT: usize = 3_000;
/// Fields of a section.
pub const SECTION_FIELDS: usize = 10;
/// Characters of one field of a section.
pub const FIELD_TEXT: usize = 2_000;
/// Elements of a context block.
pub const CONTEXT_ELEMENTS: usize = 10;
/// Elements of an actions block.
pub const ACTIONS_ELEMENTS: usize = 25;
/// Characters of a button's text and of its accessibility label.
pub const BUTTON_TEXT: usize = 75;
/// Characters of a button's value.
pub const BUTTON_VALUE: usize = 2_000;
/// Characters of a URL.
pub const URL_CHARS: usize = 3_000;
/// Characters of a confirmation's title.
pub const CONFIRM_TITLE: usize = 100;
/// Characters of a confirmation's text.
pub const CONFIRM_TEXT: usize = 300;
/// Characters of a confirmation's two buttons.
pub const CONFIRM_BUTTON: usize = 30;
/// Options of an overflow menu.
pub const OVERFLOW_OPTIONS: usize = 5;
/// Options of a select menu.
pub const SELECT_OPTIONS: usize = 100;
/// Characters of an option's text, value and description.
pub const OPTION_CHARS: usize = 75;
/// Characters of an image's alternative text.
pub const ALT_TEXT: usize = 2_000;
/// Characters of all markdown blocks of a message together.
pub const MARKDOWN_TEXT: usize = 12_000;
/// People in one `conversations.open`, the app aside.
pub const GROUP_DM_USERS: usize = 8;
/// People in one `conversations.invite`.
pub const INVITED_AT_ONCE: usize = 100;
/// Characters of a channel's name.
pub const CHANNEL_NAME: usize = 80;
/// Pinned messages of a channel (slack.com/help, "Pin messages").
pub const PINS: usize = 100;
/// Channels of a page of conversations.list without `limit`.
pub const CHANNELS_PAGE_DEFAULT: usize = 100;
/// Most members or messages of one page (users.list advises fewer than this; conversations.history: 999).
pub const SLACK_PAGE_MAX: usize = 999;
/// Messages of a page of conversations.history without `limit`.
pub const HISTORY_PAGE_DEFAULT: usize = 100;
/// Members above which users.list insists on a `limit`; Slack says only "large teams".
pub const LIMIT_REQUIRED_ABOVE: usize = 1_000;
