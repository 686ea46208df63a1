import { z } from 'zod';
import { secrets, text } from './common.ts';

export const alertmanagerSchema = z
  .strictObject({
    token: secrets('What Alertmanager sends as its bearer token.', 'ALERTMANAGER_TOKEN').optional(),
    username: text('User name of basic authentication.', 'alertmanager').optional(),
    password: secrets('Its password.', 'ALERTMANAGER_PASSWORD').optional(),
  })
  .refine(({ token, username }) => token !== undefined || username !== undefined, 'needs token, or username and password')
  .refine(({ username, password }) => (username === undefined) === (password === undefined), 'needs username and password together')
  .meta({ description: 'Alerts of Prometheus, as Alertmanager posts them to /webhooks/alertmanager: with either proof.' });
