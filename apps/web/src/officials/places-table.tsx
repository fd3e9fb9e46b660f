import { Table } from '@mantine/core';
import type { CoverageAnswer, Place } from '../server/answers.js';
import { useLanguage } from '../texts/language.js';
import { PlaceRow } from './place-row.js';

type Props = { answer: CoverageAnswer; withUnknown: boolean; onOpen: (place: Place) => void };

const gap = ({ target, covered }: Place) => target - covered;

/** What the level above counts and none of its parts does, so that the lines add up to it. */
function direct({ parent, lines }: CoverageAnswer): { target: number; covered: number } | null {
  if (!parent || lines.length === 0) return null;
  const target = parent.target - lines.reduce((sum, line) => sum + line.target, 0);
  const covered = parent.covered - lines.reduce((sum, line) => sum + line.covered, 0);
  return target === 0 && covered === 0 ? null : { target, covered };
}

export function PlacesTable({ answer, withUnknown, onOpen }: Props) {
  const { texts, formats } = useLanguage();
  const words = texts.places;
  const rest = direct(answer);
  const levels: Record<string, string> = words.levels;
  // named once above them, unless the lines are of several levels
  const level = answer.lines.every((line) => line.level === answer.lines[0]?.level)
    ? answer.lines[0]?.level
    : undefined;
  const byGap = answer.lines.toSorted((a, b) => gap(b) - gap(a) || a.code.localeCompare(b.code));
  if (answer.lines.length === 0) return <p className="muted">{words.none}</p>;
  return (
    <Table.ScrollContainer type="native" minWidth={640}>
      <Table className="grid">
        <Table.Thead>
          <Table.Tr>
            <Table.Th scope="col">
              {words.place}{' '}
              <span className="light">{level !== undefined && `(${levels[level] ?? level})`}</span>
            </Table.Th>
            <Table.Th scope="col" className="wide" aria-hidden="true" />
            <Table.Th scope="col" className="right">
              {words.share}
            </Table.Th>
            <Table.Th scope="col" className="right">
              {words.covered}
            </Table.Th>
            <Table.Th scope="col" className="right">
              {words.target}
            </Table.Th>
            <Table.Th scope="col" className="right" aria-sort="descending">
              {words.gap}
            </Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {byGap.map((place) => (
            <PlaceRow
              key={place.code}
              name={place.name}
              target={place.target}
              covered={place.covered}
              onOpen={place.hasChildren ? () => onOpen(place) : undefined}
            />
          ))}
          {rest && <PlaceRow aside name={words.direct} target={rest.target} covered={rest.covered} />}
          {withUnknown && (
            <Table.Tr className="aside">
              <Table.Th scope="row">{words.unknown}</Table.Th>
              <Table.Td />
              <Table.Td className="right">—</Table.Td>
              <Table.Td className="right">{formats.number(answer.unknownResidence)}</Table.Td>
              <Table.Td className="right">—</Table.Td>
              <Table.Td className="right">—</Table.Td>
            </Table.Tr>
          )}
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  );
}
