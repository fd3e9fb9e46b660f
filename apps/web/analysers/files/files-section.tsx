import { NativeSelect, Paper } from '@mantine/core';
import type { FilePreview, InstrumentFiles } from '#lis/contracts';
import { useState } from 'react';
import { Refused } from '../../src/parts/refused.js';
import { useAct } from '../../src/parts/use-act.js';
import { usePolled } from '../../src/server/queries.js';
import type { SectionProps } from '../analysers-page.js';
import { Asked } from '../../src/parts/asked.js';
import { Pager } from '../parts/pager.js';
import { usePages } from '../parts/use-pages.js';
import { useAnalyserWords } from '../words.js';
import { FilePreviewPanel } from './file-preview.js';
import { FilesTable } from './files-table.js';
import { UploadFile } from './upload-file.js';

const lists = { waiting: 'waitingFiles', accepted: 'takenFiles', refused: 'refusedFiles' } as const;
type State = keyof typeof lists;

/** Thermocyclers' exports: a new one, what would be taken over of it, and all that came before. */
export function FilesSection({ session }: SectionProps) {
  const say = useAnalyserWords();
  const paging = usePages();
  const { act, refused } = useAct(session);
  const [state, setState] = useState<State>('waiting');
  const [preview, setPreview] = useState<FilePreview>();
  const query = new URLSearchParams({
    state,
    ...(paging.before !== undefined && { before: paging.before }),
    limit: '50',
  });
  const files = usePolled<InstrumentFiles>(`/v1/instrument-files?${query}`, 5000);
  const look = async (fileId: string) =>
    setPreview(await act<FilePreview>('/v1/instrument-files/preview', { fileId }));
  return (
    <>
      <UploadFile session={session} onPreview={setPreview} />
      {preview && (
        <FilePreviewPanel
          key={preview.fileId}
          session={session}
          preview={preview}
          onPreview={setPreview}
          onClose={() => setPreview(undefined)}
        />
      )}
      <Paper component="section" className="panel stack">
        <div className="panel-top">
          <h2>{say('files')}</h2>
        </div>
        <div className="narrow">
          <NativeSelect
            label={say('state')}
            value={state}
            data={Object.entries(lists).map(([value, word]) => ({ value, label: say(word) }))}
            onChange={(event) => {
              setState(event.currentTarget.value as State);
              paging.toFirst();
            }}
          />
        </div>
        <Refused error={refused} />
        <Asked query={files}>
          {(answer) => (
            <>
              <FilesTable state={state} files={answer.files} onOpen={look} />
              <Pager paging={paging} next={answer.next} />
            </>
          )}
        </Asked>
      </Paper>
    </>
  );
}
