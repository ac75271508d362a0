import type { Fix } from '../../problem.ts';

/** A value of the registry to set, as commands for an elevated cmd. */
export const regAdd = (key: string, name: string, data: number): string =>
  `reg add "${key}" /v ${name} /t REG_DWORD /d ${data} /f`;

/** Commands of which each needs the one before it. */
export const inOrder = (text: string, commands: readonly string[]): Fix => ({ text, command: commands.join(' && ') });
