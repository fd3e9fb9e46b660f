import { demoKit } from '#lis/domain';
import type { Api } from '../product/index.js';

/** The kit of the drill: proposed by the first administrator, confirmed by a second, as in a real city. */
export async function enterKit(api: Api, administrator: string): Promise<void> {
  const { id, version } = demoKit;
  const { state } = await api.insist<{ state: string }>('POST', '/v1/administration/kits', administrator, {
    definition: demoKit,
  });
  if (state === 'confirmed') return;
  const second = { kind: 'staff', role: 'administrator', name: 'drill second administrator' };
  const { actors } = await api.insist<{ actors: { token: string }[] }>(
    'POST',
    '/v1/administration/actors',
    administrator,
    { realm: 'drill', actors: [second] },
  );
  await api.insist('POST', '/v1/administration/kits/confirm', actors[0]?.token ?? '', { id, version });
}
