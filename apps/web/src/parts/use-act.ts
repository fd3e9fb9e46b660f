import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { act, ActError } from '../server/act.js';
import type { Session } from '../session/signed-in.js';

/**
 * Does what a person wants and keeps why it was refused, to be said where it was asked for; afterwards everything that
 * is shown is asked for anew. `act` answers undefined when it was refused.
 */
export function useAct({ who, ended }: Pick<Session, 'who' | 'ended'>) {
  const client = useQueryClient();
  const [refused, setRefused] = useState<ActError>();
  return {
    refused,
    refuse: (code: string, details?: Record<string, unknown>) => setRefused(new ActError(code, details)),
    act: async <T>(path: string, body: object): Promise<T | undefined> => {
      setRefused(undefined);
      try {
        const told = await act<T>(path, who.csrf, body);
        await client.invalidateQueries();
        return told;
      } catch (error) {
        const known = error instanceof ActError ? error : new ActError('other');
        if (known.code === 'session-ended' || known.code === 'credential-missing') ended();
        setRefused(known);
        return undefined;
      }
    },
  };
}
