import { statSync } from 'node:fs';

/** ms between two looks: a certificate is replaced some days before its end, a revoked one within minutes. */
export const lookEachMs = 3000;

/**
 * Looks at files every few seconds and calls `changed` when one of them is another than before. Their state is
 * taken when this is called: call it before they are read, so that nothing changes in between unseen.
 */
export function followFiles(
  files: readonly string[],
  changed: () => void | Promise<void>,
  everyMs: number = lookEachMs,
): { stop(): void } {
  let known = stateOf(files);
  let running = false;
  const look = async () => {
    if (running) return;
    const now = stateOf(files);
    if (now === known) return;
    running = true;
    known = now;
    try {
      await changed();
    } finally {
      running = false;
    }
  };
  const timer = setInterval(() => void look(), everyMs);
  timer.unref();
  return { stop: () => clearInterval(timer) };
}

/** Polled by content's time, size and inode: renewals replace the file, copy over it, or turn a symbolic link. */
function stateOf(files: readonly string[]): string {
  return files
    .map((file) => {
      const found = statSync(file, { throwIfNoEntry: false });
      return found ? `${found.mtimeMs} ${found.size} ${found.ino}` : 'none';
    })
    .join(' ');
}
