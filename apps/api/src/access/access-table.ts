import { may, ROLES, type Role } from '#lis/domain';
import type { Route } from './list-routes.js';

/** Who calls: somebody of a role, or with a credential that is none. `revoked-device`: a tablet's, taken back. */
export const CALLERS = [...ROLES, 'none', 'forged', 'expired', 'revoked', 'revoked-device'] as const;
export type Caller = (typeof CALLERS)[number];
export type Expected = 'served' | 401 | 403;
export type Cell = { route: Route; caller: Caller; expected: Expected };

/** What every caller must meet at every route, from the one table of permissions and nothing else. */
export function accessTable(routes: readonly Route[]): Cell[] {
  return routes.flatMap((route) =>
    CALLERS.map((caller) => ({ route, caller, expected: expectedOf(route, caller) })),
  );
}

function expectedOf({ needs }: Route, caller: Caller): Expected {
  if (needs === 'public') return 'served';
  if (needs === undefined) return 403;
  // what a tablet sealed before it was taken back is still delivered; registration quarantines it
  if (caller === 'revoked-device' && needs === 'tube.register') return 'served';
  if (!isRole(caller)) return 401;
  // only who has logged in; the callers of the proof bring bearer credentials
  if (needs === 'any-account' || needs === 'unfinished-account') return 403;
  return may(caller, needs) ? 'served' : 403;
}

const isRole = (caller: Caller): caller is Role => (ROLES as readonly string[]).includes(caller);

/** Null when a status is what was expected. Served: anything that a credential does not decide, and no fault. */
export function judgeAnswer({ route, caller, expected }: Cell, status: number): string | null {
  const isServed = status !== 401 && status !== 403 && status < 500;
  if (expected === 'served' ? isServed : status === expected) return null;
  return `${route.method} ${route.path} by ${caller}: ${status} in the place of ${expected}`;
}

/** The table as Markdown, for docs/access.md. */
export function accessMarkdown(routes: readonly Route[]): string {
  const lines = routes.map(({ method, path, needs }) => {
    const marks = ROLES.map((role) => {
      if (needs === 'public') return '✓';
      if (needs === 'any-account' || needs === 'unfinished-account') return 'logged in';
      return needs !== undefined && may(role, needs) ? '✓' : '';
    });
    return `| ${method} ${path} | ${needs ?? 'nobody’s'} | ${marks.join(' | ')} |`;
  });
  return `# Who may call what

Made by \`npm run routes\` from the routes and the table of permissions (\`libs/domain/src/rules/permissions.ts\`).
Everybody else gets 403; without a credential, with a forged, expired or revoked one, 401. A revoked tablet may only
deliver what it sealed before. Where in the city somebody may act is decided by the rows, with 403, 404 or 409.

| route | permission | ${ROLES.join(' | ')} |
|---|---|${ROLES.map(() => '---').join('|')}|
${lines.join('\n')}
`;
}
