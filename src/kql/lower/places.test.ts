import { describe, expect, it } from 'vitest';
import { globalsFor } from '../parser/globals.ts';
import { atOf, descend, parseAndAnalyse, textOf } from '../parser/tree.ts';
import { placesOf } from './places.ts';
import { schemas } from './plan-text.fixture.ts';

describe('where nodes stand', () => {
  it.each([
    '  requests // all of them\n| where duration  > 5 and (name has "x" ) \n| summarize n = count() by bin(timestamp, 1h) | render timechart',
    'let f = (a:long = 1) { a + 1 };\nlet t = datatable(a:string)["é", \'b\'];\nt | extend x = f(), y = -5, z = dynamic({"a": [1, 2]}) ;',
  ])('is what the parser says: %s', (text) => {
    const root = parseAndAnalyse(text, globalsFor(schemas)).Syntax;
    const places = placesOf(root);
    const told = [...descend(root)].filter((node) => node.Width > 0);
    expect(told.length).toBeGreaterThan(50);
    for (const node of told) {
      const place = places.get(node);
      expect(place).toStrictEqual(atOf(node));
      expect(text.slice(place?.start, (place?.start ?? 0) + (place?.length ?? 0))).toBe(textOf(node, text));
    }
  });
});
