/** A definition as lines to read: where a value stands and what it is; lists of words on one line. */
export function definitionFields(value: unknown, path = ''): { field: string; text: string }[] {
  const isPlain = (one: unknown) => typeof one !== 'object' || one === null;
  const at = (part: string) => (path === '' ? part : `${path}.${part}`);
  if (isPlain(value)) return [{ field: path, text: textOf(value) }];
  if (Array.isArray(value)) {
    if (value.every(isPlain)) return [{ field: path, text: value.map(textOf).join(', ') || '—' }];
    return value.map((element: unknown, index) => ({
      field: at(String(index + 1)),
      text: definitionFields(element)
        .map(({ field, text }) => `${field}: ${text}`)
        .join(', '),
    }));
  }
  const inner = Object.entries(value as Record<string, unknown>);
  if (inner.length === 0) return [{ field: path, text: '—' }];
  return inner.flatMap(([key, one]) => definitionFields(one, at(key)));
}

const textOf = (value: unknown) =>
  value === null ? '—' : typeof value === 'string' && value !== '' ? value : JSON.stringify(value);
