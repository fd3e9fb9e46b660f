import { createHash } from 'node:crypto';
import type { LayOutPlateAnswer, SealedTube, WorklistWell } from '#lis/contracts';
import { demoKit, momentText } from '#lis/domain';
import { type AnalyserWell, formatHl7Time, writeOruPool, writeOulPlate } from '#lis/hl7';
import type { z } from 'zod';
import { sender } from '../../load-tests/bench/intake/pool-messages.js';
import { sealTube } from '../../load-tests/bench/registration/tubes.js';
import { laboratoryCode } from './enter-bench.js';
import type { Product } from './open-product.js';
import { insist } from './post.js';

export const tubesPerPlate = 94;
const minute = 60_000;
const roles = {
  sample: 'pool',
  blind: 'pool',
  'negative-control': 'control-negative',
  'positive-control': 'control-positive',
  'extraction-control': 'control-extraction',
} as const;

/** The tubes of plate `n`, ten people each, whom no other tube holds. */
export function tubesOf({ sweep }: Product, n: number): SealedTube[] {
  return Array.from({ length: tubesPerPlate }, (_, index) => {
    const serial = 1 + n * tubesPerPlate + index;
    const people = Array.from({ length: 10 }, (_each, place) => serial * 10 + place);
    return sealTube(serial, people, sweep);
  });
}

/** The requests that bring plate `n` from the site to the analyser, in their order. */
export function carry({ sweep }: Product, n: number, tubes: readonly SealedTube[]) {
  const codes = tubes.map(({ code }) => code);
  const { sweepId } = sweep;
  const handOver = {
    id: uuidOf(`box ${n}`),
    code: `BOX-${n}`,
    sweepId,
    laboratoryCode,
    tubeCodes: codes,
    countedTubes: codes.length,
    handedOverAt: momentText(sweep.sealedAt),
    courier: 'courier',
  };
  const receive = { code: `BOX-${n}`, countedTubes: codes.length, tubeCodes: codes, rejected: [] };
  const kit = { id: demoKit.id, version: demoKit.version };
  const layOut = { id: uuidOf(`plate ${n}`), barcode: barcodeOf(n), sweepId, kit, tubeCodes: codes };
  return { handOver, receive, layOut };
}

/** Hands over, receives and lays out, each request `times` times at once; gives the worklist. */
export async function layOutPlate(
  product: Product,
  technician: string,
  n: number,
  tubes: readonly SealedTube[],
  times = 1,
) {
  const { handOver, receive, layOut } = carry(product, n, tubes);
  const [port = 0] = product.httpPorts;
  const ask = <Answer>(path: string, token: string, body: unknown) =>
    Promise.all(Array.from({ length: times }, () => insist<Answer>(port, path, token, body)));
  await ask('/v1/boxes/hand-over', product.sweep.token, handOver);
  await ask('/v1/boxes/receive', technician, receive);
  const [answer] = await ask<z.infer<typeof LayOutPlateAnswer>>('/v1/plates', technician, layOut);
  return answer?.wells ?? [];
}

/**
 * What the analyser sends of plate `n`: a message a well, or `together` one for all. It was restarted before
 * each plate: its control ids begin at 1 every time, only MSH-7 goes on. The third tube is positive.
 */
export function messagesOf(
  { sweep }: Pick<Product, 'sweep'>,
  n: number,
  wells: readonly WorklistWell[],
  together: boolean,
): string[] {
  const at = (minutes: number) => formatHl7Time(sweep.sealedAt + minutes * minute, 480);
  const run = {
    sender,
    receiver: { application: 'SWEEPWELL', facility: 'LAB' },
    time: at(n + 100),
    instrumentSerial: 'SN-BENCH',
    runNumber: `RUN-${n}`,
    kitLot: 'LOT-1',
    plateCode: barcodeOf(n),
  };
  const read = wells.map(({ well, kind, code }, index): AnalyserWell => {
    const positive = kind === 'positive-control' || (kind === 'sample' && index === 2);
    const viral = positive ? 28 : null;
    return {
      well,
      tubeCode: code ?? '',
      role: roles[kind],
      memberCount: 10,
      readings: [
        { target: 'ORF1AB', ct: viral },
        { target: 'N', ct: viral },
        { target: 'IC', ct: kind === 'negative-control' ? null : 25 },
      ],
      observedAt: at(n + 90),
    };
  });
  if (together) return [writeOulPlate({ ...run, controlId: '1', wells: read })];
  return read.map((well, index) => writeOruPool({ ...run, controlId: String(index + 1), well }));
}

const barcodeOf = (n: number) => `PLATE-${n}`;

function uuidOf(name: string): string {
  const hex = createHash('sha256').update(name).digest('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}
