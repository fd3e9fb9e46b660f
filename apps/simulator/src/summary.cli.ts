import { readConfiguration } from '#lis/platform';
import { drillFolder, readWhole } from './city/index.js';
import { judgeDrill, summaryLines } from './drill-summary.js';
import type { DrillSummary } from './progress/index.js';

// Prints what the last drill of DATA_DIR came to; exit status 1 when something did not hold, 2 when there was none.
const { dataFolder } = readConfiguration();
const summary = readWhole(drillFolder(dataFolder).summary) as DrillSummary | null;
if (!summary) {
  console.log('No drill has come to its end here.');
  process.exit(2);
}
console.log(summaryLines(summary).join('\n'));
process.exit(judgeDrill(summary).length > 0 ? 1 : 0);
