-- What the first version wrote until noon of 8 September 2026, when it was killed: rows in every state. Its last instance
-- still holds some of them. Never edited: it is what people have.

INSERT INTO seaql_migrations (version, applied_at) VALUES
    ('m20261124_000001_inbox', 1788249600),
    ('m20261124_000002_campaigns', 1788249600),
    ('m20261124_000003_people', 1788249600),
    ('m20261124_000004_notification_log', 1788249600),
    ('m20261124_000005_schedule_state', 1788249600);

-- Active with all its figures, active and never read for a problem, over, and gone.
INSERT INTO campaign (id, name, description, status, starts_at, ends_at, owner_id, silence_revokes, recurring_parent,
                      first_seen_at, read_number, synced_at, reminded_through, ended_at, problem) VALUES
    ('iciAutumnZ0000000000', 'Autumn', 'Who may touch production.', 'ACTIVE', '2026-09-01T08:00:00+00:00', '2026-09-29T08:00:00+00:00', '00udanacruzZ00000000', TRUE, NULL, '2026-09-01T08:00:00+00:00', 12, '2026-09-08T11:45:00+00:00', '2026-09-08', NULL, NULL),
    ('iciWinterZ0000000000', 'Winter', NULL, 'ACTIVE', '2026-09-08T11:00:00+00:00', '2026-09-22T11:00:00+00:00', '00udanacruzZ00000000', FALSE, 'icpSeasonsZ000000000', '2026-09-08T11:45:00+00:00', 0, NULL, '2026-09-08', NULL, 'Okta answered 502'),
    ('iciSummerZ0000000000', 'Summer', NULL, 'COMPLETED', '2026-07-20T08:00:00+00:00', '2026-08-17T08:00:00+00:00', '00udanacruzZ00000000', FALSE, NULL, '2026-07-20T08:00:00+00:00', 40, '2026-08-17T08:00:00+00:00', '2026-08-17', '2026-08-17T08:15:00+00:00', NULL),
    ('iciSpringZ0000000000', 'Spring', NULL, 'DELETED', '2026-04-20T08:00:00+00:00', NULL, NULL, FALSE, NULL, '2026-04-20T08:00:00+00:00', 3, '2026-04-21T08:00:00+00:00', '2026-04-21', '2026-04-22T08:00:00+00:00', NULL);

