export type Difference = { field: string; before: string | null; after: string | null };

/**
 * What differs between two definitions, field by field, in the order of the new one and then what is gone. Elements of
 * a list are told apart by their name, target or kind, so that a moved line is no difference.
 */
export function kitDifferences(before: unknown, after: unknown): Difference[] {
  const [old, now] = [leaves(before), leaves(after)];
  return [...new Set([...now.keys(), ...old.keys()])]
    .filter((field) => old.get(field) !== now.get(field))
    .map((field) => ({ field, before: old.get(field) ?? null, after: now.get(field) ?? null }));
}

function leaves(value: unknown, path = '', found = new Map<string, string>()): Map<string, string> {
  const at = (part: string) => (path === '' ? part : `${path}.${part}`);
  if (Array.isArray(value)) {
    if (value.length === 0) found.set(path, '[]');
    const seen = new Map<string, number>();
    for (const [index, element] of value.entries()) {
      const name = nameOf(element) ?? String(index + 1);
      const times = (seen.get(name) ?? 0) + 1;
      seen.set(name, times);
      leaves(element, at(times === 1 ? `[${name}]` : `[${name} ${times}]`), found);
    }
  } else if (typeof value === 'object' && value !== null) {
    for (const [key, inner] of Object.entries(value)) leaves(inner, at(key), found);
  } else {
    found.set(path, JSON.stringify(value));
  }
  return found;
}

function nameOf(element: unknown): string | undefined {
  if (typeof element !== 'object' || element === null) return undefined;
  const { name, target, kind } = element as Record<string, unknown>;
  return [name, target, kind].find((one): one is string => typeof one === 'string');
}
