import type { AttentionRow } from '#lis/persistence';
import type { MessageState, StoredMessage } from './messages.queries.js';
import type { Plate } from './plates.queries.js';
import type { SentSpecimen } from './read-stored-message.js';

/** What becomes of each message of a batch, and what a person must look at. Waiting outlasts parking: it comes again. */
export class Fates {
  readonly states = new Map<number, MessageState>();
  readonly attention = new Map<string, AttentionRow>();

  constructor(private readonly at: (id: number) => number) {}

  begin({ id }: StoredMessage, profile: string, notes: readonly string[]): void {
    this.states.set(id, { id, state: 'interpreted', reason: null, profile, notes });
  }

  wait(message: StoredMessage, reason: string, subject: string): void {
    this.set(message, 'orphan', reason);
    this.add(Math.sign(message.instrumentId), 'message-orphan', subject);
  }

  park(message: StoredMessage, reason: string, detail?: Record<string, unknown>, isQuiet = false): void {
    if (this.states.get(message.id)?.state !== 'orphan') this.set(message, 'parked', reason);
    if (!isQuiet)
      this.add(Math.sign(message.instrumentId), `message-${reason}`, `message:${message.id}`, detail);
  }

  ask(plate: Plate, { message, specimen }: SentSpecimen): void {
    const detail = {
      messageId: message.id,
      code: specimen.tubeCode,
      position: specimen.position?.raw ?? null,
    };
    this.add(plate.sweepId, 'well-not-laid-out', `plate:${plate.id}`, detail);
  }

  private set({ id }: StoredMessage, state: MessageState['state'], reason: string): void {
    const known = this.states.get(id);
    if (known) this.states.set(id, { ...known, state, reason });
  }

  private add(sweepId: number, code: string, subject: string, detail?: Record<string, unknown>): void {
    this.attention.set(`${sweepId}\n${code}\n${subject}`, {
      sweepId,
      code,
      subject,
      ...(detail && { detail }),
      at: this.at(sweepId),
    });
  }
}
