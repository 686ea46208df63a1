import { digestStory } from './digest-story.ts';

digestStory('SQLite', async () => undefined);
