import { Alert, Button, Checkbox, Textarea, TextInput } from '@mantine/core';
import type { FileSettingsAnswer } from '#lis/contracts';
import { useState } from 'react';
import { Refused } from '../../src/parts/refused.js';
import { useAct } from '../../src/parts/use-act.js';
import { usePolled } from '../../src/server/queries.js';
import type { Session } from '../../src/session/signed-in.js';
import { readDyes } from '../files/read-upload.js';
import { Asked } from '../../src/parts/asked.js';
import { useAnalyserWords } from '../words.js';
import type { Instrument } from './instrument.js';

type Props = { session: Session; instrument: Instrument };
type Setting = FileSettingsAnswer['settings'][number];

const linesOf = (targetsByDye: Readonly<Record<string, string>>) =>
  Object.entries(targetsByDye)
    .map(([dye, target]) => `${dye}=${target}`)
    .join('\n');

/** How an instrument's files come: shown as it is, and set by an administrator. */
export function SetFileSetting({ session, instrument }: Props) {
  const settings = usePolled<FileSettingsAnswer>('/v1/administration/instrument-file-settings', 60_000);
  return (
    <Asked query={settings}>
      {(answer) => (
        <Form
          session={session}
          instrument={instrument}
          setting={answer.settings.find(({ instrumentId }) => instrumentId === instrument.id)}
        />
      )}
    </Asked>
  );
}

function Form({ session, instrument, setting }: Props & { setting: Setting | undefined }) {
  const say = useAnalyserWords();
  const { act, refused, refuse } = useAct(session);
  const [folder, setFolder] = useState(setting?.folder ?? '');
  const [acceptsClean, setAcceptsClean] = useState(setting?.acceptsClean ?? false);
  const [lines, setLines] = useState(linesOf(setting?.targetsByDye ?? {}));
  const [isDone, setIsDone] = useState(false);
  const set = async () => {
    setIsDone(false);
    const read = readDyes(lines);
    if ('wrong' in read) return refuse('not-dyes', { told: read.wrong });
    const told = await act<{ set: true }>('/v1/administration/instrument-file-settings', {
      instrumentId: instrument.id,
      folder: folder.trim() === '' ? null : folder.trim(),
      acceptsClean,
      targetsByDye: read.dyes,
    });
    return setIsDone(told !== undefined);
  };
  return (
    <form
      className="stack"
      onSubmit={(event) => {
        event.preventDefault();
        void set();
      }}
    >
      <h3>{say('fileSetting')}</h3>
      <p className="muted">{say('fileSettingNote')}</p>
      <Refused error={refused} fields={{ folder: say('watchedFolder'), targetsByDye: say('dyes') }} />
      {isDone && (
        <Alert className="good-notice" role="status">
          {say('fileSettingDone')}
        </Alert>
      )}
      <div className="fields">
        <TextInput
          label={say('watchedFolder')}
          description={say('folderRule')}
          inputWrapperOrder={['label', 'input', 'description']}
          value={folder}
          maxLength={60}
          onChange={(event) => setFolder(event.currentTarget.value)}
        />
        <Textarea
          label={say('dyes')}
          description={say('dyesRule')}
          inputWrapperOrder={['label', 'input', 'description']}
          value={lines}
          rows={3}
          spellCheck={false}
          classNames={{ input: 'code' }}
          onChange={(event) => setLines(event.currentTarget.value)}
        />
      </div>
      <Checkbox
        label={say('acceptsClean')}
        checked={acceptsClean}
        onChange={(event) => setAcceptsClean(event.currentTarget.checked)}
      />
      <div className="buttons">
        <Button type="submit" className="primary">
          {say('setFileSetting')}
        </Button>
      </div>
    </form>
  );
}
