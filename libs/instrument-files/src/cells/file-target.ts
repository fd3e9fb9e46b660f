import { knownTarget, readTargetCell } from '#lis/hl7';

const dyes = new Set(
  'FAM VIC HEX JOE NED TAMRA ROX TEXASRED TEXRED CY3 CY5 CY5.5 ABY JUN SYBR SYBRGREEN SYBRGREENI EVAGREEN QUASAR670 QUASAR705 CALRED610 ATTO425 LC640 LC610 ALEXA647'.split(
    ' ',
  ),
);

/** A dye or channel as `FAM`, `VIC`, `CY5`, from `FAM (465-510)` and `1-FAM` too; null for an empty cell. */
export function readDye(text: string): string | null {
  const upper = text
    .replaceAll(/\(.*?\)/g, '')
    .replaceAll(/[\s_-]+/g, '')
    .toUpperCase()
    .replace(/^(CH)?\d(?=[A-Z])/, '');
  return upper === '' || upper === 'NONE' ? null : upper.slice(0, 20);
}

/** Target and dye of a row. A target that is called by a dye alone is no target: which one it is, is the kit's to say. */
export function readTarget(target: string, dye: string): { target: string | null; dye: string | null } {
  const asDye = readDye(target);
  const own = readDye(dye);
  if (target === '' || (asDye !== null && dyes.has(asDye) && knownTarget(target) === null))
    return { target: null, dye: own ?? asDye };
  return { target: readTargetCell(target) || null, dye: own };
}
