/** A page that nobody has touched for this long is on its own, ms. */
const touchedWithinMs = 60_000;
let touchedAt = performance.now();
for (const kind of ['pointerdown', 'keydown', 'wheel', 'touchstart'])
  addEventListener(kind, () => (touchedAt = performance.now()), { passive: true, capture: true });

/**
 * What a request says that the page makes by itself: a session must end after idle time although its page goes on
 * asking (R6).
 */
export const unattended = (): Record<string, string> =>
  performance.now() - touchedAt < touchedWithinMs ? {} : { 'x-sweepwell-unattended': '1' };
