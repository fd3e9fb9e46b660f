import { useAnalyserWords } from '../words.js';

type Props = { name: string; isOpen: boolean; onToggle: () => void };

/** The name at the head of a row, which opens what the row is about: in sight however narrow the screen is. */
export function RowOpener({ name, isOpen, onToggle }: Props) {
  const say = useAnalyserWords();
  return (
    <button
      type="button"
      className="row-opener code"
      aria-expanded={isOpen}
      title={say(isOpen ? 'close' : 'open')}
      onClick={onToggle}
    >
      {name}
    </button>
  );
}
