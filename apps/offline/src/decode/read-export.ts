import { type CtReading, poolLayout, wellsOf } from '#lis/domain';
import type { FileReading, FileWell, InstrumentFile, PlateWells } from '#lis/instrument-files';
import { MASTER, type NamedDesign, poolLabel } from '../designs/named-design.js';
import { InputRefusal } from '../input/input-refusal.js';
import { fileName, type Lines } from '../input/read-lines.js';
import { readTable } from '../input/read-table.js';
import type { DecodeOptions } from './decode-options.js';
import { poolFinder } from './find-pool.js';
import { type BatchInput, erased, readingOfCt } from './pool-reading.js';

type ExportOptions = Pick<
  Extract<DecodeOptions, { help: false }>,
  'file' | 'cutoff' | 'grey' | 'target' | 'internalControl'
>;
export type ExportRead = { readonly batches: BatchInput[]; readonly notes: string[] };

/**
 * The outcomes of pools from a thermocycler's export. Wells are pools by the design's own layout of a plate of 96 or 384, or by a list
 * (well, pool, and batch for several). A well is positive when its target has a Ct up to the cut-off. A cell left empty is no
 * "not detected": it erases the pool, and so does an internal control without Ct beside an undetected target.
 * @throws InputRefusal
 */
export function readExport(
  found: InstrumentFile,
  named: NamedDesign,
  list: Lines | null,
  options: ExportOptions,
): ExportRead {
  const file = fileName(options.file);
  const { cutoff, grey } = options;
  if (cutoff === undefined)
    throw new InputRefusal(`${file}: an export has Ct values: which cut-off? --cutoff CT`);
  const target = targetOf(found, file, options);
  const { plate } = found;
  const places = list === null ? ownLayout(named, plate) : listed(list, named, plate);
  const notes = found.warnings.map((warning) => `${file}: ${warning}`);
  if (plate === 384) notes.push(`${file}: read as a plate of 384 wells`);
  const batches = new Map<string, BatchInput>();
  let controlFailed = false;
  for (const well of found.wells) {
    const reading = well.readings.find((one) => nameOf(one) === target);
    if (well.task === 'negative' || well.task === 'positive') {
      const isDetected = reading?.ct !== null && reading?.ct !== undefined && reading.ct <= cutoff;
      if (isDetected === (well.task === 'negative')) {
        controlFailed = true;
        notes.push(
          `${file}: the ${well.task} control in ${well.well} ${isDetected ? 'is positive' : 'is not positive'}`,
        );
      }
      continue;
    }
    const place = places.get(well.well);
    if (place === undefined) {
      if (list !== null) notes.push(`${file}: well ${well.well} is not in the list: left out`);
      else if (well.sample !== null && well.task !== 'standard')
        throw new InputRefusal(
          `${file}: well ${well.well} (${well.sample}) is no pool of ${named.design.id}, whose pools fill the plate of ${plate} column by column; say which well is which pool by --pools wells.csv`,
        );
      continue;
    }
    const batch = batches.get(place.batch) ?? {
      batch: place.batch,
      readings: new Map(),
      controlFailed: false,
    };
    batches.set(place.batch, batch);
    const ct = ctOf(well, reading, options.internalControl);
    batch.readings.set(
      place.pool,
      reading === undefined ? erased(`no ${target}`) : readingOfCt(ct, cutoff, grey),
    );
  }
  if (batches.size === 0)
    throw new InputRefusal(`${file}: holds no well that is a pool of ${named.design.id}`);
  return { batches: [...batches.values()].map((batch) => ({ ...batch, controlFailed })), notes };
}

const nameOf = ({ target, dye }: FileReading): string => target ?? dye ?? '';

function targetOf(found: InstrumentFile, file: string, { target, internalControl }: ExportOptions): string {
  const names = [...new Set(found.wells.flatMap(({ readings }) => readings.map(nameOf)))];
  for (const name of [target, internalControl])
    if (name !== undefined && !names.includes(name))
      throw new InputRefusal(`${file}: there is no target ${name}; there are ${names.join(', ')}`);
  if (target !== undefined) return target;
  const [only, ...others] = names.filter((name) => name !== internalControl);
  if (only === undefined || others.length > 0)
    throw new InputRefusal(`${file}: which target decides? --target ${names.join(' or ')}`);
  return only;
}

function ctOf(
  well: FileWell,
  reading: FileReading | undefined,
  internalControl: string | undefined,
): CtReading {
  if (reading === undefined || (reading.ct === null && reading.raw.trim() === '')) return { kind: 'missing' };
  if (reading.ct !== null) return { kind: 'detected', ct: reading.ct };
  const control = well.readings.find((one) => nameOf(one) === internalControl);
  if (internalControl !== undefined && (control?.ct ?? null) === null) return { kind: 'failed-control' };
  return { kind: 'undetected' };
}

type Place = { readonly pool: number; readonly batch: string };

function ownLayout(named: NamedDesign, plate: PlateWells): Map<string, Place> {
  const { targets, master } = poolLayout(named.design, 96, plate);
  const last = targets.findLast((place) => place !== null);
  if ((last?.plate ?? 1) > 1)
    throw new InputRefusal(
      `${named.design.id} takes ${last?.plate} plates of ${plate} wells: say which wells of this export are which pools by --pools wells.csv${plate === 96 ? ', or --plate 384' : ''}`,
    );
  const places = new Map<string, Place>();
  targets.forEach((place, pool) => place && places.set(place.well, { pool, batch: '' }));
  if (master !== null) places.set(master.well, { pool: MASTER, batch: '' });
  return places;
}

function listed(list: Lines, named: NamedDesign, plate: PlateWells): Map<string, Place> {
  const { rows } = readTable(list, ['well', 'pool', 'batch'], ['well', 'pool']);
  const find = poolFinder({ ...named, poolNames: named.poolNames });
  const wells = new Set(wellsOf(plate));
  const places = new Map<string, Place>();
  const pools = new Set<string>();
  for (const row of rows) {
    const name = row
      .text('well')
      .toUpperCase()
      .replace(/^([A-P])0+/, '$1');
    if (!wells.has(name))
      throw row.refuse(
        'well',
        plate === 96 ? 'expected A1 … H12 (on a plate of 384 wells say --plate 384)' : 'expected A1 … P24',
      );
    const found = find(row.text('pool'));
    if ('expected' in found) throw row.refuse('pool', found.expected);
    const batch = row.text('batch');
    const key = `${batch}\t${found.pool}`;
    if (places.has(name)) throw row.refuse('well', 'this well stands there already');
    if (pools.has(key)) throw row.refuse('pool', `pool ${poolLabel(named, found.pool)} has a well already`);
    places.set(name, { pool: found.pool, batch });
    pools.add(key);
  }
  return places;
}
