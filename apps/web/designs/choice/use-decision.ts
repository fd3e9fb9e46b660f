import type { DesignChoiceAnswer } from '#lis/contracts';
import { useState } from 'react';
import { useAct } from '../../src/parts/use-act.js';
import type { Session } from '../../src/session/signed-in.js';

/** Decides for a design under the conditions that were weighed, and keeps what was decided or why it was refused. */
export function useDecision(session: Session) {
  const { act, refused } = useAct(session);
  const [decided, setDecided] = useState('');
  const decide = async (design: string, { conditions }: Pick<DesignChoiceAnswer, 'conditions'>) => {
    setDecided('');
    const told = await act<{ design: string }>('/v1/design-choice', { design, conditions });
    if (told) setDecided(told.design);
  };
  return { decide, decided, refused };
}
export type Decision = ReturnType<typeof useDecision>;
