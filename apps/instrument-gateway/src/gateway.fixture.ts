import type { Context } from '#lis/platform';
import { astmOrders } from './astm/astm-orders.js';
import { type AstmOptions, listenForAstm } from './astm/listen-for-astm.js';
import { listenForAnalysers, type MllpOptions } from './listen-for-analysers.js';
import type { Listener } from './open-listener.js';
import type { OrderPace } from './orders/order-pace.js';
import { orderTraffic } from './orders/order-traffic.js';
import { openReception, type Warn } from './reception.js';
import type { ContactPace } from './silence/follow-contacts.js';

type Shared = { warn: Warn; contactPace?: ContactPace };

/** A gateway of one MLLP listener: closing it closes everything. */
export async function openMllp(
  context: Context,
  options: MllpOptions & Shared & { orderPace?: OrderPace },
): Promise<Listener> {
  const reception = await openReception(context, options.warn, options.contactPace);
  const orders = orderTraffic(context, options.warn, options.orderPace);
  const end = () => Promise.all([orders.close(), reception.close()]);
  return closing(listenForAnalysers(reception, orders, options), end);
}

/** A gateway of one ASTM listener: closing it closes everything. */
export async function openAstm(
  context: Context,
  options: AstmOptions & Shared & { lookEachMs?: number },
): Promise<Listener> {
  const reception = await openReception(context, options.warn, options.contactPace);
  const orders = astmOrders(reception, options.lookEachMs);
  const end = () => Promise.all([orders.close(), reception.close()]);
  return closing(listenForAstm(reception, orders, options), end);
}

async function closing(opening: Promise<Listener>, end: () => Promise<unknown>): Promise<Listener> {
  try {
    const listener = await opening;
    return {
      ...listener,
      close: async () => {
        await listener.close();
        await end();
      },
    };
  } catch (error) {
    await end();
    throw error;
  }
}
