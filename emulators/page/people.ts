import { slackWorld, users } from '../world.ts';

/** "@U0ANA00001" → "@Ana Duarte"; anything else as it is. */
export function personIn(ping: string): string {
  if (ping === `@${slackWorld.botUserId}`) return '@Tocsin';
  const person = users.find((one) => ping === `@${one.slackId}`);
  return person === undefined ? ping : `@${person.title}`;
}

/** Whether the words name the person, by id as Slack has it or by name as Teams has it. */
export function isNamedIn(text: string, user: string): boolean {
  const person = users.find((one) => one.name === user);
  return person !== undefined && (text.includes(`@${person.slackId}`) || text.includes(`@${person.title}`));
}

/** Words as they were typed: "<@U0ANA00001>" → "@ana". */
export function asTyped(text: string): string {
  return text.replaceAll(/<@(?<id>\w+)>/gu, (whole, id: string) => {
    const person = users.find((one) => one.slackId === id);
    return person === undefined ? whole : `@${person.name}`;
  });
}
