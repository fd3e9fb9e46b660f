import { join } from 'node:path';
import type { Configuration } from './configuration.js';

/** DATA_DIR/checkpoints/audit.jsonl: the ends of the audit's chains, outside the database (law 8). */
export const checkpointsFile = ({ dataFolder }: Pick<Configuration, 'dataFolder'>): string =>
  join(dataFolder, 'checkpoints', 'audit.jsonl');
