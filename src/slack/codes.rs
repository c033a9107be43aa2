//! Slack's error codes and what each means for what we wanted to do.
//!
//! Source: <https://docs.slack.dev/reference/methods>, the error lists of the methods in [`METHODS`] (2026-08).

/// The Web API methods that are used.
pub const METHODS: &[&str] = &[
    "apps.connections.open",
    "auth.test",
    "chat.postMessage",
    "chat.update",
    "conversations.create",
    "conversations.history",
    "conversations.info",
    "conversations.invite",
    "conversations.list",
    "conversations.open",
    "pins.add",
    "users.info",
    "users.list",
    "users.lookupByEmail",
    "views.publish",
];

/// What an error code means.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Class {
    /// What was wanted is already so.
    Done,
    /// It may work later.
    Later,
    /// It will not work for this recipient.
    Never,
    /// The request itself is wrong: ours to mend.
    OurBug,
    /// The request may have taken effect all the same.
    InDoubt,
    /// Nothing will work until an operator acts.
    AppStops,
}

/// The class of a code; `None` for one that Slack does not document.
#[expect(clippy::too_many_lines, reason = "a table, a code a line")]
pub fn class_of(code: &str) -> Option<Class> {
    let class = match code {
        "already_in_channel" | "already_open" | "already_pinned" | "name_taken" | "no_op" => Class::Done,

        "rate_limited"
        | "ratelimited"
        | "service_unavailable"
        | "team_added_to_org"
        | "request_timeout"
        | "message_limit_exceeded"
        | "external_channel_migrating"
        | "hash_conflict"
        | "update_failed"
        | "streaming_state_conflict" => Class::Later,

        // "It's possible some aspect of the operation succeeded before the error was raised."
        "fatal_error" | "internal_error" => Class::InDoubt,

        "channel_not_found"
        | "user_disabled"
        | "user_not_found"
        | "users_not_found"
        | "user_not_visible"
        | "is_archived"
        | "is_inactive"
        | "messages_tab_disabled"
        | "not_enabled"
        | "not_in_channel"
        | "channel_is_limited_access"
        | "posting_to_channel_denied"
        | "restricted_action"
        | "restricted_action_non_threadable_channel"
        | "restricted_action_read_only_channel"
        | "restricted_action_thread_locked"
        | "restricted_action_thread_only_channel"
        | "app_access_restricted"
        | "ekm_access_denied"
        | "send_on_behalf_not_allowed"
        | "method_not_supported_for_channel_type"
        | "not_enough_users"
        | "missing_profile_id"
        | "team_not_found"
        | "duplicate_channel_not_found"
        | "duplicate_message_not_found"
        | "slack_connect_blocked_file_type"
        | "slack_connect_canvas_sharing_blocked"
        | "slack_connect_clip_sharing_blocked"
        | "slack_connect_file_link_sharing_blocked"
        | "slack_connect_file_upload_sharing_blocked"
        | "slack_connect_lists_sharing_blocked"
        | "cannot_dm_bot"
        | "bot_not_found"
        | "app_cannot_join_channel"
        | "cannot_create_channel"
        | "cant_invite"
        | "invitee_cant_see_channel"
        | "no_external_invite_permission"
        | "org_user_not_in_team"
        | "permission_denied"
        | "too_many_pins"
        | "ura_max_channels"
        | "user_is_bot"
        | "user_is_restricted"
        | "user_is_ultra_restricted"
        | "cant_update_message"
        | "message_not_found"
        | "edit_window_closed"
        | "cannot_reply_to_message"
        | "cant_broadcast_message" => Class::Never,

        "invalid_auth"
        | "not_authed"
        | "account_inactive"
        | "accesslimited"
        | "access_denied"
        | "token_revoked"
        | "token_expired"
        | "missing_scope"
        | "no_permission"
        | "not_allowed_token_type"
        | "team_access_not_granted"
        | "org_login_required"
        | "two_factor_setup_required"
        | "enterprise_is_restricted"
        | "forbidden_team" => Class::AppStops,

        "as_user_not_supported"
        | "attachment_payload_limit_exceeded"
        | "bad_timestamp"
        | "block_mismatch"
        | "blocked_file_type"
        | "canvas_disabled_user_team"
        | "cant_invite_self"
        | "draft_already_deleted"
        | "draft_already_sent"
        | "draft_has_conflict"
        | "draft_not_found"
        | "duplicate_external_id"
        | "file_deleted"
        | "file_is_deleted"
        | "file_not_found"
        | "file_not_shared"
        | "file_share_limit_reached"
        | "insecure_request"
        | "invalid_array_arg"
        | "invalid_arg_name"
        | "invalid_arguments"
        | "invalid_attachments"
        | "invalid_blocks"
        | "invalid_blocks_format"
        | "invalid_charset"
        | "invalid_cursor"
        | "invalid_form_data"
        | "invalid_json"
        | "invalid_limit"
        | "limit_required"
        | "invalid_metadata_filter_keys"
        | "invalid_metadata_format"
        | "invalid_metadata_schema"
        | "invalid_name"
        | "invalid_name_maxlength"
        | "invalid_name_punctuation"
        | "invalid_name_required"
        | "invalid_name_specials"
        | "invalid_post_type"
        | "invalid_ts_latest"
        | "invalid_ts_oldest"
        | "invalid_types"
        | "invalid_user_combination"
        | "json_not_object"
        | "markdown_text_conflict"
        | "max_file_sharing_exceeded"
        | "metadata_must_be_sent_from_app"
        | "metadata_too_large"
        | "method_deprecated"
        | "deprecated_endpoint"
        | "missing_args"
        | "missing_argument"
        | "missing_charset"
        | "missing_file_data"
        | "missing_post_type"
        | "msg_blocks_too_long"
        | "msg_too_long"
        | "no_dual_broadcast_content_update"
        | "no_channel"
        | "no_item_specified"
        | "no_text"
        | "no_user"
        | "not_implemented"
        | "not_pinnable"
        | "superfluous_charset"
        | "too_many_attachments"
        | "too_many_contact_cards"
        | "too_many_users"
        | "unable_to_share_files"
        | "unknown_method"
        | "upgrade_required"
        | "users_list_not_supplied"
        | "view_too_large" => Class::OurBug,

        _ => return None,
    };
    Some(class)
}

