import { Table } from '@mantine/core';
import type { KitProposals } from '#lis/contracts';
import type { z } from 'zod';
import { ConfirmButton } from '../../src/parts/confirm-button.js';
import { useMoment } from '../../src/parts/use-moment.js';
import { useAdminWords } from '../words.js';
import { kitDifferences } from './kit-differences.js';

export type KitProposal = z.infer<typeof KitProposals>['proposals'][number];
type Props = { proposal: KitProposal; own: boolean; onConfirm: (proposal: KitProposal) => Promise<void> };

/** What would be confirmed: first what changes, then all of it. */
export function Proposal({ proposal, own, onConfirm }: Props) {
  const { id, version, definition, before, proposedByName, proposedAt } = proposal;
  const say = useAdminWords();
  const moment = useMoment();
  const differences = before ? kitDifferences(before.definition, definition) : [];
  return (
    <article className="stack">
      <div className="buttons">
        <h3>
          <span className="code">{id}</span> {version}
        </h3>
        <span className="muted">
          {say('proposedBy')} {proposedByName} · {moment(proposedAt)}
        </span>
        <span className="right-end">
          {own ? (
            <span className="muted">{say('confirmOther')}</span>
          ) : (
            <ConfirmButton
              label={say('confirm')}
              question={say('confirmSure')}
              onConfirmed={() => onConfirm(proposal)}
            />
          )}
        </span>
      </div>
      {before === null && <p className="muted">{say('firstVersion')}</p>}
      {before && differences.length === 0 && <p className="muted">{say('noDifference')}</p>}
      {before && differences.length > 0 && (
        <Table.ScrollContainer type="native" minWidth={480}>
          <Table className="grid">
            <Table.Caption>
              {say('against')} ({before.version})
            </Table.Caption>
            <Table.Thead>
              <Table.Tr>
                <Table.Th scope="col">{say('field')}</Table.Th>
                <Table.Th scope="col">
                  {say('before')} ({before.version})
                </Table.Th>
                <Table.Th scope="col">
                  {say('after')} ({version})
                </Table.Th>
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {differences.map(({ field, before: old, after }) => (
                <Table.Tr key={field}>
                  <Table.Th scope="row" className="code">
                    {field}
                  </Table.Th>
                  <Table.Td className="code">{old ?? say('absent')}</Table.Td>
                  <Table.Td className="code strong">{after ?? say('absent')}</Table.Td>
                </Table.Tr>
              ))}
            </Table.Tbody>
          </Table>
        </Table.ScrollContainer>
      )}
      <details>
        <summary>{say('whole')}</summary>
        <pre className="definition">{JSON.stringify(definition, null, 2)}</pre>
      </details>
    </article>
  );
}
