import { Sweeps } from '#lis/contracts';
import {
  civilDateOf,
  DAY_MS,
  endOfLocalDay,
  formatCivilDate,
  HOUR_MS,
  localDate,
  dayNumber,
  momentText,
  parseMoment,
  startOfLocalDay,
} from '#lis/domain';
import type { DrillOptions } from '../options.js';
import type { Api } from '../product/index.js';
import { ARRIVALS, policyOf } from '../truth/index.js';
import { TIME_ZONE } from './city-plan.js';
import { type DrillFolder, readWhole, writeWhole } from './drill-folder.js';
import { enterKit } from './enter-kit.js';
import { type CityTokens, foundCity } from './found-city.js';
import { agreeSecrets, type DeskSecrets, nameRecipients } from './recipients.js';
import type { Geography } from './geography.js';
import { virtualCity } from './virtual-city.js';

/** What was decided and made for this drill; kept from its first step on. */
export type Setup = {
  options: DrillOptions;
  name: string;
  /** local midnight of the sampling day, start and deadline of the sweep; epoch ms of the drill's clock */
  day: number;
  startsAt: number;
  deadline: number;
  sweepId?: number;
  tokens?: CityTokens;
  /** where the product was told that the authority is */
  authorityUrl?: string;
  /** what is sent to the authority's desks is signed under these */
  secrets?: DeskSecrets;
};
export type Ready = Required<Setup>;

const OPENS = 6 * HOUR_MS;

/** Creates the city in the product, or finds what an earlier start of this drill has created. */
export async function setUp(
  api: Api,
  administrator: string,
  folder: DrillFolder,
  geography: Geography,
  options: DrillOptions,
  authorityUrl: string,
): Promise<Ready> {
  const setup = (readWhole(folder.setup) as Setup | null) ?? (await decide(api, administrator, options));
  const keep = () => writeWhole(folder.setup, setup);
  keep();
  if (!setup.tokens || setup.sweepId === undefined) {
    await api.insist('POST', '/v1/administration/drill-clock', administrator, {
      shows: momentText(setup.startsAt),
      rate: 0,
    });
    await api.insist('POST', '/v1/administration/jurisdictions', administrator, geography.csv, 'text/csv');
    await enterKit(api, administrator);
    setup.sweepId ??= await openSweep(api, administrator, geography, setup);
    keep();
    const city = virtualCity(options, geography, setup.day);
    setup.tokens = await foundCity(api, administrator, geography, city);
    keep();
  }
  if (setup.authorityUrl !== authorityUrl || !setup.secrets) {
    const ids = await nameRecipients(api, administrator, authorityUrl);
    setup.secrets ??= await agreeSecrets(api, administrator, ids);
    setup.authorityUrl = authorityUrl;
    keep();
  }
  return setup as Ready;
}

/** The drill's day: the next whose opening is after everything that any drill's clock has shown. */
async function decide(api: Api, administrator: string, options: DrillOptions): Promise<Setup> {
  const { sweeps } = Sweeps.parse(await api.insist('GET', '/v1/sweeps', administrator));
  const [latest] = sweeps;
  const shown = latest
    ? await api.insist<{ asOf: string }>('GET', `/v1/funnel?sweepId=${latest.id}`, administrator)
    : null;
  const after = Math.max(
    performance.timeOrigin + performance.now(),
    shown ? parseMoment(shown.asOf) : 0,
    ...sweeps.map(({ deadline }) => parseMoment(deadline)),
  );
  const today = startOfLocalDay(after, TIME_ZONE);
  const day = today + OPENS > after ? today : endOfLocalDay(after, TIME_ZONE);
  const date = formatCivilDate(civilDateOf(dayNumber(localDate(day, TIME_ZONE))));
  const name = `演练 ${date} 武汉 ${options.people} 人 ${options.seed}`;
  return { options, name, day, startsAt: day + OPENS, deadline: day + OPENS + DAY_MS };
}

async function openSweep(
  api: Api,
  administrator: string,
  geography: Geography,
  { name, options, day, startsAt, deadline }: Setup,
): Promise<number> {
  const { sweeps } = Sweeps.parse(await api.insist('GET', '/v1/sweeps', administrator));
  const known = sweeps.find((sweep) => sweep.name === name);
  if (known) return known.id;
  const { codes, first } = virtualCity(options, geography, day).population.residences;
  const targets = codes
    .map((jurisdictionCode, index) => ({
      jurisdictionCode,
      people: (first[index + 1] ?? 0) - (first[index] ?? 0),
    }))
    .filter(({ people }) => people > 0);
  const { id } = await api.insist<{ id: number }>('POST', '/v1/administration/sweeps', administrator, {
    realm: 'drill',
    name,
    timeZone: TIME_ZONE,
    startsAt: momentText(startsAt),
    deadline: momentText(deadline),
    arrivalPlan: { weightByHour: ARRIVALS },
    targets,
    policies: [{ category: null, inForceFrom: momentText(startsAt - DAY_MS), ...policyOf(options.poolSize) }],
  });
  return id;
}
