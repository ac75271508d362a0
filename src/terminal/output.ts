/** Writes whole and waits: large JSON into a pipe must have left the process before it ends. A reader that went away (EPIPE) is no error. */
export async function writeOut(stream: NodeJS.WritableStream, text: string): Promise<void> {
  if (text === '') return;
  await new Promise<void>((resolve, reject) => {
    const failed = (error: NodeJS.ErrnoException): void => (hasLeft(error) ? resolve() : reject(error));
    stream.once('error', failed);
    stream.write(text, (error) => {
      stream.removeListener('error', failed);
      if (error) failed(error);
      else resolve();
    });
  });
}

/** EPIPE: `azmon check | head -1`. EOF is what Windows says instead. */
export const hasLeft = (error: NodeJS.ErrnoException): boolean =>
  error.code === 'EPIPE' || error.code === 'EOF' || error.code === 'ERR_STREAM_DESTROYED';
