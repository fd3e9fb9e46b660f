import { callWord } from '../results/analyser-call.js';
import type { CtRules } from '../results/cycle-threshold.js';
import type { AnalyserCall } from '../results/instrument-results.js';
import type { RoleRules } from '../results/specimen-role.js';
import { codeName } from '../results/target-names.js';
import { fieldPlace, type FieldPlace } from './field-place.js';
import type { SenderProfile, TargetCode } from './sender-profile.js';

/** A profile made ready to read by: names parsed, words as sets. */
export interface ReadingRules {
  profile: SenderProfile;
  messageTypes: ReadonlySet<string>;
  specimenCode: FieldPlace[];
  plateCode: FieldPlace[];
  wells: FieldPlace[];
  runNumber: FieldPlace[];
  serial: FieldPlace[];
  kitLot: FieldPlace[];
  targetNames: FieldPlace[];
  measure: { field: FieldPlace; ct: ReadonlySet<string>; ignored: ReadonlySet<string> } | null;
  ctField: FieldPlace;
  ct: CtRules;
  calls: ReadonlyMap<string, AnalyserCall>;
  role: RoleRules;
  roleField: FieldPlace[];
  targets: ReadonlyMap<string, TargetCode[]>;
}

const ready = new WeakMap<SenderProfile, ReadingRules>();

/** The rules of a profile, made once for each profile object. @throws Error for a field name that is none */
export function readingRules(profile: SenderProfile): ReadingRules {
  const known = ready.get(profile);
  if (known !== undefined) return known;
  const rules = makeRules(profile);
  ready.set(profile, rules);
  return rules;
}

function makeRules(profile: SenderProfile): ReadingRules {
  const { ct, measure, qualityControl } = profile;
  const targets = new Map<string, TargetCode[]>();
  for (const target of profile.targets) {
    const code = codeName(target.code);
    // a kit's own meaning of a code comes before the general one
    const all = [...(targets.get(code) ?? []), target];
    targets.set(
      code,
      all.sort((one, other) => Number(other.kitId !== undefined) - Number(one.kitId !== undefined)),
    );
  }
  return {
    profile,
    messageTypes: new Set(profile.messageTypes),
    specimenCode: profile.specimenCode.map(fieldPlace),
    plateCode: profile.plateCode.map(fieldPlace),
    wells: profile.wells.fields.map(fieldPlace),
    runNumber: profile.runNumber.map(fieldPlace),
    serial: placesOf(profile.equipment?.serial),
    kitLot: placesOf(profile.equipment?.kitLot),
    targetNames: profile.targetNames.map(fieldPlace),
    measure: measure && {
      field: fieldPlace(measure.field),
      ct: new Set(measure.ct.map(upper)),
      ignored: new Set(measure.ignored.map(upper)),
    },
    ctField: fieldPlace(ct.field),
    ct: { ...ct, noCtWords: new Set(ct.noCtWords.map((word) => upper(word).replaceAll(/\s+/g, ''))) },
    calls: new Map(profile.calls.map(({ word, call }) => [callWord(word), call])),
    role: {
      specimenRole: qualityControl.specimenRole,
      prefixes: qualityControl.codePrefixes.map(({ prefix, role }) => ({
        strict: new RegExp(`^${literally(prefix)}`, 'i'),
        // NC-7, NC7 and NC: of what is marked as a control the hyphen may be missing
        loose: new RegExp(`^${literally(prefix.replace(/[^\p{L}\p{N}]+$/u, ''))}(?![A-Z])`, 'i'),
        role,
      })),
      fieldRoles: new Map(
        Object.entries(qualityControl.field?.roles ?? {}).map(([text, role]) => [upper(text), role]),
      ),
    },
    roleField: qualityControl.field === null ? [] : [fieldPlace(qualityControl.field.name)],
    targets,
  };
}

const placesOf = (name: string | null | undefined) => (name ? [fieldPlace(name)] : []);
const upper = (text: string) => text.trim().toUpperCase();
const literally = (text: string) => text.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`);
