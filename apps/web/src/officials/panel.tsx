import { Paper } from '@mantine/core';
import type { UseQueryResult } from '@tanstack/react-query';
import { type ReactNode, useId } from 'react';
import { concernsWholePage, faultIn } from '../server/ask.js';
import { useLanguage } from '../texts/language.js';
import { Notice } from './notice.js';

type Props<T> = {
  heading: string;
  note: string;
  /** the panel's answer; a later failure leaves what was shown */
  query: UseQueryResult<T>;
  above?: ReactNode;
  children: (answer: T) => ReactNode;
};

export function Panel<T>({ heading, note, query, above, children }: Props<T>) {
  const { texts } = useLanguage();
  const id = useId();
  const fault = query.isError ? faultIn(query.error) : undefined;
  return (
    <Paper component="section" className="panel" aria-labelledby={id}>
      <div className="panel-top">
        <h2 id={id}>{heading}</h2>
        <p className="muted">{note}</p>
      </div>
      {above}
      {fault && !concernsWholePage(fault) && <Notice fault={fault} />}
      {query.data !== undefined && children(query.data)}
      {query.isPending && <p className="muted">{texts.loading}</p>}
    </Paper>
  );
}
