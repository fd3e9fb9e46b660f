import { Table } from '@mantine/core';
import type { UseQueryResult } from '@tanstack/react-query';
import type { Case, Cases } from '../server/answers.js';
import { ownerWords, stepWords } from '../texts/case-words.js';
import { useLanguage, wordOf } from '../texts/language.js';
import { Panel } from './panel.js';
import { byUrgency, timeLeft } from './urgency.js';

const shownAtMost = 50;

export function CasesPanel({ query, timeZone }: { query: UseQueryResult<Cases>; timeZone: string }) {
  const { texts, formats } = useLanguage();
  const words = texts.cases;
  return (
    <Panel heading={words.heading} note={words.note} query={query}>
      {({ cases, open, asOf }) => {
        if (cases.length === 0) return <p className="muted">{words.none}</p>;
        const first = cases.toSorted(byUrgency).slice(0, shownAtMost);
        return (
          <>
            <Table.ScrollContainer type="native" minWidth={720}>
              <Table className="grid">
                <Table.Thead>
                  <Table.Tr>
                    {[words.tube, words.kind, words.step, words.owner, words.due, words.left].map(
                      (heading) => (
                        <Table.Th key={heading} scope="col">
                          {heading}
                        </Table.Th>
                      ),
                    )}
                  </Table.Tr>
                </Table.Thead>
                <Table.Tbody>
                  {first.map((file) => (
                    <CaseRow key={file.id} file={file} asOf={asOf} timeZone={timeZone} />
                  ))}
                </Table.Tbody>
              </Table>
            </Table.ScrollContainer>
            {open > first.length && (
              <p className="muted">{words.more(formats.number(first.length), formats.number(open))}</p>
            )}
          </>
        );
      }}
    </Panel>
  );
}

function CaseRow({ file, asOf, timeZone }: { file: Case; asOf: string; timeZone: string }) {
  const { texts, formats, language } = useLanguage();
  const step = file.oldestOpenStep;
  const due = step?.dueAt ?? null;
  const left = due === null ? texts.cases.noClock : timeLeft(texts, formats, asOf, due);
  return (
    <Table.Tr className={file.overdue ? 'overdue' : undefined}>
      <Table.Th scope="row" className="code">
        {file.tubeCode}
      </Table.Th>
      <Table.Td>{texts.cases.kinds[file.kind]}</Table.Td>
      <Table.Td>{step ? wordOf(stepWords, step.step, language) : '—'}</Table.Td>
      <Table.Td>{step ? wordOf(ownerWords, step.owner, language) : '—'}</Table.Td>
      <Table.Td className="figures nowrap">{due === null ? '—' : formats.dayAndTime(due, timeZone)}</Table.Td>
      <Table.Td className={file.overdue ? 'bad-text nowrap' : 'nowrap'}>{left}</Table.Td>
    </Table.Tr>
  );
}
