import type { FilePreview } from '#lis/contracts';
import { codeAgrees, type ControlKind, isSameReportedCt, judgeRun, WELLS } from '#lis/domain';
import { knownTarget, readTargetCell } from '#lis/hl7';
import type { FileTask, FileWell, InstrumentFile } from '#lis/instrument-files';
import type { FileLayout, KnownReading, LayoutWell } from './file-layout.js';

export type TakenReading = {
  target: string;
  ct: number | null;
  call: 'POS' | 'NEG' | 'INV' | null;
  flags: string[];
};
/** A well as it will be sent to interpretation; `code` as the file has it. */
export type TakenWell = { well: string; code: string | null; isControl: boolean; readings: TakenReading[] };

export type Judged = Pick<
  FilePreview,
  'problems' | 'wells' | 'controls' | 'disagreements' | 'missing' | 'known' | 'plateWells'
> & { taken: TakenWell[] };

/**
 * A file against the layout of its plate: what is taken over, and what a person should see first. Wells that nobody laid out
 * are taken over only when they hold a named sample, so that interpretation puts them before a person.
 */
export function judgeFile(
  file: InstrumentFile,
  layout: FileLayout,
  targetsByDye: Readonly<Record<string, string>>,
  known: readonly KnownReading[],
): Judged {
  const problems = new Set<string>();
  const targets = [...layout.kit.targets.map(({ name }) => name), layout.kit.internalControl.target];
  const taken = file.wells.flatMap((well): TakenWell[] => {
    const place = layout.wells.get(well.well);
    if (place === undefined && well.sample === null) return [];
    return [takeWell(well, place, targetsByDye, (problem) => problems.add(problem))];
  });
  // a dye that stands for a target the well has already
  for (const { well, readings } of taken)
    if (new Set(readings.map(({ target }) => target)).size < readings.length)
      problems.add(`target-twice:${well}`);

  const all = new Map(known.map((one) => [`${one.well}\n${one.target}`, one]));
  const different = new Set<string>();
  let same = 0;
  for (const { well, readings } of taken)
    for (const { target, ct } of readings) {
      const first = all.get(`${well}\n${target}`);
      if (first === undefined) all.set(`${well}\n${target}`, { well, target, ct });
      else if (isSameReportedCt(first.ct, ct)) same += 1;
      else different.add(well);
    }
  const inFile = new Map(taken.map((well) => [well.well, well]));
  const callsOf = (well: string, target: string) =>
    inFile.get(well)?.readings.find((reading) => reading.target === target)?.call ?? null;
  const places = [...layout.wells.values()];
  const specimens = new Set(places.filter(({ control }) => control === null).map((place) => place.code));
  const judgement = judgeRun(
    layout.kit,
    places.flatMap(({ well, control }) =>
      control === null
        ? []
        : [
            {
              well,
              kind: control,
              readings: [...all.values()]
                .filter((reading) => reading.well === well)
                .map(({ target, ct }) => ({ target, ct, analyserCall: callsOf(well, target) })),
            },
          ],
    ),
  );
  return {
    problems: [...problems].sort(),
    wells: {
      samples: taken.filter(({ well }) => layout.wells.get(well)?.isSample).length,
      controls: taken.filter(({ well }) => (layout.wells.get(well)?.control ?? null) !== null).length,
      outside: taken.filter(({ well }) => !layout.wells.has(well)).length,
    },
    controls: {
      verdict: judgement.kind,
      reasons:
        judgement.kind === 'rejected'
          ? judgement.reasons.map(({ code, kind, target }) => [code, kind, target].filter(Boolean).join(':'))
          : [],
    },
    disagreements: taken.flatMap(({ well, code }) => {
      const place = layout.wells.get(well);
      if (codeAgrees(place, code, (one) => specimens.has(one))) return [];
      return [{ well, laidOut: place?.code ?? null, inFile: code }];
    }),
    missing: places
      .filter(({ well, isSample }) => isSample && !targets.every((target) => all.has(`${well}\n${target}`)))
      .map(({ well }) => well),
    known: { same, different: [...different] },
    plateWells: picture(places, inFile),
    taken,
  };
}

/** Every well that was laid out or is in the file, column by column. */
function picture(
  places: readonly LayoutWell[],
  inFile: ReadonlyMap<string, TakenWell>,
): FilePreview['plateWells'] {
  const laidOut = new Map(places.map((place) => [place.well, place]));
  return WELLS.filter((well) => laidOut.has(well) || inFile.has(well)).map((well) => {
    const place = laidOut.get(well);
    const { code = null, readings = [] } = inFile.get(well) ?? {};
    const role = place?.control
      ? (`${place.control}-control` as const)
      : place?.isSample
        ? 'sample'
        : 'blind';
    return { well, role: place ? role : null, laidOut: place?.code ?? null, inFile: code, readings };
  });
}

function takeWell(
  { well, sample, task, readings }: FileWell,
  place: LayoutWell | undefined,
  targetsByDye: Readonly<Record<string, string>>,
  tell: (problem: string) => void,
): TakenWell {
  const control = place?.control ?? null;
  return {
    well,
    isControl: control !== null,
    code: codeOf(sample, task, control),
    readings: readings.flatMap(({ target, dye, ct, call, flags }) => {
      const meant = target ?? targetsByDye[dye ?? ''];
      if (meant === undefined) {
        tell(`target-unknown:${dye}`);
        return [];
      }
      return [{ target: knownTarget(meant) ?? readTargetCell(meant), ct, call, flags }];
    }),
  };
}

/** A control without a name, or whose task speaks against the layout, goes by its task, which interpretation compares. */
function codeOf(sample: string | null, task: FileTask | null, control: ControlKind | null): string | null {
  const byTask = task === 'negative' ? 'NC' : task === 'positive' ? 'PC' : null;
  if (control === null) return byTask === null ? sample : (sample && `${byTask} ${sample}`) || byTask;
  const isContrary = byTask === 'NC' ? control === 'positive' : byTask === 'PC' && control !== 'positive';
  return isContrary ? `${byTask} ${sample ?? ''}`.trim() : sample;
}
