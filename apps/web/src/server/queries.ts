import { useQuery, type UseQueryResult } from '@tanstack/react-query';
import { createContext, useContext } from 'react';
import type {
  Cases,
  CoverageAnswer,
  Forecast,
  FunnelAnswer,
  PoolAdvice,
  Prevalence,
  SweepsAnswer,
} from './answers.js';
import { ask, faultIn } from './ask.js';

const pollMs = 2000;
const sweepsPollMs = 15_000;
/** an estimate moves slowly */
const slowPollMs = 10_000;

export const Token = createContext('');

/** An answer of the API, asked for again and again while it is shown. */
export function usePolled<T>(path: string | null, everyMs = pollMs): UseQueryResult<T> {
  const token = useContext(Token);
  return useQuery<T>({
    queryKey: [path, token],
    queryFn: ({ signal }) => ask<T>(path ?? '', token, signal),
    enabled: path !== null,
    // who may not see it now will not in two seconds
    refetchInterval: ({ state }) => (state.error && faultIn(state.error) === 'not-allowed' ? false : everyMs),
  });
}

const ofSweep = (route: string, sweepId: number, parent?: string) =>
  `/v1/${route}?${new URLSearchParams({ sweepId: String(sweepId), ...(parent !== undefined && { parent }) })}`;

export const useSweeps = () => usePolled<SweepsAnswer>('/v1/sweeps', sweepsPollMs);
export const useFunnel = (sweepId: number) => usePolled<FunnelAnswer>(ofSweep('funnel', sweepId));
export const useForecast = (sweepId: number) => usePolled<Forecast>(ofSweep('forecast', sweepId));
/** Nothing is asked while it is null. */
export const useCases = (sweepId: number | null) =>
  usePolled<Cases>(sweepId === null ? null : ofSweep('cases', sweepId));
export const usePrevalence = (sweepId: number) =>
  usePolled<Prevalence>(ofSweep('prevalence', sweepId), slowPollMs);
export const usePoolAdvice = (sweepId: number) =>
  usePolled<PoolAdvice>(ofSweep('pool-size-advice', sweepId), slowPollMs);

/** The topmost jurisdictions when `parent` is undefined; nothing is asked while it is null. */
export const useCoverage = (sweepId: number, parent: string | undefined | null) =>
  usePolled<CoverageAnswer>(parent === null ? null : ofSweep('coverage', sweepId, parent));