-- Each kind of reviewer, each decision, both levels, both ways to a reviewer.
INSERT INTO review (id, campaign_id, reviewer_kind, reviewer_id, reviewer_name, level, decision, arrival, read_number, changed_at) VALUES
    ('icr00000000000000001', 'iciAutumnZ0000000000', 'USER', '00ualicengZ000000000', 'Alice Ng', 'FIRST', 'UNREVIEWED', 'assigned', 12, '2026-09-01T08:00:00+00:00'),
    ('icr00000000000000002', 'iciAutumnZ0000000000', 'USER', '00ualicengZ000000000', 'Alice Ng', 'FIRST', 'APPROVE', 'assigned', 12, '2026-09-03T10:00:00+00:00'),
    ('icr00000000000000003', 'iciAutumnZ0000000000', 'USER', '00ubobmarshZ00000000', 'Bob Marsh', 'FIRST', 'UNREVIEWED', 'assigned', 12, '2026-09-01T08:00:00+00:00'),
    ('icr00000000000000004', 'iciAutumnZ0000000000', 'USER', '00ubobmarshZ00000000', 'Bob Marsh', 'FIRST', 'REVOKE', 'assigned', 12, '2026-09-04T10:00:00+00:00'),
    ('icr00000000000000005', 'iciAutumnZ0000000000', 'USER', '00ucaroldiazZ0000000', 'Carol Diaz', 'FIRST', 'UNREVIEWED', 'assigned', 12, '2026-09-01T08:00:00+00:00'),
    ('icr00000000000000006', 'iciAutumnZ0000000000', 'USER', '00upriyaramanZ000000', 'Priya Raman', 'FIRST', 'UNREVIEWED', 'assigned', 12, '2026-09-01T08:00:00+00:00'),
    ('icr00000000000000007', 'iciAutumnZ0000000000', 'USER', '00umateorossiZ000000', 'Mateo Rossi', 'FIRST', 'UNREVIEWED', 'handed_over', 12, '2026-09-08T11:40:00+00:00'),
    ('icr00000000000000008', 'iciAutumnZ0000000000', 'USER', '00ulinusbergZ0000000', 'Linus Berg', 'FIRST', 'UNREVIEWED', 'assigned', 12, '2026-09-01T08:00:00+00:00'),
    ('icr00000000000000009', 'iciAutumnZ0000000000', 'USER', '00ugracembekiZ000000', 'Grace Mbeki', 'FIRST', 'UNREVIEWED', 'assigned', 12, '2026-09-01T08:00:00+00:00'),
    ('icr00000000000000010', 'iciAutumnZ0000000000', 'USER', '00ukenjisatoZ0000000', 'Kenji Sato', 'FIRST', 'DECIDED', 'assigned', 12, '2026-09-08T09:00:00+00:00'),
    ('icr00000000000000011', 'iciAutumnZ0000000000', 'USER', '00uingridsorensenZ00', 'Ingrid Sørensen', 'SECOND', 'UNREVIEWED', 'assigned', 12, '2026-09-07T10:00:00+00:00'),
    ('icr00000000000000012', 'iciAutumnZ0000000000', 'GROUP', '00gpaymentsleadsZ000', 'Payments Leads', 'FIRST', 'UNREVIEWED', 'assigned', 12, '2026-09-01T08:00:00+00:00'),
    ('icr00000000000000013', 'iciAutumnZ0000000000', 'USER', NULL, NULL, 'FIRST', 'UNREVIEWED', 'assigned', 12, '2026-09-01T08:00:00+00:00'),
    ('icr00000000000000014', 'iciAutumnZ0000000000', 'USER', '00ucaroldiazZ0000000', 'Carol Diaz', 'FIRST', 'UNREVIEWED', 'handed_over', 12, '2026-09-08T11:41:00+00:00'),
    ('icr00000000000000015', 'iciAutumnZ0000000000', 'USER', '00uoluwaseunadeyemiZ', 'Oluwaseun Adeyemi', 'FIRST', 'UNREVIEWED', 'handed_over', 12, '2026-09-08T11:59:50+00:00'),
    ('icr00000000000000016', 'iciAutumnZ0000000000', 'USER', '00ufatimarahmanZ0000', 'Fatima Rahman', 'FIRST', 'UNREVIEWED', 'handed_over', 12, '2026-09-08T11:59:55+00:00'),
    ('icr00000000000000017', 'iciAutumnZ0000000000', 'USER', '00ubobmarshZ00000000', 'Bob Marsh', 'FIRST', 'UNREVIEWED', 'assigned', 12, '2026-09-01T08:00:00+00:00'),
    ('icr00000000000000018', 'iciAutumnZ0000000000', 'USER', '00ualicengZ000000000', 'Alice Ng', 'FIRST', 'UNREVIEWED', 'assigned', 12, '2026-09-01T08:00:00+00:00'),
    ('icr00000000000000901', 'iciSummerZ0000000000', 'USER', '00ualicengZ000000000', 'Alice Ng', 'FIRST', 'APPROVE', 'assigned', 40, '2026-08-03T08:00:00+00:00'),
    ('icr00000000000000902', 'iciSummerZ0000000000', 'RESOURCE_OWNER', '00gplatformZ00000000', 'Platform', 'FIRST', 'UNREVIEWED', 'assigned', 40, '2026-07-20T08:00:00+00:00'),
    ('icr00000000000000903', 'iciSummerZ0000000000', 'GROUP', '00gvanishedZ00000000', 'Vanished', 'FIRST', 'UNREVIEWED', 'assigned', 40, '2026-07-20T08:00:00+00:00');

