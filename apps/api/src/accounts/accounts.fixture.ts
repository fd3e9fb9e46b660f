import { randomBytes } from 'node:crypto';
import { Module } from '@nestjs/common';
import { APP_GUARD, NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { ActorGuard, CONTEXT, type Context, knowCookies, ProblemFilter, tokenHash } from '#lis/platform';
import { useDatabase } from '#lis/testing';
import { afterAll, beforeAll } from 'vitest';
import { CoverageModule } from '../coverage/index.js';
import { AccountsModule } from './accounts.module.js';

type Given = {
  method?: string;
  body?: unknown;
  bearer?: string;
  cookie?: string;
  csrf?: string;
  from?: string;
  accept?: string;
  /** a page asks by itself */
  unattended?: boolean;
};
type Answer = { status: number; body: Record<string, unknown>; cookies: string[]; location: string };
type LoggedIn = { cookie: string; csrf: string; status: number; answer: Record<string, unknown> };

let drawn = 0;

/** The routes of accounts beside those of coverage, with a clock that a test moves on, and an administrator per realm. */
export function useAccountsApi(settings: () => Partial<Context['configuration']> = () => ({})) {
  const database = useDatabase();
  const clock = { shift: 0 };
  const administrators = { real: '', drill: '' };
  let app: NestFastifyApplication;
  beforeAll(async () => {
    const { owner, context: given } = database();
    const context: Context = {
      ...given,
      clock: {
        now: (realm) => given.clock.now(realm) + clock.shift,
        machine: () => given.clock.machine() + clock.shift,
      },
      configuration: { ...given.configuration, ...settings() },
    };
    for (const [realm, id] of [
      ['real', 1],
      ['drill', -1],
    ] as const) {
      administrators[realm] = randomBytes(16).toString('hex');
      await owner`insert into actor (id, kind, role, name) values (${id}, 'program', 'administrator', 'first')`;
      await owner`
        insert into credential (token_hash, actor_id, issued_at)
        values (${tokenHash(administrators[realm])}, ${id}, '2020-01-01Z')`;
    }
    await owner`select setval('real_id', 100), setval('drill_id', -100)`;
    await owner`
      insert into jurisdiction (code, name, level, population) values ('420100', 'city', 'city', 1000)`;
    await owner`insert into laboratory values (-1, 'lab-drill', 'l'), (1, 'lab-real', 'l')`;
    await owner`insert into site select -1, 'site-drill', 's', id from jurisdiction`;

    class Tested {}
    Module({
      imports: [
        {
          module: class Provided {},
          global: true,
          providers: [{ provide: CONTEXT, useValue: context }],
          exports: [CONTEXT],
        },
        AccountsModule,
        CoverageModule,
      ],
      providers: [{ provide: APP_GUARD, useClass: ActorGuard }],
    })(Tested);
    app = await NestFactory.create<NestFastifyApplication>(Tested, new FastifyAdapter(), { logger: false });
    await knowCookies(app);
    app.useGlobalFilters(new ProblemFilter());
    await app.init();
    await app.getHttpAdapter().getInstance().ready();
  });
  afterAll(() => app.close());

  const ask = async (path: string, given: Given = {}): Promise<Answer> => {
    const answer = await app.inject({
      method: (given.method ?? (given.body === undefined ? 'GET' : 'POST')) as 'GET',
      url: path.startsWith('/') ? path : `/v1/${path}`,
      remoteAddress: given.from ?? '127.0.0.1',
      headers: {
        ...(given.bearer !== undefined && { authorization: `Bearer ${given.bearer}` }),
        ...(given.cookie !== undefined && { cookie: given.cookie }),
        ...(given.unattended && { 'x-sweepwell-unattended': '1' }),
        ...(given.accept !== undefined && { accept: given.accept }),
        ...(given.csrf !== undefined && { 'x-sweepwell-csrf': given.csrf }),
      },
      ...(given.body !== undefined && { payload: given.body as object }),
    });
    const json = answer.headers['content-type']?.toString().includes('json') && answer.body !== '';
    return {
      status: answer.statusCode,
      body: json ? answer.json<Record<string, unknown>>() : {},
      cookies: [answer.headers['set-cookie'] ?? []].flat(),
      location: answer.headers.location ?? '',
    };
  };
  /** From an address of its own unless told: no test is throttled because of another. */
  const logIn = async (loginName: string, password: string, from?: string): Promise<LoggedIn> => {
    const address = from ?? `127.1.${Math.floor(++drawn / 250)}.${drawn % 250}`;
    const told = await ask('log-in', { body: { loginName, password }, from: address });
    const cookie = told.cookies[0]?.split(';')[0] ?? '';
    return { cookie, csrf: (told.body['csrf'] ?? '') as string, status: told.status, answer: told.body };
  };
  const create = async (loginName: string, given: Record<string, unknown> = { role: 'administrator' }) => {
    const body = { loginName, name: 'Somebody', ...given };
    const told = await ask('accounts', { body, bearer: administrators.drill });
    if (told.status !== 200) throw new Error(`${told.status} ${JSON.stringify(told.body)}`);
    return told.body as { accountId: number; initialPassword: string };
  };
  /** An account that has changed its first password, and its first session. */
  const enter = async (loginName: string, given?: Record<string, unknown>) => {
    const { accountId, initialPassword } = await create(loginName, given);
    const first = await logIn(loginName, initialPassword);
    const told = await ask('me/password', {
      ...{ cookie: first.cookie, csrf: first.csrf },
      body: { current: initialPassword, password: goodPassword },
    });
    if (told.status !== 200) throw new Error(`${told.status} ${JSON.stringify(told.body)}`);
    const cookie = told.cookies[0]?.split(';')[0] ?? '';
    return { accountId, initialPassword, first, cookie, csrf: String(told.body['csrf']) };
  };
  const audited = async (action: string, accountId?: number) => {
    const rows = await database().owner<{ actor: string; subject: string; detail: unknown }[]>`
      select actor, subject, detail from audit where action = ${action} order by id`;
    return accountId === undefined ? rows : rows.filter(({ subject }) => subject.endsWith(`:${accountId}`));
  };
  return { ...{ database, clock, administrators, ask, logIn, create, enter, audited }, app: () => app };
}

export const goodPassword = 'nine tubes in a row';
