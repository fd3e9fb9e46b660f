// Sweeps, jurisdictions, sites, laboratories, instruments, recipients, kits, actors, and the drill's clock.
export { AdministrationModule } from './administration.module.js';
