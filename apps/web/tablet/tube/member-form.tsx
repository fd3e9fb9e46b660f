import { Button, TextInput } from '@mantine/core';
import { useState } from 'react';
import type { Member } from '#lis/contracts';
import { uuidV7 } from '#lis/domain';
import { useWords } from '../words.js';

type Props = { number: string; residence: string; onMember: (member: Member) => void };

/** A person by hand, or the rest of one whose card was read. Without a number the person gets one of the tablet's. */
export function MemberForm({ number: scanned, residence: usual, onMember }: Props) {
  const say = useWords();
  const [number, setNumber] = useState(scanned);
  const [name, setName] = useState('');
  const [phone, setPhone] = useState('');
  const [residence, setResidence] = useState(usual);
  const add = () => {
    const token = uuidV7(Date.now(), crypto.getRandomValues(new Uint8Array(10)));
    const typed = number.trim().toUpperCase();
    onMember({
      identity: typed ? { type: 'mainland-id', number: typed } : { type: 'none', number: token },
      name: name.trim(),
      phone: phone.trim(),
      category: 'general',
      residence: residence.trim() || null,
    });
  };
  const field = (
    label: 'number' | 'personName' | 'phone' | 'residence',
    value: string,
    set: (to: string) => void,
  ) => (
    <TextInput
      label={say(label)}
      value={value}
      placeholder={label === 'number' ? say('noNumber') : ''}
      onChange={(event) => set(event.currentTarget.value)}
      required={label === 'personName'}
      // a card was read: its name comes next; otherwise the next scan does
      autoFocus={label === 'personName' && scanned !== ''}
      maxLength={label === 'residence' ? 20 : 40}
      autoComplete="off"
    />
  );
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        add();
      }}
    >
      <div className="two">
        {field('number', number, setNumber)}
        {field('personName', name, setName)}
        {field('phone', phone, setPhone)}
        {field('residence', residence, setResidence)}
      </div>
      <Button type="submit" variant="default">
        {say('add')}
      </Button>
    </form>
  );
}
