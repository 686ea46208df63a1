import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { configFrom } from '../../test/fakes/config.ts';
import { exampleConfig } from './example.ts';
import { ConfigFault } from './faults.ts';
import { sections } from './schema/index.ts';

const secret = 'hunter2-hunter2-hunter2';
const junk = fc.oneof(fc.anything({ maxDepth: 3 }), fc.constantFrom('${A}', 'slack:#ops', 'daily 09:00', null, -1, [], {}));

function endsWell(yaml: string): boolean {
  try {
    configFrom(yaml, { A: secret });
    return true;
  } catch (error) {
    return error instanceof ConfigFault && !error.message.includes(secret);
  }
}

describe('junk in place of a configuration is a list of faults, never a crash, and never tells a secret', () => {
  it('whatever stands in any section', () => {
    const file = fc.dictionary(fc.constantFrom(...Object.keys(sections), '__proto__', 'constructor'), junk);
    const property = fc.property(file, (content) => endsWell(JSON.stringify(content)));
    expect(fc.check(property, { numRuns: 80 }).counterexample).toBeNull();
  });

  it('wherever a good file is cut or hurt', () => {
    const good = exampleConfig();
    const hurt = fc.tuple(fc.nat(good.length), fc.nat(40), fc.string({ unit: 'binary', maxLength: 10 }));
    const property = fc.property(hurt, ([at, count, text]) => endsWell(good.slice(0, at) + text + good.slice(at + count)));
    expect(fc.check(property, { numRuns: 40 }).counterexample).toBeNull();
  });

  it('when it is no YAML at all', () => {
    const property = fc.property(fc.string({ unit: 'binary', maxLength: 500 }), endsWell);
    expect(fc.check(property, { numRuns: 80 }).counterexample).toBeNull();
  });
});
