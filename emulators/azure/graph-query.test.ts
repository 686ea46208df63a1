import { describe, expect, it } from 'vitest';
import { GraphQueryFault, runGraphQuery } from './graph-query.ts';

const table = [
  { id: 'b', name: "it's | one", resourceGroup: 'rg-one', tags: { 'cost center': 'A, (b)' } },
  { id: 'a', name: 'two and three', resourceGroup: 'rg-two', tags: {} },
];
const ids = (query: string) => runGraphQuery(query, table).map((row) => row['id']);

describe('Resource Graph’s KQL', () => {
  it('filters, orders and projects', () => {
    expect(ids("resources | where resourceGroup in~ ('RG-ONE', 'rg-two') | order by id asc")).toEqual(['a', 'b']);
    expect(ids("Resources | where resourceGroup == 'RG-ONE'")).toEqual([]);
    expect(ids("resources | where resourceGroup contains 'ONE' and id =~ 'B'")).toEqual(['b']);
    expect(runGraphQuery('resources | take 1 | project id', table)).toEqual([{ id: 'b' }]);
    expect(runGraphQuery('resources | count', table)).toEqual([{ Count: 2 }]);
  });

  it('is not misled by what stands in strings', () => {
    expect(ids("resources | where name =~ 'it\\'s | one'")).toEqual(['b']);
    expect(ids("resources | where name =~ 'two and three' and tags['cost center'] =~ ''")).toEqual(['a']);
    expect(ids("resources | where tags['cost center'] =~ 'a, (B)'")).toEqual(['b']);
  });

  it.each(['nothing', 'resources | summarize count()', "resources | where name matches regex 'x'", 'resources | where name == bare'])(
    'refuses %s',
    (query) => {
      expect(() => runGraphQuery(query, table)).toThrow(GraphQueryFault);
    },
  );
});
