import type { Api } from '../product/index.js';
import { names } from './city-plan.js';

/** The three desks of the authority: what they read, and the path of the address that each has. */
export const desks = { json: '/reports', elr: '/elr', fhir: '/fhir' } as const;
export type Desk = keyof typeof desks;
export type DeskSecrets = Record<Desk, string>;

const kindsOf = (desk: Desk) =>
  // what is about one tube or person; everything else, and that too, comes as JSON
  desk === 'json' ? ['abnormal-tube', 'retest', 'correction', 'negative-feed'] : ['abnormal-tube', 'retest'];

/** The authority's desks as recipients: known by their names, wherever they may be now. Their ids by desk. */
export async function nameRecipients(
  api: Api,
  administrator: string,
  url: string,
): Promise<Record<Desk, number>> {
  const all = Object.keys(desks) as Desk[];
  const { ids } = await api.insist<{ ids: number[] }>(
    'POST',
    '/v1/administration/recipients',
    administrator,
    {
      realm: 'drill',
      recipients: all.map((desk) => ({
        name: desk === 'json' ? names.authority : `${names.authority} ${desk}`,
        url: new URL(desks[desk], url).href,
        kinds: kindsOf(desk),
        format: desk,
        ...(desk === 'elr' && { receivingApplication: 'DRILL-CDC', receivingFacility: 'DRILL' }),
      })),
    },
  );
  const [json = 0, elr = 0, fhir = 0] = ids;
  return { json, elr, fhir };
}

/** A new secret for each desk: what comes there from now on is signed under it. */
export async function agreeSecrets(
  api: Api,
  administrator: string,
  ids: Record<Desk, number>,
): Promise<DeskSecrets> {
  const rotate = async (recipientId: number): Promise<string> => {
    const path = '/v1/administration/recipients/secrets';
    return (await api.insist<{ secret: string }>('POST', path, administrator, { recipientId })).secret;
  };
  return { json: await rotate(ids.json), elr: await rotate(ids.elr), fhir: await rotate(ids.fhir) };
}
