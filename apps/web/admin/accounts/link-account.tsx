import { Button, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useAdminWords } from '../words.js';

type Props = { linked: boolean; onLink: (person: { issuer: string; subject: string }) => Promise<void> };

/** Who of the identity provider the account's person is. */
export function LinkAccount({ linked, onLink }: Props) {
  const say = useAdminWords();
  const [issuer, setIssuer] = useState('');
  const [subject, setSubject] = useState('');
  return (
    <details>
      <summary>
        {say('link')}
        {linked && ` · ${say('linked')}`}
      </summary>
      <form
        className="stack"
        onSubmit={(event) => {
          event.preventDefault();
          void onLink({ issuer: issuer.trim(), subject: subject.trim() });
        }}
      >
        <div className="fields">
          <TextInput
            {...{ label: say('issuer'), value: issuer, placeholder: 'https://' }}
            maxLength={500}
            required
            onChange={(event) => setIssuer(event.currentTarget.value)}
          />
          <TextInput
            {...{ label: say('subject'), value: subject }}
            maxLength={255}
            required
            onChange={(event) => setSubject(event.currentTarget.value)}
          />
        </div>
        <div className="buttons">
          <Button type="submit" variant="default">
            {say('linkSave')}
          </Button>
        </div>
      </form>
    </details>
  );
}
