// How long one message with all wells of a plate takes until its tubes are called.
import { consumeTimes, type PlateTimes } from './plate/consume-times.js';

export type PlateBenchOptions = { plates?: number };

/** A message of 96 wells is read, stored and interpreted within this, ms. */
const withinMs = 50;

/**
 * The gateway takes one OUL^R22 of 96 wells after another and stores it; each is then interpreted in one transaction, as the
 * worker does it, without the queue between. Medians of `plates` (20 unless told) after three that warm up: `stored_ms`
 * from the first byte sent to the acknowledgement, `interpreted_ms` until every tube is called and committed.
 * @throws when a well is not called
 */
export async function runPlateBench({ plates = 20 }: PlateBenchOptions = {}): Promise<
  Record<string, unknown>
> {
  const times = await consumeTimes(3 + plates);
  const measured = times.slice(3);
  const total = of(measured, ({ storedMs, interpretedMs }) => storedMs + interpretedMs);
  return {
    bench: 'plate',
    ok: total.median < withinMs,
    total_ms: total.median,
    total_p95_ms: total.p95,
    stored_ms: of(measured, ({ storedMs }) => storedMs).median,
    interpreted_ms: of(measured, ({ interpretedMs }) => interpretedMs).median,
    plates,
  };
}

function of(times: readonly PlateTimes[], pick: (times: PlateTimes) => number) {
  const sorted = times.map(pick).sort((a, b) => a - b);
  const at = (share: number) => Number((sorted[Math.floor(sorted.length * share)] ?? 0).toFixed(1));
  return { median: at(0.5), p95: at(0.95) };
}
