import type { Profile } from './profile.ts';

const database = 'pixcrawler-sql.database.windows.net | pixcrawler-db';

export const pixcrawler: Profile = {
  host: 'https://api.pixcrawler.example',
  version: '1.42.0',
  sdk: 'py3.12.8:otel1.38.0:ext1.8.1',
  operations: [
    { name: 'GET /api/v1/datasets', path: '/api/v1/datasets', weight: 14, length: 0.9, role: 'web' },
    { name: 'POST /api/v1/crawls', path: '/api/v1/crawls', weight: 8, length: 1.5, role: 'web' },
    { name: 'GET /api/v1/crawls/{id}', path: '/api/v1/crawls/{id}', weight: 30, length: 0.6, role: 'web' },
    { name: 'GET /api/v1/images/{id}', path: '/api/v1/images/{id}', weight: 24, length: 0.8, role: 'web' },
    { name: 'GET /health', path: '/health', weight: 4, length: 0.1, role: 'web' },
    { name: 'crawl chunk', path: '/tasks/chunks/{id}', weight: 20, length: 1.9, role: 'worker' },
  ],
  calls: [
    {
      type: 'SQL',
      name: 'SELECT crawl_jobs',
      target: database,
      data: 'SELECT TOP 20 * FROM crawl_jobs WHERE state = @state',
      length: 0.9,
      weight: 30,
    },
    {
      type: 'SQL',
      name: 'UPDATE chunks',
      target: database,
      data: 'UPDATE chunks SET state = @state, finished = @at WHERE id = @id',
      length: 1.2,
      weight: 30,
    },
    {
      type: 'HTTP',
      name: 'POST pixcrawler-index/docs',
      target: 'pixcrawler-index.documents.azure.com',
      data: 'https://pixcrawler-index.documents.azure.com/dbs/index/colls/pages/docs',
      length: 0.7,
      weight: 18,
    },
    { type: 'HTTP', name: 'GET images', target: 'images.example', data: 'https://images.example/{id}.jpg', length: 2.5, weight: 12 },
    { type: 'InProc', name: 'hash image', target: '', data: '', length: 0.4, weight: 10 },
  ],
  failures: [
    {
      type: 'requests.exceptions.ConnectTimeout',
      message: 'Connection to images.example timed out after {ms} ms',
      inner: { type: 'urllib3.exceptions.ConnectTimeoutError', message: 'Connection to images.example timed out' },
      method: 'crawler.fetch.fetch_image',
      assembly: 'crawler',
      weight: 50,
    },
    {
      type: 'azure.cosmos.exceptions.CosmosHttpResponseError',
      message: 'Request rate is large. More Request Units may be needed, so no changes were made.',
      inner: { type: 'azure.cosmos.exceptions.CosmosHttpResponseError', message: 'Status code: 429' },
      method: 'crawler.index.upsert',
      assembly: 'crawler',
      weight: 30,
    },
    {
      type: 'OSError',
      message: '[Errno 28] No space left on device',
      inner: { type: 'OSError', message: '[Errno 28] No space left on device' },
      method: 'crawler.storage.write_temporary',
      assembly: 'crawler',
      weight: 20,
    },
  ],
  chatter: [
    'chunk {id}: {count} images in {ms} ms',
    '{operation} took {ms} ms',
    'crawl {id} has {count} chunks left',
    'Removed {count} duplicates from chunk {id}',
  ],
  warnings: ['chunk {id} is retried', 'Temporary storage holds {count} chunks', 'robots.txt of the host of {id} allows nothing'],
  jobs: {
    events: { submitted: 'crawl_submitted', completed: 'crawl_completed', failed: 'crawl_failed' },
    kinds: ['products', 'landmarks', 'plants'],
    requests: 220,
    seconds: 41,
    score: undefined,
    durationMetric: 'crawl_duration_seconds',
  },
};
