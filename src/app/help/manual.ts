import type { ExitName } from '../../problem.ts';

/** What is known of a command without loading it: its entry in the manifest. */
export interface ManualFlag {
  readonly name: string;
  readonly char?: string;
  readonly summary?: string;
  readonly type: 'boolean' | 'option';
  readonly allowNo?: boolean;
  readonly options?: readonly string[];
  readonly helpValue?: string;
  readonly helpGroup?: string;
  readonly multiple?: boolean;
  readonly hidden?: boolean;
}

export interface ManualArg {
  readonly name: string;
  readonly description?: string;
  readonly required?: boolean;
  readonly multiple?: boolean;
  readonly hidden?: boolean;
}

export interface Manual {
  /** With colons, as oclif keeps it: `probe:linux`. */
  readonly id: string;
  readonly summary?: string;
  readonly description?: string;
  readonly examples?: readonly (string | { readonly description: string; readonly command: string })[];
  readonly flags: Readonly<Record<string, ManualFlag>>;
  readonly args: Readonly<Record<string, ManualArg>>;
  readonly usage?: string | readonly string[];
  readonly hidden?: boolean;
  readonly exits?: readonly ExitName[];
}

/** `probe:linux` -> `azmon probe linux` */
export const typed = (id: string): string => `azmon ${id.replaceAll(':', ' ')}`;
