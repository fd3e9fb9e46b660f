import type { SealedTube, TubeReceipt } from '#lis/contracts';
import type { Actor, Context } from '#lis/platform';
import { RegistrationService } from './registration.service.js';

/** Registers as the route does; several lines of one call are one group commit. */
export function registrar(context: Context) {
  const service = new RegistrationService(context);
  return {
    register: (actor: Actor, lines: readonly unknown[]) => service.register(actor, lines),
    /** one tube, one receipt */
    async registerOne(actor: Actor, tube: SealedTube): Promise<TubeReceipt> {
      const [receipt] = await service.register(actor, [tube]);
      if (!receipt) throw new Error('a line without a receipt');
      return receipt;
    },
  };
}
export type Registrar = ReturnType<typeof registrar>;
