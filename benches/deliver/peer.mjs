// The same messages, posted with Slack's own client and kept nowhere: node peer.mjs API-URL TOKEN FILE
import { readFileSync } from "node:fs";
import { WebClient } from "@slack/web-api";

const [url, token, file] = process.argv.slice(2);
const messages = readFileSync(file, "utf8").trim().split("\n").map((line) => JSON.parse(line));
const slack = new WebClient(token, { slackApiUrl: url });
await slack.chat.postMessage(messages[0]);
const begun = process.hrtime.bigint();
await Promise.all(messages.map((message) => slack.chat.postMessage(message)));
const seconds = Number(process.hrtime.bigint() - begun) / 1e9;
console.log(JSON.stringify({ seconds, messages: messages.length }));
