import type { ReactNode } from 'react';

/** Names and what they say, side by side where there is room. */
export function Facts({ of }: { of: readonly (readonly [string, ReactNode])[] }) {
  return (
    <dl className="facts">
      {of.map(([name, value]) => (
        <div key={name}>
          <dt className="muted">{name}</dt>
          <dd className="wraps">{value}</dd>
        </div>
      ))}
    </dl>
  );
}
