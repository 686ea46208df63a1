import { resolve } from 'node:path';
import { Argument, type Command } from 'commander';
import { addConfigOptions, type ConfigOptions, loadIfThere } from './configuration.ts';
import { type CliDependencies, type ExitCode, exitCodes, type ManifestName } from './dependencies.ts';
import { writeFiles } from './files.ts';

interface ManifestOptions extends ConfigOptions {
  readonly out?: string | undefined;
}

const names = ['slack', 'teams', 'azure'] as const satisfies readonly ManifestName[];

export function addManifest(program: Command, deps: CliDependencies, done: (code: ExitCode) => void): void {
  addConfigOptions(program.command('manifest'))
    .description(
      'print the Slack manifest, the Teams app or the Bicep files for Azure, made for your configuration; needs no secret and no network',
    )
    .addArgument(new Argument('<platform>', 'which one').choices(names))
    .option('--out <folder>', 'write it there instead, with the files that belong to it')
    .action((platform: ManifestName, options: ManifestOptions) => done(manifest(platform, options, deps)));
}

function manifest(platform: ManifestName, options: ManifestOptions, deps: CliDependencies): ExitCode {
  const loaded = loadIfThere(options, 'no secrets', deps);
  if (loaded === undefined) deps.terminal.err('There is no tocsin.yaml here; example values stand in for what it would tell.\n');
  const files = deps.manifests[platform](loaded);
  if (options.out === undefined) {
    const [first] = files;
    if (first !== undefined) deps.terminal.out(typeof first.content === 'string' ? first.content : new TextDecoder().decode(first.content));
    return exitCodes.done;
  }
  for (const path of writeFiles(resolve(deps.terminal.folder, options.out), files)) deps.terminal.out(`${path}\n`);
  return exitCodes.done;
}
