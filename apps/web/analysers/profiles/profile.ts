import type { SenderProfileDefinition } from '#lis/contracts';
import type { z } from 'zod';
import { usePolled } from '../../src/server/queries.js';

export type Definition = z.infer<typeof SenderProfileDefinition>;
export type Profile = {
  definition: Definition;
  builtIn: boolean;
  enteredBy: number | null;
  enteredAt: string | null;
  /** ids */
  instruments: number[];
};
export const profileName = ({ definition: { id, version } }: Pick<Profile, 'definition'>) =>
  `${id}@${version}`;

/** Every version of every profile; administrators only. */
export const useProfiles = () => usePolled<{ profiles: Profile[] }>('/v1/administration/profiles', 60_000);
