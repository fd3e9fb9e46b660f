import { Button } from '@mantine/core';
import type { Entry } from './outbox/entry.js';
import { useWords } from './words.js';

type Props = { entries: Entry[]; link: string; onRetry: (id: string) => void };

/** What is not on the server yet, always in sight; what was refused stays here until it is taken. */
export function OutboxPanel({ entries, link, onRetry }: Props) {
  const say = useWords();
  const refused = entries.filter((entry) => entry.refused === 1);
  return (
    <section className="sheet" aria-live="polite">
      <div className="row">
        <span>{say('waiting')}</span>
        <span className="count">{entries.length}</span>
        <span className={`push ${link === 'connected' ? 'good' : 'bad'}`}>
          {link === '' ? '…' : say(link)}
        </span>
      </div>
      {refused.map(({ id, code, reason }) => (
        <div className="row bad" key={id}>
          <span>
            {say('refused')}: {code} ({reason})
          </span>
          <Button className="push" variant="default" onClick={() => onRetry(id)}>
            {say('again')}
          </Button>
        </div>
      ))}
    </section>
  );
}
