import { Alert } from '@mantine/core';
import { may, type Role } from '#lis/domain';
import { type ComponentType, useEffect } from 'react';
import { DrillBanner } from '../src/officials/drill-banner.js';
import { useSection } from '../src/parts/use-section.js';
import type { Session } from '../src/session/signed-in.js';
import { WhoBar } from '../src/session/who-bar.js';
import { useLanguage } from '../src/texts/language.js';
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

export function AdminPage({ session }: { session: Session }) {
  const { who, leave } = session;
  const { texts } = useLanguage();
  const say = useAdminWords();
  const { section } = useSection(Object.keys(sections));
  const Section = sections[section] ?? AccountsSection;
  const allowed = may(who.role as Role, 'account.administer');
  const title = say('title');
  useEffect(() => {
    document.title = `${title} – Sweepwell`;
  }, [title]);
  return (
    <>
      {who.realm === 'drill' && <DrillBanner />}
      <header className="top">
        <a className="skip" href="#content">
          {texts.skip}
        </a>
        <span className="wordmark">Sweepwell</span>
        <h1>{title}</h1>
        <WhoBar who={who} page="administration" onLeave={leave} />
      </header>
      <main id="content" className="content" tabIndex={-1}>
        {allowed ? (
          <>
            <nav className="sections" aria-label={say('sections')}>
              {Object.keys(sections).map((name) => (
                <a
                  key={name}
                  href={`#${name}`}
                  {...(name === section && { 'aria-current': 'page' as const })}
                >
                  {say(name)}
                </a>
              ))}
            </nav>
            <Section key={section} session={session} />
          </>
        ) : (
          <Alert className="notice" role="status">
            {say('notAdministrator')}
          </Alert>
        )}
      </main>
    </>
  );
}
