import { Button, NativeSelect, TextInput } from '@mantine/core';
import { useState } from 'react';
import { Refused } from '../../src/parts/refused.js';
import type { ActError } from '../../src/server/act.js';
import { useAnalyserWords } from '../words.js';
import { fetchFile } from './fetch-file.js';

/** The formats of `GET /v1/plates/setup`, by the names of the programs that open them. */
const formats = [
  { value: 'quantstudio', label: 'QuantStudio (.txt)' },
  { value: 'abi-7500', label: 'ABI 7500 (.txt)' },
  { value: 'lightcycler-480', label: 'LightCycler 480 (.txt)' },
  { value: 'cfx', label: 'Bio-Rad CFX (.csv)' },
  { value: 'slan-96p', label: 'SLAN-96P (.txt)' },
  { value: 'rdml', label: 'RDML (.rdml)' },
];

/** A plate as a file that a thermocycler's program opens. */
export function SetupFiles({ barcode }: { barcode: string }) {
  const say = useAnalyserWords();
  const [format, setFormat] = useState('quantstudio');
  const [dyes, setDyes] = useState('');
  const [refused, setRefused] = useState<ActError>();
  const download = async () => {
    const told = dyes.trim().replaceAll('，', ',');
    const query = new URLSearchParams({ barcode, format, ...(told !== '' && { dyes: told }) });
    setRefused(await fetchFile(`/v1/plates/setup?${query}`));
  };
  return (
    <form
      className="stack"
      onSubmit={(event) => {
        event.preventDefault();
        void download();
      }}
    >
      <div className="panel-top">
        <h3>{say('setup')}</h3>
        <p className="muted">{say('setupNote')}</p>
      </div>
      <Refused error={refused} fields={{ dyes: say('setupDyes'), format: say('format') }} />
      <div className="fields">
        <NativeSelect
          label={say('format')}
          value={format}
          data={formats}
          onChange={(event) => setFormat(event.currentTarget.value)}
        />
        <TextInput
          label={say('setupDyes')}
          description={say('setupDyesRule')}
          inputWrapperOrder={['label', 'input', 'description']}
          placeholder="FAM,VIC,CY5"
          value={dyes}
          maxLength={200}
          autoComplete="off"
          onChange={(event) => setDyes(event.currentTarget.value)}
        />
      </div>
      <div className="buttons">
        <Button type="submit" variant="default">
          {say('download')}
        </Button>
      </div>
    </form>
  );
}
