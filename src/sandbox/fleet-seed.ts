import { createHash } from 'node:crypto';

/** Numbers that look random and are the same for the same seed: mulberry32, public domain. */
export interface Dice {
  /** 0 to below 1. */
  next(): number;
  /** Hexadecimal digits, lower case. */
  hex(digits: number): string;
}

export function dice(seed: number): Dice {
  let state = seed >>> 0;
  const next = (): number => {
    state = (state + 0x6d_2b_79_f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 0x1_00_00_00_00;
  };
  const word = (): string =>
    Math.floor(next() * 0x1_00_00_00_00)
      .toString(16)
      .padStart(8, '0');
  const hex = (digits: number): string =>
    Array.from({ length: Math.ceil(digits / 8) }, word)
      .join('')
      .slice(0, digits);
  return { next, hex };
}

/** A version 4 GUID of 30 chosen hexadecimal digits. */
export function guid({ hex }: Pick<Dice, 'hex'>): string {
  return `${hex(8)}-${hex(4)}-4${hex(3)}-8${hex(3)}-${hex(8)}${hex(4)}`;
}

/** The GUID, workspace key or rule id that belongs to a name: always the same, and of the right form. */
export const hashed = (text: string): Pick<Dice, 'hex'> => {
  const digits = createHash('sha512').update(text).digest('hex');
  let from = 0;
  return {
    hex(length) {
      from += length;
      return digits.slice(from - length, from);
    },
  };
};

/** 64 bytes as base64 (88 characters), as workspace keys are. */
export const workspaceKey = (text: string): string => createHash('sha512').update(text).digest('base64');
