import { Alert, Button, NativeSelect, TextInput } from '@mantine/core';
import { useState } from 'react';
import { Refused } from '../../src/parts/refused.js';
import { useAct } from '../../src/parts/use-act.js';
import type { Session } from '../../src/session/signed-in.js';
import { Asked } from '../../src/parts/asked.js';
import { profileName, useProfiles } from '../profiles/profile.js';
import { useAnalyserWords } from '../words.js';
import type { Instrument } from './instrument.js';

type Props = { session: Session; instrument: Instrument };

/** By which version an instrument's messages are read from now on, and how it is told from others. */
export function AssignProfile({ session, instrument }: Props) {
  const say = useAnalyserWords();
  const profiles = useProfiles();
  const { act, refused } = useAct(session);
  const own = `${instrument.profile.id}@${instrument.profile.version}`;
  const [name, setName] = useState(own);
  const [identifiedBy, setIdentifiedBy] = useState<string>(instrument.identifiedBy);
  const [port, setPort] = useState(String(instrument.localPort ?? ''));
  const [done, setDone] = useState('');
  const assign = async () => {
    setDone('');
    const [, id = '', version = ''] = /^(.*)@(\d+)$/.exec(name) ?? [];
    const told = await act<{ profile: string }>('/v1/administration/profiles/assign', {
      instrumentId: instrument.id,
      profile: { id, version: Number(version) },
      ...(identifiedBy !== '' && { identifiedBy }),
      // a word for a number is the server's to refuse, with the field's name
      localPort: port.trim() === '' ? null : Number.isNaN(Number(port)) ? port : Number(port),
    });
    if (told) setDone(told.profile);
  };
  return (
    <form
      className="stack"
      onSubmit={(event) => {
        event.preventDefault();
        void assign();
      }}
    >
      <h3>{say('assign')}</h3>
      <p className="muted">{say('assignNote')}</p>
      <Refused error={refused} fields={{ localPort: say('localPort'), profile: say('profile') }} />
      {done && (
        <Alert className="good-notice" role="status">
          {say('assigned')}: <span className="code">{done}</span>
        </Alert>
      )}
      <Asked query={profiles}>
        {({ profiles: known }) => (
          <div className="fields">
            <NativeSelect
              label={say('profile')}
              value={name}
              data={known.map((one) => ({
                value: profileName(one),
                label: `${profileName(one)} · ${one.definition.name}`,
              }))}
              onChange={(event) => setName(event.currentTarget.value)}
            />
            <NativeSelect
              label={say('identifiedBy')}
              value={identifiedBy}
              data={[
                { value: '', label: say('asProfile') },
                { value: 'names', label: say('names') },
                { value: 'connection', label: say('connection') },
              ]}
              onChange={(event) => setIdentifiedBy(event.currentTarget.value)}
            />
            <TextInput
              label={say('localPort')}
              description={say('portRule')}
              inputWrapperOrder={['label', 'input', 'description']}
              value={port}
              inputMode="numeric"
              maxLength={5}
              onChange={(event) => setPort(event.currentTarget.value)}
            />
          </div>
        )}
      </Asked>
      <div className="buttons">
        <Button type="submit" className="primary">
          {say('assign')}
        </Button>
      </div>
    </form>
  );
}
