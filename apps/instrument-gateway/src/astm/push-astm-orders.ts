import { STANDARD_ASTM_DELIMITERS, writeAstmOrders } from '#lis/astm';
import { formatHl7Time } from '#lis/hl7';
import { findWorkOrders, readProfiles, type Transaction } from '#lis/persistence';
import type { Context } from '#lis/platform';
import { askOnceAbout, auditOrder } from '../orders/order-fate.queries.js';
import { ATTEMPTS_BEFORE_TELLING, MAX_PLATE_ATTEMPTS } from '../orders/order-pace.js';
import { moveOrder, nextControlIds, writeOrderBody } from '../orders/orders.queries.js';
import { actionOf, ordersFor } from './answer-astm-query.js';
import type { AstmConnection } from './astm-connection.js';
import { claimPlateOrders, type DuePlateOrder } from './push-astm-orders.queries.js';
import { settleAstmOrder } from './settle-astm-order.js';

/** A sending may wait for the line: 20 s of contention, and 15 s for a frame. Until then no other process takes it. */
const CLAIMED_MS = 120_000;

type Pushing = {
  context: Context;
  lines: ReadonlyMap<number, AstmConnection>;
  /** an instrument spoke */
  heard: (instrumentId: number) => void;
};

/**
 * Sends plates' orders to instruments that are set to be told, over the lines that they hold to this process. What is
 * sent stands as sent before it leaves; a process that dies in between leaves it due again, with the same bytes.
 */
export async function pushAstmOrders({ context, lines, heard }: Pushing): Promise<void> {
  for (const order of await claimPlateOrders(context.db, [...lines.keys()], CLAIMED_MS)) {
    const line = lines.get(order.instrumentId);
    const made = await prepare(context, order);
    if (made === null) continue;
    const delivery = line?.deliver(made.body) ?? Promise.resolve('closed' as const);
    // not awaited: an instrument that is busy keeps nobody else waiting
    void delivery
      .then(async (fate) => {
        // what acknowledges has spoken
        if (fate === 'sent') heard(order.instrumentId);
        await settleAstmOrder(context, order.instrumentId, made.controlId, fate);
        if (fate !== 'sent' && order.attempts >= ATTEMPTS_BEFORE_TELLING) await tell(context, order, fate);
        return undefined;
      })
      // due again when its claim ends
      .catch(() => undefined);
  }
}

type Made = { controlId: string; body: Buffer };
const nowFor = ({ clock }: Context, id: number) => clock.now(id < 0 ? 'drill' : 'real');

async function prepare(context: Context, order: DuePlateOrder): Promise<Made | null> {
  const at = nowFor(context, order.instrumentId);
  return context.db.begin<Made | null>(async (tx) => {
    await tx`set local statement_timeout = '5s'`;
    const { orderId, sweepId, attempts } = order;
    if (attempts > MAX_PLATE_ATTEMPTS) {
      if (await moveOrder(tx, orderId, ['waiting', 'sent'], 'timeout', at))
        await auditOrder(tx, at, sweepId, orderId, 'order-timeout', { attempts: attempts - 1 });
      return null;
    }
    const { controlId, body } = order;
    const made = controlId !== null && body !== null ? { controlId, body } : await make(tx, order, at);
    if (made !== null && (await moveOrder(tx, orderId, ['waiting'], 'sent', at)))
      await auditOrder(tx, at, sweepId, orderId, 'order-sent', { attempt: attempts });
    return made;
  });
}

/** The orders of the plate as they are at the first sending; null: nothing of it is to be measured any more. */
async function make(tx: Transaction, order: DuePlateOrder, at: number): Promise<Made | null> {
  const { instrumentId, plateBarcode, laboratoryCode, application, facility } = order;
  const found = (await findWorkOrders(tx, instrumentId, { codes: [plateBarcode] })).filter(
    ({ place }) => place?.plateBarcode === plateBarcode,
  );
  if (found.length === 0) {
    if (await moveOrder(tx, order.orderId, ['waiting'], 'withdrawn', at))
      await auditOrder(tx, at, order.sweepId, order.orderId, 'order-withdrawn');
    return null;
  }
  const key = { realm: instrumentId < 0 ? ('drill' as const) : ('real' as const), ...order.profile };
  const profile = (await readProfiles(tx, [key]))(key);
  const [controlId = ''] = await nextControlIds(tx, 1);
  const envelope = {
    controlId,
    sender: [laboratoryCode],
    receiver: [application, facility],
    time: formatHl7Time(at, 0).slice(0, 14),
    delimiters: STANDARD_ASTM_DELIMITERS,
  };
  const how = { isAnswer: false, action: actionOf(profile) };
  const body = Buffer.from(writeAstmOrders(envelope, ordersFor(profile, found), how));
  const codes = found.map(({ code }) => code);
  return (await writeOrderBody(tx, order.orderId, { controlId, body, codes })) ? { controlId, body } : null;
}

async function tell(context: Context, { instrumentId }: DuePlateOrder, reason: string): Promise<void> {
  const at = nowFor(context, instrumentId);
  const subject = `instrument:${instrumentId}`;
  const task = { instrumentId, code: 'orders-not-delivered', subject, detail: { reason }, at };
  await context.db.begin((tx) => askOnceAbout(tx, task));
}
