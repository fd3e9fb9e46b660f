import { TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import type { PlacesAnswer } from '#lis/contracts';
import { useId } from 'react';
import type { z } from 'zod';
import { usePolled } from '../../src/server/queries.js';
import { useAdminWords } from '../words.js';

export type PlaceKind = 'site' | 'laboratory' | 'jurisdiction';
type Props = {
  kind: PlaceKind;
  value: string;
  required?: boolean;
  onChange: (code: string) => void;
};

/** A place by its code, with those that fit what is typed so far: a city has thousands. */
export function PlaceField({ kind, value, required = true, onChange }: Props) {
  const say = useAdminWords();
  const id = useId();
  const [find] = useDebouncedValue(value.trim(), 250);
  const path = `/v1/administration/places?${new URLSearchParams({ kind, find: find.slice(0, 60) })}`;
  const { data } = usePolled<z.infer<typeof PlacesAnswer>>(path, 300_000);
  const chosen = data?.places.find(({ code }) => code === value.trim());
  return (
    <>
      <TextInput
        label={say(`${kind}Code`)}
        description={chosen?.name ?? ' '}
        inputWrapperOrder={['label', 'input', 'description']}
        value={value}
        list={id}
        maxLength={40}
        autoComplete="off"
        required={required}
        onChange={(event) => onChange(event.currentTarget.value)}
      />
      <datalist id={id}>
        {data?.places.map(({ code, name }) => (
          <option key={code} value={code}>
            {name}
          </option>
        ))}
      </datalist>
    </>
  );
}
