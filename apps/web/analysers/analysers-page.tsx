import { may, type Permission, type Role } from '#lis/domain';
import type { ComponentType } from 'react';
import { PageShell } from '../src/parts/page-shell.js';
import { SectionLinks } from '../src/parts/section-links.js';
import { useSection } from '../src/parts/use-section.js';
import type { Session } from '../src/session/signed-in.js';
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
  const say = useAnalyserWords();
  const open = Object.keys(sections).filter((name) => {
    const needs = sections[name]?.needs;
    return needs !== undefined && may(session.who.role as Role, needs);
  });
  const { section, what } = useSection(open);
  const Section = sections[section]?.Section;
  return (
    <PageShell
      session={session}
      title={say('title')}
      page="analysers"
      notForYou={Section ? undefined : say('notForYou')}
    >
      <SectionLinks label={say('sections')} names={open} current={section} say={say} />
      {Section && <Section key={`${section}/${what}`} session={session} what={what} />}
    </PageShell>
  );
}
