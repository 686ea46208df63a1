import { openLowdbSettings } from '../../src/stores/settings/open-settings.ts';
import { temporaryFolder } from '../fakes/temporary-folder.ts';
import { describeSettings } from './settings.ts';

describeSettings('lowdb', async () => {
  const folder = await temporaryFolder();
  return { open: () => openLowdbSettings({ folder }) };
});
