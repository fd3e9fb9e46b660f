// What waits for a person: held results and disputed codes.
export { VerificationModule } from './verification.module.js';
