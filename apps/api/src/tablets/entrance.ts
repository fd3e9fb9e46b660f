import type { Configuration } from '#lis/platform';

type Settings = Pick<Configuration, 'publicUrl' | 'publicHost' | 'httpsPort'>;

/** How tablets call this installation, as its settings say; null when they do not: keys are made over HTTPS only. */
export function entranceOf({ publicUrl, publicHost, httpsPort }: Settings): string | null {
  if (publicUrl?.startsWith('https:')) return new URL(publicUrl).origin;
  if (publicHost === undefined || httpsPort <= 0) return null;
  return new URL(`https://${publicHost.includes(':') ? `[${publicHost}]` : publicHost}:${httpsPort}`).origin;
}
