import { Button, NativeSelect } from '@mantine/core';
import type { DesignChoiceStart, PrevalenceAnswer } from '#lis/contracts';
import { useLanguage } from '../../src/texts/language.js';
import { useDesignTexts } from '../texts/use-design-texts.js';
import { type FormValues, PREVALENCE_FIELDS, prevalenceTexts } from './form-values.js';
import { NumberInput } from './number-input.js';
import type { WrongFields } from './read-conditions.js';

type Props = {
  sweeps: DesignChoiceStart['sweeps'];
  /** of the chosen sweep; undefined: not asked, or not answered yet */
  counted: PrevalenceAnswer['total'] | undefined;
  /** whose tubes those are; null: all days together */
  day: string | null;
  values: FormValues;
  wrong: WrongFields;
  onChange: (change: Partial<FormValues>) => void;
};

/** The prevalence with its interval: as counted in a sweep until somebody types another. */
export function PrevalenceFields({ sweeps, counted, day, values, wrong, onChange }: Props) {
  const { formats } = useLanguage();
  const words = useDesignTexts().conditions;
  const { ownPrevalence } = values;
  const shown = ownPrevalence ?? prevalenceTexts(counted?.prevalence);
  const labels = { prevalence: words.estimate, prevalenceLow: words.low, prevalenceHigh: words.high };
  return (
    <>
      <NativeSelect
        label={words.sweep}
        value={values.sweep}
        data={[
          ...sweeps.map(({ id, name }) => ({ value: String(id), label: name })),
          { value: '', label: words.noSweep },
        ]}
        onChange={(event) => onChange({ sweep: event.currentTarget.value, ownPrevalence: null })}
      />
      <div className="three aligned">
        {PREVALENCE_FIELDS.map((field) => (
          <NumberInput
            key={field}
            label={labels[field]}
            value={shown[field]}
            wrong={wrong[field]}
            onChange={(text) => onChange({ ownPrevalence: { ...shown, [field]: text } })}
          />
        ))}
      </div>
      {ownPrevalence ? (
        <div className="buttons">
          <span className="muted small">{words.own}</span>
          {counted?.prevalence && (
            <Button variant="default" size="xs" onClick={() => onChange({ ownPrevalence: null })}>
              {words.asCounted}
            </Button>
          )}
        </div>
      ) : (
        counted && (
          <p className="muted small">
            {counted.prevalence
              ? words.counted(formats.number(counted.pools), day === null ? null : formats.day(day))
              : words.countedNone}
            {counted.tooFew && ` ${words.countedFew}`}
          </p>
        )
      )}
    </>
  );
}
