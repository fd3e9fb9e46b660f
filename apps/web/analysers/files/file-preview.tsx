import { Alert, Button, Paper } from '@mantine/core';
import type { AcceptFileAnswer, FilePreview } from '#lis/contracts';
import { useState } from 'react';
import { ConfirmButton } from '../../src/parts/confirm-button.js';
import { Refused } from '../../src/parts/refused.js';
import { useAct } from '../../src/parts/use-act.js';
import type { Session } from '../../src/session/signed-in.js';
import { useIntoView } from '../parts/use-into-view.js';
import { useRefusal } from '../reason-words.js';
import { useAnalyserWords } from '../words.js';
import { Disagreements } from './disagreements.js';
import { PlatePicture } from './plate-picture.js';
import { PreviewFacts } from './preview-facts.js';
import { PreviewRemarks } from './preview-remarks.js';
import { SayMore } from './say-more.js';

type Props = {
  session: Session;
  preview: FilePreview;
  onPreview: (preview: FilePreview) => void;
  onClose: () => void;
};

/** What would be taken over of a file: what stands in the way, what to look at, the plate; then accepting it. */
export function FilePreviewPanel({ session, preview, onPreview, onClose }: Props) {
  const say = useAnalyserWords();
  const because = useRefusal();
  const { act, refused } = useAct(session);
  const [accepted, setAccepted] = useState<AcceptFileAnswer>();
  const { fileId, state, problems, doubts } = preview;
  const accept = async () =>
    setAccepted(
      await act<AcceptFileAnswer>('/v1/instrument-files/accept', { fileId, preview: preview.preview }),
    );
  const shown = useIntoView<HTMLElement>();
  const isOpen = state === 'waiting' && !accepted;
  return (
    <Paper component="section" ref={shown} className="panel stack into-view" aria-label={say('preview')}>
      <div className="buttons">
        <h2>{say('preview')}</h2>
        <span className="right-end">
          <Button variant="default" size="sm" onClick={onClose}>
            {say('close')}
          </Button>
        </span>
      </div>
      {preview.refusal && (
        <Alert className="notice notice-bad" role="alert">
          {because(preview.refusal)}
        </Alert>
      )}
      {state === 'accepted' && !accepted && (
        <Alert className="good-notice" role="status">
          {say('isAccepted')}
        </Alert>
      )}
      {accepted && (
        <Alert className="good-notice" role="status">
          <span className="code">{accepted.plateBarcode}</span>: {say('acceptedDone')} {accepted.readings}
        </Alert>
      )}
      {state !== 'refused' && (
        <>
          {isOpen && <PreviewRemarks preview={preview} />}
          <PreviewFacts preview={preview} />
          {isOpen && <SayMore session={session} preview={preview} onPreview={onPreview} />}
          <Refused error={refused} />
          {isOpen && problems.length === 0 && (
            <div className="buttons">
              {doubts.length === 0 ? (
                <Button className="primary" onClick={() => void accept()}>
                  {say('accept')}
                </Button>
              ) : (
                <ConfirmButton label={say('accept')} question={say('acceptSure')} onConfirmed={accept} />
              )}
            </div>
          )}
          {preview.plateWells.length > 0 && <PlatePicture preview={preview} />}
          <Disagreements of={preview.disagreements} />
        </>
      )}
    </Paper>
  );
}
