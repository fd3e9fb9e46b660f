import { Paper } from '@mantine/core';
import type { UseQueryResult } from '@tanstack/react-query';
import { type ReactNode, useId } from 'react';
import { faultIn } from '../server/ask.js';
import { useLanguage } from '../texts/language.js';

export type Tone = 'plain' | 'good' | 'bad' | 'warn';
type Props = { heading: string; figure: ReactNode; tone?: Tone; children?: ReactNode };

/** One question, one big answer, and below it what the answer stands on. */
export function Card({ heading, figure, tone = 'plain', children }: Props) {
  const id = useId();
  return (
    <Paper component="section" className={`card tone-${tone}`} aria-labelledby={id}>
      <h2 id={id}>{heading}</h2>
      <p className="figure">{figure}</p>
      {children}
    </Paper>
  );
}

type Asked<T> = { heading: string; query: UseQueryResult<T>; children: (answer: T) => ReactNode };

/** A card while it has no answer: still reading, or why there is none. Never a zero that nobody counted. */
export function Answered<T>({ heading, query, children }: Asked<T>) {
  const { texts } = useLanguage();
  if (query.data !== undefined) return children(query.data);
  if (!query.isError) return <Card heading={heading} figure="…" />;
  return (
    <Card heading={heading} figure="—" tone="warn">
      <p className="warn-text">{texts.faults[faultIn(query.error)][0]}</p>
    </Card>
  );
}
