// "Is my result there?": apart from everything else, the first to be shed under load.
export { LookupModule } from './lookup.module.js';
