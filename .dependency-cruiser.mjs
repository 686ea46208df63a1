// The room table of docs/ARCHITECTURE.md, as an allowed list: an import that no rule allows is an error.
const npm = (path) => ({ path: `^node_modules/(${path})/`, dependencyTypesNot: ['local'] });
const anyPackage = { dependencyTypes: ['npm', 'npm-dev', 'core', 'npm-optional', 'npm-peer'] };
const ownPackages = (...names) => [{ dependencyTypes: ['core'] }, ...names.map((name) => npm(name))];
const core = '^src/core/';
const room = (from, to) => [{ from: { path: from, pathNot: '\\.test\\.ts$' }, to: { path: to } }];
const packages = (from, ...names) => ownPackages(...names).map((to) => ({ from: { path: from, pathNot: '\\.test\\.ts$' }, to }));
// A module of a room with siblings (adapters/slack, src/providers/azure) may import core and its own folder only.
const apart = (parent) => [{ from: { path: `^${parent}/([^/]+)/`, pathNot: '\\.test\\.ts$' }, to: { path: [core, `^${parent}/$1/`] } }];

export default {
  allowedSeverity: 'error',
  forbidden: [
    { name: 'no-circle', severity: 'error', from: {}, to: { circular: true } },
    { name: 'unresolvable', severity: 'error', from: {}, to: { couldNotResolve: true } },
    {
      name: 'test-is-not-imported',
      severity: 'error',
      from: { pathNot: '(^test/|^tools/|\\.test\\.ts$)' },
      to: { path: '(^test/|\\.test\\.ts$)' },
    },
    { name: 'tools-are-not-imported', severity: 'error', from: { pathNot: '(^test/|^tools/|\\.test\\.ts$)' }, to: { path: '^tools/' } },
    {
      name: 'slack-only-in-its-adapter',
      severity: 'error',
      from: { pathNot: '(^adapters/slack/|^test/|\\.test\\.ts$)' },
      to: { path: '^node_modules/@slack/' },
    },
    {
      name: 'botbuilder-only-in-teams',
      severity: 'error',
      from: { pathNot: '(^adapters/teams/|^test/|\\.test\\.ts$)' },
      to: { path: '^node_modules/bot(builder|framework)' },
    },
    {
      name: 'azure-only-in-its-provider',
      severity: 'error',
      from: { pathNot: '(^src/providers/azure/|^test/|\\.test\\.ts$)' },
      to: { path: '^node_modules/@azure/' },
    },
    {
      name: 'jira-only-in-its-provider',
      severity: 'error',
      from: { pathNot: '(^src/providers/jira/|^test/|\\.test\\.ts$)' },
      to: { path: '^node_modules/jira\\.js/' },
    },
    {
      name: 'stores-only-in-stores',
      severity: 'error',
      from: { pathNot: '(^src/stores/|^test/|\\.test\\.ts$)' },
      to: { path: '^node_modules/(lowdb|kysely|pg)/' },
    },
  ],
  allowed: [
    { from: { path: '(^test/|^tools/|\\.test\\.ts$|\\.config\\.ts$)' }, to: {} },
    ...room('^src/core/', core),
    ...room('^src/services/', [core, '^src/services/']),
    ...room('^templates/', [core, '^templates/']),
    // Templates draw what services give: types only.
    {
      from: { path: '^templates/', pathNot: '\\.test\\.ts$' },
      to: { path: '^src/services/((query|alert)-)?services\\.ts$', dependencyTypes: ['type-only'] },
    },
    { from: { path: '^commands/index\\.ts$' }, to: { path: ['^commands/', core, '^src/services/'] } },
    ...room('^commands/', [core, '^src/services/', '^templates/']),
    ...apart('adapters'),
    ...apart('src/providers'),
    ...apart('src/stores'),
    { from: { path: '^src/stores/', pathNot: '\\.test\\.ts$' }, to: { path: [core, '^src/stores/'] } },
    ...['render', 'kql', 'schedule', 'telemetry', 'text', 'auth', 'config'].flatMap((name) =>
      room(`^src/${name}/`, [core, `^src/${name}/`]),
    ),
    ...room('^src/http/', [core, '^src/services/', '^src/http/']),
    ...room('^src/cli/', [core, '^src/services/', '^src/config/', '^src/cli/']),
    // Starts what app.ts has assembled: it sees the rooms of src, but neither commands nor adapters nor templates.
    { from: { path: '^src/bot\\.ts$' }, to: { path: '^src/' } },
    { from: { path: '^src/bot\\.ts$' }, to: { dependencyTypes: ['core'] } },
    {
      from: { path: '^src/(app|app-\\w+|heap|main|command-line)\\.ts$' },
      to: { path: ['^src/', '^commands/', '^adapters/', '^templates/'] },
    },
    { from: { path: '^src/(app|app-\\w+|heap|main|command-line)\\.ts$' }, to: anyPackage },
    ...room('^emulators/', ['^src/core/', '^src/kql/', '^emulators/']),
    { from: { path: '^emulators/', pathNot: '\\.test\\.ts$' }, to: anyPackage },
    // Own packages of each room; node: modules everywhere but in core, services, commands and templates.
    ...packages('^src/config/', 'zod', 'yaml'),
    ...packages('^src/cli/', 'commander', 'zod'),
    ...packages('^src/http/', 'fastify', 'prom-client'),
    ...packages('^src/render/', 'chartjs-node-canvas', 'chart\\.js', 'canvas', '@napi-rs/canvas', 'piscina', '@fontsource/inter', 'luxon'),
    ...packages('^src/schedule/', 'node-cron', 'cron-parser'),
    ...packages('^src/telemetry/', 'pino', 'prom-client'),
    ...packages('^src/text/', 'fastest-levenshtein', 'luxon', 're2js'),
    ...packages('^src/auth/', 'jose'),
    ...packages('^src/kql/', '@kusto/language-service-next', 're2js', 'decimal\\.js', 'fastest-levenshtein', 'luxon'),
    ...packages('^src/stores/', 'lowdb', 'kysely', 'pg', 'zod'),
    ...packages('^src/providers/azure/', '@azure/[^/]+', 'lru-cache', 'zod'),
    ...packages('^src/providers/(sentry|alertmanager|sonarcloud)/', 'zod'),
    ...packages('^src/providers/jira/', 'jira\\.js', 'zod'),
    ...packages('^adapters/slack/', '@slack/[^/]+', 'zod', 'undici'),
    ...packages('^adapters/teams/', 'botbuilder[^/]*', 'botframework-[^/]+', 'jose', 'zod'),
    ...packages('^adapters/console/', 'zod'),
  ],
  options: {
    parser: 'swc',
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '(^node_modules/\\.cache|^data/)' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'require', 'node', 'default', 'types'],
      extensions: ['.ts', '.tsx', '.mjs', '.js', '.json'],
    },
  },
};
