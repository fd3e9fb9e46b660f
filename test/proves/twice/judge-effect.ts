import type { Db } from '#lis/persistence';
import type { Recipient } from '../../product/recipient.js';

type Expected = { plates: number; tubes: number; messages: number; recipient: Recipient };

const targets = 3;
const controls = 2;

/** The rows that the work leaves, each once, and the reports that left, each under one identity. */
export async function judgeEffect(owner: Db, expected: Expected): Promise<string | null> {
  const { plates, tubes, messages, recipient } = expected;
  const wells = tubes + plates * controls;
  const people = tubes * 10;
  const rows = {
    tube: tubes,
    tube_code: tubes,
    member: people,
    person: people,
    coverage: people,
    box: plates,
    box_tube: tubes,
    plate: plates,
    well: wells,
    run: plates,
    instrument_message: messages,
    reading: wells * targets,
    well_call: tubes,
    tube_result: tubes,
    refused_submission: 0,
  };
  for (const [table, count] of Object.entries(rows)) {
    const [row] = await owner<{ n: number }[]>`select count(*)::int as n from ${owner(table)}`;
    if (row?.n !== count) return `${table}: ${row?.n} rows instead of ${count}`;
  }
  const [told] = await owner<{ released: number; reports: number; tallied: number }[]>`
    select (select count(*)::int from tube_result where state = 'released') as released,
      (select count(*)::int from report) as reports,
      (select sum(n)::int from progress_tally where metric = 'registered-people') as tallied`;
  if (told?.tallied !== people) return `${told?.tallied} people are tallied, ${people} were registered`;
  const { bodies, identities } = recipient;
  if (told.reports !== bodies.size) return `${told.reports} reports were made, ${bodies.size} came`;
  if (told.released !== identities.size) return `${told.released} results left, ${identities.size} came`;
  for (const [result, keys] of identities) {
    if (keys.size !== 1) return `result ${result} came under ${[...keys].join(' and ')}`;
  }
  for (const [key, sent] of bodies) if (new Set(sent).size !== 1) return `the repeats of ${key} differ`;
  return null;
}
