import { ConfigurationError, loadSecrets, prepareDatabase, readConfiguration } from '#lis/platform';

// Brings the database of DATABASE_URL to this version and ends: for installations without the supervisor.
try {
  const configuration = readConfiguration();
  await prepareDatabase(configuration, loadSecrets(configuration));
  console.log('The database is at this version.');
} catch (error) {
  console.error(error instanceof ConfigurationError || error instanceof Error ? error.message : error);
  process.exit(1);
}
