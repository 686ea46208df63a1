import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { alert, event, issue, namesIn, organization } from '../../test/fakes/sentry-samples.ts';
import { errorBody, eventAlertBody, issueBody, metricAlertBody } from './payload.ts';

/** The names in the part of a body that its kind is about, and of what stands around it. */
const outerNames = (body: unknown): readonly string[] =>
  [...new Set(namesIn(body).map((path) => path.split('/').slice(0, 4).join('/')))].toSorted();

const samples = new URL('../../../shared/contracts/sentry/webhooks/', import.meta.url);
const official = (name: string): unknown => JSON.parse(readFileSync(new URL(name, samples), 'utf8'));

describe.skipIf(!existsSync(samples))('the hooks (skipped where Sentry’s samples are not at hand)', () => {
  it('of a metric alert has exactly the names of Sentry’s own', () => {
    expect(namesIn(metricAlertBody(alert, organization)).toSorted()).toEqual(namesIn(official('metric-alerts.resolved.json')).toSorted());
  });

  it.each([
    ['an issue', issueBody(issue, 'created', organization), 'issues.created.json'],
    ['an issue alert', eventAlertBody(event, 'A rule', organization), 'issue-alerts.triggered.json'],
    ['an error', errorBody(event, organization), 'errors.created.json'],
  ])('of %s has the names of Sentry’s own', (_name, body, sample) => {
    expect(outerNames(body)).toEqual(outerNames(official(sample)));
  });
});
