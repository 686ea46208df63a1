import { readPlain, shorten } from '../core/clauses.ts';
import { UserError } from '../core/errors.ts';
import type { Incident } from '../core/model/incident.ts';
import type { Words } from '../core/words.ts';
import type { Context, Incidents } from './services.ts';

export type Choice =
  | { readonly kind: 'chosen'; readonly id: string }
  /** No id was given and the place names none: these could be meant. There is at least one. */
  | { readonly kind: 'unclear'; readonly open: readonly Incident[] };

/** The incident a command means: the one named, else the one whose thread or message this is, open or resolved. Throws UserError when there is none and none is open. */
export async function chooseIncident(
  id: string | undefined,
  context: Pick<Context, 'place' | 'origin'>,
  incidents: Pick<Incidents, 'inThread' | 'open'>,
): Promise<Choice> {
  if (id !== undefined) return { kind: 'chosen', id };
  const here = (await incidents.inThread(context.place)) ?? (await incidentClicked(context, incidents));
  if (here !== undefined) return { kind: 'chosen', id: here.id };
  const open = await incidents.open();
  if (open.length === 0) throw new UserError('No incident is open.');
  return { kind: 'unclear', open };
}

/** The incident whose root message holds the button that was clicked; undefined for typed commands and other messages. */
async function incidentClicked({ origin }: Pick<Context, 'origin'>, incidents: Pick<Incidents, 'inThread'>): Promise<Incident | undefined> {
  if (origin.kind === 'typed' || origin.kind === 'form') return undefined;
  const { platform, channel, id } = origin.message;
  return incidents.inThread({ platform, channel, thread: id });
}

/** Whether the button that was clicked is on this incident's root message, also when the incident is resolved. */
export function clickedRootOf(incident: Incident, { origin }: Pick<Context, 'origin'>): 'root' | 'elsewhere' {
  if (origin.kind === 'typed' || origin.kind === 'form') return 'elsewhere';
  const { platform, channel, id } = origin.message;
  const isRoot = incident.rooms.some(({ ref }) => ref?.platform === platform && ref.channel === channel && ref.id === id);
  return isRoot ? 'root' : 'elsewhere';
}

/** Reads the words of a command that takes one incident or none: "INC-7" from "inc-7", "7" or "#7". Throws UserError for anything else. */
export function readIncidentId(words: Words, examples: readonly string[]): string | undefined {
  const [typed] = readPlain(words, 1, examples);
  if (typed === undefined) return undefined;
  const id = incidentIdOf(typed);
  if (id === undefined) throw new UserError(`“${shorten(typed)}” is not an incident; they are called INC-1, INC-2 and so on.`, examples);
  return id;
}

/** "INC-7" for "inc-7", "7" or "#7"; undefined for anything else. */
export function incidentIdOf(typed: string): string | undefined {
  const number = /^(?:inc-|#)?(\d{1,9})$/iu.exec(typed)?.[1];
  return number === undefined ? undefined : `INC-${Number(number)}`;
}
