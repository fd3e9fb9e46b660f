import { Inject, Injectable, type BeforeApplicationShutdown } from '@nestjs/common';
import type { TubeReceipt } from '#lis/contracts';
import type { Realm } from '#lis/domain';
import { type Actor, CONTEXT, type Context, Rejection, seal } from '#lis/platform';
import { type GroupCommit, groupCommit } from './group-commit.js';
import { personIds } from './persons.queries.js';
import { prepareTube, type PreparedTube } from './prepared-tube.js';
import { followReferenceData } from './reference-data.js';
import { followTabletFacts } from './tablet-facts.queries.js';
import { type Outcome, registerTubes } from './register-tubes.js';

/** Holds the two group commits (real and drill never meet) between the controller and the use case. */
@Injectable()
export class RegistrationService implements BeforeApplicationShutdown {
  private readonly commits: Record<Realm, GroupCommit<PreparedTube, Outcome>>;

  constructor(@Inject(CONTEXT) private readonly context: Context) {
    const registration = {
      ...context,
      referenceData: followReferenceData(context),
      tabletFacts: followTabletFacts(context.db),
      personIds: personIds(context.db),
    };
    const of = (realm: Realm) =>
      groupCommit<PreparedTube, Outcome>({
        inFlight: context.configuration.commitsInFlight,
        maxWeight: 3000,
        maxWaiting: 60_000,
        quietMs: 3,
        lingerMs: 20,
        weight: ({ members }) => members.length,
        keys: ({ tube, code }) => [tube.id, code],
        commit: (tubes) => registerTubes(registration, realm, tubes),
      });
    this.commits = { real: of('real'), drill: of('drill') };
  }

  /** A receipt per line, in the order of the lines; only then is anything acknowledged. */
  async register(actor: Actor, lines: readonly unknown[]): Promise<TubeReceipt[]> {
    const now = this.context.clock.now(actor.realm);
    const outcomes = lines.map((line): Promise<Outcome> => {
      const prepared = prepareTube(this.context.keys, actor, line, now);
      if (prepared.kind === 'refused') {
        const { tubeId, code, field } = prepared;
        return this.keepRefused(actor, line, {
          tubeId,
          outcome: 'refused',
          flags: [],
          memberFlags: [],
          code,
          ...(field !== undefined && { field }),
        });
      }
      const submitted = this.commits[actor.realm].submit(prepared.tube);
      if (!submitted) return Promise.reject(new Rejection(503, 'busy', {}, 1));
      return submitted.then((outcome) =>
        outcome.outcome === 'refused' ? this.keepRefused(actor, line, outcome) : outcome,
      );
    });
    const settled = await Promise.allSettled(outcomes);
    return settled.map((result, line) => {
      if (result.status === 'rejected') throw result.reason;
      return { line, ...result.value };
    });
  }

  /** The bytes of what was refused are kept, as ciphertext: they may name people. */
  private async keepRefused(actor: Actor, line: unknown, outcome: Outcome): Promise<Outcome> {
    const { db, keys, clock } = this.context;
    const body = seal(keys, actor.realm, JSON.stringify(line) ?? '', `refused_submission:${actor.id}`);
    await db`
      insert into refused_submission (actor_id, tube_id, code, body, data_key_id, refused_at)
      values (${actor.id}, ${outcome.tubeId}, ${outcome.code ?? ''}, ${body}, ${keys[actor.realm].dataKeyId},
        ${clock.now(actor.realm)})`;
    return outcome;
  }

  async beforeApplicationShutdown(): Promise<void> {
    await Promise.all([this.commits.real.drained(), this.commits.drill.drained()]);
  }
}
