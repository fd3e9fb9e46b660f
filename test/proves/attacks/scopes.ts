import { type Arena, expectStatus, firstOf, testerTurnedVerifier, tokenOf } from './arena.js';

/** Who ran the plate becomes a verifier: the result stays held until somebody else looks at it. Then it is released. */
export async function releaseOwnRun({ ask, product, positive }: Arena): Promise<string | null> {
  const { owner } = product.database;
  const { sweepId } = product.sweep;
  const body = { sweepId, results: [{ tubeId: positive.id, version: 1 }] };
  const path = '/v1/verification/release';
  const own = await ask({ path, token: testerTurnedVerifier, body });
  const [{ state } = { state: '' }] = await owner<{ state: string }[]>`
    select state from tube_result where tube_id = ${positive.id}`;
  if (state !== 'held' || !own.text.includes('verifier-ran-it'))
    return `who ran the plate released its result: ${state} ${own.text}`;
  const other = await ask({ path, token: tokenOf('verifier'), body });
  if (!other.text.includes('"released"')) return `nobody can release it: ${other.text}`;
  const correction = { sweepId, tubeId: positive.id, version: 1, outcome: 'negative', reason: 'mine' };
  const correct = (token: string) => ask({ path: '/v1/verification/correct', token, body: correction });
  return firstOf(
    expectStatus('a correction by who ran it', await correct(testerTurnedVerifier), 409),
    expectStatus('a correction by who released it', await correct(tokenOf('verifier')), 409),
  );
}

/** A site, an official and a technician ask for what is another's; the one whose it is gets it. */
export async function readAnothers({ ask, product, positive, people }: Arena): Promise<string | null> {
  const { owner } = product.database;
  const { sweepId, sessionId, token } = product.sweep;
  const open = `/v1/recollections?sweepId=${sweepId}`;
  const mine = await ask({ path: open, token });
  const others = await ask({ path: open, token: tokenOf('site-b') });
  if (!mine.text.includes(positive.code)) return `a site does not see its own orders: ${mine.text}`;
  if (others.text.includes(positive.code)) return 'a site sees the orders of another';
  const openedAt = '2026-01-01T07:00:00Z';
  await ask({ path: '/v1/sessions', token: tokenOf('site-b'), body: { id: sessionId, sweepId, openedAt } });
  const [session] = await owner<{ site: number }[]>`
    select site_id as site from site_session where id = ${sessionId}`;
  if (session?.site !== -101) return 'a site took over the session of another';
  const [row] = await owner<{ id: number }[]>`select id from case_file limit 1`;
  const caseId = row?.id ?? 0;
  const cases = `/v1/cases?sweepId=${sweepId}`;
  const names = (asker: string) =>
    ask({ path: '/v1/cases/persons', token: asker, body: { caseId, purpose: 'to call them' } });
  const step = { caseId, step: 'members-recollected', proof: 'none' };
  const here = await ask({ path: cases, token: tokenOf('official-here') });
  const there = await ask({ path: cases, token: tokenOf('official-there') });
  if (!here.text.includes(positive.code)) return `an official does not see the own case: ${here.text}`;
  if (there.text.includes(positive.code)) return 'an official sees a case of another district';
  const told = await names(tokenOf('official-there'));
  const technician = 'technician-of-the-prove-0123456789';
  const asked = [technician, tokenOf('site-b'), tokenOf('administrator'), tokenOf('verifier')];
  const refused = await Promise.all(asked.map(names));
  for (const { text } of [told, others, there, ...refused])
    if (people.some(({ name, phone }) => text.includes(name) || text.includes(phone)))
      return 'a name was told to who may not know it';
  const own = await names(tokenOf('official-here'));
  return firstOf(
    expectStatus('names to an official of another district', told, 404),
    ...refused.map((one, index) => expectStatus(`names to ${index}`, one, 403)),
    expectStatus('names to the own official', own, 200),
    people.some(({ name }) => own.text.includes(name)) ? null : 'the own official is told no name',
    expectStatus(
      'a step of another district',
      await ask({ path: '/v1/cases/steps', token: tokenOf('official-there'), body: step }),
      404,
    ),
  );
}
