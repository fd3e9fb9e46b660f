import { type Context, followClock } from '#lis/platform';
import { askDatabase, type Told } from '../ask-database.js';

/**
 * Runs a command that changes the product's records, as the application role and with its clock. Gives the command's
 * status, or that of `askDatabase` when it cannot be run.
 */
export function withDatabase(
  environment: NodeJS.ProcessEnv,
  { warn }: Told,
  name: string,
  command: (office: Omit<Context, 'keys'>) => Promise<0 | 1>,
): Promise<0 | 1 | 2> {
  return askDatabase(
    name,
    environment,
    warn,
    async (db, configuration) => {
      const clock = await followClock(db);
      try {
        return await command({ db, clock, configuration });
      } finally {
        await clock.stop();
      }
    },
    { max: 2, plans: 'by-key', refusal: 'The command could not be done' },
  );
}
