import { JsonForm } from '../../src/parts/json-form.js';
import type { Session } from '../../src/session/signed-in.js';
import { useAdminWords } from '../words.js';

/** A new version of a kit, for another administrator to confirm. */
export function ProposeKit({ session }: { session: Session }) {
  const say = useAdminWords();
  return (
    <JsonForm<{ id: string; version: number }>
      session={session}
      path="/v1/administration/kits"
      label={say('definition')}
      action={say('propose')}
      rows={12}
      empties
      nameOf={({ id, version }) => `${id} ${version}`}
      done={say('proposedDone')}
    >
      <h2>{say('propose')}</h2>
    </JsonForm>
  );
}
