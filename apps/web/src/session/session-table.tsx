import { Table } from '@mantine/core';
import type { Sessions } from '#lis/contracts';
import type { z } from 'zod';
import { ConfirmButton } from '../parts/confirm-button.js';
import { useMoment } from '../parts/use-moment.js';
import { useWordsOf } from '../texts/words.js';

const words = {
  opened: ['登录时间', 'Logged in'],
  seen: ['最近活动', 'Last active'],
  from: ['来自', 'From'],
  way: ['方式', 'With'],
  password: ['密码', 'password'],
  oidc: ['统一身份认证', 'identity provider'],
  own: ['当前登录', 'this one'],
  end: ['结束', 'End'],
  none: ['没有有效的登录', 'Nobody is logged in'],
  nothing: ['', ''],
} as const;

type Props = { sessions: z.infer<typeof Sessions>['sessions']; onEnd: (sessionId: string) => Promise<void> };

/** The open log-ins of one account. */
export function SessionTable({ sessions, onEnd }: Props) {
  const say = useWordsOf(words);
  const moment = useMoment();
  if (sessions.length === 0) return <p className="muted">{say('none')}</p>;
  return (
    <Table.ScrollContainer type="native" minWidth={560}>
      <Table className="grid">
        <Table.Thead>
          <Table.Tr>
            {(['opened', 'seen', 'from', 'way', 'nothing'] as const).map((heading) => (
              <Table.Th
                key={heading}
                scope="col"
                {...(heading === 'nothing' && { 'aria-label': say('end') })}
              >
                {say(heading)}
              </Table.Th>
            ))}
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {sessions.map(({ sessionId, openedAt, lastSeenAt, origin, method, own }) => (
            <Table.Tr key={sessionId}>
              <Table.Td className="figures nowrap">{moment(openedAt)}</Table.Td>
              <Table.Td className="figures nowrap">{moment(lastSeenAt)}</Table.Td>
              <Table.Td className="code">{origin}</Table.Td>
              <Table.Td>{say(method)}</Table.Td>
              <Table.Td className="right">
                {own ? (
                  <span className="muted">{say('own')}</span>
                ) : (
                  <ConfirmButton label={say('end')} onConfirmed={() => onEnd(sessionId)} />
                )}
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  );
}
