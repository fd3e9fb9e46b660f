import { Button } from '@mantine/core';
import type { WhoAmI } from '#lis/contracts';
import { may, type Role } from '#lis/domain';
import { Switches } from '../officials/switches.js';
import { useLanguage, wordOf } from '../texts/language.js';
import { roleWords } from '../texts/role-words.js';

type Props = {
  who?: WhoAmI | undefined;
  page: 'dashboard' | 'administration' | 'analysers' | 'designs' | 'account';
  onLeave: () => void;
};

/** Who is logged in, where else that person may go, language, theme, and the way out. */
export function WhoBar({ who, page, onLeave }: Props) {
  const { texts, language } = useLanguage();
  const role = who?.role as Role | undefined;
  const pages = [
    { name: 'dashboard', address: '/', open: role && may(role, 'coverage.read') },
    { name: 'administration', address: '/admin/', open: role && may(role, 'account.administer') },
    { name: 'analysers', address: '/analysers/', open: role && may(role, 'message.read') },
    { name: 'designs', address: '/designs/', open: role && may(role, 'design.choose') },
  ] as const;
  return (
    <span className="top-right">
      {pages.map(
        ({ name, address, open }) =>
          open &&
          name !== page && (
            <a key={name} className="top-link" href={address}>
              {texts.pages[name]}
            </a>
          ),
      )}
      {who && (
        <a className="top-link" href="/account/" {...(page === 'account' && { 'aria-current': 'page' })}>
          {who.name} · {wordOf(roleWords, who.role, language)}
        </a>
      )}
      <Switches />
      <Button variant="default" size="sm" onClick={onLeave}>
        {texts.leave}
      </Button>
    </span>
  );
}
