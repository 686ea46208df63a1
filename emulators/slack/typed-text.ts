import { channels, slackWorld, users } from '../world.ts';

/** What Slack makes of typed text before an app gets it: control characters escaped, mentions and addresses in brackets. */
export function slackText(typed: string): string {
  return escape(typed)
    .replaceAll(/@tocsin\b/giu, `<@${slackWorld.botUserId}>`)
    .replaceAll(/@(ana|ben|eva)\b/giu, (whole, name: string) => {
      const user = users.find((one) => one.name === name.toLowerCase());
      return user === undefined ? whole : `<@${user.slackId}>`;
    })
    .replaceAll(/(?<=^|\s)#([a-z0-9_-]+)/gu, (whole, name: string) => {
      const channel = channels.find((one) => one.name === name);
      return channel === undefined ? whole : `<#${channel.slackId}|${channel.name}>`;
    })
    .replaceAll(/(?<=^|\s)@(here|channel|everyone)\b/gu, '<!$1>')
    .replaceAll(/(?<![<|\w])https?:\/\/[^\s<>|]+/gu, '<$&>')
    .replaceAll(/(?<=^|\s)(?:[a-z0-9-]+\.)+(?:com|net|org|io|dev)(?:\/[^\s<>|]*)?(?=$|\s)/giu, '<http://$&|$&>');
}

function escape(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
