import { Alert } from '@mantine/core';
import type { ActError } from '../server/act.js';
import { useLanguage, wordOf } from '../texts/language.js';
import { refusalWords } from '../texts/refusal-words.js';

type Props = { error: ActError | undefined; fields?: Readonly<Record<string, string>> };

/** Why something was refused, as a sentence; `fields` names a form's fields as people see them. */
export function Refused({ error, fields = {} }: Props) {
  const { language } = useLanguage();
  if (!error) return null;
  const { code, details = {} } = error;
  const known = code in refusalWords;
  const sentence = wordOf(refusalWords, known ? code : 'other', language);
  const told = Array.isArray(details['fields'])
    ? (details['fields'] as { field?: unknown }[]).map(({ field }) => String(field))
    : [details['field'], details['told'], details['next'], details['targets']]
        .flat()
        .filter((one) => one !== undefined)
        .map(String);
  const named = [...new Set(told.map((field) => fields[field] ?? field))];
  return (
    <Alert className="notice notice-bad" role="alert">
      {sentence}
      {named.length > 0 && (language === 'en' ? `: ${named.join(', ')}` : `：${named.join('、')}`)}
      {!known && ` (${code})`}
    </Alert>
  );
}
