import { setTimeout as wait } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { DATA_KEY_VALUES, type Realm } from '#lis/domain';
import { addDataKey, type Context, followKeys, keysKnownWithinMs } from '#lis/platform';
import type { Told } from '../ask-database.js';
import { withDatabase } from '../command/with-database.js';
import { dropDataKeys } from './drop-data-keys.js';
import { resealRealm } from './reseal.js';

const usage = `Usage: keys rotate | reseal | drop | show  [--realm real|drill]
  rotate  adds a data key, which running processes use within seconds, and seals every value anew with it
  reseal  goes on where a rotation was stopped
  drop    removes the keys under which nothing lies any more
  show    prints how far the keys are used`;
const commands = ['rotate', 'reseal', 'drop', 'show'] as const;

/**
 * `keys rotate|reseal|drop|show [--realm]`, while the product runs. Gives the exit status: 0 done, 1 when values were
 * left under an old key or the database cannot be asked, 2 for arguments or settings that cannot be used.
 */
export async function runKeys(
  args: readonly string[],
  environment: NodeJS.ProcessEnv,
  told: Told,
): Promise<0 | 1 | 2> {
  const asked = readArguments(args);
  if (!asked) {
    told.warn(usage);
    return 2;
  }
  return withDatabase(environment, told, 'keys', async (office) => {
    let status: 0 | 1 = 0;
    for (const realm of asked.realms) {
      if (asked.command === 'rotate') {
        const id = await addDataKey(office, realm, { actor: 'operator:keys', origin: 'command' });
        told.print(`${realm}: data key ${id} added`);
        // from here on no running process seals with the older one
        await wait(2 * keysKnownWithinMs);
      }
      if (asked.command === 'show') await show(office, realm, told);
      else if (asked.command === 'drop') await drop(office, realm, told);
      else if (!(await reseal(office, realm, told))) status = 1;
    }
    return status;
  });
}

/** True when nothing is left under an older key. */
async function reseal(office: Omit<Context, 'keys'>, realm: Realm, { print, warn }: Told): Promise<boolean> {
  const { ring: keys, stop } = await followKeys(office, true);
  try {
    // a value that another process wrote behind this one's back is found by the next pass
    for (let pass = 1; pass <= 10; pass++) {
      const { values, unopenable } = await resealRealm({ ...office, keys }, realm);
      print(`${realm}: ${values} values sealed anew with data key ${keys[realm].dataKeyId}`);
      if (unopenable > 0) warn(`${realm}: ${unopenable} values do not open and were left as they are`);
      if (values === 0) return unopenable === 0;
    }
    warn(`${realm}: values still come in under an older key; run keys reseal again`);
    return false;
  } finally {
    stop();
  }
}

async function drop(office: Omit<Context, 'keys'>, realm: Realm, { print }: Told): Promise<void> {
  const { dropped, kept } = await dropDataKeys(office, realm);
  for (const id of dropped) print(`${realm}: data key ${id} dropped`);
  for (const { keyId, why } of kept) {
    const because = why === 'in-use' ? 'values lie under it' : 'its successor is younger than a minute';
    print(`${realm}: data key ${keyId} stays: ${because}`);
  }
  if (dropped.length + kept.length === 0) print(`${realm}: one data key, nothing to drop`);
}

async function show({ db }: Omit<Context, 'keys'>, realm: Realm, { print }: Told): Promise<void> {
  const rows = await db<{ keyId: number; reserved: number }[]>`
    select key_id as "keyId", reserved from data_key_use where realm = ${realm} order by key_id`;
  for (const { keyId, reserved } of rows) {
    const share = ((reserved / DATA_KEY_VALUES) * 100).toFixed(1);
    print(`${realm}: data key ${keyId}: ${reserved} of ${DATA_KEY_VALUES} values (${share} %)`);
  }
}

function readArguments(args: readonly string[]) {
  try {
    const { values, positionals } = parseArgs({
      args: [...args],
      options: { realm: { type: 'string' } },
      allowPositionals: true,
    });
    const command = commands.find((one) => one === positionals[0]);
    const realms = (['real', 'drill'] as const).filter((one) => (values.realm ?? one) === one);
    return command && positionals.length === 1 && realms.length > 0 ? { command, realms } : undefined;
  } catch {
    return undefined;
  }
}
