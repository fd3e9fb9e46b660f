import { JsonForm } from '../../src/parts/json-form.js';
import type { Session } from '../../src/session/signed-in.js';
import { useAnalyserWords } from '../words.js';
import type { Definition } from './profile.js';

type Props = { session: Session; from: Definition; /** the newest version of this id */ last: number };

/** The next version, starting from one that is there. */
export function EnterProfile({ session, from, last }: Props) {
  const say = useAnalyserWords();
  return (
    <details>
      <summary>{say('newVersion')}</summary>
      <JsonForm<{ profile: string }>
        session={session}
        path="/v1/administration/profiles"
        label={say('definition')}
        action={say('newVersion')}
        rows={18}
        startsWith={JSON.stringify({ ...from, version: last + 1 }, null, 2)}
        nameOf={({ profile }) => profile}
        done={say('enteredDone')}
      >
        <p className="muted">{say('newVersionNote')}</p>
      </JsonForm>
    </details>
  );
}
