import type { FilePreview } from '#lis/contracts';
import { type KeyboardEvent, useRef, useState } from 'react';
import { useReason } from '../reason-words.js';
import { useAnalyserWords } from '../words.js';
import { markOf, plateColumns, plateRows, type PlateWell, wellAfter } from './plate-wells.js';
import { WellDetails } from './well-details.js';

const signs: Readonly<Record<string, string>> = {
  'negative-control': 'NC',
  'positive-control': 'PC',
  'extraction-control': 'EC',
  blind: 'BL',
};

/** The plate as it stands: role, code and values of every well; what is odd has a sign, a pattern and a colour. */
export function PlatePicture({ preview }: { preview: FilePreview }) {
  const say = useAnalyserWords();
  const reason = useReason();
  const grid = useRef<HTMLTableElement>(null);
  const [chosen, setChosen] = useState('A1');
  const wells = new Map(preview.plateWells.map((one) => [one.well, one]));
  // readings stand in the kit's order, the internal control last; where no well has any there is none
  const internalControl = preview.plateWells
    .find(({ readings }) => readings.length > 1)
    ?.readings.at(-1)?.target;
  const move = (event: KeyboardEvent) => {
    const next = wellAfter(chosen, event.key);
    if (next === undefined) return;
    event.preventDefault();
    setChosen(next);
    grid.current?.querySelector<HTMLButtonElement>(`[data-well="${next}"]`)?.focus();
  };
  const title = (name: string, well: PlateWell | undefined) =>
    well
      ? `${name}: ${say(well.role ?? 'outside')} ${well.laidOut ?? ''} ${valuesOf(well)}`
      : `${name}: ${say('empty')}`;
  return (
    <section className="stack" aria-label={say('platePicture')}>
      <div className="panel-top">
        <h3>{say('platePicture')}</h3>
        <p className="muted">{say('pictureNote')}</p>
      </div>
      <div className="plate-scroll">
        <table className="plate" ref={grid} onKeyDown={move}>
          <thead>
            <tr>
              <th aria-label={say('well')} />
              {plateColumns.map((column) => (
                <th key={column} scope="col">
                  {column}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {plateRows.map((row) => (
              <tr key={row}>
                <th scope="row">{row}</th>
                {plateColumns.map((column) => {
                  const name = `${row}${column}`;
                  const well = wells.get(name);
                  const mark = well ? markOf(well, preview, internalControl) : 'plain';
                  return (
                    <td key={column}>
                      <button
                        type="button"
                        data-well={name}
                        className={`well well-${mark} well-is-${well ? (well.role ?? 'outside') : 'empty'}`}
                        tabIndex={name === chosen ? 0 : -1}
                        aria-pressed={name === chosen}
                        aria-label={title(name, well)}
                        onClick={() => setChosen(name)}
                      >
                        {well && (
                          <>
                            <span className="well-sign">
                              {signs[well.role ?? ''] ?? (well.laidOut ?? well.inFile ?? '').slice(-4)}
                              {mark !== 'plain' && mark !== 'signal' && ' !'}
                            </span>
                            <span className="well-values">{valuesOf(well)}</span>
                          </>
                        )}
                      </button>
                    </td>
                  );
                })}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <ul className="plate-legend">
        <li>
          <span className="well well-signal" aria-hidden="true" />
          Ct
        </li>
        <li>
          <span className="well well-plain well-is-negative-control" aria-hidden="true" />
          {say('controls')}
        </li>
        <li>
          <span className="well well-disagrees" aria-hidden="true" />! {reason('layout-differs')} ·{' '}
          {reason('values-differ')} · {reason('wells-missing')}
        </li>
      </ul>
      <WellDetails name={chosen} well={wells.get(chosen)} />
    </section>
  );
}

/** The Ct of each target in turn, a dash where there is none. */
const valuesOf = ({ readings }: PlateWell) =>
  readings.map(({ ct }) => (ct === null ? '–' : ct.toFixed(1))).join(' ');
