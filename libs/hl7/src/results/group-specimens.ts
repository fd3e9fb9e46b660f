import type { Segment } from '../message/segment.js';

/** The segments that speak of one specimen in one container. */
export interface SpecimenGroup {
  pid: Segment | null;
  spm: Segment | null;
  sac: Segment | null;
  /** Readings with the OBR they stand under. */
  observations: { obx: Segment; obr: Segment | null }[];
  obrs: Segment[];
  invs: Segment[];
  /** The message does not tell which specimen these readings are of. */
  isUncertain: boolean;
}

/**
 * Groups the segments of an ORU^R01 or OUL^R22 by specimen. Every PID starts afresh. Where SPM or SAC comes before the
 * first OBR (OUL^R22, and senders who put it first in ORU^R01), it opens a specimen that lasts to the next
 * one; where OBR comes first (ORU^R01 2.5.1: SPM after OBX), each OBR is a specimen and SPM and SAC inside it are its.
 * In the second form, when some OBR have an SPM and others none, whose readings they are cannot be known: those
 * groups are marked uncertain rather than guessed. `isOneSpecimen`: the sender's groups are of one specimen; two
 * specimens in such a message are uncertain again.
 */
export function groupSpecimens(segments: readonly Segment[], isOneSpecimen = false): SpecimenGroup[] {
  const groups: SpecimenGroup[] = [];
  for (const section of sectionsByPatient(segments)) {
    const opener = section.find(({ name }) => ['SPM', 'SAC', 'OBR', 'OBX'].includes(name))?.name;
    if (opener === undefined) continue;
    const own = isOneSpecimen
      ? [together(section)]
      : opener === 'SPM' || opener === 'SAC'
        ? bySpecimen(section)
        : byOrder(section);
    const pid = section[0]?.name === 'PID' ? section[0] : null;
    for (const group of own) groups.push(pid === null ? group : { ...group, pid });
  }
  return groups.filter((group) => group.observations.length > 0);
}

function sectionsByPatient(segments: readonly Segment[]): Segment[][] {
  const sections: Segment[][] = [[]];
  for (const segment of segments) {
    if (segment.name === 'PID') sections.push([]);
    sections.at(-1)?.push(segment);
  }
  return sections;
}

function bySpecimen(section: readonly Segment[]): SpecimenGroup[] {
  const groups: SpecimenGroup[] = [];
  let group = emptyGroup();
  const open = (next: SpecimenGroup) => {
    group = next;
    groups.push(group);
  };
  for (const segment of section) {
    const isFresh = group.observations.length + group.obrs.length === 0;
    if (segment.name === 'SPM') {
      // A container may be named just before its specimen.
      if (!(groups.length > 0 && isFresh && group.spm === null)) open(emptyGroup());
      group.spm = segment;
    } else if (segment.name === 'SAC') {
      if (groups.length === 0) open(emptyGroup());
      // A container after readings: the same specimen in another well.
      else if (!isFresh || group.sac !== null) open({ ...emptyGroup(), spm: group.spm });
      group.sac = segment;
    } else add(segment, group);
  }
  return groups;
}

function byOrder(section: readonly Segment[]): SpecimenGroup[] {
  const groups: SpecimenGroup[] = [];
  let group = emptyGroup();
  const open = () => {
    group = emptyGroup();
    groups.push(group);
  };
  for (const segment of section) {
    if (groups.length === 0 || segment.name === 'OBR') open();
    if (segment.name === 'SPM') {
      if (group.spm === null) group.spm = segment;
      // Two specimens under one order, HL7 2.5.1 §7.3.1: the readings are of both.
      else group.isUncertain = true;
    } else if (segment.name === 'SAC') group.sac ??= segment;
    else add(segment, group);
  }
  const withReadings = groups.filter(({ observations }) => observations.length > 0);
  const isMixed =
    withReadings.some(({ spm }) => spm === null) && withReadings.some(({ spm }) => spm !== null);
  if (isMixed) for (const one of withReadings) one.isUncertain = true;
  return groups;
}

function together(section: readonly Segment[]): SpecimenGroup {
  const group = emptyGroup();
  for (const segment of section) {
    if (segment.name === 'SPM') {
      if (group.spm !== null && group.spm.text(2) !== segment.text(2)) group.isUncertain = true;
      group.spm ??= segment;
    } else if (segment.name === 'SAC') group.sac ??= segment;
    else add(segment, group);
  }
  return group;
}

function add(segment: Segment, group: SpecimenGroup): void {
  if (segment.name === 'OBR') group.obrs.push(segment);
  else if (segment.name === 'INV') group.invs.push(segment);
  else if (segment.name === 'OBX') group.observations.push({ obx: segment, obr: group.obrs.at(-1) ?? null });
}

function emptyGroup(): SpecimenGroup {
  return { pid: null, spm: null, sac: null, observations: [], obrs: [], invs: [], isUncertain: false };
}
