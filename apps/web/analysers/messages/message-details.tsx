import { Paper } from '@mantine/core';
import type { MessageFate } from '#lis/contracts';
import { ConfirmButton } from '../../src/parts/confirm-button.js';
import { useMoment } from '../../src/parts/use-moment.js';
import { usePolled } from '../../src/server/queries.js';
import { Asked } from '../../src/parts/asked.js';
import { Facts } from '../../src/parts/facts.js';
import { useIntoView } from '../parts/use-into-view.js';
import { useMessageReason, useReason } from '../reason-words.js';
import { useAnalyserWords } from '../words.js';
import { ReadingsTable } from './readings-table.js';
import { Segments } from './segments.js';

type Props = { id: number; serialOf: (id: number) => string; onReplay: () => Promise<void> };

/** One message: where it stands and why, what was made of it, and its text without names. */
export function MessageDetails({ id, serialOf, onReplay }: Props) {
  const say = useAnalyserWords();
  const moment = useMoment();
  const because = useMessageReason();
  const reason = useReason();
  const message = usePolled<MessageFate>(`/v1/messages/one?id=${id}`, 10_000);
  const shown = useIntoView<HTMLElement>(message.isSuccess);
  return (
    <Paper
      component="section"
      ref={shown}
      className="panel stack into-view"
      aria-label={`${say('message')} ${id}`}
    >
      <h2>
        {say('message')} {id}
      </h2>
      <Asked query={message}>
        {(fate) => (
          <>
            <Facts
              of={[
                [say('state'), say(fate.state)],
                [say('reason'), because(fate.state, fate.reason) || '—'],
                [
                  say('instrument'),
                  fate.instrumentId === null ? say('stranger') : serialOf(fate.instrumentId),
                ],
                [say('profile'), <code key="profile">{fate.profile ?? '—'}</code>],
                [say('received'), moment(fate.receivedAt)],
                [say('controlId'), <code key="control">{fate.controlId || '—'}</code>],
                [say('characterSet'), fate.characterSet],
                ...(fate.notes?.length
                  ? [[say('notes'), fate.notes.map((note) => reason(note)).join(' · ')] as const]
                  : []),
              ]}
            />
            {isReplayable(fate) && (
              <div className="buttons">
                <ConfirmButton label={say('replay')} question={say('replaySure')} onConfirmed={onReplay} />
              </div>
            )}
            <h3>{say('readings')}</h3>
            <ReadingsTable readings={fate.readings} />
            {fate.lines === null ? (
              <p className="muted">{say('notShown')}</p>
            ) : (
              <Segments lines={fate.lines} />
            )}
          </>
        )}
      </Asked>
    </Paper>
  );
}

/** What was refused was never accepted, and what waits comes by itself. */
const isReplayable = ({ state, reason, instrumentId }: MessageFate) =>
  instrumentId !== null &&
  ['parked', 'orphan', 'interpreted'].includes(state) &&
  reason !== 'message-key-reused';
