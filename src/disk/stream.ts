import { closeSync, constants, createReadStream, fstatSync, openSync } from 'node:fs';
import { Socket } from 'node:net';
import { isatty, ReadStream } from 'node:tty';

/**
 * The bytes of a pipe (`<(...)`, mkfifo), a terminal or another device. Opened so that it waits nowhere: an ordinary open of a pipe
 * that nobody writes holds a thread until somebody does, and a process with such a thread cannot end, not even by SIGTERM.
 * Throws what the system says (ErrnoException).
 */
export function streamOf(path: string): AsyncIterable<Uint8Array> {
  // Windows has no such flag, and no pipes among its files.
  const fd = openSync(path, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0) | (constants.O_NOCTTY ?? 0));
  try {
    if (isatty(fd)) return new ReadStream(fd);
    return fstatSync(fd).isFIFO() ? new Socket({ fd, writable: false }) : createReadStream('', { fd });
  } catch (error) {
    closeSync(fd);
    throw error;
  }
}
