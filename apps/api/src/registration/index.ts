// Sealed tubes from tablets: accept, de-duplicate, a receipt per tube.
export { RegistrationModule } from './registration.module.js';
export { type CountedTube, countTube, uncountTube } from './tube-coverage.js';
