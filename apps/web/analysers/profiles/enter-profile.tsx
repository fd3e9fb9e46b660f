import { Alert, Button, Textarea } from '@mantine/core';
import { useState } from 'react';
import { Refused } from '../../src/parts/refused.js';
import { useAct } from '../../src/parts/use-act.js';
import type { Session } from '../../src/session/signed-in.js';
import { useAnalyserWords } from '../words.js';
import type { Definition } from './profile.js';

type Props = { session: Session; from: Definition; /** the newest version of this id */ last: number };

/** The next version, starting from one that is there. What is no JSON is said here, what is no profile by the server. */
export function EnterProfile({ session, from, last }: Props) {
  const say = useAnalyserWords();
  const { act, refused, refuse } = useAct(session);
  const [text, setText] = useState(() => JSON.stringify({ ...from, version: last + 1 }, null, 2));
  const [done, setDone] = useState('');
  const enter = async () => {
    setDone('');
    let definition: unknown;
    try {
      definition = JSON.parse(text);
    } catch (error) {
      return refuse('not-json', { told: error instanceof Error ? error.message : '' });
    }
    const told = await act<{ profile: string }>('/v1/administration/profiles', { definition });
    if (told) setDone(told.profile);
  };
  return (
    <details>
      <summary>{say('newVersion')}</summary>
      <form
        className="stack"
        onSubmit={(event) => {
          event.preventDefault();
          void enter();
        }}
      >
        <p className="muted">{say('newVersionNote')}</p>
        <Refused error={refused} fields={{ definition: say('definition') }} />
        {done && (
          <Alert className="good-notice" role="status">
            <span className="code">{done}</span>: {say('enteredDone')}
          </Alert>
        )}
        <Textarea
          label={say('definition')}
          value={text}
          rows={18}
          spellCheck={false}
          required
          classNames={{ input: 'code' }}
          onChange={(event) => setText(event.currentTarget.value)}
        />
        <div className="buttons">
          <Button type="submit" className="primary">
            {say('newVersion')}
          </Button>
        </div>
      </form>
    </details>
  );
}
