import { Anchor, Breadcrumbs } from '@mantine/core';
import { useEffect, useRef } from 'react';
import { useLanguage } from '../texts/language.js';

type Props = {
  steps: { code: string; name: string }[];
  /** goes back to where `depth` places are opened */
  onReturn: (depth: number) => void;
};

/** Where one is. After a step down or up the focus comes here: the button that was pressed is gone. */
export function Trail({ steps, onReturn }: Props) {
  const { texts } = useLanguage();
  const here = useRef<HTMLElement>(null);
  const depth = steps.length;
  const seen = useRef(depth);
  useEffect(() => {
    if (seen.current !== depth) here.current?.focus();
    seen.current = depth;
  }, [depth]);
  return (
    <nav aria-label={texts.places.trail}>
      <Breadcrumbs className="trail">
        {steps.map(({ code, name }, index) =>
          index === depth - 1 ? (
            <strong key={code} ref={here} tabIndex={-1} aria-current="page">
              {name}
            </strong>
          ) : (
            <Anchor key={code} component="button" type="button" onClick={() => onReturn(index)}>
              {name}
            </Anchor>
          ),
        )}
      </Breadcrumbs>
    </nav>
  );
}
