// Thermocyclers' files from bytes to an accepted run: what the api (uploads) and the gateway (watched folder) share.
export { takeFile } from './take-file.js';
export { previewFile } from './preview-file.js';
export { acceptFile } from './accept-file.js';
export { type FileRow, readFileRow, type Said } from './files.queries.js';
