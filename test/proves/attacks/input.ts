import { connectAnalyser } from '../../product/analyser.js';
import { type Arena, expectStatus, firstOf, tokenOf } from './arena.js';

/** A role, a realm or a laboratory that nobody asked for is refused by its name, and made nobody more than before. */
export async function assignMore({ ask, product }: Arena): Promise<string | null> {
  const { owner } = product.database;
  const token = tokenOf('administrator');
  const account = { loginName: 'more.than.asked', name: 'x', role: 'site', siteCode: 'S-BENCH' };
  const actors = [{ kind: 'staff', role: 'site', name: 'x', id: 1 }];
  const told = [
    await ask({ path: '/v1/accounts', token, body: { ...account, isAdministrator: true } }),
    await ask({ path: '/v1/accounts', token, body: { ...account, mustChangePassword: false } }),
    await ask({
      path: '/v1/accounts',
      token,
      raw: `{"__proto__":{"role":"verifier"},${JSON.stringify(account).slice(1)}`,
    }),
    await ask({ path: '/v1/administration/actors', token, body: { realm: 'drill', actors } }),
    await ask({ path: '/v1/administration/actors', token, body: { realm: 'real', actors: [] } }),
    await ask({ path: '/v1/sweeps?realm=real', token }),
  ];
  const asked = await ask({
    path: '/v1/accounts',
    token: tokenOf('verifier'),
    body: { ...account, role: 'administrator' },
  });
  const [made] = await owner<{ n: number }[]>`
    select count(*)::int as n from account where login_name = ${account.loginName}`;
  return firstOf(
    ...told.map((one, index) => expectStatus(`more than asked for, ${index}`, one, 400)),
    expectStatus('an account made by a verifier', asked, 403),
    made?.n === 0 ? null : 'an account was made',
  );
}

const traversals = [
  '/../../../../etc/passwd',
  '/..%2f..%2f..%2fetc%2fpasswd',
  '/tablet/..%2f..%2f..%2fpackage.json',
  '/%2e%2e/%2e%2e/package.json',
  '/tablet/%00/etc/passwd',
  '/assets/....//....//etc/passwd',
];

/** A path in an import is a text, and in an address it leads nowhere; a file that is exported executes nothing. */
export async function walkPaths({ ask, product }: Arena): Promise<string | null> {
  const { owner } = product.database;
  const token = tokenOf('administrator');
  for (const path of traversals) {
    const { text } = await ask({ path });
    if (/root:|"sweepwell"/.test(text)) return `${path} gave a file away`;
  }
  const cell = '../../etc/passwd';
  const raw = `code,name,level,parent_code,population\nPATH-1,${cell},district,,5\nPATH-2,"@SUM(1)",district,,5\n`;
  const taken = await ask({ path: '/v1/administration/jurisdictions', token, raw, type: 'text/csv' });
  const [place] = await owner<{ name: string }[]>`select name from jurisdiction where code = 'PATH-1'`;
  await owner`
    insert into sweep_target select ${product.sweep.sweepId}, id, 5 from jurisdiction
    where code in ('PATH-2', 'there') on conflict do nothing`;
  const path = `/v1/exports/coverage.csv?sweepId=${product.sweep.sweepId}`;
  await owner`insert into actor (id, kind, role, name) values (-118, 'staff', 'official', 'whole realm') on conflict do nothing`;
  const csv = await ask({ path, token: tokenOf('official-there') });
  const executed = csv.text
    .split('\n')
    .flatMap((line) => line.split(','))
    .filter((one) => /^"?[=+@\t\r]/.test(one));
  return firstOf(
    expectStatus('an import with a path', taken, 200, 400),
    taken.status === 200 && place?.name !== cell ? 'the path was not stored as it is' : null,
    expectStatus('an export', csv, 200),
    executed.length > 0 ? `a spreadsheet would execute ${executed[0] ?? ''}` : null,
  );
}

/** Bodies beyond their limit are not read, a stranger's large one not at all. */
export async function sendTooMuch({ ask, product }: Arena): Promise<string | null> {
  const large = JSON.stringify({ tubes: 'x'.repeat(17 * 1024 * 1024) });
  const told = (raw: string, path: string, token?: string) =>
    // the connection may end while the body is still being sent
    ask({ path, raw, ...(token !== undefined && { token }) }).catch(() => ({ status: 413, text: '' }));
  return firstOf(
    expectStatus('17 MiB', await told(large, '/v1/tubes', product.sweep.token), 413),
    expectStatus('1 MiB where 256 KiB go', await told(large.slice(0, 1 << 20), '/v1/lookup'), 413),
    expectStatus('2 MiB of a stranger', await told(large.slice(0, 1 << 21), '/v1/tubes'), 401, 413),
    expectStatus('the api afterwards', await ask({ path: '/health' }), 200),
  );
}

/** Whatever an analyser writes into its fields, its answer is one header and one acknowledgement, and it is stored once. */
export async function injectSegments({ product, drawn }: Arena): Promise<string | null> {
  const { owner } = product.database;
  const hostile = [
    '\\X0D\\MSA|AA|9',
    '|^~\\&',
    "';drop table tube;--",
    '\nMSH|^~\\&|X',
    'MSA|AA|1',
    '\\.br\\',
  ];
  for (const [index, text] of hostile.entries()) {
    const id = `${drawn('control').slice(0, 6)}${index}`;
    const fields = ['BENCHMW', 'LAB01', 'SWEEPWELL', 'LAB', '20300101080000+0800', '', 'OUL^R22^OUL_R22'];
    const message = `MSH|^~\\&|${fields.join('|')}|${id}${text}|P|2.5.1\rPID|1||${text}\rSPM|1|${text}||${text}\rOBX|1|NM|${text}||${text}`;
    const analyser = await connectAnalyser(product.mllpPort);
    const answer = await analyser.ask(message).catch(() => '');
    analyser.close();
    const segments = answer.split(/[\r\n]/).filter((one) => one !== '');
    const odd = segments.filter((one) => !/^(MSH|MSA|ERR)\|/.test(one));
    const acknowledgements = segments.filter((one) => one.startsWith('MSA|')).length;
    const headers = segments.filter((one) => one.startsWith('MSH|')).length;
    if (odd.length > 0 || acknowledgements > 1 || headers > 1)
      return `a field of a message became a segment of its answer: ${JSON.stringify(answer)}`;
  }
  const [kept] = await owner<{ tube: boolean; n: number }[]>`
    select to_regclass('tube') is not null as tube, count(*)::int as n from instrument_message`;
  return kept?.tube && kept.n > 1 ? null : 'the messages are not in the database';
}
