import { Table } from '@mantine/core';
import { Headings } from '../parts/headings.js';
import { useAnalyserWords } from '../words.js';
import { definitionFields } from './definition-fields.js';
import { type Profile, profileName } from './profile.js';

/** All that a version says, field by field. */
export function ProfileFields({ profile }: { profile: Profile }) {
  const say = useAnalyserWords();
  return (
    <>
      <h2>
        <span className="code">{profileName(profile)}</span> · {profile.definition.name}
      </h2>
      <details>
        <summary>{say('fields')}</summary>
        <Table className="grid">
          <Headings of={['field', 'value']} />
          <Table.Tbody>
            {definitionFields(profile.definition).map(({ field, text }) => (
              <Table.Tr key={field}>
                <Table.Th scope="row" className="code">
                  {field}
                </Table.Th>
                <Table.Td className="wraps">{text}</Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </details>
    </>
  );
}
