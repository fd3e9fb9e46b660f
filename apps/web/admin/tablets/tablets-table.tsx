import { Table } from '@mantine/core';
import type { Tablets } from '#lis/contracts';
import { ConfirmButton } from '../../src/parts/confirm-button.js';
import { useMoment } from '../../src/parts/use-moment.js';
import { useAdminWords } from '../words.js';

type Props = { tablets: Tablets['tablets']; onRevoke: (tabletId: number) => Promise<void> };

/** What each tablet of a site said last. One that still holds tubes is not taken out of service unawares. */
export function TabletsTable({ tablets, onRevoke }: Props) {
  const say = useAdminWords();
  const moment = useMoment();
  if (tablets.length === 0) return <p className="muted">{say('noTablets')}</p>;
  return (
    <Table.ScrollContainer type="native" minWidth={760}>
      <Table className="grid">
        <Table.Thead>
          <Table.Tr>
            {(['tablet', 'state', 'lastContact', 'unsent', 'enrolledAt'] as const).map((heading) => (
              <Table.Th key={heading} scope="col" className={heading === 'unsent' ? 'right' : undefined}>
                {say(heading)}
              </Table.Th>
            ))}
            <Table.Th scope="col" aria-label={say('revokeTablet')} />
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {tablets.map(({ tabletId, name, state, lastContactAt, unsent, enrolledAt }) => (
            <Table.Tr key={tabletId} className={state === 'revoked' ? 'faded' : undefined}>
              <Table.Th scope="row">
                {name} <span className="muted">({tabletId})</span>
              </Table.Th>
              <Table.Td>{say(state)}</Table.Td>
              <Table.Td className="figures nowrap">
                {lastContactAt === null ? say('never') : moment(lastContactAt)}
              </Table.Td>
              <Table.Td className={`right${(unsent ?? 0) > 0 ? ' warn-text' : ''}`}>{unsent ?? '—'}</Table.Td>
              <Table.Td className="figures nowrap">{moment(enrolledAt)}</Table.Td>
              <Table.Td className="right">
                {state !== 'revoked' && (
                  <ConfirmButton
                    label={say('revokeTablet')}
                    question={say((unsent ?? 0) > 0 ? 'unsentSure' : 'revokeSure')}
                    onConfirmed={() => onRevoke(tabletId)}
                  />
                )}
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  );
}
