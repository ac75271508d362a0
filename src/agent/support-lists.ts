import type { SupportList } from './agent.ts';
import { LINUX_AMA_2021, LINUX_AMA_2023, LINUX_AMA_2025, WINDOWS_AMA_2021, WINDOWS_AMA_2023 } from './supported-ama.ts';
import { LINUX_DOCS_2021, LINUX_DOCS_2023, LINUX_PAGE_2020, LINUX_README_2024 } from './supported-linux.ts';
import { WINDOWS_AMA_2025, WINDOWS_DOCS_2021, WINDOWS_LATER_2023, WINDOWS_PAGE_2020 } from './supported-windows.ts';

/** Published lists for the Log Analytics agent, oldest first. The first is the page that azmon implements; none will follow. */
export const LOG_ANALYTICS_LISTS: readonly SupportList[] = [
  {
    id: 'page-2020',
    date: '2020-02-04',
    title: 'Log Analytics agent overview',
    source: 'Microsoft documentation, Log Analytics agent overview, 2020-02-04',
    linux: LINUX_PAGE_2020,
    windows: WINDOWS_PAGE_2020,
  },
  {
    id: 'docs-2021',
    date: '2021-07-22',
    title: 'Overview of the Azure Monitor agents',
    source: 'Microsoft documentation, Overview of Azure Monitor agents, 2021-07-22',
    linux: LINUX_DOCS_2021,
    windows: WINDOWS_DOCS_2021,
  },
  {
    id: 'docs-2023',
    date: '2023-07-19',
    title: 'Azure Monitor Agent overview, legacy agent',
    source: 'Microsoft documentation, Azure Monitor Agent overview, 2023-07-19',
    linux: LINUX_DOCS_2023,
    windows: WINDOWS_LATER_2023,
  },
  {
    id: 'readme-2024',
    date: '2024-03-28',
    title: 'README of release 1.19.0',
    source: 'microsoft/OMS-Agent-for-Linux, README.md of release 1.19.0',
    linux: LINUX_README_2024,
    windows: [],
  },
];

/** Published lists for the Azure Monitor Agent, oldest first; a newer one replaces the older. */
export const AZURE_MONITOR_LISTS: readonly SupportList[] = [
  {
    id: 'ama-2021',
    date: '2021-07-22',
    title: 'Overview of the Azure Monitor agents',
    source: 'Microsoft documentation, Overview of Azure Monitor agents, 2021-07-22',
    linux: LINUX_AMA_2021,
    windows: WINDOWS_AMA_2021,
  },
  {
    id: 'ama-2023',
    date: '2023-07-19',
    title: 'Azure Monitor Agent overview',
    source: 'Microsoft documentation, Azure Monitor Agent overview, 2023-07-19',
    linux: LINUX_AMA_2023,
    windows: WINDOWS_AMA_2023,
  },
  {
    id: 'ama-2025',
    date: '2025-03-07',
    title: 'Azure Monitor Agent supported operating systems',
    source: 'Microsoft documentation, Azure Monitor Agent supported operating systems and environments, 2025-03-07',
    linux: LINUX_AMA_2025,
    windows: WINDOWS_AMA_2025,
  },
];
