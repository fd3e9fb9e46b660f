import type { FilePreview } from '#lis/contracts';
import { Facts } from '../../src/parts/facts.js';
import { useAnalyserWords } from '../words.js';

const tones = { accepted: 'good-text', rejected: 'bad-text', waiting: 'warn-text' } as const;

/** Of which plate and run a file is, and what its controls say. */
export function PreviewFacts({ preview }: { preview: FilePreview }) {
  const say = useAnalyserWords();
  const { format, plate, runNumber, joins, controls, wells, known } = preview;
  if (plate === null) return <Facts of={[[say('format'), format ?? '—']]} />;
  const counts = [
    `${say('wellsSamples')} ${wells.samples}`,
    `${say('wellsControls')} ${wells.controls}`,
    ...(wells.outside > 0 ? [`${say('wellsOutside')} ${wells.outside}`] : []),
  ];
  return (
    <Facts
      of={[
        [say('format'), format ?? '—'],
        [
          say('plate'),
          <span key="plate">
            <code>{plate.barcode}</code> ({say(`by-${plate.by}`)})
          </span>,
        ],
        [say('run'), `${runNumber || say('unnamed')} (${say(joins ? 'joins' : 'newRun')})`],
        [
          say('controls'),
          <span key="controls" className={tones[controls.verdict]}>
            {say(`controls-${controls.verdict}`)}
          </span>,
        ],
        [say('wells'), counts.join(' · ')],
        ...(known.same > 0 ? [[say('knownSame'), known.same] as const] : []),
      ]}
    />
  );
}
