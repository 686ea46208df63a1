import type { LoadedConfig } from '../config/load.ts';
import type { ManifestFile } from './dependencies.ts';
import { publicUrlOf } from './manifest-values.ts';
import { zip } from './zip.ts';

/** Stands for what a configuration would tell, so that a manifest can be made before there is one. */
const unknownAppId = '00000000-0000-0000-0000-000000000000';

/** The Slack app to create. Without an app-level token in the configuration, Slack posts to the public URL. */
export function slackFiles(
  loaded: LoadedConfig | undefined,
  make: (options: { readonly socketMode: boolean; readonly requestUrl: string }) => object,
): readonly ManifestFile[] {
  const slack = loaded?.config.slack;
  const socketMode = slack === undefined || slack.appToken !== undefined;
  return [{ name: 'slack.json', content: toJson(make({ socketMode, requestUrl: `${publicUrlOf(loaded)}/slack/events` })) }];
}

/** The Teams app: the manifest and its icons, and the package of them that is uploaded. */
export function teamsFiles(
  loaded: LoadedConfig | undefined,
  make: (options: { readonly appId: string; readonly validDomains: readonly string[] }) => object,
  icons: readonly ManifestFile[],
): readonly ManifestFile[] {
  const appId = loaded?.config.teams?.appId ?? unknownAppId;
  const manifest = { name: 'manifest.json', content: toJson(make({ appId, validDomains: [new URL(publicUrlOf(loaded)).hostname] })) };
  return [manifest, ...icons, { name: 'tocsin-teams.zip', content: zip([manifest, ...icons]) }];
}

function toJson(value: object): string {
  return `${JSON.stringify(value, undefined, 2)}\n`;
}
