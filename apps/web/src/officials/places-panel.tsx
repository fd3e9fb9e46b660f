import type { UseQueryResult } from '@tanstack/react-query';
import { useState } from 'react';
import type { CoverageAnswer, Place } from '../server/answers.js';
import { useCoverage } from '../server/queries.js';
import { useLanguage } from '../texts/language.js';
import { Panel } from './panel.js';
import { PlacesTable } from './places-table.js';
import { Trail } from './trail.js';

type Props = { sweepId: number; top: UseQueryResult<CoverageAnswer> };

/** Coverage by residence, one level at a time. A single city at the top is opened at once. */
export function PlacesPanel({ sweepId, top }: Props) {
  const { texts } = useLanguage();
  const [opened, setOpened] = useState<Place[]>([]);
  const onlyOne = top.data?.lines.length === 1 ? top.data.lines[0] : undefined;
  const city = onlyOne?.hasChildren ? onlyOne : undefined;
  const shown = opened.at(-1) ?? city;
  const below = useCoverage(sweepId, shown ? shown.code : null);
  return (
    <Panel
      heading={texts.places.heading}
      note={texts.places.note}
      query={shown ? below : top}
      above={
        <Trail
          steps={[{ code: '', name: city?.name ?? texts.places.all }, ...opened]}
          onReturn={(depth) => setOpened(opened.slice(0, depth))}
        />
      }
    >
      {(answer) => (
        <PlacesTable
          answer={answer}
          withUnknown={opened.length === 0}
          onOpen={(place) => setOpened([...opened, place])}
        />
      )}
    </Panel>
  );
}
