import type { Secret } from '../secret.ts';

export type Comparison =
  | { readonly state: 'verified'; readonly which: 'primary' | 'secondary' }
  /** `caseOnly`: it differs from one of them by upper and lower case only, which no form tells. */
  | { readonly state: 'mismatch'; readonly caseOnly: boolean };

/** Holds a key against those of its workspace. Nothing is sent: they were read with the sign-in. */
export function compareKey(key: Secret, [primary, secondary]: readonly [Secret, Secret]): Comparison {
  if (key.equals(primary)) return { state: 'verified', which: 'primary' };
  if (key.equals(secondary)) return { state: 'verified', which: 'secondary' };
  return { state: 'mismatch', caseOnly: [primary, secondary].some((own) => key.differsInCaseOnly(own)) };
}
