import type { SupportList } from './agent.ts';
import { LINUX_PAGE_2020 } from './supported-linux.ts';
import { WINDOWS_AMA_2025, WINDOWS_PAGE_2020 } from './supported-windows.ts';

/** Published lists for the Log Analytics agent, oldest first. The first is the page that azmon implements. */
export const LOG_ANALYTICS_LISTS: readonly SupportList[] = [
  {
    id: 'page-2020',
    date: '2020-02-04',
    title: 'Log Analytics agent overview',
    source: 'Microsoft documentation, Log Analytics agent overview, 2020-02-04',
    linux: LINUX_PAGE_2020,
    windows: WINDOWS_PAGE_2020,
  },
];

/** Published lists for the Azure Monitor Agent, oldest first; a newer one replaces the older. */
export const AZURE_MONITOR_LISTS: readonly SupportList[] = [
  {
    id: 'ama-2025',
    date: '2025-03-07',
    title: 'Azure Monitor Agent supported operating systems',
    source: 'Microsoft documentation, Azure Monitor Agent supported operating systems and environments, 2025-03-07',
    linux: [],
    windows: WINDOWS_AMA_2025,
  },
];
