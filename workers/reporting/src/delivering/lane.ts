import { setTimeout as sleep } from 'node:timers/promises';
import { realmOf } from '#lis/domain';
import { claimDeliveries, type DueDelivery, failureCode, type Recipient } from '#lis/persistence';
import type { Context } from '#lis/platform';
import { type Attempt, deliverReport, timeoutMs } from './deliver-report.js';
import { sender } from './send-report.js';
import type { Settler } from './settler.js';

/** A recipient's own way out: what it does not answer delays nobody else. */
export type Lane = { recipient: Recipient; ended: Promise<void> };

/** an engine that takes MLLP has few connections to give */
const inFlightOf = ({ url }: Recipient) => (/^mllps?:/.test(url) ? 4 : 8);
const claimAtOnce = 32;
/** a recipient that takes longer gets no more claims than can be sent at once */
const slowMs = 500;
/** a claim outlives an attempt: a crash in between is tried again, a slow answer is not sent twice */
const claimHeldMs = timeoutMs + 5000;
const restMs = { step: 25, idle: 100, probing: 1000 };
/** so many failures in a row, and the recipient is only probed: a few reports, and a rest before the next */
const failuresBeforeProbing = 3;

export function startLane(
  context: Context,
  recipient: Recipient,
  settler: Settler,
  signal: AbortSignal,
  onError: (code: string) => void,
): Lane {
  const { db, clock } = context;
  const lane: Lane = { recipient, ended: Promise.resolve() };
  const inFlight = inFlightOf(recipient);
  const { send, close } = sender(inFlight);
  let claimed: DueDelivery[] = [];
  let claiming: Promise<void> | undefined;
  let failures = 0;
  let rest = 0;
  let carrying = 0;
  let slow = false;
  let freshUntil = 0;

  const claim = async () => {
    const probing = failures >= failuresBeforeProbing;
    await sleep(probing ? probeRest(failures) : rest, undefined, { signal }).catch(() => undefined);
    if (signal.aborted) return;
    try {
      const now = clock.machine();
      const at = clock.now(realmOf(recipient.id));
      const limit = probing || slow ? inFlight - carrying : claimAtOnce;
      claimed = await claimDeliveries(db, recipient.id, limit, { now, heldUntil: now + claimHeldMs, at });
      freshUntil = now + claimHeldMs - timeoutMs;
      rest = claimed.length > 0 ? 0 : Math.min(restMs.idle, rest + restMs.step);
    } catch (error) {
      onError(failureCode(error) ?? 'unknown');
      rest = restMs.idle * 5;
    }
  };
  const next = async (): Promise<DueDelivery | undefined> => {
    while (!signal.aborted) {
      // a claim that would run out during the attempt is left to run out
      if (clock.machine() > freshUntil) claimed = [];
      const delivery = claimed.shift();
      if (delivery) return delivery;
      claiming ??= claim().finally(() => (claiming = undefined));
      await claiming;
    }
    return undefined;
  };
  const note = (attempt: Attempt) => {
    failures = attempt.kind === 'failed' ? failures + 1 : 0;
    settler.settle(attempt);
  };
  const carry = async () => {
    for (let due = await next(); due; due = await next()) {
      const from = clock.machine();
      carrying++;
      note(await deliverReport(context, due, lane.recipient, send));
      carrying--;
      slow = clock.machine() - from > slowMs;
    }
  };
  lane.ended = Promise.all(Array.from({ length: inFlight }, carry)).then(close);
  return lane;
}

const probeRest = (failures: number) =>
  Math.min(restMs.probing, 125 * 2 ** Math.min(10, failures - failuresBeforeProbing));
