import { readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createSignatures } from '../../src/auth/signatures.ts';
import { readActor, readPlace } from '../../src/cli/run-request.ts';
import { runThroughSocket } from '../../src/cli/socket-client.ts';
import { socketPath } from '../../src/core/socket-path.ts';
import { fromBot } from '../harness/control.ts';
import { type Story, startStory } from '../harness/story.ts';

let story: Story;
beforeEach(async () => {
  story = await startStory();
});
afterEach(() => story.stop());

const dependencies = async (): Promise<unknown> => (await fetch(`${story.botUrl}/readyz`)).json();

describe('a bot that is stopped while Azure keeps its commands waiting', () => {
  it('tells everybody who waits that it stops, and takes none of it for a failure', async () => {
    await expect.poll(dependencies).toMatchObject({ ready: true, dependencies: { azure: { state: 'ok' }, jira: { state: 'unknown' } } });
    // Azure takes longer to answer than a bot that stops waits for its commands.
    await story.fault({ target: 'azure/metrics', timeout: true });
    const { pid } = (await story.state()).bot;
    const words = 'chart cpu of compliance';
    const path = socketPath(join(story.folder, 'data'), { hash: createSignatures().hash, temporary: tmpdir() });
    const request = { words, ...readActor(undefined, 'ana'), place: readPlace(undefined), format: 'text' as const };
    const typed = runThroughSocket(path, request, new AbortController().signal);
    await story.say('slack', 'ops', 'ana', `/tocsin ${words}`);
    await story.say('teams', 'ops', 'ana', `@Tocsin ${words}`);
    await story.signalBot('SIGTERM');
    const stopped = /ask again in a (?:moment|minute)/u;
    for (const platform of ['slack', 'teams'] as const) {
      await story.until(
        platform,
        'ops',
        'the word that it stops',
        fromBot((one) => stopped.test(one.text)),
      );
    }
    expect(await typed).toMatchObject({ outcome: 'failed', text: expect.stringMatching(stopped) });
    await story.fault({ target: 'azure', clear: true });
    await story.botReady(pid);
    expect(await readFile(join(story.folder, 'bot.log'), 'utf8')).not.toMatch(/"level":"error"/u);
  });
});
