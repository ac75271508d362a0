import type { WindowsSystem } from '../machine/system.ts';
import type { WindowsEntry } from './agent.ts';

export const WINDOWS_PAGE_2020: readonly WindowsEntry[] = [];
export const WINDOWS_DOCS_2021: readonly WindowsEntry[] = [];
export const WINDOWS_LATER_2023: readonly WindowsEntry[] = [];
export const WINDOWS_AMA_2025: readonly WindowsEntry[] = [];

export const windowsPageVerdict = (
  _system: WindowsSystem,
): 'supported' | 'unsupported-version' | 'unsupported-distro' | 'ambiguous' => 'unsupported-version';
