import { NativeSelect, Paper } from '@mantine/core';
import type { DesignChoiceStart, PrevalenceAnswer } from '#lis/contracts';
import { useLanguage } from '../../src/texts/language.js';
import { useDesignTexts } from '../texts/use-design-texts.js';
import type { FormValues, NumberField } from './form-values.js';
import { NumberInput } from './number-input.js';
import { PrevalenceFields } from './prevalence-fields.js';
import { roundsOf, type WrongFields } from './read-conditions.js';
import { TestFields } from './test-fields.js';

type Props = {
  start: DesignChoiceStart;
  counted: PrevalenceAnswer['total'] | undefined;
  /** whose tubes those are; null: all days together */
  day: string | null;
  values: FormValues;
  wrong: WrongFields;
  onChange: (change: Partial<FormValues>) => void;
};

/** What a laboratory can do, and what it must not do. */
export function ConditionsForm({ start, counted, day, values, wrong, onChange }: Props) {
  const { formats } = useLanguage();
  const words = useDesignTexts().conditions;
  const rounds = roundsOf(values);
  const number = (field: NumberField, label: string, rule?: string) => (
    <NumberInput
      label={label}
      {...(rule !== undefined && { rule })}
      value={values[field]}
      wrong={wrong[field]}
      onChange={(text) => onChange({ [field]: text })}
    />
  );
  return (
    <Paper component="section" className="panel" aria-labelledby="conditions">
      <div className="panel-top">
        <h2 id="conditions">{words.heading}</h2>
        <p className="muted">{words.note}</p>
      </div>
      <form className="conditions" onSubmit={(event) => event.preventDefault()}>
        <fieldset>
          <legend>{words.prevalence}</legend>
          <PrevalenceFields {...{ counted, day, values, wrong, onChange }} sweeps={start.sweeps} />
        </fieldset>
        <fieldset>
          <legend>{words.test}</legend>
          <TestFields {...{ values, wrong, onChange }} kits={start.kits} />
        </fieldset>
        <fieldset>
          <legend>{words.laboratory}</legend>
          <div className="two aligned">
            {number('specimensPerDay', words.perDay)}
            {number('retestsPerDay', words.retests)}
            {number('aliquots', words.aliquots)}
            <NativeSelect
              label={words.robot}
              value={values.robot}
              data={[
                { value: 'no', label: words.byHand },
                { value: 'yes', label: words.byRobot },
              ]}
              onChange={(event) => onChange({ robot: event.currentTarget.value === 'yes' ? 'yes' : 'no' })}
            />
          </div>
        </fieldset>
        <fieldset>
          <legend>{words.time}</legend>
          <div className="two aligned">
            {number('hoursPerStage', words.stage)}
            {number(
              'deadlineHours',
              words.deadline,
              rounds === null ? undefined : words.rounds(formats.number(rounds)),
            )}
          </div>
        </fieldset>
        <fieldset>
          <legend>{words.safety}</legend>
          <div className="two aligned">
            {number('sensitivityFloor', words.floor, words.floorRule)}
            {number('missedPer100000', words.missed, words.missedRule)}
          </div>
        </fieldset>
      </form>
    </Paper>
  );
}
