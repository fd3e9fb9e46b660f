import { check, sleep } from 'k6';
import http from 'k6/http';
import { Counter } from 'k6/metrics';
import { newId, sealTube } from './sealed-tubes.ts';
import * as settings from './settings.ts';

export const peopleRegistered = new Counter('people_registered');

export type Opening = {
  /** of the load machine's clock: when all sites open */
  opensAt: number;
  /** the sweep's clock less the load machine's, ms: a drill's runs apart */
  clockAhead: number;
  sessions: string[];
};

/** Opens a session per tablet and says when the sites open: what is not part of the burst is done before it. */
export function prepareTablets(): Opening {
  const clockAhead = askClock();
  const at = Date.now() + clockAhead;
  const sessions = Array.from({ length: settings.tablets }, () => newId(at));
  const opened = http.batch(
    sessions.map((id, tablet) => ({
      method: 'POST',
      url: `${settings.baseUrl}/v1/sessions`,
      body: JSON.stringify({ id, sweepId: settings.sweepId, openedAt: new Date(at).toISOString() }),
      params: settings.json(settings.deviceToken(tablet), 'open-session'),
    })),
  );
  const refused = opened.find(({ status }) => status >= 300);
  if (refused) throw new Error(`a session was not opened: ${refused.status} ${String(refused.body)}`);
  return { opensAt: Date.now() + leadMs(at), clockAhead, sessions };
}

/** Time for every tablet to seal its tubes before the sites open, measured on a few, and something over. */
function leadMs(at: number): number {
  const sample = 20;
  const from = Date.now();
  for (let i = 0; i < sample; i++) seal(newId(at), at);
  const each = (Date.now() - from) / sample;
  return 2000 + each * settings.tablets * settings.batches * settings.tubesPerBatch;
}

const seal = (sessionId: string, sealedAt: number) =>
  sealTube({
    sweepId: settings.sweepId,
    sessionId,
    sealedAt,
    people: settings.peoplePerTube,
    residences: settings.tokens.residences ?? [],
  });

function askClock(): number {
  if (!settings.tokens.official) return 0;
  const answer = http.get(
    `${settings.baseUrl}/v1/funnel?sweepId=${settings.sweepId}`,
    settings.json(settings.tokens.official, 'funnel-first'),
  );
  if (answer.status !== 200) throw new Error(`the sweep is not shown to the official: ${answer.status}`);
  return Date.parse((answer.json() as { asOf: string }).asOf) - Date.now();
}

/** One tablet: everything is sealed before the sites open, then sent batch by batch; the last one twice. */
export function sendFromTablet(tablet: number, { opensAt, clockAhead, sessions }: Opening): void {
  const sessionId = sessions[tablet % sessions.length] ?? '';
  const bodies = Array.from({ length: settings.batches }, () =>
    JSON.stringify({
      tubes: Array.from({ length: settings.tubesPerBatch }, () => seal(sessionId, Date.now() + clockAhead)),
    }),
  );
  // spread over one second, as people press the button
  sleep(Math.max(0, opensAt - Date.now() + (tablet / settings.tablets) * 1000) / 1000);
  for (const body of bodies) send(tablet, body, 'accepted');
  const last = bodies.at(-1);
  if (last !== undefined) send(tablet, last, 'replayed');
}

function send(tablet: number, body: string, expected: 'accepted' | 'replayed'): void {
  const answer = http.post(
    `${settings.baseUrl}/v1/tubes`,
    body,
    settings.json(settings.deviceToken(tablet), 'register'),
  );
  const said =
    answer.status < 300 ? (answer.json() as { receipts: { outcome: string }[] }) : { receipts: [] };
  const asExpected = said.receipts.filter(({ outcome }) => outcome === expected).length;
  check(asExpected, { [`every tube ${expected}`]: (count) => count === settings.tubesPerBatch });
  if (expected === 'accepted') peopleRegistered.add(asExpected * settings.peoplePerTube);
}
