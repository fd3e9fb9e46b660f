import { Paper } from '@mantine/core';
import { may, type Role } from '#lis/domain';
import { useState } from 'react';
import type { SectionProps } from '../analysers-page.js';
import { Asked } from '../../src/parts/asked.js';
import { useAnalyserWords } from '../words.js';
import { AssignProfile } from './assign-profile.js';
import { InstrumentDetails } from './instrument-details.js';
import { useInstruments } from './instrument.js';
import { InstrumentsTable } from './instruments-table.js';
import { SetFileSetting } from './set-file-setting.js';

/** What each instrument is known by, when it was heard, and whether it is silent when it should not be. */
export function InstrumentsSection({ session }: SectionProps) {
  const say = useAnalyserWords();
  const instruments = useInstruments(session);
  const [opened, setOpened] = useState<number>();
  const role = session.who.role as Role;
  const chosen = instruments.data?.instruments.find(({ id }) => id === opened);
  return (
    <>
      <Paper component="section" className="panel">
        <div className="panel-top">
          <h2>{say('instruments')}</h2>
          <p className="muted">{say('instrumentsNote')}</p>
        </div>
        <Asked query={instruments}>
          {(answer) => (
            <InstrumentsTable
              instruments={answer.instruments}
              withLaboratory={may(role, 'instrument.administer')}
              opened={opened}
              onOpen={(id) => setOpened(id === opened ? undefined : id)}
            />
          )}
        </Asked>
      </Paper>
      {chosen && (
        <Paper component="section" className="panel stack">
          <InstrumentDetails instrument={chosen} />
          {may(role, 'profile.administer') && (
            <AssignProfile key={chosen.id} session={session} instrument={chosen} />
          )}
          {may(role, 'instrument.administer') && (
            <SetFileSetting key={`files-${chosen.id}`} session={session} instrument={chosen} />
          )}
        </Paper>
      )}
    </>
  );
}
