import { may, type Role } from '#lis/domain';
import type { ComponentType } from 'react';
import { PageShell } from '../src/parts/page-shell.js';
import { SectionLinks } from '../src/parts/section-links.js';
import { useSection } from '../src/parts/use-section.js';
import type { Session } from '../src/session/signed-in.js';
import { AccountsSection } from './accounts/accounts-section.js';
import { KeysSection } from './keys/keys-section.js';
import { KitsSection } from './kits/kits-section.js';
import { TabletsSection } from './tablets/tablets-section.js';
import { useAdminWords } from './words.js';

const sections: Readonly<Record<string, ComponentType<{ session: Session }>>> = {
  accounts: AccountsSection,
  keys: KeysSection,
  tablets: TabletsSection,
  kits: KitsSection,
};
const names = Object.keys(sections);

export function AdminPage({ session }: { session: Session }) {
  const say = useAdminWords();
  const { section } = useSection(names);
  const Section = sections[section] ?? AccountsSection;
  const allowed = may(session.who.role as Role, 'account.administer');
  return (
    <PageShell
      session={session}
      title={say('title')}
      page="administration"
      notForYou={allowed ? undefined : say('notAdministrator')}
    >
      <SectionLinks label={say('sections')} names={names} current={section} say={say} />
      <Section key={section} session={session} />
    </PageShell>
  );
}
