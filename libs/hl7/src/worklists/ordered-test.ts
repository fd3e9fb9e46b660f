import { testOf, type WorkOrder } from '#lis/domain';
import type { SenderProfile } from '../profiles/sender-profile.js';

/** OBR-4 of an order, or its DSP line: the test as the instrument that is to do it calls it. */
export interface OrderedTest {
  readonly code: string;
  readonly codeSystem: string;
}
type Orders = Pick<SenderProfile, 'worklist' | 'orderCodes'>;

/** Codes of a kit's own entry come before those for all kits; without one the kit's id is the test's code. */
export function orderedTest(
  { kit }: Pick<WorkOrder, 'kit'>,
  { orderCodes = [] }: Pick<Orders, 'orderCodes'>,
): OrderedTest {
  const own = kit === null ? undefined : orderCodes.find(({ kitId }) => kitId === kit.id);
  const found = own ?? orderCodes.find(({ kitId }) => kitId === undefined);
  return found
    ? { code: found.code, codeSystem: found.codeSystem ?? '' }
    : { code: testOf({ kit }), codeSystem: '99SWEEPWELL' };
}

/** Whether a profile's instruments may be sent orders that they did not ask for: in LAW, or over an ASTM line. */
export function takesOrdersUnasked({ worklist }: Pick<Orders, 'worklist'>): boolean {
  return worklist === 'astm' || speaksOfOrders({ worklist }, 'law');
}

/** Whether a profile's instruments speak of orders in a dialect. */
export function speaksOfOrders({ worklist }: Pick<Orders, 'worklist'>, dialect: 'law' | 'qry-q02'): boolean {
  return worklist === 'any' || worklist === dialect;
}
