import { Button, TextInput } from '@mantine/core';
import { useState } from 'react';
import { Camera } from './camera/camera.js';
import { codeOfAddress } from './device/address-code.js';
import { codeIn, enrol, type Tablet } from './device/tablet.js';
import { useWords } from './words.js';

/** The code comes typed, by scanner or camera, or with the address. */
export function EnrolForm({ onEnrolled }: { onEnrolled: (tablet: Tablet) => void }) {
  const say = useWords();
  const [given, setGiven] = useState(codeOfAddress);
  const [name, setName] = useState('');
  const [fault, setFault] = useState('');
  const submit = async () => {
    try {
      onEnrolled(await enrol(codeIn(given), name.trim()));
    } catch (error) {
      setFault(error instanceof Error ? error.message : 'failed');
    }
  };
  if (!isSecureContext) return <p className="sheet bad">{say('insecure')}</p>;
  return (
    <section className="sheet">
      <h2>{say('enrol')}</h2>
      <Camera
        onRead={(text) => {
          const code = codeIn(text);
          setGiven(code);
          setFault(code === '' ? 'unknown' : '');
        }}
      />
      <form
        onSubmit={(event) => {
          event.preventDefault();
          void submit();
        }}
      >
        <TextInput
          label={say('code')}
          description={say('codeHint')}
          value={given}
          onChange={(event) => setGiven(event.currentTarget.value)}
          autoComplete="off"
          required
        />
        <TextInput
          label={say('name')}
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
          maxLength={80}
          autoComplete="off"
          required
        />
        <p className="told bad" role="alert">
          {fault && say(fault)}
        </p>
        <Button type="submit">{say('enrol')}</Button>
      </form>
    </section>
  );
}
