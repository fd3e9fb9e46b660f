import { Anchor, Badge, Table } from '@mantine/core';
import { useLanguage } from '../texts/language.js';
import { Bar } from './bar.js';

type Props = {
  name: string;
  /** not a place of its own */
  aside?: boolean;
  target: number;
  covered: number;
  /** undefined: there is nothing below */
  onOpen?: (() => void) | undefined;
};

export function PlaceRow({ name, aside = false, target, covered, onOpen }: Props) {
  const { texts, formats } = useLanguage();
  const words = texts.places;
  const over = covered > target;
  return (
    <Table.Tr className={aside ? 'aside' : undefined}>
      <Table.Th scope="row">
        {onOpen ? (
          <Anchor component="button" type="button" onClick={onOpen}>
            {name} <span aria-hidden="true">›</span>
          </Anchor>
        ) : (
          name
        )}
        {over && <Badge className="flag">{target > 0 ? words.over : words.noTarget}</Badge>}
      </Table.Th>
      <Table.Td>
        <Bar part={covered} whole={target} />
      </Table.Td>
      <Table.Td className="right strong">{formats.share(covered, target)}</Table.Td>
      <Table.Td className="right">{formats.number(covered)}</Table.Td>
      <Table.Td className="right">{formats.number(target)}</Table.Td>
      <Table.Td className="right strong">
        {over ? words.beyond(formats.number(covered - target)) : formats.number(target - covered)}
      </Table.Td>
    </Table.Tr>
  );
}
