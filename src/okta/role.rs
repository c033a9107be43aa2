//! The admin role that each call takes. Source: the OpenAPI descriptions' `x-okta-iam-admin-roles`, and help.okta.com, "Standard
//! administrator roles and permissions" (read 2026-11). The scopes of a service app are in [`super::auth`].

const ACCESS_CERTIFICATIONS: &str = "Access Certifications Administrator";
/// The first of these sees users, groups and apps as well; the second sees nothing of campaigns.
const EITHER: &str = "Access Certifications Administrator or Read-only Administrator";

/// The role for a call, by our name of it as in errors and metrics; `None` for one that is not ours.
pub fn role_for(call: &str) -> Option<&'static str> {
    Some(match call {
        "campaigns" | "campaign" | "reviews" | "review" | "settings" => ACCESS_CERTIFICATIONS,
        "user" | "users" | "groups" | "group_users" | "apps" => EITHER,
        "logs" => "Report Administrator or Read-only Administrator",
        "event_hooks" | "event_hook" => "Super Administrator or a custom role",
        _ => return None,
    })
}
