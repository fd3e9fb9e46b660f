import { Button, Table } from '@mantine/core';
import type { InstrumentFiles } from '#lis/contracts';
import { useMoment } from '../../src/parts/use-moment.js';
import { Headings } from '../parts/headings.js';
import { useRefusal } from '../reason-words.js';
import { useAnalyserWords } from '../words.js';

type Files = InstrumentFiles['files'];
type Props = { state: Files[number]['state']; files: Files; onOpen: (fileId: string) => Promise<void> };

/** Files of one state: of a taken one its plate, of a refused one what could not be read and where. */
export function FilesTable({ state, files, onOpen }: Props) {
  const say = useAnalyserWords();
  const moment = useMoment();
  const because = useRefusal();
  if (files.length === 0) return <p className="muted">{say('none')}</p>;
  const own = { waiting: [], accepted: ['plate', 'acceptedAt'], refused: ['why'] }[state];
  return (
    <Table.ScrollContainer type="native" minWidth={700}>
      <Table className="grid">
        <Headings of={['file', 'instrument', 'source', 'received', ...own, '']} />
        <Table.Tbody>
          {files.map((file) => (
            <Table.Tr key={file.fileId}>
              <Table.Td className="roomy strong">{file.name}</Table.Td>
              <Table.Td className="code nowrap">{file.instrumentSerial}</Table.Td>
              <Table.Td>{say(file.source)}</Table.Td>
              <Table.Td className="figures nowrap">{moment(file.receivedAt)}</Table.Td>
              {state === 'accepted' && (
                <>
                  <Table.Td className="code">{file.plateBarcode}</Table.Td>
                  <Table.Td className="figures nowrap">{moment(file.acceptedAt)}</Table.Td>
                </>
              )}
              {state === 'refused' && (
                <Table.Td className="roomy">{file.refusal && because(file.refusal)}</Table.Td>
              )}
              <Table.Td className="right">
                {state !== 'refused' && (
                  <Button
                    variant="default"
                    size="sm"
                    aria-label={`${say('preview')} ${file.name}`}
                    onClick={() => void onOpen(file.fileId)}
                  >
                    {say('preview')}
                  </Button>
                )}
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  );
}
