import { describe, expect, it } from 'vitest';
import { configFrom } from '../../test/fakes/config.ts';
import { azureFiles } from './manifest-azure.ts';
import { slackFiles, teamsFiles } from './manifest-files.ts';
import { bicepText } from './manifest-values.ts';
import { zip } from './zip.ts';

const show = (options: object): object => options;
const json = (content: string | Uint8Array | undefined): unknown => JSON.parse(typeof content === 'string' ? content : '');

describe('the Slack app', () => {
  it('uses Socket Mode before there is a configuration, and where there is an app-level token', () => {
    const withToken = configFrom('slack: { botToken: "${B}", appToken: "${A}" }', {}, 'no secrets');
    for (const loaded of [undefined, withToken]) expect(json(slackFiles(loaded, show)[0]?.content)).toMatchObject({ socketMode: true });
  });

  it('names the public URL where Slack posts to it', () => {
    const loaded = configFrom(
      'slack: { botToken: "${B}", signingSecret: "${S}" }\nserver: { publicUrl: "https://bot.example.org/" }',
      {},
      'no secrets',
    );
    expect(json(slackFiles(loaded, show)[0]?.content)).toEqual({ socketMode: false, requestUrl: 'https://bot.example.org/slack/events' });
  });
});

describe('the Teams app', () => {
  it('has the id and host of the configuration, and comes as a package too', () => {
    const loaded = configFrom(
      'teams: { appId: my-app, appPassword: "${P}", tenant: 11111111-2222-4333-8444-555555555555 }\nserver: { publicUrl: "https://bot.example.org" }',
      {},
      'no secrets',
    );
    const icon = { name: 'color.png', content: new Uint8Array([1, 2, 3]) };
    const files = teamsFiles(loaded, show, [icon]);
    expect(files.map(({ name }) => name)).toEqual(['manifest.json', 'color.png', 'tocsin-teams.zip']);
    expect(json(files[0]?.content)).toEqual({ appId: 'my-app', validDomains: ['bot.example.org'] });
    expect(files[2]?.content).toEqual(zip(files.slice(0, 2)));
  });
});

describe('what is made in Azure', () => {
  const azure = (webhook: string) =>
    azureFiles(configFrom(`azure: { webhook: ${webhook} }\nserver: { publicUrl: "https://bot.example.org/" }`, {}, 'no secrets')).map(
      ({ content }) => String(content),
    );
  const id = '66666666-7777-4888-8999-000000000000';

  it('takes tenant, audience and address from the configuration of the secure webhook', () => {
    const [main = ''] = azure(`{ entra: { tenantId: 11111111-2222-4333-8444-555555555555, audience: ${id} } }`);
    expect(main).toContain("param publicUrl string = 'https://bot.example.org'\n");
    expect(main).toContain("param webhookTenantId string = '11111111-2222-4333-8444-555555555555'\n");
    expect(main).toContain(`param webhookIdentifierUri string = 'api://${id}'\n`);
    expect(main).toContain("param webhook string = 'secure'\n");
  });

  it('makes a plain webhook where only a secret is configured, and never holds the secret', () => {
    const [main = ''] = azure('{ secret: "${AZURE_WEBHOOK_SECRET}" }');
    expect(main).toContain("param webhook string = 'plain'\n");
    expect(main).toMatch(/@secure\(\)\nparam webhookSecret string = ''\n/u);
  });

  it('is the same without a configuration, with the secure webhook', () => {
    expect(String(azureFiles(undefined)[0]?.content)).toContain("param webhook string = 'secure'\n");
  });

  it.each(azureFiles(undefined).map(({ name, content }) => [name, String(content)] as const))(
    '%s opens and closes its brackets',
    (_name, content) => {
      const open: string[] = [];
      const partners: Readonly<Record<string, string>> = { ')': '(', ']': '[', '}': '{' };
      // What stands in texts and comments counts for nothing.
      for (const line of content
        .replaceAll(/'(?:[^'\\]|\\.)*'/gu, "''")
        .replaceAll(/\/\/.*$/gmu, '')
        .split('\n')) {
        for (const [sign] of line.matchAll(/[()[\]{}]/gu)) {
          const partner = partners[sign];
          if (partner === undefined) open.push(sign);
          else expect({ line, opened: open.pop() }).toEqual({ line, opened: partner });
        }
      }
      expect(open).toEqual([]);
    },
  );

  it('calls the second file with each of its parameters that has no value of its own', () => {
    const [main = '', alerts = ''] = azureFiles(undefined).map(({ content }) => String(content));
    const wanted = [...alerts.matchAll(/^param (\w+) \w+$/gmu)].map(([, name]) => name);
    const given = [...(/ {2}params: \{\n([\s\S]*?)\n {2}\}/u.exec(main)?.[1] ?? '').matchAll(/^ +(\w+): \1$/gmu)].map(([, name]) => name);
    expect(wanted.length).toBeGreaterThan(5);
    expect(given).toEqual(wanted);
  });

  it('writes text so that nothing in it is read as Bicep', () => {
    expect(bicepText("it's ${a} \\")).toBe(String.raw`'it\'s \${a} \\'`);
  });
});

describe('a package', () => {
  it('is the ZIP file that other programs make of the same files', () => {
    // One stored file "a.txt" of "hi", as Info-ZIP's directory describes it, with the format's first date.
    const expected = [
      '504b0304 1400 0008 0000 0000 2100 ac2a93d8 02000000 02000000 0500 0000 612e747874 6869',
      '504b0102 1400 1400 0008 0000 0000 2100 ac2a93d8 02000000 02000000 0500 0000 0000 0000 0000 00000000 00000000 612e747874',
      '504b0506 0000 0000 0100 0100 33000000 25000000 0000',
    ];
    expect(Buffer.from(zip([{ name: 'a.txt', content: 'hi' }])).toString('hex')).toBe(expected.join('').replaceAll(' ', ''));
  });
});
