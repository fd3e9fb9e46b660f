const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** Epoch ms of a certificate's time as TLS tells it, e.g. `Nov  2 05:51:41 2027 GMT`; NaN if it is none. */
export function parseCertificateTime(text: string): number {
  const found = /^([A-Z][a-z]{2}) +(\d{1,2}) (\d\d):(\d\d):(\d\d) (\d{4}) GMT$/.exec(text);
  const month = months.indexOf(found?.[1] ?? '');
  if (!found || month < 0) return NaN;
  const [day, hour, minute, second, year] = found.slice(2).map(Number);
  return Date.UTC(year ?? NaN, month, day, hour, minute, second);
}

/** How long before its end a certificate is reported, ms: 30 days, for whoever must make and carry a new one. */
const warnBeforeMs = 30 * 24 * 60 * 60 * 1000;

/** Whether a certificate that ends at `expiresAt` is to be reported at `now`; both epoch ms. */
export const isExpiringSoon = (expiresAt: number, now: number) => expiresAt - now <= warnBeforeMs;
