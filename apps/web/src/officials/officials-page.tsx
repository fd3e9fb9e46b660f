import { useEffect, useState } from 'react';
import { faultIn } from '../server/ask.js';
import { useSweeps } from '../server/queries.js';
import type { Session } from '../session/signed-in.js';
import { useLanguage } from '../texts/language.js';
import { DrillBanner } from './drill-banner.js';
import { Header } from './header.js';
import { Notice } from './notice.js';
import { SweepView } from './sweep-view.js';

/** `session`: of a person who logged in; a token alone has none, and changes nothing. */
type Props = { session?: Session; onLeave: () => void; onTokenRefused: () => void };

export function OfficialsPage({ session, onLeave, onTokenRefused }: Props) {
  const { texts } = useLanguage();
  const { data, error, isPending } = useSweeps();
  const [chosenId, setChosenId] = useState<number>();
  const sweeps = data?.sweeps ?? [];
  const sweep = sweeps.find(({ id }) => id === chosenId) ?? sweeps[0];
  const drill = sweep?.realm === 'drill';
  const fault = error ? faultIn(error) : undefined;

  useEffect(() => {
    if (fault === 'token-unknown') onTokenRefused();
  }, [fault, onTokenRefused]);
  useEffect(() => {
    document.title = `${drill ? `[${texts.drill}] ` : ''}${texts.title} – Sweepwell`;
  }, [drill, texts]);

  return (
    <>
      {drill && <DrillBanner />}
      <Header sweeps={sweeps} chosen={sweep} onChoose={setChosenId} who={session?.who} onLeave={onLeave} />
      <main id="content" className="content" tabIndex={-1}>
        {fault && !sweep && <Notice fault={fault} />}
        {isPending && <p className="muted">{texts.loading}</p>}
        {data && !sweep && !fault && <Notice fault="no-sweep" />}
        {sweep && <SweepView key={sweep.id} sweep={sweep} session={session} />}
      </main>
    </>
  );
}
