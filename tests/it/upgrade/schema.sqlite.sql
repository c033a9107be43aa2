-- The schema of the first five steps on SQLite, as the first version left it. Never edited: it is what people have.

CREATE TABLE "seaql_migrations" (
    "version" varchar NOT NULL PRIMARY KEY,
    "applied_at" integer NOT NULL
);

CREATE TABLE "inbox_event" (
    "id" integer NOT NULL PRIMARY KEY AUTOINCREMENT,
    "source" varchar NOT NULL,
    "event_uuid" varchar NOT NULL,
    "kind" varchar NOT NULL,
    "campaign_id" varchar NULL,
    "payload" text NOT NULL,
    "state" varchar NOT NULL,
    "received_at" timestamp_with_timezone_text NOT NULL,
    "due_at" timestamp_with_timezone_text NOT NULL,
    "attempts" integer NOT NULL,
    "leased_by" varchar NULL,
    "leased_until" timestamp_with_timezone_text NULL,
    "finished_at" timestamp_with_timezone_text NULL,
    "remark" text NULL
);

CREATE TABLE "campaign" (
    "id" varchar NOT NULL PRIMARY KEY,
    "name" text NOT NULL,
    "description" text NULL,
    "status" varchar NOT NULL,
    "starts_at" timestamp_with_timezone_text NOT NULL,
    "ends_at" timestamp_with_timezone_text NULL,
    "owner_id" varchar NULL,
    "silence_revokes" boolean NOT NULL,
    "recurring_parent" varchar NULL,
    "first_seen_at" timestamp_with_timezone_text NOT NULL,
    "read_number" integer NOT NULL,
    "synced_at" timestamp_with_timezone_text NULL,
    "reminded_through" date_text NOT NULL,
    "ended_at" timestamp_with_timezone_text NULL,
    "problem" text NULL
);

CREATE TABLE "review" (
    "id" varchar NOT NULL PRIMARY KEY,
    "campaign_id" varchar NOT NULL,
    "reviewer_kind" varchar NOT NULL,
    "reviewer_id" varchar NULL,
    "reviewer_name" text NULL,
    "level" varchar NOT NULL,
    "decision" varchar NOT NULL,
    "arrival" varchar NOT NULL,
    "read_number" integer NOT NULL,
    "changed_at" timestamp_with_timezone_text NOT NULL
);

CREATE TABLE "person" (
    "id" varchar NOT NULL PRIMARY KEY,
    "name" text NOT NULL,
    "email" varchar NULL,
    "status" varchar NOT NULL,
    "updated_at" timestamp_with_timezone_text NOT NULL
);

CREATE TABLE "reviewer_group" (
    "id" varchar NOT NULL PRIMARY KEY,
    "name" text NOT NULL,
    "kind" varchar NOT NULL,
    "state" varchar NOT NULL,
    "size" integer NOT NULL,
    "problem" text NULL,
    "read_at" timestamp_with_timezone_text NOT NULL
);

CREATE TABLE "group_member" (
    "group_id" varchar NOT NULL,
    "person_id" varchar NOT NULL,
    PRIMARY KEY ("group_id", "person_id")
);

CREATE TABLE "slack_account" (
    "email" varchar NOT NULL PRIMARY KEY,
    "slack_id" varchar NULL,
    "state" varchar NOT NULL,
    "channel" varchar NULL,
    "time_zone" varchar NULL,
    "checked_at" timestamp_with_timezone_text NOT NULL
);

CREATE TABLE "notification_log" (
    "id" integer NOT NULL PRIMARY KEY AUTOINCREMENT,
    "key" varchar NOT NULL,
    "kind" varchar NOT NULL,
    "person_id" varchar NOT NULL,
    "payload" text NOT NULL,
    "state" varchar NOT NULL,
    "planned_at" timestamp_with_timezone_text NOT NULL,
    "due_at" timestamp_with_timezone_text NOT NULL,
    "attempts" integer NOT NULL,
    "leased_by" varchar NULL,
    "leased_until" timestamp_with_timezone_text NULL,
    "tried_at" timestamp_with_timezone_text NULL,
    "settled_at" timestamp_with_timezone_text NULL,
    "channel" varchar NULL,
    "ts" varchar NULL,
    "problem" text NULL
);

CREATE TABLE "notification_campaign" (
    "notification_id" integer NOT NULL,
    "campaign_id" varchar NOT NULL,
    PRIMARY KEY ("notification_id", "campaign_id")
);

CREATE TABLE "handover" (
    "id" integer NOT NULL PRIMARY KEY AUTOINCREMENT,
    "campaign_id" varchar NOT NULL,
    "review_id" varchar NOT NULL,
    "from_id" varchar NULL,
    "from_name" text NULL,
    "to_id" varchar NOT NULL,
    "note" text NULL,
    "state" varchar NOT NULL,
    "noticed_at" timestamp_with_timezone_text NOT NULL,
    "settled_at" timestamp_with_timezone_text NULL
);

CREATE TABLE "click" (
    "id" integer NOT NULL PRIMARY KEY AUTOINCREMENT,
    "slack_id" varchar NOT NULL,
    "action_id" varchar NOT NULL,
    "campaign_id" varchar NULL,
    "action_ts" varchar NOT NULL,
    "clicked_at" timestamp_with_timezone_text NOT NULL
);

CREATE TABLE "schedule_state" (
    "name" varchar NOT NULL PRIMARY KEY,
    "due_at" timestamp_with_timezone_text NULL,
    "done_for" date_text NULL,
    "last_done_at" timestamp_with_timezone_text NULL,
    "attempts" integer NOT NULL,
    "cursor" text NULL,
    "leased_by" varchar NULL,
    "leased_until" timestamp_with_timezone_text NULL
);

CREATE UNIQUE INDEX "uq_inbox_event" ON "inbox_event" ("source", "event_uuid");
CREATE INDEX "ix_inbox_due" ON "inbox_event" ("state", "due_at");
CREATE INDEX "ix_inbox_campaign" ON "inbox_event" ("campaign_id", "state");
CREATE INDEX "ix_campaign_status" ON "campaign" ("status");
CREATE INDEX "ix_review_campaign" ON "review" ("campaign_id", "decision");
CREATE INDEX "ix_review_reviewer" ON "review" ("reviewer_id", "decision");
CREATE INDEX "ix_person_email" ON "person" ("email");
CREATE INDEX "ix_group_member_person" ON "group_member" ("person_id");
CREATE INDEX "ix_slack_account_slack_id" ON "slack_account" ("slack_id");
CREATE UNIQUE INDEX "uq_notification_key" ON "notification_log" ("key");
CREATE INDEX "ix_notification_due" ON "notification_log" ("state", "due_at");
CREATE INDEX "ix_notification_person" ON "notification_log" ("person_id", "kind");
CREATE INDEX "ix_notification_campaign" ON "notification_campaign" ("campaign_id");
CREATE INDEX "ix_handover_state" ON "handover" ("state", "noticed_at");
CREATE INDEX "ix_handover_review" ON "handover" ("review_id", "to_id");
CREATE UNIQUE INDEX "uq_click" ON "click" ("slack_id", "action_ts");
