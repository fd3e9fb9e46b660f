import { Button, Textarea, TextInput } from '@mantine/core';
import type { FilePreview } from '#lis/contracts';
import { useState } from 'react';
import { Refused } from '../../src/parts/refused.js';
import { useAct } from '../../src/parts/use-act.js';
import type { Session } from '../../src/session/signed-in.js';
import { useAnalyserWords } from '../words.js';
import { readDyes } from './read-upload.js';

type Props = { session: Session; preview: FilePreview; onPreview: (preview: FilePreview) => void };

/** What a file does not say itself: its plate, its run, which target each dye stands for. Open where it is needed. */
export function SayMore({ session, preview, onPreview }: Props) {
  const say = useAnalyserWords();
  const { act, refused, refuse } = useAct(session);
  const unknown = preview.problems.flatMap((one) => /^target-unknown:(.+)$/.exec(one)?.[1] ?? []);
  const [plateBarcode, setPlateBarcode] = useState('');
  const [runNumber, setRunNumber] = useState('');
  const [dyes, setDyes] = useState(unknown.map((dye) => `${dye}=`).join('\n'));
  const again = async () => {
    const read = readDyes(dyes);
    if ('wrong' in read) return refuse('not-dyes', { told: read.wrong });
    const told = await act<FilePreview>('/v1/instrument-files/preview', {
      fileId: preview.fileId,
      ...(plateBarcode.trim() !== '' && { plateBarcode: plateBarcode.trim() }),
      ...(runNumber.trim() !== '' && { runNumber: runNumber.trim() }),
      ...(Object.keys(read.dyes).length > 0 && { targetsByDye: read.dyes }),
    });
    if (told) onPreview(told);
  };
  return (
    <details open={preview.problems.length > 0}>
      <summary>{say('sayMore')}</summary>
      <form
        className="stack"
        onSubmit={(event) => {
          event.preventDefault();
          void again();
        }}
      >
        <Refused
          error={refused}
          fields={{
            plateBarcode: say('plateBarcode'),
            runNumber: say('runNumber'),
            targetsByDye: say('dyes'),
          }}
        />
        <div className="fields">
          <TextInput
            label={say('plateBarcode')}
            value={plateBarcode}
            maxLength={40}
            autoComplete="off"
            onChange={(event) => setPlateBarcode(event.currentTarget.value)}
          />
          <TextInput
            label={say('runNumber')}
            value={runNumber}
            maxLength={60}
            autoComplete="off"
            onChange={(event) => setRunNumber(event.currentTarget.value)}
          />
          <Textarea
            label={say('dyes')}
            description={say('dyesRule')}
            inputWrapperOrder={['label', 'input', 'description']}
            value={dyes}
            rows={3}
            spellCheck={false}
            classNames={{ input: 'code' }}
            onChange={(event) => setDyes(event.currentTarget.value)}
          />
        </div>
        <div className="buttons">
          <Button type="submit" variant="default">
            {say('again')}
          </Button>
        </div>
      </form>
    </details>
  );
}
