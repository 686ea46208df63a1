import { ifPostgres, postgresOfThisFile } from '../../harness/postgres.ts';
import { digestStory } from '../../stories/digest-story.ts';
import { flappingStory } from '../../stories/flapping-story.ts';

/** The whole demo, with PostgreSQL as its bot's store. A third story is told on it in `npm test`: restart. */
ifPostgres(await postgresOfThisFile(), (server) => {
  digestStory('PostgreSQL', server.newDatabase);
  flappingStory('PostgreSQL', server.newDatabase);
});
