import type {
  CaseFiles,
  Coverage,
  ForecastAnswer,
  Funnel,
  PoolSizeAdvice,
  PoolsLine,
  PrevalenceAnswer,
  Sweeps,
} from '#lis/contracts';
import type { z } from 'zod';

// Types only: the contracts' schemas stay out of the page.
export type SweepsAnswer = z.infer<typeof Sweeps>;
export type Sweep = SweepsAnswer['sweeps'][number];
export type CoverageAnswer = z.infer<typeof Coverage>;
export type Place = CoverageAnswer['lines'][number];
export type FunnelAnswer = z.infer<typeof Funnel>;
export type Forecast = z.infer<typeof ForecastAnswer>;
export type Prevalence = PrevalenceAnswer;
export type PoolAdvice = PoolSizeAdvice;
export type Pools = PoolsLine;
export type Cases = z.infer<typeof CaseFiles>;
export type Case = Cases['cases'][number];
