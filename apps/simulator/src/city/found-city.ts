import type { Api } from '../product/index.js';
import { DEVICES, tubePeople } from '../truth/index.js';
import { laboratoryOfInstrument, laboratoryOfSite, names, streetOfSite } from './city-plan.js';
import type { Geography } from './geography.js';
import type { VirtualCity } from './virtual-city.js';

/** Bearer tokens of everybody who takes part; of a tablet at `deviceIndex`, of the bench by laboratory. */
export type CityTokens = {
  devices: string[];
  technicians: string[];
  verifiers: string[];
  official: string;
  authority: string;
};

/** Sites, laboratories, instruments and everybody's credentials. */
export async function foundCity(
  api: Api,
  administrator: string,
  geography: Geography,
  city: VirtualCity,
): Promise<CityTokens> {
  const { sizes, plan, population } = city;
  const create = <T>(what: string, body: unknown): Promise<T> =>
    api.insist('POST', `/v1/administration/${what}`, administrator, body);
  const each = <T>(count: number, make: (index: number) => T): T[] =>
    Array.from({ length: count }, (_, index) => make(index));

  const firstPerson = (tube: number) => tubePeople(plan, tube).first;
  await create('sites', {
    realm: 'drill',
    sites: each(sizes.sites, (site) => {
      const street = streetOfSite(geography, population, plan, firstPerson, site);
      return {
        code: names.site(site),
        name: `${street.name}采样点${site + 1}`,
        jurisdictionCode: street.code,
      };
    }),
  });
  await create('laboratories', {
    realm: 'drill',
    laboratories: each(sizes.laboratories, (laboratory) => ({
      code: names.laboratory(laboratory),
      name: `演练实验室${laboratory + 1}`,
    })),
  });
  await create('instruments', {
    instruments: each(sizes.instruments, (instrument) => ({
      laboratoryCode: names.laboratory(laboratoryOfInstrument(instrument, sizes)),
      serial: names.serial(instrument),
      sendingApplication: names.sender(instrument).application,
      sendingFacility: names.sender(instrument).facility,
    })),
  });
  const hire = async (actors: unknown[]): Promise<string[]> => {
    const made = await create<{ actors: { token: string }[] }>('actors', { realm: 'drill', actors });
    return made.actors.map(({ token }) => token);
  };
  const devices = await hire(
    each(sizes.sites * DEVICES, (index) => {
      const site = Math.floor(index / DEVICES);
      return { kind: 'device', role: 'site', name: `tablet ${index + 1}`, siteCode: names.site(site) };
    }),
  );
  const bench = (role: string) =>
    hire(
      each(sizes.laboratories, (laboratory) => ({
        kind: 'staff',
        role,
        name: `${role} ${laboratory + 1}`,
        laboratoryCode: names.laboratory(laboratory),
      })),
    );
  const technicians = await bench('technician');
  const verifiers = await bench('verifier');
  const [official = '', authority = ''] = await hire([
    { kind: 'staff', role: 'official', name: 'drill official', jurisdictionCode: '4201' },
    { kind: 'program', role: 'authority', name: names.authority },
  ]);
  return { devices, technicians, verifiers, official, authority };
}

/** The code of the laboratory to which a site's boxes go. */
export const laboratoryOf = ({ sizes }: VirtualCity, site: number): string =>
  names.laboratory(laboratoryOfSite(site, sizes));
