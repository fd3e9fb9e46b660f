import { runDesign } from './design/run-design.js';
import { realDesk } from './real-desk.js';

// `npm run design -- list|show|pipetting|choose|compare`: designs of specimen pools, without database or server
process.exitCode = await runDesign(process.argv.slice(2), realDesk);
