import { Paper } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import type { DesignChoiceAnswer, DesignChoiceStart, PrevalenceAnswer } from '#lis/contracts';
import { latestTelling } from '#lis/domain';
import { useState } from 'react';
import { Asked } from '../src/parts/asked.js';
import { usePolled } from '../src/server/queries.js';
import type { Session } from '../src/session/signed-in.js';
import { ChoiceView } from './choice/choice-view.js';
import { useDecision } from './choice/use-decision.js';
import { WeighedPanel } from './choice/weighed-panel.js';
import { ConditionsForm } from './conditions/conditions-form.js';
import { firstValues, type FormValues } from './conditions/form-values.js';
import { questionOf, readConditions } from './conditions/read-conditions.js';
import { InUse } from './in-use.js';
import { useDesignTexts } from './texts/use-design-texts.js';

/** Conditions on one side, the choice under them on the other. */
export function DesignsDesk({ session, start }: { session: Session; start: DesignChoiceStart }) {
  const { unready } = useDesignTexts().conditions;
  const [values, setValues] = useState(() => firstValues(start));
  const ofSweep = values.sweep === '' ? null : `/v1/prevalence?sweepId=${values.sweep}`;
  const prevalence = usePolled<PrevalenceAnswer>(ofSweep, 60_000);
  const latest = latestTelling(prevalence.data?.days ?? []);
  const counted = latest ?? prevalence.data?.total;
  const isCounting = ofSweep !== null && values.ownPrevalence === null && prevalence.isPending;
  const read = readConditions(values, (counted?.prevalence ?? null) !== null);
  const question = 'conditions' in read && !isCounting ? questionOf(read.conditions) : null;
  const [settled] = useDebouncedValue(question, 300);
  const choice = usePolled<DesignChoiceAnswer>(question === null ? null : settled, 60_000);
  // while another question is asked, the answer to the one before stays
  const [kept, setKept] = useState<DesignChoiceAnswer>();
  if (choice.data && choice.data !== kept) setKept(choice.data);
  const answer = choice.data ?? (choice.isError || 'wrong' in read ? undefined : kept);
  const isOld = !choice.data || question !== settled;
  const decision = useDecision(session);
  const change = (changed: Partial<FormValues>) => setValues((before) => ({ ...before, ...changed }));
  return (
    <>
      <InUse decision={start.decision} answer={answer} />
      <div className="desk">
        <ConditionsForm
          start={start}
          counted={counted}
          day={latest?.day ?? null}
          values={values}
          wrong={'wrong' in read && !isCounting ? read.wrong : {}}
          onChange={change}
        />
        {answer ? (
          <ChoiceView answer={answer} decision={decision} isOld={isOld} />
        ) : (
          <Paper className="panel">
            <Asked query={choice}>{() => null}</Asked>
            {'wrong' in read && !isCounting && <p className="muted">{unready}</p>}
          </Paper>
        )}
      </div>
      {answer && <WeighedPanel answer={answer} decision={decision} isOld={isOld} />}
    </>
  );
}
