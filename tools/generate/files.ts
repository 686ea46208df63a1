import { slackManifest } from '../../adapters/slack/manifest.ts';
import { teamsIcons } from '../../adapters/teams/icons.ts';
import { teamsManifest } from '../../adapters/teams/manifest.ts';
import { commands } from '../../commands/index.ts';
import { azureFiles } from '../../src/cli/manifest-azure.ts';
import { slackFiles, teamsFiles } from '../../src/cli/manifest-files.ts';
import { exampleConfig } from '../../src/config/example.ts';
import { configJsonSchema } from '../../src/config/json-schema.ts';

export interface GeneratedFile {
  /** From the repository's root. */
  readonly path: string;
  readonly content: Uint8Array;
}

/** Every checked-in file that is made from the source. */
export function generatedFiles(): readonly GeneratedFile[] {
  const slack = slackFiles(undefined, (options) => slackManifest(commands, options));
  const teams = teamsFiles(undefined, (options) => teamsManifest(commands, options), teamsIcons());
  return [
    { name: 'docs/tocsin.schema.json', content: `${JSON.stringify(configJsonSchema(), undefined, 2)}\n` },
    { name: 'docs/tocsin.example.yaml', content: exampleConfig() },
    ...azureFiles(undefined).map((file) => ({ ...file, name: `manifest/azure/${file.name}` })),
    ...slack.map((file) => ({ ...file, name: `manifest/${file.name}` })),
    // Not the package: it only makes sense with somebody's own app id.
    ...teams.filter((file) => !file.name.endsWith('.zip')).map((file) => ({ ...file, name: `manifest/teams/${file.name}` })),
  ].map(({ name, content }) => ({ path: name, content: typeof content === 'string' ? new TextEncoder().encode(content) : content }));
}
