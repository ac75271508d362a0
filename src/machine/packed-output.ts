import { constants, gunzipSync } from 'node:zlib';

const OPENING = 'azmon-probe-gzip:';
/** A full output has 5 KB; a text that unpacks to more than this is a bomb. */
const MOST_BYTES = 1_000_000;

/** The probe's output out of its packed form (gzip, base64, between `azmon-probe-gzip:` and `:end`); any other text as it is. Never throws. */
export function unpack(text: string): string {
  const start = text.lastIndexOf(OPENING);
  if (start < 0) return text;
  const body = text.slice(start + OPENING.length);
  const end = body.indexOf(':end');
  try {
    return gunzipSync(Buffer.from(end < 0 ? body : body.slice(0, end), 'base64'), {
      maxOutputLength: MOST_BYTES,
      // An end that was cut off still leaves its beginning readable.
      finishFlush: constants.Z_SYNC_FLUSH,
    }).toString('utf8');
  } catch {
    return '';
  }
}
