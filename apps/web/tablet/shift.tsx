import { NativeSelect } from '@mantine/core';
import { useEffect, useState } from 'react';
import { momentText, uuidV7 } from '#lis/domain';
import { keepSession, readSession, type Session, type Tablet } from './device/tablet.js';
import { useDesk } from './device/use-desk.js';
import { OutboxPanel } from './outbox-panel.js';
import { TubePanel } from './tube/tube-panel.js';
import { useWords } from './words.js';

/** An enrolled tablet at work: site and sweep as they were known last, so that it works without a network. */
export function Shift({ tablet }: { tablet: Tablet }) {
  const say = useWords();
  const [session, setSession] = useState<Session>();
  const { desk, entries, link, self } = useDesk(tablet);
  useEffect(() => void readSession().then(setSession), []);
  const begin = async (sweepId: number) => {
    const now = Date.now();
    const id = uuidV7(now, crypto.getRandomValues(new Uint8Array(10)));
    const made = { id, sweepId, openedAt: momentText(now), told: false };
    await keepSession(made);
    setSession(made);
    void desk?.sync();
  };
  const sweep = self?.sweeps.find(({ id }) => id === session?.sweepId);
  return (
    <>
      {self?.realm === 'drill' && (
        <div className="drill">
          <strong>演练 DRILL</strong>
        </div>
      )}
      <OutboxPanel entries={entries} link={link} onRetry={(id) => void desk?.retry(id)} />
      {self && (
        <section className="sheet">
          <h2>
            {say('site')}: {self.site.name} ({self.site.code})
          </h2>
          {self.sweeps.length === 0 && <p>{say('noSweep')}</p>}
          <NativeSelect
            label={say('sweep')}
            value={String(sweep?.id ?? '')}
            onChange={(event) => void begin(Number(event.currentTarget.value))}
            data={[
              ...(sweep ? [] : [{ value: '', label: '–', disabled: true }]),
              ...self.sweeps.map(({ id, name }) => ({ value: String(id), label: name })),
            ]}
          />
        </section>
      )}
      {self && session && sweep && desk && (
        <TubePanel
          session={session}
          poolSize={sweep.poolSize}
          residence={self.site.jurisdictionCode}
          onSeal={(tube) => desk.seal(tube)}
        />
      )}
    </>
  );
}
