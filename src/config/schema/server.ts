import { z } from 'zod';
import { baseUrl, text } from './common.ts';

export const serverSchema = z
  .strictObject({
    port: z
      .int()
      .min(0)
      .max(65_535)
      .default(3978)
      .meta({ description: 'Port; $TOCSIN_PORT goes before it.', examples: [3978] }),
    bind: text('Address to listen on. Everything but loopback can be reached from outside.', '127.0.0.1').default('127.0.0.1'),
    publicUrl: baseUrl(
      'How this server is reached from outside. Required with Teams, which fetches pictures from it.',
      'https://tocsin.example.com',
    ).optional(),
    webhookLimit: z
      .int()
      .min(60)
      .default(60_000)
      .meta({
        description: 'How many webhooks a minute are taken of one source, at least 60; more are refused with 429.',
        examples: [60_000],
      }),
  })
  .meta({ description: 'The HTTP server for webhooks, Teams and health checks.' });

export const logSchema = z
  .strictObject({
    level: z
      .enum(['debug', 'info', 'warn', 'error'])
      .default('info')
      .meta({ description: 'The least level that is written.', examples: ['info'] }),
  })
  .meta({ description: 'What the log holds (JSON lines on standard output).' });
