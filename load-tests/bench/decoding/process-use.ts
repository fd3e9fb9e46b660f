import { readFileSync } from 'node:fs';

/** Of a kernel's clock tick, ms: 100 a second on every Linux that Node runs on. */
const tickMs = 10;

/** CPU that a process and all its threads have used, ms. */
export function cpuMsOf(pid: number): number {
  const text = readFileSync(`/proc/${pid}/stat`, 'utf8');
  const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
  return (Number(fields[11]) + Number(fields[12])) * tickMs;
}

/** Memory of a process, MB. */
export function rssMbOf(pid: number): number {
  const pages = Number(readFileSync(`/proc/${pid}/statm`, 'utf8').split(' ')[1]);
  return (pages * 4096) / 1e6;
}
