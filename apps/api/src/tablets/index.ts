// Tablets: enrolment, tokens for a proof of key, revocation, last contact.
export { TabletsModule } from './tablets.module.js';
