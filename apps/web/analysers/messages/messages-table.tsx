import { Table } from '@mantine/core';
import type { MessagesAnswer } from '#lis/contracts';
import { useMoment } from '../../src/parts/use-moment.js';
import { useLanguage } from '../../src/texts/language.js';
import { Headings } from '../parts/headings.js';
import { RowOpener } from '../parts/row-opener.js';
import { useSpan } from '../parts/use-span.js';
import { useMessageReason } from '../reason-words.js';
import { useAnalyserWords } from '../words.js';

type Props = {
  messages: MessagesAnswer['messages'];
  serialOf: (id: number) => string;
  opened: number | undefined;
  onOpen: (id: number) => void;
};
const tones: Readonly<Record<string, string>> = {
  interpreted: 'good-text',
  orphan: 'warn-text',
  parked: 'bad-text',
  refused: 'bad-text',
};

/** A page of messages, each with its state and the reason; how old it is matters where it waits. */
export function MessagesTable({ messages, serialOf, opened, onOpen }: Props) {
  const say = useAnalyserWords();
  const moment = useMoment();
  const span = useSpan();
  const because = useMessageReason();
  const { formats } = useLanguage();
  if (messages.length === 0) return <p className="muted">{say('noMessages')}</p>;
  return (
    <Table.ScrollContainer type="native" minWidth={820}>
      <Table className="grid">
        <Headings of={['message', 'instrument', 'received', 'state', 'reason', 'age', 'profile', 'bytes']} />
        <Table.Tbody>
          {messages.map(({ id, instrumentId, receivedAt, state, reason, ageSeconds, profile, bytes }) => (
            <Table.Tr key={id}>
              <Table.Th scope="row">
                <RowOpener name={String(id)} isOpen={id === opened} onToggle={() => onOpen(id)} />
              </Table.Th>
              <Table.Td className="code nowrap">
                {instrumentId === null ? say('stranger') : serialOf(instrumentId)}
              </Table.Td>
              <Table.Td className="figures nowrap">{moment(receivedAt)}</Table.Td>
              <Table.Td>
                <span className={tones[state]}>{say(state)}</span>
              </Table.Td>
              <Table.Td className="roomy">{because(state, reason)}</Table.Td>
              <Table.Td className="figures nowrap">
                {state === 'orphan' || state === 'stored' ? span(ageSeconds * 1000) : '—'}
              </Table.Td>
              <Table.Td className="code">{profile ?? '—'}</Table.Td>
              <Table.Td className="figures">{formats.number(bytes)}</Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  );
}
