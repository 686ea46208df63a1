import { flappingStory } from './flapping-story.ts';

flappingStory('SQLite', async () => undefined);
