import { code, type Document, sentence } from '../../src/core/document.ts';
import { isOutside, isTokenFault, toFailure } from './errors.ts';

const notMember = sentence(
  'I am not in this channel, so only you see this. Type ',
  code('/invite @Tocsin'),
  ' to have answers for everybody.',
);
const archived = sentence('This channel is archived, so only you see this. Unarchive it, or ask in another one.');
const restricted = sentence('Only some may post in this channel, and I am not one of them, so only you see this.');
const notMine = sentence('Slack does not take my token any more. Whoever runs me has to install the app again.');
const missing = sentence('Slack does not let me post here, because the app lacks a permission. Whoever runs me sees which one in my log.');

/** What its author is told of an answer that Slack will not take where it belongs; undefined: it may take it later. */
export function explanationFor(error: unknown): Document | undefined {
  const failure = toFailure(error);
  if (isOutside(failure)) return notMember;
  if (failure.retry.when === 'later') return undefined;
  if (isTokenFault(failure)) return notMine;
  if (failure.code === 'missing_scope' || failure.code === 'no_permission') return missing;
  if (failure.code === 'is_archived' || failure.code === 'is_inactive') return archived;
  if (failure.code.startsWith('restricted_action')) return restricted;
  return sentence('Slack did not take this answer (', code(failure.code), '), so only you see this. My log says more.');
}
