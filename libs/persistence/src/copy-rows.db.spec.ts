import { useDatabase } from '#lis/testing';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { failureCode } from './connection.js';
import { CopyRows, copyRows } from './copy-rows.js';

const storable = fc
  .string({ unit: fc.oneof(fc.constantFrom('\t', '\\', '\n', '"', '{', ',', '张', '😀'), fc.string()) })
  .filter((text) => text.isWellFormed() && !text.includes('\0'));
const hex = fc.uint8Array({ maxLength: 90 }).map((bytes) => Buffer.from(bytes).toString('hex'));
const orNull = <T>(of: fc.Arbitrary<T>) => fc.option(of, { nil: null });

const row = fc.record({
  small: fc.integer({ min: -32_768, max: 32_767 }),
  medium: orNull(fc.integer({ min: -2_147_483_648, max: 2_147_483_647 })),
  large: orNull(fc.maxSafeInteger()),
  chance: orNull(fc.double({ noNaN: true })),
  yes: fc.boolean(),
  at: orNull(fc.integer({ min: Date.UTC(1900, 0, 1), max: Date.UTC(2100, 0, 1) })),
  words: orNull(storable),
  list: fc.array(storable, { maxLength: 4 }),
  detail: orNull(fc.record({ any: storable, more: fc.array(fc.integer()) })),
  bytes: fc.uint8Array({ maxLength: 90 }),
  digits: hex,
  id: orNull(fc.uuid()),
});

describe('rows of a binary COPY', () => {
  const database = useDatabase();

  it('are read back as they were written, whatever they hold', async () => {
    const { owner } = database();
    await owner.unsafe(`create table every_type (place int, small smallint, medium int, large bigint, chance float8, yes boolean,
      at timestamptz, words text, list text[], detail jsonb, bytes bytea, digits bytea, id uuid, again uuid)`);
    await fc.assert(
      fc.asyncProperty(fc.array(row, { minLength: 1, maxLength: 30 }), async (rows) => {
        const copied = new CopyRows();
        rows.forEach((one, place) => {
          copied
            .row(14)
            .int4(place)
            .int2(one.small)
            .int4(one.medium)
            .int8(one.large)
            .float8(one.chance)
            .bool(one.yes);
          copied.moment(one.at).text(one.words).texts(one.list).jsonb(one.detail);
          copied.bytes(one.bytes).hex(one.digits).uuid(one.id).uuid(one.id);
        });
        await owner.begin((tx) => copyRows(tx, 'every_type', copied));
        const back = await owner`
          select small, medium, large, chance, yes, at, words, list, detail, bytes, encode(digits, 'hex') as digits, id
          from every_type where again is not distinct from id order by place`;
        await owner`truncate every_type`;
        expect(back.map((one) => ({ ...one, bytes: [...(one['bytes'] as Buffer)] }))).toEqual(
          rows.map((one) => ({ ...one, bytes: [...one.bytes] })),
        );
      }),
      { numRuns: 60 },
    );
  });

  it('grow beyond any buffer', async () => {
    const { owner } = database();
    await owner.unsafe('create table long_row (place int, words text)');
    const copied = new CopyRows();
    for (let place = 0; place < 5000; place++)
      copied
        .row(2)
        .int4(place)
        .text('长'.repeat(place % 700));
    await owner.begin((tx) => copyRows(tx, 'long_row', copied));
    expect(await owner`select count(*)::int as n, sum(length(words))::int as letters from long_row`).toEqual([
      { n: 5000, letters: 1_717_500 },
    ]);
  });

  it('tell what the server refuses at the end, instead of waiting for ever', async () => {
    const { owner } = database();
    await owner.unsafe('create table one_each (id int primary key)');
    const copied = new CopyRows().row(1).int4(7).row(1).int4(7);
    const failed = owner.begin((tx) => copyRows(tx, 'one_each', copied)).then(() => 'done', failureCode);
    expect(await failed).toBe('23505');
    expect(await owner`select 1 from one_each`).toEqual([]);
  });

  it('send nothing when there is none', async () => {
    const { owner } = database();
    await owner.begin((tx) => copyRows(tx, 'no_such_table', new CopyRows()));
  });
});
