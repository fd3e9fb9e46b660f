// Thermocyclers' files: their exports as plain readings, and plate set-up files for them. Pure; protocol words come from #lis/hl7.
export { readInstrumentFile, MAX_INSTRUMENT_FILE_BYTES } from './read-instrument-file.js';
export { FileRefusal } from './file-refusal.js';
export type { FileReading, FileTask, FileWell, InstrumentFile, PlateWells } from './instrument-file.js';
export { SETUP_FORMATS, type SetupFormat } from './setup/plate-setup.js';
export { writePlateSetup } from './setup/write-plate-setup.js';
