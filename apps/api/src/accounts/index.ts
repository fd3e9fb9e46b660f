// People and integrators: accounts, logging in and out, keys.
export { AccountsModule } from './accounts.module.js';
