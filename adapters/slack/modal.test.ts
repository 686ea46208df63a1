import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { validateView } from '../../emulators/slack/validate-view.ts';
import { button } from '../../src/core/actions.ts';
import { actions, type Block, type Document, divider, facts, heading, note, plain, sentence, text } from '../../src/core/document.ts';
import type { Invocation } from '../../src/core/invocation.ts';
import { createTimeText } from '../../src/text/time-text.ts';
import { baitedBlocks, livesIn, outside } from '../../test/fakes/slack-baits.ts';
import { samples } from '../../test/fakes/slack-documents.ts';
import { chartForm, submissionOf } from '../../test/fakes/slack-forms.ts';
import { readSubmission, refusedModal, renderModal } from './modal.ts';
import { viewSubmission } from './schema-interactive.ts';

const time = createTimeText();
const asked: Invocation = {
  id: 'slack:command:T1',
  actor: { platform: 'slack', id: 'U1', name: 'Ana' },
  place: { platform: 'slack', channel: 'C1', channelName: 'ops', kind: 'channel', thread: '1.1' },
  text: 'chart',
  origin: { kind: 'typed' },
  receivedAt: 0,
  replyTo: { user: 'U1', responseUrl: 'https://hooks.slack.com/commands/1', trigger: 'T1' },
};
const faultsIn = (view: unknown): readonly string[] => validateView(view, 'modal', () => true);
const opened = (document: Document) => {
  const view = renderModal(document, asked, time);
  if (view === undefined) throw new Error('no modal');
  return view;
};
const golden = (value: unknown): string => `${JSON.stringify(value, undefined, 2)}\n`;
const document: Document = {
  summary: 'Chart',
  blocks: [text('What shall I draw?'), chartForm, divider, note('neutral', 'Times are in ', plain('Europe/Berlin'))],
};

describe('a form as a modal', () => {
  it('is drawn as its golden files say, also when it is refused', async () => {
    const view = opened(document);
    expect(faultsIn(view)).toEqual([]);
    await expect(golden(view)).toMatchFileSnapshot('./golden/modal.json');
    const sent = viewSubmission.parse(submissionOf({ ...view }, { '=metric': 'cpuu', of: 'bps-website', over: '' }));
    const refusal = { summary: 'No metric called “cpuu”.', blocks: [text('No metric called “cpuu”.'), text('Try ', plain('chart cpu'))] };
    await expect(golden(refusedModal(sent, refusal, time))).toMatchFileSnapshot('./golden/modal-refused.json');
  });

  it('is sent back to where it was asked for, thread and all', () => {
    const sent = viewSubmission.parse(submissionOf({ ...opened(document) }, { '=metric': 'cpu' }));
    expect(readSubmission(sent, () => '0123456789abcdef')).toMatchObject({
      id: 'slack:form:V1:h1:0123456789abcdef',
      text: 'chart cpu',
      place: asked.place,
      replyTo: { user: 'U1', responseUrl: 'https://hooks.slack.com/commands/1' },
    });
  });

  it('gives nobody else the address at which its first person is answered', () => {
    const sent = viewSubmission.parse({ ...submissionOf({ ...opened(document) }, { '=metric': 'cpu' }), user: { id: 'U2' } });
    expect(readSubmission(sent, () => '').replyTo).toEqual({ user: 'U2', trigger: 'Scpu' });
  });

  it('shows a long title in full below the cut one', () => {
    const title = 'Declare an incident for everybody to see';
    const view = opened({ summary: '', blocks: [{ ...chartForm, title }] });
    expect(view.title.text).toBe('Declare an incident for…');
    expect(JSON.stringify(view.blocks[0])).toContain(title);
  });

  it.each<[string, readonly Block[]]>([
    ['has no form', [text('just words')]],
    ['has two', [chartForm, chartForm]],
    ['has buttons beside it', [chartForm, actions(button('Go', 'help'))]],
    ['has a chart beside it', [samples.chart, chartForm]],
    ['has a file beside it', [samples.file, chartForm]],
    ['has more than a modal holds', [chartForm, ...Array.from({ length: 86 }, () => divider)]],
  ])('is none when the document %s', (_what, blocks) => {
    expect(renderModal({ summary: '', blocks }, asked, time)).toBeUndefined();
  });

  it('has room left for what was wrong, however long that is', () => {
    const view = opened({ summary: '', blocks: [chartForm, ...Array.from({ length: 85 }, () => divider)] });
    const sent = viewSubmission.parse(submissionOf({ ...view }, {}));
    const refusal = { summary: 'No.', blocks: Array.from({ length: 20 }, () => text('no '.repeat(2_000))) };
    expect(faultsIn(refusedModal(sent, refusal, time))).toEqual([]);
  });

  it('is refused with the summary on top when the reason begins with something else than words', () => {
    const sent = viewSubmission.parse(submissionOf({ ...opened(document) }, {}));
    const view = refusedModal(sent, { summary: 'No.', blocks: [heading('Why'), facts({ label: 'a', value: [plain('b')] })] }, time);
    expect(JSON.stringify(view.blocks.slice(0, 3))).toMatch(/No\..*Why.*a: /u);
  });
});

describe('text from outside in a modal', () => {
  it('pings, formats and links nothing, and is always taken by Slack', () => {
    fc.assert(
      fc.property(baitedBlocks, outside, outside, (blocks, words, value) => {
        const field = { kind: 'search', name: 'of', label: words, initial: value, source: 'targets', required: true } as const;
        const form: Block = { ...chartForm, title: words, submit: words, fields: [...chartForm.fields.slice(0, 1), field] };
        const around = blocks.filter(
          ({ kind }) => kind !== 'form' && kind !== 'actions' && kind !== 'table' && kind !== 'image' && kind !== 'file',
        );
        const view = opened({ summary: words, blocks: [...around, form] });
        expect(livesIn([view.blocks, view.title, view.submit])).toEqual([]);
        expect(faultsIn(view)).toEqual([]);
        expect(view.title.text.length).toBeLessThanOrEqual(24);
        const sent = viewSubmission.parse(submissionOf({ ...view }, { '=metric': 'cpu' }));
        const refused = refusedModal(sent, { ...sentence(words), blocks }, time);
        expect(livesIn([refused.blocks, refused.title, refused.submit])).toEqual([]);
        expect(faultsIn(refused)).toEqual([]);
      }),
      { numRuns: 150 },
    );
  });
});
