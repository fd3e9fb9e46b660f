import { cpSync, existsSync, mkdirSync, mkdtempSync, renameSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { type Ended, must, run } from './command.js';

export type Machine = {
  folder: string;
  /** runs a line of bash there as that user, with that environment and no other */
  run(user: string, environment: NodeJS.ProcessEnv, line: string): Promise<Ended>;
  close(): Promise<void>;
};

const cache = join(tmpdir(), 'sweepwell-bookworm');
/** Mounts and processes of its own: both are gone when the command is, however that ends. */
const alone = ['--mount', '--pid', '--fork', '--kill-child'];
const enter =
  'mount --rbind /dev "$1/dev" && mount -t proc proc "$1/proc" && exec chroot --userspec="$2" "$1" /bin/bash -c "$3"';

/** Why no machine can be made here; null when one can. */
export async function whyNot(): Promise<string | null> {
  if (process.getuid?.() !== 0) return 'a bare machine needs root: debootstrap, mount and chroot';
  const { status } = await run('debootstrap', ['--version']);
  return status === 0 ? null : 'a bare machine needs debootstrap, which is not installed';
}

/** A minimal Debian 12 with nothing but the running Node and its npm; downloaded once, then copied. */
export async function makeMachine(): Promise<Machine> {
  if (!existsSync(cache)) {
    const draft = `${cache}.${process.pid}`;
    await must('debootstrap', ['--variant=minbase', 'bookworm', draft]);
    renameSync(draft, cache);
  }
  const folder = mkdtempSync(join(tmpdir(), 'sweepwell-bare-'));
  await must('chmod', ['755', folder]);
  await must('cp', ['-a', '--reflink=auto', `${cache}/.`, folder]);
  putNode(folder);
  for (const file of ['/etc/resolv.conf', '/etc/hosts']) {
    rmSync(join(folder, file), { force: true });
    if (existsSync(file)) cpSync(file, join(folder, file), { dereference: true });
  }
  return {
    folder,
    run: (user, environment, line) =>
      run('unshare', [...alone, '/bin/sh', '-c', enter, 'sh', folder, `${user}:${user}`, line], {
        environment,
      }),
    close: async () => void (await must('rm', ['-rf', '--one-file-system', folder])),
  };
}

function putNode(folder: string): void {
  const npm = join(dirname(process.execPath), '../lib/node_modules/npm');
  cpSync(process.execPath, join(folder, 'usr/bin/node'));
  mkdirSync(join(folder, 'usr/lib/node_modules'), { recursive: true });
  cpSync(npm, join(folder, 'usr/lib/node_modules/npm'), { recursive: true, verbatimSymlinks: true });
  for (const name of ['npm', 'npx']) {
    symlinkSync(`../lib/node_modules/npm/bin/${name}-cli.js`, join(folder, 'usr/bin', name));
  }
}
