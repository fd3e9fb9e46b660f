import { Paper, Table } from '@mantine/core';
import type { ConfirmedKits, KitProposals } from '#lis/contracts';
import type { z } from 'zod';
import { Panel } from '../../src/officials/panel.js';
import { Refused } from '../../src/parts/refused.js';
import { useAct } from '../../src/parts/use-act.js';
import { useMoment } from '../../src/parts/use-moment.js';
import { usePolled } from '../../src/server/queries.js';
import type { Session } from '../../src/session/signed-in.js';
import { useAdminWords } from '../words.js';
import { Proposal } from './proposal.js';
import { ProposeKit } from './propose-kit.js';

/** Versions of kits: what waits for its second person, what may be used, and a new one. */
export function KitsSection({ session }: { session: Session }) {
  const say = useAdminWords();
  const moment = useMoment();
  const { act, refused } = useAct(session);
  const proposals = usePolled<z.infer<typeof KitProposals>>('/v1/administration/kits/proposals', 30_000);
  const kits = usePolled<z.infer<typeof ConfirmedKits>>('/v1/administration/kits', 60_000);
  return (
    <>
      <Panel
        heading={say('waiting')}
        note={say('kitsNote')}
        query={proposals}
        above={<Refused error={refused} />}
      >
        {(answer) =>
          answer.proposals.length === 0 ? (
            <p className="muted">{say('none')}</p>
          ) : (
            <div className="stack">
              {answer.proposals.map((proposal) => (
                <Proposal
                  key={`${proposal.id}@${proposal.version}`}
                  proposal={proposal}
                  own={proposal.proposedBy === session.who.accountId}
                  onConfirm={async ({ id, version }) =>
                    void (await act('/v1/administration/kits/confirm', { id, version }))
                  }
                />
              ))}
            </div>
          )
        }
      </Panel>
      <Panel heading={say('confirmed')} note="" query={kits}>
        {(answer) => (
          <Table className="grid">
            <Table.Thead>
              <Table.Tr>
                {(['kit', 'version', 'name', 'confirmedAt'] as const).map((heading) => (
                  <Table.Th key={heading} scope="col">
                    {say(heading)}
                  </Table.Th>
                ))}
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {answer.kits.map(({ id, version, name, confirmedAt }) => (
                <Table.Tr key={`${id}@${version}`}>
                  <Table.Th scope="row" className="code">
                    {id}
                  </Table.Th>
                  <Table.Td>{version}</Table.Td>
                  <Table.Td className="wraps">{name}</Table.Td>
                  <Table.Td className="figures">{moment(confirmedAt)}</Table.Td>
                </Table.Tr>
              ))}
            </Table.Tbody>
          </Table>
        )}
      </Panel>
      <Paper component="section" className="panel">
        <ProposeKit session={session} />
      </Paper>
    </>
  );
}
