import { Paper, Table } from '@mantine/core';
import { useState } from 'react';
import { useMoment } from '../../src/parts/use-moment.js';
import type { SectionProps } from '../analysers-page.js';
import { useInstruments } from '../instruments/instrument.js';
import { Asked } from '../../src/parts/asked.js';
import { Headings } from '../parts/headings.js';
import { RowOpener } from '../parts/row-opener.js';
import { useAnalyserWords } from '../words.js';
import { EnterProfile } from './enter-profile.js';
import { profileName, useProfiles } from './profile.js';
import { ProfileFields } from './profile-fields.js';

/** How kinds of analysers speak: every version, its fields, and the next one. */
export function ProfilesSection({ session, what }: SectionProps) {
  const say = useAnalyserWords();
  const moment = useMoment();
  const profiles = useProfiles();
  const instruments = useInstruments(session);
  const [opened, setOpened] = useState(what);
  const serialOf = (id: number) =>
    instruments.data?.instruments.find((one) => one.id === id)?.serial ?? String(id);
  const chosen = profiles.data?.profiles.find((one) => profileName(one) === opened);
  return (
    <>
      <Paper component="section" className="panel">
        <div className="panel-top">
          <h2>{say('profiles')}</h2>
          <p className="muted">{say('profilesNote')}</p>
        </div>
        <Asked query={profiles}>
          {(answer) => (
            <Table.ScrollContainer type="native" minWidth={640}>
              <Table className="grid">
                <Headings of={['profile', 'name', 'entered', 'usedBy']} />
                <Table.Tbody>
                  {answer.profiles.map((one) => {
                    const name = profileName(one);
                    return (
                      <Table.Tr key={name}>
                        <Table.Th scope="row">
                          <RowOpener
                            name={name}
                            isOpen={name === opened}
                            onToggle={() => setOpened(name === opened ? '' : name)}
                          />
                        </Table.Th>
                        <Table.Td>{one.definition.name}</Table.Td>
                        <Table.Td className="figures nowrap">
                          {one.builtIn ? say('builtIn') : moment(one.enteredAt)}
                        </Table.Td>
                        <Table.Td className="code">
                          {one.instruments.map(serialOf).join(', ') || '—'}
                        </Table.Td>
                      </Table.Tr>
                    );
                  })}
                </Table.Tbody>
              </Table>
            </Table.ScrollContainer>
          )}
        </Asked>
      </Paper>
      {chosen && (
        <Paper component="section" className="panel stack">
          <ProfileFields profile={chosen} />
          <EnterProfile
            key={opened}
            session={session}
            from={chosen.definition}
            last={Math.max(
              ...(profiles.data?.profiles ?? [])
                .filter(({ definition }) => definition.id === chosen.definition.id)
                .map(({ definition }) => definition.version),
            )}
          />
        </Paper>
      )}
    </>
  );
}
