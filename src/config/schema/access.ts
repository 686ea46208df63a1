import { z } from 'zod';

const person = z
  .string()
  .regex(
    /^(?:slack|teams|console):\S+$|^[^\s@:]+@[^\s@]+$/u,
    'must be a person: "slack:U012AB3CD", "teams:<Entra object id>" or an e-mail address',
  );

const people = (description: string, examples: readonly string[]) =>
  z
    .array(person)
    .default([])
    .meta({ description, examples: [examples] });

export const accessSchema = z
  .strictObject({
    default: z
      .enum(['viewer', 'responder', 'admin'])
      .default('viewer')
      .meta({ description: 'Role of everybody who is not named below. viewer: read and acknowledge.', examples: ['viewer'] }),
    roles: z
      .strictObject({
        responder: people('May also resolve incidents and open JIRA issues.', ['slack:U012AB3CD', 'ben@example.com']),
        admin: people('May do everything.', ['ana@example.com']),
      })
      .prefault({})
      .meta({ description: 'People: "slack:<member id>", "teams:<Entra object id>" or an e-mail address.' }),
  })
  .meta({ description: 'Who may do what.' });
