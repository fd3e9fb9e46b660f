/** What a specimen in a well is for, from SPM-11 (table 0369) and the control names `NC-… PC-… EC-…`. */
export type SpecimenRole =
  | 'patient'
  | 'pool'
  | 'control-negative'
  | 'control-positive'
  | 'control-extraction'
  | 'qc'
  | 'calibrator'
  | 'blind'
  | 'other';

export type AnalyserCall = 'POS' | 'NEG' | 'INV';

/** OBX-11: preliminary, final, corrected, deleted, cannot be obtained, wrong (withdrawn). */
export type ReadingStatus = 'P' | 'F' | 'C' | 'D' | 'X' | 'W';

/**
 * Why `ct` is a number or null: `measured`; `none` = the analyser says that there is none (Undetermined, 0, >40 …);
 * `not-sent` = the field was empty or there was no such OBX; `unreadable` = there is text that we do not
 * understand, which must never be taken for `none`.
 */
export type CtState = 'measured' | 'none' | 'not-sent' | 'unreadable';

export interface InstrumentReading {
  /** Upper case, synonyms and LOINC codes made one: ORF1AB, N, E, RDRP, IC …; an unknown code stays itself. */
  target: string;
  /** Cycle threshold in cycles, above 0. */
  ct: number | null;
  ctState: CtState;
  /** OBX-5 of the Ct as sent, `''` when empty or absent. */
  rawValue: string;
  /** The analyser's own opinion, evidence only: null when it gave none or one that we do not know. */
  analyserCall: AnalyserCall | null;
  /** OBX-5 of the call as sent, `''` when absent. */
  rawCall: string;
  status: ReadingStatus;
  /** OBX-19, else OBX-14 (else OBR-7 before 2.4), an HL7 time string. */
  observedAt: string | null;
  /** OBX-8, every repetition. */
  flags: string[];
  /** OBX-4 (the run number in IHE LAW). */
  runNumber: string | null;
}

export interface InstrumentSpecimen {
  /** SPM-2, else SAC-3, else OBR-2, else OBR-3; null also when it cannot be told which specimen the readings are of. */
  tubeCode: string | null;
  role: SpecimenRole;
  /** SAC-10. */
  plateCode: string | null;
  /** SAC-11 as sent, and as A1 … H12 where it is a place on the plate. */
  position: { raw: string; well: string | null } | null;
  /** The run number when all readings agree on one. */
  runNumber: string | null;
  /** OBX-18, second repetition (LAW: model ~ serial), or the only one. */
  instrumentSerial: string | null;
  /** INV-16 of a reagent. */
  kitLot: string | null;
  readings: InstrumentReading[];
  /** The analyser's opinion on the whole specimen (e.g. LOINC 94500-6), with its own status. */
  overall: InstrumentReading | null;
}

export type InstrumentResults =
  | {
      kind: 'results';
      specimens: InstrumentSpecimen[];
      /** MSH-16 0, 1, 2 of a 2.3.1 analyser; null when the field says something else. */
      qcFlag: 'patient' | 'calibration' | 'qc' | null;
    }
  | { kind: 'not-results'; messageType: string };
