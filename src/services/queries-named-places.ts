import { UserError } from '../core/errors.ts';
import type { Place } from '../core/model/person.ts';
import type { QueryAnalysis } from '../core/model/query.ts';
import type { QueryPlaces } from './query-services.ts';

/**
 * What a query names beside the place that it is asked in must be open to the channel too. Gives the analysis back, with a finding
 * that refuses for each place that is not known or not allowed there.
 */
export async function withNamedPlaces(analysis: QueryAnalysis, places: Pick<QueryPlaces, 'find'>, where: Place): Promise<QueryAnalysis> {
  if (analysis.findings.some((one) => one.verdict === 'refuse')) return analysis;
  const barred: QueryAnalysis['findings'][number][] = [];
  for (const name of analysis.places) {
    try {
      await places.find(name, 'either', where);
    } catch (error) {
      if (!(error instanceof UserError)) throw error;
      barred.push({ rule: 'other-workspace', verdict: 'refuse', message: error.message });
    }
  }
  return barred.length === 0 ? analysis : { ...analysis, findings: [...analysis.findings, ...barred] };
}
