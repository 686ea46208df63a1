/** Run as a process of its own, to be killed: makes one edit after the other and prints the id of each acknowledged one. */
import { openLowdbSettings } from '../../src/stores/settings/open-settings.ts';

const folder = process.argv[2];
if (folder === undefined) throw new Error('usage: write-settings.ts FOLDER');
const settings = await openLowdbSettings({ folder });
for (let count = 0; ; count += 1) {
  await settings.put('choices', { id: `person-${count}`, timeZone: 'Europe/Berlin' });
  process.stdout.write(`person-${count}\n`);
}
