import type { SpecimenRole } from '../results/instrument-results.js';

/** What one well read. `ct` null means that no curve crossed the threshold. */
export interface AnalyserWell {
  /** `A1` … `H12`. */
  well: string;
  /** Controls are named `NC-…`, `PC-…`, `EC-…`: HL7 has one role for all of them (Q), so the name tells them apart. */
  tubeCode: string;
  role: SpecimenRole;
  /** SPM-13: how many people share the tube. */
  memberCount?: number;
  readings: { target: string; ct: number | null }[];
  /** HL7 time string. */
  observedAt: string;
  /** OBX-11 of every reading, final unless given. */
  status?: 'P' | 'F' | 'C' | 'X';
}

/** The run that an analyser reports, and the envelope of the message. */
export interface AnalyserRun {
  sender: { application: string; facility: string };
  receiver: { application: string; facility: string };
  controlId: string;
  /** MSH-7, HL7 time string. */
  time: string;
  instrumentSerial: string;
  runNumber: string;
  kitLot: string;
  plateCode: string;
}
