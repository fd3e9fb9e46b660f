import { Button, Paper, TextInput } from '@mantine/core';
import type { Plates } from '#lis/contracts';
import { useState } from 'react';
import { usePolled } from '../../src/server/queries.js';
import type { SectionProps } from '../analysers-page.js';
import { Asked } from '../../src/parts/asked.js';
import { Pager } from '../parts/pager.js';
import { usePages } from '../parts/use-pages.js';
import { useAnalyserWords } from '../words.js';
import { PlateDesk } from './plate-desk.js';
import { PlatesTable } from './plates-table.js';

/** The laboratory's plates; the one that the address names with its set-up files and its orders. */
export function PlatesSection({ session, what }: SectionProps) {
  const say = useAnalyserWords();
  const paging = usePages();
  const [typed, setTyped] = useState(what);
  const query = new URLSearchParams({
    ...(paging.before !== undefined && { before: paging.before }),
    limit: '20',
  });
  const plates = usePolled<Plates>(`/v1/plates?${query}`, 10_000);
  return (
    <>
      <Paper component="section" className="panel stack">
        <div className="panel-top">
          <h2>{say('platesHeading')}</h2>
          <p className="muted">{say('platesNote')}</p>
        </div>
        <form
          className="buttons"
          onSubmit={(event) => {
            event.preventDefault();
            location.hash = `worklists/${encodeURIComponent(typed.trim())}`;
          }}
        >
          <TextInput
            aria-label={say('findPlate')}
            placeholder={say('findPlate')}
            value={typed}
            maxLength={40}
            autoComplete="off"
            required
            onChange={(event) => setTyped(event.currentTarget.value)}
          />
          <Button type="submit" variant="default">
            {say('find')}
          </Button>
        </form>
        <Asked query={plates}>
          {(answer) => (
            <>
              <PlatesTable plates={answer.plates} opened={what} />
              <Pager paging={paging} next={answer.next} />
            </>
          )}
        </Asked>
      </Paper>
      {what !== '' && <PlateDesk session={session} barcode={what} />}
    </>
  );
}
