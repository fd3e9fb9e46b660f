import { Button, TextInput } from '@mantine/core';
import { useEffect, useRef, useState } from 'react';
import type { Member, SealedTube } from '#lis/contracts';
import { keep, recall } from '../browser/database.js';
import { Camera } from '../camera/camera.js';
import type { Session } from '../device/tablet.js';
import { useWords } from '../words.js';
import { MemberForm } from './member-form.js';
import { type OpenTube, sealOpenTube, whyNot } from './open-tube.js';
import { readScan } from './read-scan.js';

type Props = {
  session: Session;
  poolSize: number;
  residence: string;
  onSeal: (tube: Omit<SealedTube, 'bodyHash'>) => Promise<void>;
};

/** One scan field takes tubes and people; the open tube scanned again seals it. */
export function TubePanel({ session, poolSize, residence, onSeal }: Props) {
  const say = useWords();
  const [open, setOpen] = useState<OpenTube | null>(null);
  const field = useRef<HTMLInputElement>(null);
  const [text, setText] = useState('');
  const [number, setNumber] = useState('');
  const [told, setTold] = useState<{ good: boolean; text: string } | null>(null);
  useEffect(() => void recall<OpenTube | null>('open').then((kept) => setOpen(kept ?? null)), []);

  const warn = (word: string) => setTold({ good: false, text: say(word) });
  const change = async (tube: OpenTube | null) => {
    await keep('open', tube);
    setOpen(tube);
    setNumber('');
    setTold(null);
    field.current?.focus();
  };
  const seal = async (tube: OpenTube) => {
    if (tube.members.length === 0) return warn('empty');
    try {
      // kept in the outbox before the open tube is put away; the code stays on the screen until then
      await onSeal(sealOpenTube(tube, session, Date.now(), crypto.getRandomValues(new Uint8Array(10))));
    } catch {
      return warn('notKept');
    }
    await change(null);
    setTold({ good: true, text: `${say('sealed')} ${tube.code}` });
  };
  const add = async (member: Member) => {
    if (!open) return;
    const why = whyNot(open, member, poolSize);
    if (why) return warn(why);
    await change({ ...open, members: [...open.members, member] });
  };
  const take = async (given: string) => {
    const read = readScan(given, Date.now());
    if (read.kind === 'unknown') return warn('unknown');
    if (read.kind === 'person') return open ? setNumber(read.number) : warn('openTube');
    if (!open) return change({ code: read.code, members: [] });
    return open.code === read.code ? seal(open) : warn('other');
  };
  return (
    <section className="sheet">
      <form
        onSubmit={(event) => {
          event.preventDefault();
          void take(text);
          setText('');
        }}
      >
        <TextInput
          ref={field}
          label={say('scan')}
          value={text}
          onChange={(event) => setText(event.currentTarget.value)}
          autoComplete="off"
          autoFocus
        />
      </form>
      <Camera onRead={(given) => void take(given)} />
      <p className={`told ${told?.good ? 'good' : 'bad'}`} role="status">
        {told?.text}
      </p>
      {open && (
        <>
          <div className="row">
            <h2>
              {say('tube')} {open.code}
            </h2>
            <span className="count push">
              {open.members.length}/{poolSize || '–'}
            </span>
          </div>
          <ol>
            {open.members.map(({ identity, name }) => (
              <li key={identity.number}>
                {name.slice(0, 1)}**{' '}
                {identity.type === 'none' ? say('noNumber') : `…${identity.number.slice(-4)}`}
              </li>
            ))}
          </ol>
          <MemberForm
            key={`${number}${open.members.length}`}
            {...{ number, residence }}
            onMember={(one) => void add(one)}
          />
          <div className="row">
            <Button
              variant="default"
              onClick={() => void change({ ...open, members: open.members.slice(0, -1) })}
            >
              {say('undo')}
            </Button>
            <Button className="push" onClick={() => void seal(open)}>
              {say('seal')}
            </Button>
          </div>
        </>
      )}
    </section>
  );
}
