/**
 * `npm run test:contracts -- DIR`: plays a day of the demo and holds every message that its emulators and the bot exchange
 * against the official specifications and samples in DIR. Prints how many messages of each contract were held against it, and
 * what is wrong with them. Exit 1 for a mismatch, and where fewer messages than expected were seen; 2 for a wrong DIR.
 */
import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { contracts } from './contracts.ts';
import { playTraffic } from './traffic.ts';

const mostFaults = 10;

async function main([folder, ...more]: readonly string[]): Promise<number> {
  if (folder === undefined || more.length > 0) {
    console.error('Say where the official specifications are: npm run test:contracts -- DIR');
    return 2;
  }
  const url = pathToFileURL(`${resolve(folder)}/`);
  if (!existsSync(new URL('teams/ConnectorAPI.json', url))) {
    console.error(`${resolve(folder)} holds no specifications: there is no teams/ConnectorAPI.json in it.`);
    return 2;
  }
  const exchanges = await playTraffic();
  let total = 0;
  let failed = 0;
  for (const { name, least, check } of contracts) {
    const { messages, faults, elsewhere = 0 } = check(url, exchanges);
    total += messages;
    const enough = messages >= least;
    if (faults.length > 0 || !enough) failed += 1;
    const notes = [
      ...(enough ? [] : [`at least ${least} expected`]),
      ...(faults.length === 0 ? [] : [`${faults.length} mismatches`]),
      ...(elsewhere === 0 ? [] : [`${elsewhere} types of other files not checked`]),
    ];
    console.log(
      `${faults.length === 0 && enough ? 'ok    ' : 'FAILED'}  ${name.padEnd(28)} ${String(messages).padStart(5)}  ${notes.join(', ')}`.trimEnd(),
    );
    const different = [...new Set(faults)];
    for (const fault of different.slice(0, mostFaults)) console.log(`          ${fault}`);
    if (different.length > mostFaults) console.log(`          and ${different.length - mostFaults} more`);
  }
  console.log(
    `${total} messages held against ${contracts.length} contracts; ${failed === 0 ? 'all conform' : `${failed} contracts failed`}`,
  );
  return failed === 0 ? 0 : 1;
}

process.exitCode = await main(process.argv.slice(2));
