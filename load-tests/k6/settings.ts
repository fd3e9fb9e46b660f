// What a run is told through the environment; see README.md.

const wholeNumber = (name: string, fallback: number): number => {
  const given = Number(__ENV[name] ?? fallback);
  if (!Number.isInteger(given) || given < 1) throw new Error(`${name}: a whole number from 1`);
  return given;
};
const required = (name: string): string => {
  const given = __ENV[name];
  if (!given) throw new Error(`${name} is needed: see load-tests/k6/README.md`);
  return given;
};

export type Tokens = {
  /** bearer tokens of tablets; there may be fewer than virtual tablets */
  devices: string[];
  /** of an official of the same realm */
  official?: string;
  /** codes of communities; without them the residence of everyone is unknown */
  residences?: string[];
};

export const baseUrl = __ENV['BASE_URL'] ?? 'http://127.0.0.1:8080';
export const sweepId = Number(required('SWEEP_ID'));
export const tokens = JSON.parse(open(required('TOKENS'))) as Tokens;
export const tablets = wholeNumber('TABLETS', 100);
export const batches = wholeNumber('BATCHES', 5);
export const tubesPerBatch = wholeNumber('TUBES', 10);
export const peoplePerTube = wholeNumber('PEOPLE', 10);
export const peopleToRegister = tablets * batches * tubesPerBatch * peoplePerTube;
export const readsPerSecond = wholeNumber('READS', 50);

if (tokens.devices.length === 0) throw new Error('TOKENS: no device');
export const deviceToken = (tablet: number): string => tokens.devices[tablet % tokens.devices.length] ?? '';

export const json = (token: string, name: string) => ({
  headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
  // one name for every id: a metric per sweep or tube would not end
  tags: { name },
});
