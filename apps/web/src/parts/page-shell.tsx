import { Alert } from '@mantine/core';
import { type ReactNode, useEffect } from 'react';
import { DrillBanner } from '../officials/drill-banner.js';
import type { Session } from '../session/signed-in.js';
import { WhoBar } from '../session/who-bar.js';
import { useLanguage } from '../texts/language.js';

type Props = {
  session: Session;
  title: string;
  page: 'administration' | 'analysers' | 'designs';
  /** for whom the page is, where this person is not one of them: said in place of the content */
  notForYou?: string | undefined;
  children: ReactNode;
};

/** The frame of a page of people who are logged in: the drill's banner, its name, who it is, the way out. */
export function PageShell({ session: { who, leave }, title, page, notForYou, children }: Props) {
  const { texts } = useLanguage();
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
        <WhoBar who={who} page={page} onLeave={leave} />
      </header>
      <main id="content" className="content" tabIndex={-1}>
        {notForYou === undefined ? (
          children
        ) : (
          <Alert className="notice" role="status">
            {notForYou}
          </Alert>
        )}
      </main>
    </>
  );
}
