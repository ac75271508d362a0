import { BUNDLES } from './bundles.ts';
import type { ByHand } from './by-hand.ts';
import { BUNDLE_MEANINGS } from './hand-bundle-codes.ts';
import { MSI_MEANINGS } from './hand-msi-codes.ts';
import { OMSADMIN_MEANINGS } from './hand-omsadmin-codes.ts';

/** Source: docs "Log Analytics agent overview" (one workspace on Linux, four on Windows). */
export const LOG_ANALYTICS_BY_HAND: ByHand = {
  state: 'here',
  linux: {
    bundles: BUNDLES.filter(({ system }) => system === 'linux'),
    meanings: [...BUNDLE_MEANINGS, ...OMSADMIN_MEANINGS],
    workspaces: 1,
    file: 'bundle',
  },
  windows: {
    bundles: BUNDLES.filter(({ system }) => system === 'windows'),
    meanings: MSI_MEANINGS,
    workspaces: 4,
    file: 'package',
  },
};
