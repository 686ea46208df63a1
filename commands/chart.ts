import { button } from '../src/core/actions.ts';
import { replyInPlace } from '../src/core/invocation.ts';
import { chartCommand, readChartWish, resolveSpan } from '../src/services/charts-wish.ts';
import { command } from '../src/services/services.ts';
import { chartMessage } from '../templates/chart.ts';

const examples = [
  'chart cpu of bps-website',
  'chart response time of compliance over 24h',
  'chart maximum memory of compliance, packamal over 7d in Europe/Berlin',
  'chart requests of "web app" from yesterday to today',
  'chart failures of compliance from 2026-11-20 08:00 to 2026-11-20 12:00',
] as const;

const hour = 3_600_000;
const ranges = [
  { label: '1 h', ms: hour },
  { label: '6 h', ms: 6 * hour },
  { label: '24 h', ms: 24 * hour },
  { label: '7 d', ms: 168 * hour },
] as const;

export const chart = command({
  name: 'chart',
  summary: 'Draws a metric of services or resources, of the last 6 hours unless you say otherwise.',
  usage: 'chart [AGGREGATION] METRIC of TARGET[, TARGET…] [over 6h] [from MOMENT to MOMENT] [in TIMEZONE]',
  examples,
  permission: 'viewer',
  changes: 'nothing',
  args: (words, suggest) => readChartWish(words, suggest, examples),
  run: async (wish, context) => {
    const timeZone = wish.timeZone ?? context.timeZone;
    const span = resolveSpan(wish, timeZone, context.now);
    const { metric, aggregation, targets } = wish;
    const answer = await context.services.charts.draw({ metric, aggregation, targets, timeZone, ...span }, context.signal);
    const buttons = ranges.map(({ label, ms }) => button(label, chartCommand(wish, ms), isShown(wish.span, ms) ? 'primary' : 'plain'));
    return replyInPlace(chartMessage(answer, buttons));
  },
});

function isShown(span: ReturnType<typeof readChartWish>['span'], ms: number): boolean {
  return span.kind === 'over' && span.ms === ms;
}
