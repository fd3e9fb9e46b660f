// Sealed tubes from tablets: accept, de-duplicate, a receipt per tube.
export { RegistrationModule } from './registration.module.js';
