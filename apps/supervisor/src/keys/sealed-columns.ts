/** A column that holds sealed values: how its rows are walked, whose realm they are of, and what binds a value. */
export type SealedColumn = {
  table: string;
  column: string;
  /** primary key, in its order, with types */
  key: readonly (readonly [name: string, type: string])[];
  /** a signed id of the row: its sign is the realm (law 11) */
  signed: string;
  /** SQL of the text that the value is bound to, as its writer says it */
  boundTo: string;
};

/** Every column that holds sealed values; a test compares them with the tables that have a `data_key_id`. */
export const SEALED_COLUMNS: readonly SealedColumn[] = [
  {
    table: 'person',
    column: 'particulars',
    key: [['id', 'bigint']],
    signed: 'id',
    boundTo: `'person:' || id || ':particulars'`,
  },
  {
    table: 'person_particulars',
    column: 'particulars',
    key: [['id', 'bigint']],
    signed: 'person_id',
    boundTo: `'person_particulars:' || tube_id || ':' || person_id`,
  },
  {
    table: 'recipient_secret',
    column: 'secret',
    key: [
      ['recipient_id', 'integer'],
      ['number', 'integer'],
    ],
    signed: 'recipient_id',
    boundTo: `'recipient_secret:' || recipient_id || ':' || number`,
  },
  {
    table: 'refused_submission',
    column: 'body',
    key: [['id', 'bigint']],
    signed: 'actor_id',
    boundTo: `'refused_submission:' || actor_id`,
  },
  {
    table: 'tube_amendment',
    column: 'body',
    key: [['id', 'uuid']],
    signed: 'sweep_id',
    boundTo: `'tube_amendment:' || id`,
  },
  {
    table: 'report',
    column: 'body',
    key: [
      ['id', 'uuid'],
      ['version', 'smallint'],
    ],
    signed: 'sweep_id',
    boundTo: `'report:' || id || ':' || version`,
  },
  {
    table: 'remark',
    column: 'body',
    key: [['id', 'uuid']],
    signed: 'written_by',
    boundTo: `'remark:' || id`,
  },
];
