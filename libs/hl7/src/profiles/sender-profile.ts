import type { AnalyserCall, SpecimenRole } from '../results/instrument-results.js';

/** A field by its HL7 name: `SAC-11`, `SPM-2.1`, `SPM-2.1.2` (component and sub-component count from 1). */
export type FieldName = string;

/**
 * How one kind of analyser or middleware speaks, as data: everything that differs between senders and is no rule of
 * the laboratory. Versions are never changed; another way of reading is another version (R1, HL7.md section 1).
 */
export interface SenderProfile {
  readonly id: string;
  readonly version: number;
  readonly name: string;
  /**
   * `astm`: records (LIS2-A2) over a line (LIS1-A). They are read as the HL7 message that says the same, so that the field
   * names of a profile are HL7's in either case; libs/astm says which field goes where.
   */
  readonly protocol: 'hl7' | 'astm';
  /** `connection`: MSH-3 and MSH-4 say nothing; the address with the local port, or the certificate, does. */
  readonly identifiedBy: 'names' | 'connection';
  /** A name of HL7 table 0211 that is tried before MSH-18, which is often untrue; null: MSH-18 is believed first. */
  readonly characterSet: string | null;
  /** MSH-12 of the answers; null: the version of the message that is answered. */
  readonly answerVersion: string | null;
  /** MSH-9.1 and 9.2 of the messages that hold results, `ORU^R01`; a bare `ORU` is one without a trigger event. */
  readonly messageTypes: readonly string[];
  /** Where a specimen's barcode is: the first of these that is not empty. */
  readonly specimenCode: readonly FieldName[];
  /** Every group of a message is of one specimen (GeneXpert: one group for each target). */
  readonly oneSpecimenAMessage: boolean;
  /** Where the plate's barcode is: the first that is not empty; none: the sender knows of no plates. */
  readonly plateCode: readonly FieldName[];
  readonly wells: WellNaming;
  readonly runNumber: readonly FieldName[];
  /** Where the analyser's serial and the reagent's lot are, when neither OBX-18.1 nor INV-16 says them. */
  readonly equipment?: { readonly serial: FieldName | null; readonly kitLot: FieldName | null };
  /** Where a target's code and names are, all of them looked at in this order. */
  readonly targetNames: readonly FieldName[];
  /** Where an OBX says what it measures of its target; null: its name and type tell. */
  readonly measure: {
    readonly field: FieldName;
    /** texts for a Ct, and for what is no reading (end point, concentration) */
    readonly ct: readonly string[];
    readonly ignored: readonly string[];
  } | null;
  readonly ct: CtNotation;
  /** Words and codes of the sender beside those that every sender's are read by; these come first. */
  readonly calls: readonly { readonly word: string; readonly call: AnalyserCall }[];
  readonly qualityControl: QualityControlMarks;
  /** Which code is which target; these come before the names that are known anyhow. */
  readonly targets: readonly TargetCode[];
  /**
   * How a specimen finds its well: by the plate's barcode; by the one open plate that holds the tube; or
   * `sample-to-answer`: there is no plate and the controls are inside, so that the system makes a plate of one well.
   */
  readonly placement: 'by-plate' | 'by-tube' | 'sample-to-answer';
  /** The kit of a sample-to-answer analyser; others take the plate's. */
  readonly kit: { readonly id: string; readonly version: number } | null;
  /** How it asks for, or is sent, what to measure; `any`: in either language. A query in another one is refused. */
  readonly worklist: 'none' | 'any' | 'law' | 'qry-q02' | 'astm';
  /** What it calls a test in its orders; the first that fits. Without one that fits it is told the kit's id. */
  readonly orderCodes?: readonly OrderCode[];
}

/** `kitId` not given: whatever the kit, also where no plate says it yet. `codeSystem` not given: its own codes. */
export interface OrderCode {
  readonly kitId?: string;
  readonly code: string;
  readonly codeSystem?: string;
}

export interface WellNaming {
  /** The first that is not empty; the whole field counts, e.g. `3^5`. */
  readonly fields: readonly FieldName[];
  readonly rows: number;
  readonly columns: number;
  /** How numbers count: along rows (2 = A2) or down columns (2 = B1). */
  readonly order: 'rows' | 'columns';
  /** 0, 1 … 95 and `0^0` instead of 1 … 96 and `1^1`. */
  readonly zeroBased: boolean;
}

export interface CtNotation {
  /** False: the analyser sends calls only. They decide where the kit's definition allows calls without a Ct. */
  readonly sent: boolean;
  /** Where a Ct is, of an OBX that has one. */
  readonly field: FieldName;
  /** Texts for "no curve crossed the threshold", compared in upper case without blanks. */
  readonly noCtWords: readonly string[];
  /** 0 and negative numbers are "no Ct" too (GeneXpert); false: they are unreadable, for no Ct is 0. */
  readonly zeroIsNoCt: boolean;
  /** A number from here on is "no Ct" (a sender that writes its last cycle, 45); null: none is. */
  readonly noCtFrom: number | null;
  /** `28,4` is 28.4; false: it is unreadable. */
  readonly decimalComma: boolean;
}

export interface QualityControlMarks {
  /** MSH-16: 0, 1, 2 = patient, calibration, quality control (2.3.1). False: it is an acknowledgement condition. */
  readonly messageFlag: boolean;
  /** SPM-11 (table 0369) tells the role. */
  readonly specimenRole: boolean;
  /** Barcodes that begin so are controls. */
  readonly codePrefixes: readonly { readonly prefix: string; readonly role: SpecimenRole }[];
  /** A field whose text tells the role, e.g. OBX-3.1 = `QC-POS`; the first OBX, OBR or SPM of the specimen. */
  readonly field: { readonly name: FieldName; readonly roles: Readonly<Record<string, SpecimenRole>> } | null;
}

/** `code` is any text of `targetNames`, in any case; `codeSystem` OBX-3.3 or .6, when only that system's counts. */
export interface TargetCode {
  readonly code: string;
  readonly codeSystem?: string;
  /** Only on plates with this kit: the same channel is another gene there. */
  readonly kitId?: string;
  readonly target: string;
}
