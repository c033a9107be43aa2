// The same answers from memory, by Slack's own framework: node peer.mjs SIGNING-SECRET FILE
import { readFileSync } from "node:fs";
import bolt from "@slack/bolt";

const [signingSecret, file] = process.argv.slice(2);
const answers = JSON.parse(readFileSync(file, "utf8"));
const authorize = async () => ({ botToken: "xoxb-bench", botId: "B1", botUserId: "U1" });
const app = new bolt.App({ signingSecret, authorize, endpoints: "/slack/commands", logLevel: "error" });
app.command("/certs", async ({ command, ack }) => ack(answers[command.text]));
const server = await app.start(0);
console.log(server.address().port);
