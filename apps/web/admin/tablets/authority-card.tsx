import { Paper } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useAdminWords } from '../words.js';
import { fingerprintOf } from './fingerprint.js';
import { Qr } from './qr.js';

const path = '/authority.crt';

/** The certificate with which a tablet comes to trust this installation; undefined until it was asked for. */
const useAuthority = () =>
  useQuery({
    queryKey: [path],
    queryFn: async ({ signal }) => {
      const answer = await fetch(path, { signal });
      return answer.ok ? fingerprintOf(await answer.text()) : null;
    },
    staleTime: Infinity,
  });

export function AuthorityCard({ origin }: { origin: string }) {
  const say = useAdminWords();
  const { data: fingerprint } = useAuthority();
  if (fingerprint === undefined) return null;
  return (
    <Paper component="section" className="panel">
      <div className="panel-top">
        <h2>{say('authority')}</h2>
        <p className="muted">{say(fingerprint === null ? 'noAuthority' : 'authorityNote')}</p>
      </div>
      {fingerprint !== null && (
        <div className="beside">
          <Qr text={`${origin}${path}`} label={say('authority')} />
          <div className="stack">
            <a className="code wraps" href={path}>
              {origin}
              {path}
            </a>
            <p>{say('fingerprint')}</p>
            <code className="secret">{fingerprint}</code>
          </div>
        </div>
      )}
    </Paper>
  );
}
