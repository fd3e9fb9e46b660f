import { Alert, NativeSelect, Paper } from '@mantine/core';
import type { MessagesAnswer } from '#lis/contracts';
import { useState } from 'react';
import { ConfirmButton } from '../../src/parts/confirm-button.js';
import { Refused } from '../../src/parts/refused.js';
import { useAct } from '../../src/parts/use-act.js';
import { usePolled } from '../../src/server/queries.js';
import type { SectionProps } from '../analysers-page.js';
import { useInstruments } from '../instruments/instrument.js';
import { Asked } from '../../src/parts/asked.js';
import { Pager } from '../parts/pager.js';
import { usePages } from '../parts/use-pages.js';
import { useAnalyserWords } from '../words.js';
import { MessageDetails } from './message-details.js';
import { MessagesTable } from './messages-table.js';

const states = ['stored', 'interpreted', 'orphan', 'parked', 'refused'] as const;
const pageSize = 50;

/** What the instruments sent and what became of it; of one instrument when the address names it (`what`). */
export function MessagesSection({ session, what }: SectionProps) {
  const say = useAnalyserWords();
  const paging = usePages();
  const instruments = useInstruments(session);
  const { act, refused } = useAct(session);
  const [state, setState] = useState('');
  const [opened, setOpened] = useState<number>();
  const [done, setDone] = useState('');
  const instrumentId = /^-?\d{1,10}$/.test(what) ? what : '';
  const query = new URLSearchParams({
    ...(state !== '' && { state }),
    ...(instrumentId !== '' && { instrumentId }),
    ...(paging.before !== undefined && { before: paging.before }),
    limit: String(pageSize),
  });
  const messages = usePolled<MessagesAnswer>(`/v1/messages?${query}`, 5000);
  const serialOf = (id: number) =>
    instruments.data?.instruments.find((one) => one.id === id)?.serial ?? String(id);
  const replay = async (body: object) => {
    setDone('');
    const told = await act<{ replayed: number; more: boolean }>('/v1/messages/replay', body);
    if (told) setDone(`${say('replayed')}: ${told.replayed}${told.more ? `. ${say('replayMore')}` : ''}`);
  };
  return (
    <>
      <Paper component="section" className="panel stack">
        <div className="panel-top">
          <h2>{say('messages')}</h2>
          <p className="muted">{say('messagesNote')}</p>
        </div>
        <div className="fields">
          <NativeSelect
            label={say('state')}
            value={state}
            data={[
              { value: '', label: say('all') },
              ...states.map((one) => ({ value: one, label: say(one) })),
            ]}
            onChange={(event) => {
              setState(event.currentTarget.value);
              setOpened(undefined);
              paging.toFirst();
            }}
          />
          <NativeSelect
            label={say('instrument')}
            value={instrumentId}
            data={[
              { value: '', label: say('all') },
              ...(instruments.data?.instruments.map(({ id, serial }) => ({
                value: String(id),
                label: serial,
              })) ?? []),
            ]}
            onChange={(event) => {
              location.hash = `messages/${event.currentTarget.value}`;
            }}
          />
        </div>
        <Refused error={refused} />
        {done && (
          <Alert className="good-notice" role="status">
            {done}
          </Alert>
        )}
        {instrumentId !== '' && (
          <div className="buttons">
            <ConfirmButton
              label={say('replayAll')}
              question={say('replayAllSure')}
              onConfirmed={() => replay({ parkedOf: Number(instrumentId) })}
            />
          </div>
        )}
        <Asked query={messages}>
          {(answer) => (
            <>
              <MessagesTable
                messages={answer.messages}
                serialOf={serialOf}
                opened={opened}
                onOpen={(id) => setOpened(id === opened ? undefined : id)}
              />
              <Pager paging={paging} next={answer.next === null ? null : String(answer.next)} />
            </>
          )}
        </Asked>
      </Paper>
      {opened !== undefined && (
        <MessageDetails
          key={opened}
          id={opened}
          serialOf={serialOf}
          onReplay={() => replay({ messageId: opened })}
        />
      )}
    </>
  );
}