INSERT INTO person (id, name, email, status, updated_at) VALUES
    ('00udanacruzZ00000000', 'Dana Cruz', 'dana.cruz@acme.example', 'ACTIVE', '2026-09-08T11:45:00+00:00'),
    ('00ualicengZ000000000', 'Alice Ng', 'alice.ng@acme.example', 'ACTIVE', '2026-09-08T11:45:00+00:00'),
    ('00ubobmarshZ00000000', 'Bob Marsh', 'bob.marsh@acme.example', 'ACTIVE', '2026-09-08T11:45:00+00:00'),
    ('00ucaroldiazZ0000000', 'Carol Diaz', 'carol.diaz@acme.example', 'ACTIVE', '2026-09-08T11:45:00+00:00'),
    ('00upriyaramanZ000000', 'Priya Raman', 'priya.raman@acme.example', 'ACTIVE', '2026-09-08T11:45:00+00:00'),
    ('00umateorossiZ000000', 'Mateo Rossi', 'mateo.rossi@acme.example', 'ACTIVE', '2026-09-08T11:45:00+00:00'),
    ('00ulinusbergZ0000000', 'Linus Berg', 'linus.berg@acme.example', 'ACTIVE', '2026-09-08T11:45:00+00:00'),
    ('00ugracembekiZ000000', 'Grace Mbeki', 'grace.mbeki@acme.example', 'INACTIVE', '2026-09-08T11:45:00+00:00'),
    ('00ukenjisatoZ0000000', 'Kenji Sato', 'kenji.sato@acme.example', 'ACTIVE', '2026-09-08T11:45:00+00:00'),
    ('00ufatimarahmanZ0000', 'Fatima Rahman', 'fatima.rahman@acme.example', 'ACTIVE', '2026-09-08T11:45:00+00:00'),
    ('00uoluwaseunadeyemiZ', 'Oluwaseun Adeyemi', 'oluwaseun.adeyemi@acme.example', 'ACTIVE', '2026-09-08T11:45:00+00:00'),
    ('00uingridsorensenZ00', 'Ingrid Sørensen', 'ingrid.sorensen@acme.example', 'ACTIVE', '2026-09-08T11:45:00+00:00'),
    ('00uformerhandZ000000', 'Former Hand', NULL, 'DEPROVISIONED', '2026-08-17T08:00:00+00:00');

INSERT INTO reviewer_group (id, name, kind, state, size, problem, read_at) VALUES
    ('00gpaymentsleadsZ000', 'Payments Leads', 'GROUP', 'listed', 3, NULL, '2026-09-08T11:45:00+00:00'),
    ('00gplatformZ00000000', 'Platform', 'RESOURCE_OWNER', 'too_large', 11, NULL, '2026-08-17T08:00:00+00:00'),
    ('00gvanishedZ00000000', 'Vanished', 'GROUP', 'unreadable', 0, 'Okta does not know this group', '2026-08-17T08:00:00+00:00');
INSERT INTO group_member (group_id, person_id) VALUES
    ('00gpaymentsleadsZ000', '00ukenjisatoZ0000000'),
    ('00gpaymentsleadsZ000', '00ufatimarahmanZ0000'),
    ('00gpaymentsleadsZ000', '00uoluwaseunadeyemiZ');

INSERT INTO slack_account (email, slack_id, state, channel, time_zone, checked_at) VALUES
    ('alice.ng@acme.example', 'U0ALICENG', 'found', 'D0ALICENG', 'Asia/Tokyo', '2026-09-08T09:00:00+00:00'),
    ('carol.diaz@acme.example', 'U0CAROLDIAZ', 'found', NULL, 'America/New_York', '2026-09-08T09:00:00+00:00'),
    ('priya.raman@acme.example', 'U0PRIYARAMAN', 'found', 'D0PRIYARAMAN', NULL, '2026-08-20T09:00:00+00:00'),
    ('linus.berg@acme.example', NULL, 'not_found', NULL, NULL, '2026-09-08T09:00:00+00:00'),
    ('grace.mbeki@acme.example', 'U0GRACEMBEKI', 'deactivated', NULL, NULL, '2026-09-08T09:00:00+00:00');

