import { type ArgumentsHost, Catch, type ExceptionFilter, HttpException, Logger } from '@nestjs/common';
import type { Problem } from '#lis/contracts';
import { LabRuleViolation } from '#lis/domain';
import { isUnavailable } from '#lis/persistence';
import { Rejection } from './rejection.js';

export { Rejection } from './rejection.js';

type Reply = {
  status(code: number): Reply;
  header(name: string, value: string): Reply;
  send(body: unknown): Reply;
};

/** The one place where errors become RFC 9457 problem details. Never echoes a value of the request. */
@Catch()
export class ProblemFilter implements ExceptionFilter {
  private readonly log = new Logger('Problem');

  catch(error: unknown, host: ArgumentsHost): void {
    const reply = host.switchToHttp().getResponse<Reply>();
    const { status, code, details, retryAfterSeconds } = this.judge(error);
    if (retryAfterSeconds !== undefined) reply.header('retry-after', String(retryAfterSeconds));
    const problem: Problem = {
      type: `urn:sweepwell:${code}`,
      title: code,
      status,
      code,
      ...(details && { details }),
    };
    reply.status(status).header('content-type', 'application/problem+json').send(problem);
  }

  private judge(error: unknown): {
    status: number;
    code: string;
    details?: Record<string, unknown>;
    retryAfterSeconds?: number;
  } {
    if (error instanceof Rejection) {
      const { status, code, details, retryAfterSeconds } = error;
      return { status, code, details, ...(retryAfterSeconds !== undefined && { retryAfterSeconds }) };
    }
    if (error instanceof LabRuleViolation) {
      return { status: 409, code: error.code, details: error.details };
    }
    if (error instanceof HttpException)
      return { status: error.getStatus(), code: httpCode(error.getStatus()) };
    const status = (error as { statusCode?: unknown } | null)?.statusCode;
    if (typeof status === 'number' && status < 500) return { status, code: httpCode(status) };
    if (isUnavailable(error)) return { status: 503, code: 'busy', retryAfterSeconds: 1 };
    this.log.error(traceOf(error));
    return { status: 500, code: 'internal' };
  }
}

/**
 * Which error and where, for the log. The text of an error of a library (database, JSON) may quote what a person
 * typed: only errors that this product made itself keep theirs.
 */
function traceOf(error: unknown): string {
  if (!(error instanceof Error)) return 'unknown error';
  const frames = (error.stack ?? '').split('\n').filter((line) => /^\s+at /.test(line));
  const code = 'code' in error ? ` ${String(error.code)}` : '';
  const told = Object.getPrototypeOf(error) === Error.prototype && code === '' ? `: ${error.message}` : code;
  return [`${error.name}${told}`, ...frames].join('\n');
}

function httpCode(status: number): string {
  const codes: Record<number, string> = {
    400: 'malformed',
    403: 'not-allowed',
    404: 'not-found',
    408: 'request-too-slow',
    413: 'body-too-large',
    415: 'media-type-unsupported',
  };
  return codes[status] ?? 'refused';
}
