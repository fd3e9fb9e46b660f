import { Table } from '@mantine/core';
import { useMoment } from '../../src/parts/use-moment.js';
import { Headings } from '../parts/headings.js';
import { RowOpener } from '../parts/row-opener.js';
import { useSpan } from '../parts/use-span.js';
import { useAnalyserWords } from '../words.js';
import type { Instrument } from './instrument.js';

type Props = {
  instruments: readonly Instrument[];
  withLaboratory: boolean;
  opened: number | undefined;
  onOpen: (id: number) => void;
};

/** One line for each instrument; a silent one is told by words and colour. */
export function InstrumentsTable({ instruments, withLaboratory, opened, onOpen }: Props) {
  const say = useAnalyserWords();
  const moment = useMoment();
  const span = useSpan();
  if (instruments.length === 0) return <p className="muted">{say('noInstruments')}</p>;
  const headings = ['serial', ...(withLaboratory ? ['laboratory'] : [])];
  return (
    <Table.ScrollContainer type="native" minWidth={900}>
      <Table className="grid">
        <Headings
          of={[
            ...headings,
            ...['state', 'lastContact', 'usualSilence', 'profile', 'orders', 'certificateEnds'],
          ]}
        />
        <Table.Tbody>
          {instruments.map((one) => (
            <Table.Tr key={one.id} className={one.silentSince === null ? undefined : 'overdue'}>
              <Table.Th scope="row">
                <RowOpener name={one.serial} isOpen={one.id === opened} onToggle={() => onOpen(one.id)} />
              </Table.Th>
              {withLaboratory && <Table.Td>{one.laboratoryName}</Table.Td>}
              <Table.Td>
                {one.silentSince !== null ? (
                  <span className="bad-text">
                    {say('silentSince')} {moment(one.silentSince)}
                  </span>
                ) : one.lastContactAt === null ? (
                  <span className="muted">{say('neverHeard')}</span>
                ) : (
                  <span className="good-text">{say('heard')}</span>
                )}
              </Table.Td>
              <Table.Td className="figures nowrap">
                {one.lastContactAt === null ? say('never') : moment(one.lastContactAt)}
              </Table.Td>
              <Table.Td className="figures nowrap">{span(one.usualSilenceMs)}</Table.Td>
              <Table.Td className="code nowrap">
                {one.profile.id}@{one.profile.version}
              </Table.Td>
              <Table.Td>{say(`orders-${one.orders.mode}`)}</Table.Td>
              <Table.Td className="figures nowrap">
                {one.certificateEndsAt !== null
                  ? moment(one.certificateEndsAt)
                  : say(one.hasCertificate ? 'certificateUnseen' : 'certificateNone')}
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  );
}