-- Numbered from 1 on by the database. Each kind in each state; in doubt are those that are being sent.
INSERT INTO notification_log (key, kind, person_id, payload, state, planned_at, due_at, attempts, leased_by, leased_until,
                              tried_at, settled_at, channel, ts, problem) VALUES
    ('launch:iciAutumnZ0000000000:00ualicengZ000000000', 'launch', '00ualicengZ000000000', '{"kind":"launch","campaign_id":"iciAutumnZ0000000000","level":"FIRST"}', 'sending', '2026-09-08T11:59:00+00:00', '2026-09-08T11:59:00+00:00', 0, 'gone', '2026-09-08T12:00:10+00:00', '2026-09-08T11:59:50+00:00', NULL, NULL, NULL, NULL),
    ('launch:iciAutumnZ0000000000:00ubobmarshZ00000000', 'launch', '00ubobmarshZ00000000', '{"kind":"launch","campaign_id":"iciAutumnZ0000000000","level":"FIRST"}', 'planned', '2026-09-08T11:59:00+00:00', '2026-09-08T11:59:00+00:00', 0, NULL, NULL, NULL, NULL, NULL, NULL, NULL),
    ('launch:iciAutumnZ0000000000:00ucaroldiazZ0000000', 'launch', '00ucaroldiazZ0000000', '{"kind":"launch","campaign_id":"iciAutumnZ0000000000","level":"FIRST"}', 'sent', '2026-09-01T08:00:00+00:00', '2026-09-01T08:00:00+00:00', 0, NULL, NULL, '2026-09-01T08:00:01+00:00', '2026-09-01T08:00:01+00:00', 'D0CAROLDIAZ', '1788249601.000001', NULL),
    ('launch:iciAutumnZ0000000000:00ulinusbergZ0000000', 'launch', '00ulinusbergZ0000000', '{"kind":"launch","campaign_id":"iciAutumnZ0000000000","level":"FIRST"}', 'failed', '2026-09-01T08:00:00+00:00', '2026-09-01T08:00:00+00:00', 0, NULL, NULL, NULL, '2026-09-01T08:00:02+00:00', NULL, NULL, 'has no active Slack account for their Okta e-mail address'),
    ('launch:iciAutumnZ0000000000:00upriyaramanZ000000', 'launch', '00upriyaramanZ000000', '{"kind":"launch","campaign_id":"iciAutumnZ0000000000","level":"FIRST"}', 'unknown', '2026-09-01T08:00:00+00:00', '2026-09-01T08:01:00+00:00', 1, NULL, NULL, '2026-09-01T08:00:03+00:00', '2026-09-01T08:01:00+00:00', NULL, NULL, 'Slack''s answer was lost, and without the scope im:history the message cannot be looked for'),
    ('launch:iciAutumnZ0000000000:00umateorossiZ000000', 'launch', '00umateorossiZ000000', '{"kind":"launch","campaign_id":"iciAutumnZ0000000000","level":"FIRST"}', 'dropped', '2026-09-01T08:00:00+00:00', '2026-09-01T08:00:00+00:00', 0, NULL, NULL, NULL, '2026-09-01T08:00:04+00:00', NULL, NULL, 'there was nothing left to say'),
    ('reminder:2026-09-08:00ucaroldiazZ0000000', 'reminder', '00ucaroldiazZ0000000', '{"kind":"reminder","date":"2026-09-08","campaign_ids":["iciAutumnZ0000000000"]}', 'planned', '2026-09-08T09:00:00+00:00', '2026-09-08T09:00:00+00:00', 0, 'gone', '2026-09-08T11:59:00+00:00', NULL, NULL, NULL, NULL, NULL),
    ('reminder:2026-09-08:00upriyaramanZ000000', 'reminder', '00upriyaramanZ000000', '{"kind":"reminder","date":"2026-09-08","campaign_ids":["iciAutumnZ0000000000"]}', 'sending', '2026-09-08T09:00:00+00:00', '2026-09-08T12:00:05+00:00', 2, NULL, NULL, '2026-09-08T11:50:00+00:00', NULL, NULL, NULL, 'Slack did not answer'),
    ('reminder:2026-09-08:00ualicengZ000000000', 'reminder', '00ualicengZ000000000', '{"kind":"reminder","date":"2026-09-08","campaign_ids":["iciAutumnZ0000000000"]}', 'sent', '2026-09-08T09:00:00+00:00', '2026-09-08T09:00:00+00:00', 0, NULL, NULL, '2026-09-08T09:00:01+00:00', '2026-09-08T09:00:01+00:00', 'D0ALICENG', '1788858001.000001', NULL),
    ('reminder:2026-09-08:00ulinusbergZ0000000', 'reminder', '00ulinusbergZ0000000', '{"kind":"reminder","date":"2026-09-08","campaign_ids":["iciAutumnZ0000000000"]}', 'failed', '2026-09-08T09:00:00+00:00', '2026-09-08T09:00:00+00:00', 0, NULL, NULL, NULL, '2026-09-08T09:00:02+00:00', NULL, NULL, 'has no active Slack account for their Okta e-mail address'),
    ('reminder:2026-09-08:00ubobmarshZ00000000', 'reminder', '00ubobmarshZ00000000', '{"kind":"reminder","date":"2026-09-08","campaign_ids":["iciAutumnZ0000000000"]}', 'unknown', '2026-09-08T09:00:00+00:00', '2026-09-08T09:01:00+00:00', 1, NULL, NULL, '2026-09-08T09:00:03+00:00', '2026-09-08T09:01:00+00:00', NULL, NULL, 'Slack''s answer was lost, and without the scope im:history the message cannot be looked for'),
    ('reminder:2026-09-05:00ualicengZ000000000', 'reminder', '00ualicengZ000000000', '{"kind":"reminder","date":"2026-09-05","campaign_ids":["iciAutumnZ0000000000"]}', 'dropped', '2026-09-05T09:00:00+00:00', '2026-09-05T09:00:00+00:00', 4, NULL, NULL, NULL, '2026-09-08T09:00:00+00:00', NULL, NULL, 'a newer reminder took its place'),
    ('reassignment:iciAutumnZ0000000000:00umateorossiZ000000:1', 'reassignment', '00umateorossiZ000000', '{"kind":"reassignment","campaign_id":"iciAutumnZ0000000000","from_id":"00ualicengZ000000000","from_name":"Alice Ng","note":"yours, I think","review_ids":["icr00000000000000007"],"first_handover":1}', 'planned', '2026-09-08T11:40:30+00:00', '2026-09-08T12:00:20+00:00', 3, NULL, NULL, NULL, NULL, NULL, NULL, 'Slack answered 503'),
    ('reassignment:iciAutumnZ0000000000:00ucaroldiazZ0000000:2', 'reassignment', '00ucaroldiazZ0000000', '{"kind":"reassignment","campaign_id":"iciAutumnZ0000000000","from_id":null,"from_name":null,"note":null,"review_ids":["icr00000000000000014"],"first_handover":2}', 'sending', '2026-09-08T11:41:30+00:00', '2026-09-08T11:41:30+00:00', 0, 'gone', '2026-09-08T12:00:10+00:00', '2026-09-08T11:59:51+00:00', NULL, NULL, NULL, NULL),
    ('reassignment:iciAutumnZ0000000000:00ualicengZ000000000:3', 'reassignment', '00ualicengZ000000000', '{"kind":"reassignment","campaign_id":"iciAutumnZ0000000000","from_id":"00ubobmarshZ00000000","from_name":"Bob Marsh","note":null,"review_ids":["icr00000000000000002"],"first_handover":3}', 'sent', '2026-09-02T10:00:30+00:00', '2026-09-02T10:00:30+00:00', 0, NULL, NULL, '2026-09-02T10:00:31+00:00', '2026-09-02T10:00:31+00:00', 'D0ALICENG', '1788343231.000001', NULL),
    ('reassignment:iciAutumnZ0000000000:00ulinusbergZ0000000:4', 'reassignment', '00ulinusbergZ0000000', '{"kind":"reassignment","campaign_id":"iciAutumnZ0000000000","from_id":"00ubobmarshZ00000000","from_name":"Bob Marsh","note":null,"review_ids":["icr00000000000000008"],"first_handover":4}', 'failed', '2026-09-02T11:00:30+00:00', '2026-09-02T11:00:30+00:00', 0, NULL, NULL, NULL, '2026-09-02T11:00:31+00:00', NULL, NULL, 'has no active Slack account for their Okta e-mail address'),
    ('reassignment:iciAutumnZ0000000000:00upriyaramanZ000000:5', 'reassignment', '00upriyaramanZ000000', '{"kind":"reassignment","campaign_id":"iciAutumnZ0000000000","from_id":"00ubobmarshZ00000000","from_name":"Bob Marsh","note":null,"review_ids":["icr00000000000000006"],"first_handover":5}', 'unknown', '2026-09-02T12:00:30+00:00', '2026-09-02T12:01:30+00:00', 1, NULL, NULL, '2026-09-02T12:00:31+00:00', '2026-09-02T12:01:30+00:00', NULL, NULL, 'Slack''s answer was lost, and without the scope im:history the message cannot be looked for'),
    ('reassignment:iciAutumnZ0000000000:00ubobmarshZ00000000:6', 'reassignment', '00ubobmarshZ00000000', '{"kind":"reassignment","campaign_id":"iciAutumnZ0000000000","from_id":"00ualicengZ000000000","from_name":"Alice Ng","note":null,"review_ids":["icr00000000000000004"],"first_handover":6}', 'dropped', '2026-09-04T10:00:30+00:00', '2026-09-04T10:00:30+00:00', 0, NULL, NULL, NULL, '2026-09-04T10:00:31+00:00', NULL, NULL, 'there was nothing left to say'),
    ('launch:iciAutumnZ0000000000:00ukenjisatoZ0000000', 'launch', '00ukenjisatoZ0000000', '{"kind":"launch","campaign_id":"iciAutumnZ0000000000","level":"FIRST"}', 'sent', '2026-09-01T08:00:00+00:00', '2026-09-01T08:00:00+00:00', 0, NULL, NULL, '2026-09-01T08:00:05+00:00', '2026-09-01T08:00:05+00:00', 'D0KENJISATO', '1788249605.000001', NULL),
    ('launch:iciAutumnZ0000000000:00ufatimarahmanZ0000', 'launch', '00ufatimarahmanZ0000', '{"kind":"launch","campaign_id":"iciAutumnZ0000000000","level":"FIRST"}', 'sent', '2026-09-01T08:00:00+00:00', '2026-09-01T08:00:00+00:00', 0, NULL, NULL, '2026-09-01T08:00:06+00:00', '2026-09-01T08:00:06+00:00', 'D0FATIMARAHMAN', '1788249606.000001', NULL),
    ('launch:iciAutumnZ0000000000:00uoluwaseunadeyemiZ', 'launch', '00uoluwaseunadeyemiZ', '{"kind":"launch","campaign_id":"iciAutumnZ0000000000","level":"FIRST"}', 'sent', '2026-09-01T08:00:00+00:00', '2026-09-01T08:00:00+00:00', 0, NULL, NULL, '2026-09-01T08:00:07+00:00', '2026-09-01T08:00:07+00:00', 'D0OLUWASEUNADEYEMI', '1788249607.000001', NULL),
    ('launch:iciAutumnZ0000000000:00uingridsorensenZ00:SECOND', 'launch', '00uingridsorensenZ00', '{"kind":"launch","campaign_id":"iciAutumnZ0000000000","level":"SECOND"}', 'sent', '2026-09-07T10:00:00+00:00', '2026-09-07T10:00:00+00:00', 0, NULL, NULL, '2026-09-07T10:00:01+00:00', '2026-09-07T10:00:01+00:00', 'D0INGRIDSORENSEN', '1788775201.000001', NULL),
    ('launch:iciSummerZ0000000000:00ualicengZ000000000', 'launch', '00ualicengZ000000000', '{"kind":"launch","campaign_id":"iciSummerZ0000000000","level":"FIRST"}', 'sent', '2026-07-20T08:00:00+00:00', '2026-07-20T08:00:00+00:00', 0, NULL, NULL, '2026-07-20T08:00:01+00:00', '2026-07-20T08:00:01+00:00', 'D0ALICENG', '1784534401.000001', NULL);
