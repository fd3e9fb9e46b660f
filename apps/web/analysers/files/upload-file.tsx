import { Button, Input, NativeSelect, Paper } from '@mantine/core';
import type { FilePreview } from '#lis/contracts';
import { useId, useState } from 'react';
import { Refused } from '../../src/parts/refused.js';
import { useAct } from '../../src/parts/use-act.js';
import type { Session } from '../../src/session/signed-in.js';
import { useInstruments } from '../instruments/instrument.js';
import { Asked } from '../../src/parts/asked.js';
import { useAnalyserWords } from '../words.js';
import { base64Of, largestFile } from './read-upload.js';

type Props = { session: Session; onPreview: (preview: FilePreview) => void };

/** An export of one of the laboratory's thermocyclers, sent to be looked at. */
export function UploadFile({ session, onPreview }: Props) {
  const say = useAnalyserWords();
  const id = useId();
  const instruments = useInstruments(session);
  const { act, refused, refuse } = useAct(session);
  const [instrumentId, setInstrumentId] = useState('');
  const [file, setFile] = useState<File | null>(null);
  const [busy, setBusy] = useState(false);
  const upload = async () => {
    if (instrumentId === '') return refuse('no-instrument');
    if (file === null) return refuse('no-file');
    if (file.size === 0) return refuse('no-file');
    if (file.size > largestFile) return refuse('file-too-large');
    setBusy(true);
    const preview = await act<FilePreview>('/v1/instrument-files/preview', {
      instrumentId: Number(instrumentId),
      name: file.name.slice(-200),
      content: await base64Of(file),
    });
    setBusy(false);
    if (preview) onPreview(preview);
  };
  return (
    <Paper component="section" className="panel">
      <form
        className="stack"
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          void upload();
        }}
      >
        <div className="panel-top">
          <h2>{say('uploadHeading')}</h2>
          <p className="muted">{say('uploadNote')}</p>
        </div>
        <Refused error={refused} fields={{ name: say('file'), content: say('file') }} />
        <Asked query={instruments}>
          {(answer) => (
            <div className="fields">
              <NativeSelect
                label={say('instrument')}
                value={instrumentId}
                data={[
                  { value: '', label: say('choose') },
                  ...answer.instruments.map((one) => ({ value: String(one.id), label: one.serial })),
                ]}
                onChange={(event) => setInstrumentId(event.currentTarget.value)}
              />
              <Input.Wrapper label={say('file')} id={id}>
                <input
                  id={id}
                  type="file"
                  className="file-input"
                  onChange={(event) => setFile(event.currentTarget.files?.[0] ?? null)}
                />
              </Input.Wrapper>
            </div>
          )}
        </Asked>
        <div className="buttons">
          <Button type="submit" className="primary" disabled={busy}>
            {say('preview')}
          </Button>
        </div>
      </form>
    </Paper>
  );
}
