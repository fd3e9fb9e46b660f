import type { UseQueryResult } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { Refused } from './refused.js';
import { ActError } from '../server/act.js';
import { AskError } from '../server/ask.js';
import { useLanguage } from '../texts/language.js';

type Props<T> = { query: UseQueryResult<T>; children: (answer: T) => ReactNode };

/** An answer, or as a sentence why there is none. After a failure what was shown stays, below the sentence. */
export function Asked<T>({ query, children }: Props<T>) {
  const { texts } = useLanguage();
  return (
    <>
      {query.isError && <Refused error={refusalOf(query.error)} />}
      {query.data !== undefined && children(query.data)}
      {query.isPending && query.fetchStatus !== 'idle' && <p className="muted">{texts.loading}</p>}
    </>
  );
}

function refusalOf(error: unknown): ActError {
  if (!(error instanceof AskError)) return new ActError('other');
  const { code = error.fault === 'failed' ? 'other' : error.fault, details } = error.problem;
  return new ActError(code, details);
}
