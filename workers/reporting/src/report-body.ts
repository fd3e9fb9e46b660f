import type { Report } from '#lis/contracts';
import { open, seal, type Context } from '#lis/platform';

const boundTo = (reportId: string, version: number) => `report:${reportId}:${version}`;

/** The bytes that every recipient and every repeat gets, made once and kept as ciphertext. */
export function sealBody(
  { keys }: Pick<Context, 'keys'>,
  report: Report,
): { body: Buffer; dataKeyId: number } {
  const { realm, reportId, version } = report;
  return {
    body: seal(keys, realm, JSON.stringify(report), boundTo(reportId, version)),
    dataKeyId: keys[realm].dataKeyId,
  };
}

/** @throws Error when the bytes were changed or their key is not on this machine */
export function openBody(
  { keys }: Pick<Context, 'keys'>,
  realm: 'real' | 'drill',
  report: { reportId: string; version: number; body: Uint8Array; dataKeyId: number },
): string {
  return open(keys, realm, report.dataKeyId, report.body, boundTo(report.reportId, report.version));
}
