import { join } from 'node:path';
import { freePort } from '#lis/platform';
import { must } from '../bare/command.js';
import { makeMachine, type Machine, whyNot } from '../bare/minimal-debian.js';
import { copyNpmrc, npmSettings } from '../bare/npm-settings.js';
import type { Prove } from './prove.js';

const drill = 'npm ci && npm run drill -- --exit --people 2000';
const test = 'npm ci && npm test';
type User = { name: string; home: string };
const root: User = { name: 'root', home: '/root' };
const ordinary: User = { name: 'technician', home: '/home/technician' };

/** The two commands of README.md on a machine that has Node and npm and nothing else, as root and as anybody. */
export const prove: Prove = async ({ small, report }) => {
  const missing = await whyNot();
  if (missing !== null) return missing;
  const machine = await makeMachine();
  try {
    await must('chroot', [machine.folder, 'useradd', '--create-home', ordinary.name]);
    const npm = await npmSettings(machine.folder);
    for (const user of small ? [ordinary] : [root, ordinary]) {
      await cloneFor(machine, user);
      for (const command of small ? [drill] : [drill, test]) {
        const { status, seconds, output } = await inside(machine, user, npm, command);
        const counted = [...output.matchAll(/\d+ passed, \d+ failed/g)].at(-1)?.[0];
        const told = counted === undefined ? `${seconds} s` : `${seconds} s, ${counted}`;
        report({ [`${user.name}: ${command}`]: told });
        if (status !== 0) return `${user.name}: ${command}: ${status}\n${output.slice(-6000)}`;
      }
    }
    return null;
  } finally {
    await machine.close();
  }
};

/** What is committed here, and nothing else. */
async function cloneFor({ folder }: Machine, { name, home }: User): Promise<void> {
  await must('git', ['clone', '--quiet', '--no-hardlinks', process.cwd(), join(folder, home, 'sweepwell')]);
  copyNpmrc(join(folder, home));
  await must('chroot', [folder, 'chown', '-R', `${name}:`, home]);
}

async function inside(machine: Machine, { name, home }: User, npm: NodeJS.ProcessEnv, command: string) {
  const environment = {
    ...npm,
    PATH: '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin',
    HOME: home,
    USER: name,
    // the machine shares this one's network
    HTTP_PORT: String(await freePort()),
    MLLP_PORT: String(await freePort()),
    POSTGRES_PORT: String(await freePort()),
  };
  return machine.run(name, environment, `cd ${home}/sweepwell && ${command}`);
}
