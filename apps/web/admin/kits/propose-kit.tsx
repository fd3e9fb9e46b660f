import { Alert, Button, Textarea } from '@mantine/core';
import { useState } from 'react';
import { Refused } from '../../src/parts/refused.js';
import { useAct } from '../../src/parts/use-act.js';
import type { Session } from '../../src/session/signed-in.js';
import { useAdminWords } from '../words.js';

/** A new version as JSON. What is no JSON is said here, with the place; what is no kit by the server, with the field. */
export function ProposeKit({ session }: { session: Session }) {
  const say = useAdminWords();
  const { act, refused, refuse } = useAct(session);
  const [text, setText] = useState('');
  const [done, setDone] = useState('');
  const propose = async () => {
    setDone('');
    let definition: unknown;
    try {
      definition = JSON.parse(text);
    } catch (error) {
      return refuse('not-json', { told: error instanceof Error ? error.message : '' });
    }
    const told = await act<{ id: string; version: number }>('/v1/administration/kits', { definition });
    if (!told) return;
    setText('');
    setDone(`${told.id} ${told.version}`);
  };
  return (
    <form
      className="stack"
      onSubmit={(event) => {
        event.preventDefault();
        void propose();
      }}
    >
      <h2>{say('propose')}</h2>
      <Refused error={refused} fields={{ definition: say('definition') }} />
      {done && (
        <Alert className="good-notice" role="status">
          {done}: {say('proposedDone')}
        </Alert>
      )}
      <Textarea
        label={say('definition')}
        value={text}
        rows={12}
        spellCheck={false}
        required
        classNames={{ input: 'code' }}
        onChange={(event) => setText(event.currentTarget.value)}
      />
      <div className="buttons">
        <Button type="submit" className="primary">
          {say('propose')}
        </Button>
      </div>
    </form>
  );
}
