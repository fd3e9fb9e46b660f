import { Alert } from '@mantine/core';
import type { Fault } from '../server/ask.js';
import { useLanguage } from '../texts/language.js';

/** A state in words: what is the matter, and what happens next. */
export function Notice({ fault }: { fault: Fault | 'no-sweep' }) {
  const { texts } = useLanguage();
  const [heading, next] = fault === 'no-sweep' ? texts.noSweep : texts.faults[fault];
  const calm = fault === 'no-sweep' || fault === 'busy';
  return (
    <Alert className={calm ? 'notice' : 'notice notice-bad'} role={calm ? 'status' : 'alert'} title={heading}>
      {next}
    </Alert>
  );
}
