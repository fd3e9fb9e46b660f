import { runDecode } from './decode/run-decode.js';
import { realDesk } from './real-desk.js';

// `npm run decode -- --design ID FILE`: calls of specimen pools, without database or server
process.exitCode = await runDecode(process.argv.slice(2), realDesk);