/// Whether a code says that the app cannot work in a channel, which its people or the workspace's can change.
pub fn is_about_channel(code: &str) -> bool {
    matches!(
        code,
        "channel_not_found"
            | "not_in_channel"
            | "is_archived"
            | "is_inactive"
            | "name_taken"
            | "cannot_create_channel"
            | "channel_is_limited_access"
            | "posting_to_channel_denied"
            | "permission_denied"
            | "app_access_restricted"
            | "restricted_action"
            | "restricted_action_read_only_channel"
            | "restricted_action_thread_only_channel"
            | "restricted_action_non_threadable_channel"
            | "method_not_supported_for_channel_type"
    )
}

/// Why somebody cannot be written to whose conversation with the app has no messages.
pub const MESSAGES_TAB_OFF: &str = "the app's messages tab is switched off in Slack";

/// A sentence for administrators, for the codes that say something about a recipient.
pub fn reason(code: &str) -> Option<&'static str> {
    Some(match code {
        "channel_not_found" | "user_not_visible" => "Slack does not let the app write to them",
        "user_disabled" | "is_inactive" => "their Slack account is deactivated",
        "user_not_found" | "users_not_found" => "no Slack account for their address",
        "messages_tab_disabled" => MESSAGES_TAB_OFF,
        "app_access_restricted" | "restricted_action" | "posting_to_channel_denied" => {
            "a workspace setting keeps the app from writing to them"
        }
        _ => return None,
    })
}
