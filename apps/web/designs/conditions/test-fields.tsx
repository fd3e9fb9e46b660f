import { NativeSelect } from '@mantine/core';
import type { DesignChoiceStart } from '#lis/contracts';
import { useLanguage } from '../../src/texts/language.js';
import { useDesignTexts } from '../texts/use-design-texts.js';
import type { FormValues } from './form-values.js';
import { NumberInput } from './number-input.js';
import type { WrongFields } from './read-conditions.js';

type Props = {
  kits: DesignChoiceStart['kits'];
  values: FormValues;
  wrong: WrongFields;
  onChange: (change: Partial<FormValues>) => void;
};

/** With what is tested, and from where it is known how well pools show a positive. */
export function TestFields({ kits, values, wrong, onChange }: Props) {
  const { formats } = useLanguage();
  const words = useDesignTexts().conditions;
  const named = kits.map((kit) => ({ value: `${kit.id}@${kit.version}`, ...kit }));
  const stated = named.find(({ value }) => value === values.kit)?.stated;
  if (kits.length === 0) return <p className="bad-text">{words.noKit}</p>;
  return (
    <>
      <NativeSelect
        label={words.kit}
        description={
          stated
            ? words.stated(
                formats.finePercent(stated.sensitivity),
                formats.finePercent(stated.specificity),
                formats.number(stated.aliquotsValidated),
              )
            : words.statedNothing
        }
        inputWrapperOrder={['label', 'input', 'description']}
        value={values.kit}
        data={named.map((kit) => ({
          value: kit.value,
          label: `${kit.value} · ${kit.name}${kit.stated ? '' : ` (${words.statedNothing})`}`,
        }))}
        onChange={(event) => onChange({ kit: event.currentTarget.value })}
      />
      <NativeSelect
        label={words.source}
        {...(values.sensitivityFrom === 'own' && { description: words.sourceRule })}
        inputWrapperOrder={['label', 'input', 'description']}
        value={values.sensitivityFrom}
        data={[
          { value: 'kit', label: words.sourceStated },
          { value: 'own', label: words.sourceOwn },
        ]}
        onChange={(event) =>
          onChange({ sensitivityFrom: event.currentTarget.value === 'own' ? 'own' : 'kit' })
        }
      />
      {values.sensitivityFrom === 'own' && (
        <NumberInput
          label={words.ctDeviation}
          value={values.ctDeviation}
          wrong={wrong.ctDeviation}
          onChange={(ctDeviation) => onChange({ ctDeviation })}
        />
      )}
    </>
  );
}
