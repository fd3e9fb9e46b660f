import { Button } from '@mantine/core';
import { useEffect, useRef, useState } from 'react';
import { useWordsOf } from '../texts/words.js';

const words = { sure: ['确定', 'Yes'], no: ['取消', 'No'], really: ['确定吗？', 'Sure?'] } as const;

type Props = { label: string; question?: string; onConfirmed: () => Promise<void> };

/** What cannot be taken back is asked for twice, in place, so that nothing jumps away from the finger. */
export function ConfirmButton({ label, question, onConfirmed }: Props) {
  const say = useWordsOf(words);
  const [asks, setAsks] = useState(false);
  const [busy, setBusy] = useState(false);
  const group = useRef<HTMLSpanElement>(null);
  const button = useRef<HTMLButtonElement>(null);
  const wasAsked = useRef(false);
  useEffect(() => {
    // what had the focus is gone: who goes by keys stays where they were, one step before the answer
    if (asks) group.current?.focus();
    else if (wasAsked.current) button.current?.focus();
    wasAsked.current = asks;
  }, [asks]);
  if (!asks) {
    return (
      <Button ref={button} variant="default" size="sm" onClick={() => setAsks(true)}>
        {label}
      </Button>
    );
  }
  const confirm = async () => {
    setBusy(true);
    await onConfirmed();
    setBusy(false);
    setAsks(false);
  };
  return (
    <span ref={group} tabIndex={-1} className="buttons" role="group" aria-label={label}>
      <span className="bad-text">{question ?? say('really')}</span>
      <Button variant="default" size="sm" disabled={busy} onClick={() => void confirm()}>
        {label}: {say('sure')}
      </Button>
      <Button variant="default" size="sm" disabled={busy} onClick={() => setAsks(false)}>
        {say('no')}
      </Button>
    </span>
  );
}
