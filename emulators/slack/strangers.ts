import { type EmulatedUser, slackWorld, users } from '../world.ts';

/** Somebody of another company, with whom #ops is shared (Slack Connect). She only shows up when she is made to act. */
export const mia: EmulatedUser = {
  name: 'mia',
  title: 'Mia Torres',
  role: 'viewer',
  email: 'mia@partner.example',
  timeZone: 'Europe/Madrid',
  slackId: 'U0MIA00001',
  aadObjectId: '',
  teamsId: '',
};

/** The channel that her company shares. */
export const sharedChannel = 'ops';

/** Everybody whom the workspace knows. */
export const everybody: readonly EmulatedUser[] = [...users, mia];

/** The workspace somebody is of, by Slack id. */
export function teamOf(userId: string): string {
  return userId === mia.slackId ? 'T0PARTNER1' : slackWorld.teamId;
}

export function isStranger(user: EmulatedUser): boolean {
  return user.slackId === mia.slackId;
}
