// Thermocyclers' files: uploaded, previewed, accepted; how an instrument's files come.
export { InstrumentFilesModule } from './instrument-files.module.js';
