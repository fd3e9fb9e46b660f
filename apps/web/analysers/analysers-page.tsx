import { Alert } from '@mantine/core';
import { may, type Permission, type Role } from '#lis/domain';
import { type ComponentType, useEffect } from 'react';
import { DrillBanner } from '../src/officials/drill-banner.js';
import { useSection } from '../src/parts/use-section.js';
import type { Session } from '../src/session/signed-in.js';
import { WhoBar } from '../src/session/who-bar.js';
import { useLanguage } from '../src/texts/language.js';
import { FilesSection } from './files/files-section.js';
import { InstrumentsSection } from './instruments/instruments-section.js';
import { MessagesSection } from './messages/messages-section.js';
import { PlatesSection } from './plates/plates-section.js';
import { ProfilesSection } from './profiles/profiles-section.js';
import { useAnalyserWords } from './words.js';

/** `what`: what the address names of the section, e.g. a plate's barcode. */
export type SectionProps = { session: Session; what: string };
const sections: Readonly<Record<string, { needs: Permission; Section: ComponentType<SectionProps> }>> = {
  instruments: { needs: 'message.read', Section: InstrumentsSection },
  messages: { needs: 'message.read', Section: MessagesSection },
  files: { needs: 'instrument-file.list', Section: FilesSection },
  worklists: { needs: 'plate.list', Section: PlatesSection },
  profiles: { needs: 'profile.administer', Section: ProfilesSection },
};

/** What a laboratory has to do with its analysers: each role sees what its permissions open. */
export function AnalysersPage({ session }: { session: Session }) {
  const { who, leave } = session;
  const { texts } = useLanguage();
  const say = useAnalyserWords();
  const open = Object.keys(sections).filter((name) => {
    const needs = sections[name]?.needs;
    return needs !== undefined && may(who.role as Role, needs);
  });
  const { section, what } = useSection(open);
  const Section = sections[section]?.Section;
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
        <WhoBar who={who} page="analysers" onLeave={leave} />
      </header>
      <main id="content" className="content" tabIndex={-1}>
        {Section ? (
          <>
            <nav className="sections" aria-label={say('sections')}>
              {open.map((name) => (
                <a
                  key={name}
                  href={`#${name}`}
                  {...(name === section && { 'aria-current': 'page' as const })}
                >
                  {say(name)}
                </a>
              ))}
            </nav>
            <Section key={`${section}/${what}`} session={session} what={what} />
          </>
        ) : (
          <Alert className="notice" role="status">
            {say('notForYou')}
          </Alert>
        )}
      </main>
    </>
  );
}
