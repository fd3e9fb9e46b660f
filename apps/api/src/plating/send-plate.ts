import type { PlateOrders, SendPlateRequest } from '#lis/contracts';
import { momentText } from '#lis/domain';
import { askPlateOrder, onlyPushInstrument, type Transaction, writeAudit } from '#lis/persistence';
import { type Actor, type Context, Rejection } from '#lis/platform';

type Plate = { id: string; sweepId: number; laboratoryId: number };

/**
 * Has a plate's worklist sent to an instrument of this laboratory. Asked again, the order that is on its way or was
 * taken stands.
 * @throws Rejection 404 `plate-unknown`, `instrument-unknown`; 409 `instrument-takes-no-orders`
 */
export async function sendPlate(
  { db, clock }: Context,
  actor: Actor,
  { barcode, instrumentSerial }: SendPlateRequest,
): Promise<PlateOrders> {
  const at = clock.now(actor.realm);
  return db.begin(async (tx) => {
    const plate = await readPlate(tx, actor, barcode);
    await orderPlate(tx, actor, plate, instrumentSerial, at);
    return { barcode, orders: await readOrders(tx, plate.id) };
  });
}

/** What became of a plate's orders, at this laboratory. @throws Rejection 404 `plate-unknown` */
export async function readPlateOrders({ db }: Context, actor: Actor, barcode: string) {
  const plate = await readPlate(db, actor, barcode);
  return { barcode, orders: await readOrders(db, plate.id) };
}

/**
 * The orders of a plate that is being laid out: to the instrument that was chosen, else to the laboratory's only one
 * that takes orders unasked; without either there is nothing to send.
 */
export async function orderLaidOutPlate(
  tx: Transaction,
  actor: Actor,
  plate: Plate,
  chosen: string | undefined,
  at: number,
): Promise<void> {
  const serial = chosen ?? (await onlyPushInstrument(tx, plate.laboratoryId));
  if (serial !== null) await orderPlate(tx, actor, plate, serial, at);
}

async function orderPlate(tx: Transaction, actor: Actor, plate: Plate, serial: string, at: number) {
  const { id: plateId, sweepId, laboratoryId } = plate;
  const asked = await askPlateOrder(tx, { plateId, sweepId, laboratoryId, instrumentSerial: serial, at });
  if (asked.kind === 'instrument-unknown') throw new Rejection(404, asked.kind);
  if (asked.kind === 'instrument-takes-no-orders') throw new Rejection(409, asked.kind);
  if (asked.kind === 'already') return;
  await writeAudit(tx, [
    {
      at,
      sweepId,
      actor: actor.name,
      origin: actor.origin,
      action: 'plate-orders-asked',
      subject: `plate:${plateId}`,
      detail: { orderMessage: asked.orderId },
    },
  ]);
}

async function readPlate(db: Context['db'] | Transaction, actor: Actor, barcode: string): Promise<Plate> {
  const [plate] = await db<Plate[]>`
    select id, sweep_id as "sweepId", laboratory_id as "laboratoryId" from plate
    where barcode = ${barcode} and laboratory_id = ${actor.laboratoryId ?? 0}`;
  if (!plate) throw new Rejection(404, 'plate-unknown');
  return plate;
}

type Row = Omit<PlateOrders['orders'][number], 'madeAt' | 'sentAt' | 'settledAt'> & {
  madeAt: number;
  sentAt: number | null;
  settledAt: number | null;
};

async function readOrders(db: Context['db'] | Transaction, plateId: string) {
  const rows = await db<Row[]>`
    select i.serial as "instrumentSerial", m.cause, m.state, m.attempts, m.last_error as "lastError",
      m.answer_code as "answerCode", m.refused, cardinality(m.codes) as specimens, m.codes, m.made_at as "madeAt",
      m.sent_at as "sentAt", m.settled_at as "settledAt"
    from order_message m join instrument i on i.id = m.instrument_id
    where m.plate_id = ${plateId}::uuid order by m.id desc limit 100`;
  const text = (at: number | null) => (at === null ? null : momentText(at));
  return rows.map((row) => ({
    ...row,
    madeAt: momentText(row.madeAt),
    sentAt: text(row.sentAt),
    settledAt: text(row.settledAt),
  }));
}
