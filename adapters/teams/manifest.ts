import type { CommandSummary } from '../../src/core/command.ts';
import { cut, oneLine } from './text.ts';

/** Teams allows this many commands in the list of a scope, with titles and descriptions of these lengths. */
const mostCommands = 10;
const titleLength = 32;
const descriptionLength = 128;

export interface ManifestOptions {
  readonly appId: string;
  /** Hosts that pictures and links come from. */
  readonly validDomains?: readonly string[] | undefined;
  readonly version?: string | undefined;
}

/** The Teams app: zipped with the icons of teamsIcons() it can be uploaded to a team. */
export function teamsManifest(commands: readonly CommandSummary[], options: ManifestOptions): object {
  const listed = commands.slice(0, mostCommands).map((command) => ({
    title: cut(oneLine(command.name), titleLength),
    description: cut(oneLine(command.summary), descriptionLength),
  }));
  return {
    $schema: 'https://developer.microsoft.com/json-schemas/teams/v1.19/MicrosoftTeams.schema.json',
    manifestVersion: '1.19',
    version: options.version ?? '0.1.0',
    id: options.appId,
    developer: {
      name: 'Tocsin',
      websiteUrl: 'https://example.com/tocsin',
      privacyUrl: 'https://example.com/tocsin/privacy',
      termsOfUseUrl: 'https://example.com/tocsin/terms',
    },
    name: { short: 'Tocsin', full: 'Tocsin, the alarm bell of your Azure services' },
    description: {
      short: 'Charts, incidents and health digests of your Azure services.',
      full: 'Tocsin draws metric charts, gathers alerts into incidents that people acknowledge and resolve, and posts health digests. It runs on your own machines. Mention @Tocsin with help to see what it understands.',
    },
    icons: { color: 'color.png', outline: 'outline.png' },
    accentColor: '#1F4E79',
    bots: [
      {
        botId: options.appId,
        scopes: ['personal', 'team', 'groupChat'],
        supportsFiles: false,
        isNotificationOnly: false,
        commandLists: [{ scopes: ['personal', 'team', 'groupChat'], commands: listed }],
      },
    ],
    permissions: ['identity', 'messageTeamMembers'],
    validDomains: options.validDomains ?? [],
  };
}
