import { parseArgs } from 'node:util';
import { createAccount } from '#lis/accounts';
import { CreateAccountRequest } from '#lis/contracts';
import { connect } from '#lis/persistence';
import {
  applicationUrl,
  ConfigurationError,
  followClock,
  loadSecrets,
  readConfiguration,
  Rejection,
} from '#lis/platform';

// `npm run account -- create --login NAME --role administrator [--realm real|drill]`: the first account of a realm, by
// whoever may read the installation's secrets. Its password is printed once.
const usage = 'Usage: account create --login NAME --role administrator|auditor [--realm real|drill]';
try {
  const { positionals, values } = parseArgs({
    allowPositionals: true,
    options: {
      login: { type: 'string' },
      role: { type: 'string' },
      realm: { type: 'string', default: 'real' },
    },
  });
  const { login: loginName, role, realm } = values;
  const account = CreateAccountRequest.safeParse({ loginName, name: loginName, role });
  const bound = role !== 'administrator' && role !== 'auditor';
  if (positionals.join(' ') !== 'create' || !account.success || bound || !['real', 'drill'].includes(realm))
    throw new ConfigurationError(`${usage}\n(NAME: 2 to 40 small letters, digits, ".", "_" or "-")`);
  const configuration = readConfiguration();
  const db = connect(applicationUrl(configuration, loadSecrets(configuration)), { name: 'account', max: 2 });
  try {
    const clock = await followClock(db);
    const by = { realm: realm as 'real' | 'drill', name: 'system:account-command', origin: 'console' };
    const made = await createAccount({ db, clock }, by, account.data);
    await clock.stop();
    console.log(
      `Account ${loginName} (${realm}, ${role}) is made. Its password, to be changed at the first log-in:`,
    );
    console.log(made.initialPassword);
  } finally {
    await db.end({ timeout: 1 });
  }
  process.exit(0);
} catch (error) {
  const told = error instanceof Rejection ? `Refused: ${error.code}` : undefined;
  console.error(told ?? (error instanceof Error ? error.message : error));
  process.exit(error instanceof ConfigurationError ? 2 : 1);
}
