import type { ExtensionOfSystem } from '../agent/extension.ts';
import type { Fix } from '../problem.ts';

/** What a handler's message stands for. */
export interface HandlerMeaning {
  /** Exit code, where the text holds one. */
  readonly code?: number;
  /** Lower case, no full stop. */
  readonly meaning: string;
  readonly fix: Fix;
  /** The same run may well succeed later. */
  readonly transient: boolean;
  /** Running the handler again does not help: the extension has to be taken off first. */
  readonly reinstall: boolean;
}

/** Total over any text; undefined where neither a known code nor a known text is in it. */
export function explainHandler(_extension: ExtensionOfSystem, _text: string): HandlerMeaning | undefined {
  throw new Error('to be written');
}
