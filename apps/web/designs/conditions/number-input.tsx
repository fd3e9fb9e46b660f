import { TextInput } from '@mantine/core';
import { useDesignTexts } from '../texts/use-design-texts.js';
import type { Wrong } from './read-conditions.js';

type Props = {
  label: string;
  rule?: string;
  value: string;
  wrong: Wrong | undefined;
  onChange: (text: string) => void;
};

/** A number that is typed: no wheel and no arrow changes it unseen. */
export function NumberInput({ label, rule, value, wrong, onChange }: Props) {
  const { wrong: words } = useDesignTexts().conditions;
  return (
    <TextInput
      label={label}
      {...(rule !== undefined && { description: rule })}
      {...(wrong && { error: words[wrong] })}
      inputWrapperOrder={['label', 'input', 'error', 'description']}
      value={value}
      inputMode="decimal"
      autoComplete="off"
      maxLength={20}
      onChange={(event) => onChange(event.currentTarget.value)}
    />
  );
}
