import { randomUUID } from 'node:crypto';
import { demoKit, STANDARD_TEMPLATE, WELLS } from '#lis/domain';
import { type AnalyserRun, type AnalyserWell, writeOruPool, writeOulPlate } from '#lis/hl7';
import { type Db, writeOutbox } from '#lis/persistence';
import type { Context } from '#lis/platform';
import { enterTubes, type Laboratory } from '#lis/testing';

export type TestPlate = { id: string; barcode: string; wells: AnalyserWell[] };

let drawn = 0;
const observedAt = '20300101120000+0800';

/** What an analyser of the laboratory says of a plate: sound controls, negative tubes. */
export function wellsOf(barcode: string, codes: readonly string[]): AnalyserWell[] {
  const free = WELLS.filter((well) => !STANDARD_TEMPLATE.controls.some((control) => control.well === well));
  const read = (orf: number | null, n: number | null, ic: number | null) => [
    { target: 'ORF1AB', ct: orf },
    { target: 'N', ct: n },
    { target: 'IC', ct: ic },
  ];
  return [
    ...codes.map((tubeCode, index): AnalyserWell => ({
      well: free[index] ?? '',
      tubeCode,
      role: 'pool',
      readings: read(null, null, 25),
      observedAt,
    })),
    {
      well: 'A12',
      tubeCode: `NC-${barcode}`,
      role: 'control-negative',
      readings: read(null, null, null),
      observedAt,
    },
    {
      well: 'H12',
      tubeCode: `PC-${barcode}`,
      role: 'control-positive',
      readings: read(28, 29, 25),
      observedAt,
    },
  ];
}

export async function layOut(
  owner: Db,
  laboratory: Laboratory,
  codes: readonly { code: string; tubeId: string }[],
  barcode: string,
): Promise<TestPlate> {
  const { sweepId, laboratoryId, technicianId } = laboratory;
  const id = randomUUID();
  const wells = wellsOf(
    barcode,
    codes.map(({ code }) => code),
  );
  const kit = JSON.stringify({ ...demoKit, id: 'test-kit' });
  await owner`update kit set definition = ${kit}::text::jsonb where id = 'test-kit'`;
  await owner`insert into plate values (${sweepId}, ${id}, ${barcode}, ${laboratoryId}, 'test-kit', 1, ${technicianId}, '2030-01-01T04:00Z')`;
  const tubeIds = wells.map((_, index) => codes[index]?.tubeId ?? null);
  const kinds = wells.map(({ role }) =>
    role === 'control-negative'
      ? 'negative-control'
      : role === 'control-positive'
        ? 'positive-control'
        : 'sample',
  );
  await owner`
    insert into well select ${sweepId}, ${id}, w.well, w.kind, w.code, w.tube_id from unnest(
      ${wells.map(({ well }) => well)}::text[], ${kinds}::text[],
      ${wells.map((_, index) => codes[index]?.code ?? null)}::text[], ${tubeIds}::uuid[]) as w(well, kind, code, tube_id)`;
  await owner`update tube set state = 'plated', plated_at = '2030-01-01T04:00Z' where id = any(${codes.map(({ tubeId }) => tubeId)}::uuid[])`;
  return { id, barcode, wells };
}

/** A plate of `count` fresh tubes. */
export async function plateOf(
  owner: Db,
  context: Context,
  laboratory: Laboratory,
  count: number,
): Promise<TestPlate> {
  const tubes = await enterTubes(owner, context, laboratory, count, { members: 1 });
  return layOut(owner, laboratory, tubes, `PLATE-${++drawn}`);
}

const runOf = (barcode: string, runNumber: string): AnalyserRun => ({
  sender: { application: 'app-drill-1', facility: 'facility-drill-1' },
  receiver: { application: 'LIS', facility: 'LAB' },
  controlId: String(++drawn),
  time: '20300101121500+0800',
  instrumentSerial: 'SN1',
  runNumber,
  kitLot: 'LOT1',
  plateCode: barcode,
});

export const oulOf = (barcode: string, wells: readonly AnalyserWell[], runNumber = 'R1') =>
  writeOulPlate({ ...runOf(barcode, runNumber), wells });
export const oruOf = (barcode: string, well: AnalyserWell, runNumber = 'R1') =>
  writeOruPool({ ...runOf(barcode, runNumber), well });

/** Stores messages as the gateway does, `each` to an outbox row. Returns their ids. */
export async function store(
  db: Db,
  instrumentId: number,
  texts: readonly string[],
  each = 100,
): Promise<string[]> {
  const rows = await db<{ id: number }[]>`
    insert into instrument_message (instrument_id, connection, key_hash, body_hash, control_id, body, answer, state, received_at)
    select ${instrumentId}, 'test', gen_random_uuid(), gen_random_uuid(), '', convert_to(t, 'UTF8'), '', 'stored',
      '2030-01-01T04:30Z' from unnest(${[...texts]}::text[]) t returning id`;
  const ids = rows.map(({ id }) => String(id));
  const payloads = [];
  for (let at = 0; at < ids.length; at += each)
    payloads.push({ sweepId: Math.sign(instrumentId), payload: { messageIds: ids.slice(at, at + each) } });
  await writeOutbox(db, 'message', payloads);
  return ids;
}