INSERT INTO notification_campaign (notification_id, campaign_id)
    SELECT id, CASE WHEN key LIKE '%iciSummer%' THEN 'iciSummerZ0000000000' ELSE 'iciAutumnZ0000000000' END FROM notification_log;

-- Told, void and open; with and without a giver. Numbered as the keys above say.
INSERT INTO handover (campaign_id, review_id, from_id, from_name, to_id, note, state, noticed_at, settled_at) VALUES
    ('iciAutumnZ0000000000', 'icr00000000000000007', '00ualicengZ000000000', 'Alice Ng', '00umateorossiZ000000', 'yours, I think', 'told', '2026-09-08T11:40:00+00:00', '2026-09-08T11:40:30+00:00'),
    ('iciAutumnZ0000000000', 'icr00000000000000014', NULL, NULL, '00ucaroldiazZ0000000', NULL, 'told', '2026-09-08T11:41:00+00:00', '2026-09-08T11:41:30+00:00'),
    ('iciAutumnZ0000000000', 'icr00000000000000002', '00ubobmarshZ00000000', 'Bob Marsh', '00ualicengZ000000000', NULL, 'told', '2026-09-02T10:00:00+00:00', '2026-09-02T10:00:30+00:00'),
    ('iciAutumnZ0000000000', 'icr00000000000000008', '00ubobmarshZ00000000', 'Bob Marsh', '00ulinusbergZ0000000', NULL, 'told', '2026-09-02T11:00:00+00:00', '2026-09-02T11:00:30+00:00'),
    ('iciAutumnZ0000000000', 'icr00000000000000006', '00ubobmarshZ00000000', 'Bob Marsh', '00upriyaramanZ000000', NULL, 'told', '2026-09-02T12:00:00+00:00', '2026-09-02T12:00:30+00:00'),
    ('iciAutumnZ0000000000', 'icr00000000000000004', '00ualicengZ000000000', 'Alice Ng', '00ubobmarshZ00000000', NULL, 'void', '2026-09-04T10:00:00+00:00', '2026-09-04T10:00:30+00:00'),
    ('iciAutumnZ0000000000', 'icr00000000000000015', '00ubobmarshZ00000000', 'Bob Marsh', '00uoluwaseunadeyemiZ', 'you know them', 'open', '2026-09-08T11:59:50+00:00', NULL),
    ('iciAutumnZ0000000000', 'icr00000000000000016', NULL, NULL, '00ufatimarahmanZ0000', NULL, 'open', '2026-09-08T11:59:55+00:00', NULL);

