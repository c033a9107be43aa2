// An app in Slack's own framework that answers one command, and otherwise waits.
import bolt from '@slack/bolt';

const app = new bolt.App({
  token: 'xoxb-peer',
  signingSecret: 'peer',
  tokenVerificationEnabled: false,
  deferInitialization: false,
});
app.command('/certs', async ({ ack }) => ack('help'));
await app.start({ port: 0, host: '127.0.0.1' });
console.log('ready');
