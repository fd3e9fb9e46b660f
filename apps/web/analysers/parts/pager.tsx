import { Button } from '@mantine/core';
import { useAnalyserWords } from '../words.js';
import type { Paging } from './use-pages.js';

type Props = { paging: Paging; next: string | null };

/** Back and on; nothing where one page is all. */
export function Pager({ paging: { back, go }, next }: Props) {
  const say = useAnalyserWords();
  if (!back && next === null) return null;
  return (
    <nav className="buttons" aria-label={say('pages')}>
      <Button variant="default" size="sm" disabled={!back} onClick={back}>
        {say('pageBack')}
      </Button>
      <Button variant="default" size="sm" disabled={next === null} onClick={() => next !== null && go(next)}>
        {say('pageOn')}
      </Button>
    </nav>
  );
}
