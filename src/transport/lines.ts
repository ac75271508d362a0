import { StringDecoder } from 'node:string_decoder';

/** Takes a text in pieces that may end anywhere, within a character too. */
export interface LineReader {
  write(piece: Uint8Array | string): void;
  /** Hands on what stands behind the last line end, if anything does. */
  end(): void;
}

/** Hands on every line as soon as it is whole, without its LF or CR LF. */
export function lineReader(take: (line: string) => void): LineReader {
  const decoder = new StringDecoder('utf8');
  let rest = '';
  const hand = (line: string) => take(line.endsWith('\r') ? line.slice(0, -1) : line);
  return {
    write(piece) {
      const lines = (rest + (typeof piece === 'string' ? piece : decoder.write(Buffer.from(piece)))).split('\n');
      rest = lines.pop() ?? '';
      for (const line of lines) hand(line);
    },
    end() {
      const last = rest + decoder.end();
      rest = '';
      if (last !== '') hand(last);
    },
  };
}