-- New, put off, held by the instance that is gone, done, of no interest, given up; of each sender.
INSERT INTO inbox_event (source, event_uuid, kind, campaign_id, payload, state, received_at, due_at, attempts, leased_by,
                         leased_until, finished_at, remark) VALUES
    ('okta', 'launch-of-autumn', 'certification.campaign.launch', 'iciAutumnZ0000000000', '{"review_id":null,"published":"2026-09-01T08:00:00.000Z","decision":null,"actor_id":null,"actor_name":null}', 'done', '2026-09-01T08:00:00+00:00', '2026-09-01T08:00:00+00:00', 0, NULL, NULL, '2026-09-01T08:00:00+00:00', NULL),
    ('okta', 'launch-of-winter', 'certification.campaign.launch', 'iciWinterZ0000000000', '{"review_id":null,"published":"2026-09-08T11:00:00.000Z","decision":null,"actor_id":null,"actor_name":null}', 'new', '2026-09-08T11:00:02+00:00', '2026-09-08T12:00:02+00:00', 5, NULL, NULL, NULL, 'Okta answered 502'),
    ('okta', 'alice-hands-over', 'certification.campaign.item.decide', 'iciAutumnZ0000000000', '{"review_id":"icr00000000000000018","published":"2026-09-08T11:59:45.000Z","decision":"DELEGATE","actor_id":"00ualicengZ000000000","actor_name":"Alice Ng"}', 'new', '2026-09-08T11:59:46+00:00', '2026-09-08T11:59:46+00:00', 1, 'gone', '2026-09-08T12:00:10+00:00', NULL, NULL),
    ('okta', 'no-campaign-named', 'certification.campaign.item.decide', NULL, '{"review_id":"icr00000000000000002","published":"2026-09-08T11:59:45.000Z","decision":"APPROVE","actor_id":"00ualicengZ000000000","actor_name":"Alice Ng"}', 'new', '2026-09-08T11:59:47+00:00', '2026-09-08T11:59:47+00:00', 0, NULL, NULL, NULL, NULL),
    ('okta', 'a-decision', 'certification.campaign.item.decide', 'iciAutumnZ0000000000', '{"review_id":"icr00000000000000004","published":"2026-09-04T10:00:00.000Z","decision":"REVOKE","actor_id":"00ubobmarshZ00000000","actor_name":"Bob Marsh"}', 'done', '2026-09-04T10:00:01+00:00', '2026-09-04T10:00:01+00:00', 0, NULL, NULL, '2026-09-04T10:00:02+00:00', NULL),
    ('okta', 'a-session', 'user.session.start', NULL, '{}', 'ignored', '2026-09-02T10:00:01+00:00', '2026-09-02T10:00:01+00:00', 0, NULL, NULL, '2026-09-02T10:00:01+00:00', NULL),
    ('okta', 'given-up', 'certification.campaign.item.decide', 'iciAutumnZ0000000000', '{}', 'failed', '2026-09-02T10:00:01+00:00', '2026-09-02T10:10:01+00:00', 6, NULL, NULL, '2026-09-02T10:10:05+00:00', 'Okta''s answer cannot be read'),
    ('slack', 'Ev0BOB', 'app_home_opened', NULL, 'U0BOBMARSH', 'new', '2026-09-08T11:59:58+00:00', '2026-09-08T11:59:58+00:00', 0, NULL, NULL, NULL, NULL),
    ('slack', 'Ev0ALICE', 'app_home_opened', NULL, 'U0ALICENG', 'done', '2026-09-02T10:00:01+00:00', '2026-09-02T10:00:01+00:00', 0, NULL, NULL, '2026-09-02T10:00:02+00:00', NULL),
    ('certs', 'sweep:iciAutumnZ0000000000:1788867900', 'sweep', 'iciAutumnZ0000000000', '{}', 'new', '2026-09-08T11:45:00+00:00', '2026-09-08T12:00:03+00:00', 2, NULL, NULL, NULL, 'Okta answered 502'),
    ('certs', 'sweep:iciAutumnZ0000000000:1788867000', 'sweep', 'iciAutumnZ0000000000', '{}', 'done', '2026-09-08T11:30:00+00:00', '2026-09-08T11:30:00+00:00', 0, NULL, NULL, '2026-09-08T11:30:01+00:00', NULL);

