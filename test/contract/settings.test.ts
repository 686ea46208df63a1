import { openPostgresSettings } from '../../src/stores/postgres/open.ts';
import { openLowdbSettings } from '../../src/stores/settings/open-settings.ts';
import { createHandClock } from '../fakes/hand-clock.ts';
import { createLogList } from '../fakes/log.ts';
import { temporaryFolder } from '../fakes/temporary-folder.ts';
import { ifPostgres, postgresOfThisFile, reusedDatabase } from '../harness/postgres.ts';
import { describeKeptFiles } from './kept-files.ts';
import { describeSettings } from './settings.ts';

describeSettings('lowdb', async () => {
  const folder = await temporaryFolder();
  return { open: () => openLowdbSettings({ folder }) };
});

ifPostgres(await postgresOfThisFile(), (server) => {
  const newUrl = reusedDatabase(server);
  describeSettings('PostgreSQL', async () => {
    const url = await newUrl();
    return { open: () => openPostgresSettings({ url, clock: createHandClock(), log: createLogList() }) };
  });
  describeKeptFiles(newUrl);
});
