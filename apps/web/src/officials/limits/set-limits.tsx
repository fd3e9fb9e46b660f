import { Alert, Button, TextInput } from '@mantine/core';
import { useState } from 'react';
import { Refused } from '../../parts/refused.js';
import { useAct } from '../../parts/use-act.js';
import type { PoolAdvice } from '../../server/answers.js';
import type { Session } from '../../session/signed-in.js';
import { useLanguage } from '../../texts/language.js';
import {
  LIMIT_FIELDS,
  type LimitField,
  type LimitTexts,
  limitTexts,
  readLimits,
  type WrongLimit,
} from './read-limits.js';

type Props = { sweepId: number; limits: PoolAdvice['limits']; session: Session };

/** Other limits for the advice on a sweep's tubes. */
export function SetLimits({ sweepId, limits, session }: Props) {
  const words = useLanguage().texts.prevalence.limits;
  const { act, refused } = useAct(session);
  // until something is typed: as they are, whoever set them
  const [own, setOwn] = useState<LimitTexts>();
  const typed = own ?? limitTexts(limits);
  const [wrong, setWrong] = useState<Partial<Record<LimitField, WrongLimit>>>({});
  const [isDone, setIsDone] = useState(false);
  const labels: Record<LimitField, string> = {
    missedPer100000: words.missed,
    recallsPerDay: words.recalls,
    mixedMillilitres: words.mixed,
    singleMillilitres: words.single,
    ctDeviation: words.ctDeviation,
  };
  const save = async () => {
    setIsDone(false);
    const read = readLimits(typed);
    setWrong('wrong' in read ? read.wrong : {});
    if ('wrong' in read) return;
    const told = await act('/v1/administration/pool-advice-limits', { sweepId, ...read.limits });
    if (told === undefined) return;
    setIsDone(true);
    setOwn(undefined);
  };
  return (
    <form
      className="stack"
      onSubmit={(event) => {
        event.preventDefault();
        void save();
      }}
    >
      <h3>{words.change}</h3>
      <p className="muted grounds">{words.note}</p>
      <Refused error={refused} fields={labels} />
      {isDone && (
        <Alert className="good-notice" role="status">
          {words.done}
        </Alert>
      )}
      <div className="fields aligned">
        {LIMIT_FIELDS.map((field) => (
          <TextInput
            key={field}
            label={labels[field]}
            {...(wrong[field] && { error: words.wrong[wrong[field]] })}
            value={typed[field]}
            inputMode="decimal"
            autoComplete="off"
            maxLength={20}
            onChange={(event) => setOwn({ ...typed, [field]: event.currentTarget.value })}
          />
        ))}
      </div>
      <div className="buttons">
        <Button type="submit" className="primary">
          {words.save}
        </Button>
      </div>
    </form>
  );
}