-- The log was read up to its second event; the purge is held by the instance that is gone.
INSERT INTO schedule_state (name, due_at, done_for, last_done_at, attempts, cursor, leased_by, leased_until) VALUES
    ('daily-run', '2026-09-09T09:00:00+00:00', '2026-09-08', '2026-09-08T09:00:00+00:00', 0, NULL, NULL, NULL),
    ('sweep', '2026-09-08T12:10:00+00:00', NULL, '2026-09-08T11:45:00+00:00', 1, NULL, NULL, NULL),
    ('system-log', '2026-09-08T12:10:00+00:00', NULL, '2026-09-08T11:45:00+00:00', 0, '36353d7a2a3529332e3335347a68', NULL, NULL),
    ('purge', '2026-09-08T12:00:00+00:00', NULL, '2026-09-07T12:00:00+00:00', 0, NULL, 'gone', '2026-09-08T12:00:10+00:00');

INSERT INTO click (slack_id, action_id, campaign_id, action_ts, clicked_at) VALUES
    ('U0CAROLDIAZ', 'review_now', 'iciAutumnZ0000000000', '1788249700.000001', '2026-09-01T08:01:40+00:00'),
    ('U0BOBMARSH', 'help', NULL, '1788249800.000001', '2026-09-01T08:03:20+00:00');
