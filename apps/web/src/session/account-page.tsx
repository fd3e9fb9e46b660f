import { OfficialsPage } from '../officials/officials-page.js';
import { Token } from '../server/queries.js';
import { SignedIn } from './signed-in.js';

/** The dashboard of a person who logs in. */
export function AccountPage({ onToken }: { onToken: () => void }) {
  return (
    <SignedIn onToken={onToken}>
      {(session) => (
        <Token value="">
          <OfficialsPage session={session} onLeave={session.leave} onTokenRefused={session.ended} />
        </Token>
      )}
    </SignedIn>
  );
}
