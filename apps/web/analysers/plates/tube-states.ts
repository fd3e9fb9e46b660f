import type { PlateOrders, WorklistWell } from '#lis/contracts';

export type OrderedWell = WorklistWell & {
  /** `none`: no message of orders holds it; `refused`: the message was answered, but this one was not taken */
  state: PlateOrders['orders'][number]['state'] | 'refused' | 'none';
  instrumentSerial: string | null;
};

/**
 * What became of each well's order: that of the last message that holds its code. An order's name is `code@plate`
 * (IHE LAW) or the bare code. A plate's message that is not made yet orders all of the plate. `orders`: latest first, as the server tells them.
 */
export function tubeStates(wells: readonly WorklistWell[], { barcode, orders }: PlateOrders): OrderedWell[] {
  return wells.map((well) => {
    const { code } = well;
    const order =
      code === null
        ? undefined
        : orders.find(
            ({ cause, codes }) => codes.includes(code) || (cause === 'plate' && codes.length === 0),
          );
    if (!order) return { ...well, state: 'none', instrumentSerial: null };
    const isRefused = order.refused.some((name) => name === code || name === `${code}@${barcode}`);
    return {
      ...well,
      state: isRefused ? 'refused' : order.state,
      instrumentSerial: order.instrumentSerial,
    };
  });
}
