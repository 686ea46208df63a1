import { AuditedFailure } from '../src/core/audited-failure.ts';
import type { Changes } from '../src/core/command.ts';
import { code, plain, sentence } from '../src/core/document.ts';
import { UserError } from '../src/core/errors.ts';
import { type Reply, replyInPlace, replyToChannel, replyToSender, replyUnderClick } from '../src/core/invocation.ts';
import { readWords } from '../src/core/words.ts';
import { chartButtons } from '../src/services/charts-buttons.ts';
import { readChartCall } from '../src/services/charts-grammar.ts';
import { resolveSpan } from '../src/services/charts-span.ts';
import type { ChartCall, ChartWish } from '../src/services/charts-wish.ts';
import { chartCommand } from '../src/services/charts-write.ts';
import { auditOfAsked } from '../src/services/queries-audit.ts';
import type { QueryAsked } from '../src/services/query-services.ts';
import { noSuchChart } from '../src/services/saved-charts.ts';
import { checkChartName } from '../src/services/saved-charts-name.ts';
import { type Context, command } from '../src/services/services.ts';
import { chartFile, chartMessage, chartSaved } from '../templates/chart.ts';
import { chartForm, saveForm } from '../templates/chart-forms.ts';

const examples = [
  'chart cpu of bps-website',
  'chart response time of compliance over 24h vs 1w',
  'chart maximum memory of compliance, packamal over 7d in Europe/Berlin',
  'chart requests of "web app" from yesterday to today every 15m as line',
  'chart failures of compliance by request/resultCode top 5',
  'chart requests of compliance where request/resultCode 500, 503 save errors-of-compliance',
  'chart errors-of-compliance',
] as const;

export const chart = command({
  name: 'chart',
  summary: 'Draws a metric of services or resources, or one of the saved charts.',
  usage:
    'chart [AGGREGATION] METRIC of TARGET[, TARGET…] [over 6h] [from MOMENT to MOMENT] [every 5m] [by DIMENSION [top N]] [where DIMENSION VALUE[, VALUE…]] [vs 1w] [as line|area|bar|csv] [in TIMEZONE] [save NAME] · chart NAME · chart save NAME · chart delete NAME',
  examples,
  permission: 'viewer',
  args: (words, suggest) => readChartCall(words, suggest, examples),
  changes: changesOf,
  run: (call, context) => {
    switch (call.kind) {
      case 'form':
        return Promise.resolve(replyToSender(chartForm()));
      case 'ask name':
        return askName(call.wish, context);
      case 'draw':
        return draw(call, context);
      case 'saved':
        return drawSaved(call.name, context);
      case 'save last':
        return saveLast(call.name, context);
      case 'delete':
        return remove(call.name, context);
    }
  },
});

type DrawCall = Extract<ChartCall, { readonly kind: 'draw' }>;

/** Drawing is not worth storing: after a restart nobody waits for it any more. */
function changesOf(call: ChartCall): Changes {
  if (call.kind === 'save last' || call.kind === 'delete') return 'state';
  return call.kind === 'draw' && call.wish.save !== undefined ? 'state' : 'nothing';
}

/**
 * A button under a chart redraws that message; a file is put under it. Who was asked for a name by a form sees the chart already:
 * the form's message says that it is saved.
 */
async function draw(call: DrawCall, context: Context): Promise<Reply> {
  const { wish } = call;
  const { answer, message, result, audit } = await drawn(call, context);
  const { kind } = context.origin;
  if (wish.save !== undefined && kind !== 'typed') {
    const saved = chartSaved(wish.save, unsaved(wish), result);
    return { ...(kind === 'clicked' ? replyInPlace(saved) : replyToSender(saved)), audit };
  }
  return { ...(wish.as === 'csv' ? replyUnderClick(chartFile(answer)) : replyInPlace(message)), audit };
}

/** The button that draws it stands in a list, which must stay: so it is posted anew. */
async function drawSaved(name: string, context: Context): Promise<Reply> {
  const { savedCharts } = context.services;
  const found = await savedCharts.find(name);
  if (found === undefined) throw noSuchChart(name, await savedCharts.list(), context.suggest);
  const call = readChartCall(readWords(found.command), context.suggest, examples);
  if (call.kind !== 'draw')
    throw new UserError(`${found.name} cannot be drawn any more; delete it and save it anew.`, [`chart delete ${found.name}`]);
  const { answer, message, audit } = await drawn(call, context);
  return { ...replyToChannel(call.wish.as === 'csv' ? chartFile(answer) : message), audit };
}

/** Who presses Refresh twice in a row need not make Azure work twice. */
const freshMs = 10_000;

async function drawn({ wish, read }: DrawCall, context: Context) {
  const { charts, savedCharts } = context.services;
  const timeZone = wish.timeZone ?? context.timeZone;
  const range = resolveSpan(wish, timeZone, context.now);
  const { metric, aggregation, targets, everyMs, by, where, versusMs, as, save } = wish;
  const style = as === 'csv' ? undefined : as;
  const what = { metric, aggregation, targets, everyMs, by, where, versusMs, style, timeZone };
  const notBefore = read === 'afresh' ? context.now - freshMs : undefined;
  const asker = { role: context.role, place: context.place };
  const asked: QueryAsked[] = [];
  const asking = (one: QueryAsked): void => void asked.push(one);
  const answer = await charts.draw({ ...what, ...range, notBefore, asker, asking }, context.signal).catch((error: unknown) => {
    throw asked.length === 0 ? error : new AuditedFailure(error, { ...auditOfAsked(asked), outcome: 'failed' });
  });
  // Only what can be drawn is worth a name.
  const result = save === undefined ? undefined : await savedCharts.save({ name: save, command: unsaved(wish) }, context.actor);
  const rows = chartButtons({ wish, range, timeZone, dimensions: answer.dimensions, now: context.now });
  const audit = asked.length === 0 ? undefined : auditOfAsked(asked);
  return { answer, message: chartMessage(answer, { rows, savedAs: save }), result, audit };
}

function unsaved(wish: ChartWish): string {
  return chartCommand({ ...wish, save: undefined });
}

/** What is to be saved is settled before the name is asked for: meanwhile something else may be drawn. */
async function askName(wish: ChartWish | undefined, context: Context): Promise<Reply> {
  return replyToSender(saveForm(wish === undefined ? await lastDrawn('NAME', context) : chartCommand(wish)));
}

async function saveLast(name: string, context: Context): Promise<Reply> {
  checkChartName(name);
  const last = await lastDrawn(name, context);
  const result = await context.services.savedCharts.save({ name, command: last }, context.actor);
  return replyToSender(chartSaved(name, last, result));
}

async function lastDrawn(name: string, { services, actor, place }: Context): Promise<string> {
  const last = await services.savedCharts.lastDrawn(actor, place);
  if (last !== undefined) return last;
  throw new UserError('You have not drawn a chart here that I could save. Draw one first, or say which:', [
    `chart cpu of NAME save ${name}`,
  ]);
}

async function remove(name: string, { services, actor, role }: Context): Promise<Reply> {
  const removed = await services.savedCharts.remove(name, actor, role);
  return replyToSender(sentence(plain(`The saved chart ${removed.name} is deleted. It drew `), code(removed.command), plain('.')));
}
