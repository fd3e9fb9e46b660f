import { randomUUID } from 'node:crypto';
import type { HandOverBoxRequest, ReceiveBoxRequest } from '#lis/contracts';
import type { Actor, Context } from '#lis/platform';
import { actorOf, type Laboratory } from '#lis/testing';
import { handOverBox as handOver } from './hand-over-box.js';
import { receiveBox as receive } from './receive-box.js';

/** Hands over as the site's tablet does; counted as scanned unless told. */
export function handOverBox(
  context: Context,
  laboratory: Laboratory,
  box: Partial<HandOverBoxRequest> & { code: string; tubeCodes: string[] },
  actor: Actor = actorOf(laboratory, 'site'),
) {
  return handOver(context, actor, {
    id: randomUUID(),
    sweepId: laboratory.sweepId,
    laboratoryCode:
      laboratory.sweepId < 0
        ? `lab-drill-${-laboratory.laboratoryId}`
        : `lab-real-${laboratory.laboratoryId}`,
    countedTubes: box.tubeCodes.length,
    handedOverAt: '2030-01-01T04:30:00Z',
    courier: 'courier 4',
    ...box,
  });
}

/** Receives as the laboratory's technician does. */
export function receiveBox(
  context: Context,
  laboratory: Laboratory,
  box: Partial<ReceiveBoxRequest> & { code: string; tubeCodes: string[] },
  actor: Actor = actorOf(laboratory, 'technician'),
) {
  return receive(context, actor, { countedTubes: box.tubeCodes.length, rejected: [], ...box });
}
