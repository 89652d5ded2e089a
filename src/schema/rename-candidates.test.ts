import { expect, test } from 'vitest'
import { renameCandidates } from './rename-candidates.ts'
import type { Column, Schema, Table } from './schema.ts'

function column(text: string): Column {
  const [name = '', ...rest] = text.split(' ')
  const type = rest.join(' ')
  return {
    name,
    definition: type,
    type,
    isNullable: true,
    default: undefined,
    generated: undefined,
    identity: undefined,
    comment: undefined,
  }
}

function table(name: string, columns: string, schema?: string): Table {
  return {
    schema,
    name,
    definition: '',
    columns: columns.split(', ').map(column),
    constraints: [],
    indexes: [],
    triggers: [],
    attachments: [],
    comment: undefined,
    parents: [],
    isPartition: false,
  }
}

function schema(...tables: readonly Table[]): Schema {
  return { tables, objects: [] }
}

function found(from: Schema, to: Schema): readonly string[] {
  return renameCandidates(from, to).map(({ label, to: names }) => `${label} -> ${names.join(', ')}`)
}

test.each([
  ['the same type', 'id int, name text', 'id int, full_name text', ['users.name -> full_name']],
  ['another length', 'a varchar(10)', 'b varchar(20)', ['users.a -> b']],
  ['like types', 'a varchar(10), n int', 'b text, m bigint', ['users.a -> b', 'users.n -> m']],
  ['other types', 'name text', 'born date', []],
  ['something dropped only', 'id int, name text', 'id int', []],
  ['something added only', 'id int', 'id int, name text', []],
  [
    'the likeliest first: of the same definition, with a word of the name, in the same place',
    'id int, zip varchar(5), user_name text, city text',
    'id int, postcode varchar(5), town text, full_name text',
    [
      'users.zip -> postcode, town, full_name',
      'users.user_name -> full_name, town, postcode',
      'users.city -> full_name, town, postcode',
    ],
  ],
  ['a type without a name', 'a , b int', 'c , b int', ['users.a -> c']],
])('columns: %s', (_, before, after, expected) => {
  expect(found(schema(table('users', before)), schema(table('users', after)))).toEqual(expected)
})

test('tables: like ones, of another schema those of the same name, and their columns are not asked about', () => {
  const users = table('users', 'id int, name text, born date', 'public')
  const before = schema(users, table('logs', 'at date', 'public'))
  const after = schema(
    table('people', 'id int, name text, gender text', 'public'),
    table('users', 'id int, name text', 'archive'),
    table('men', 'id int, name text, gender text', 'archive'),
    table('events', 'kind text', 'public'),
  )
  expect(found(before, after)).toEqual(['users -> archive.users, people'])
})

test('what a column is and holds is told', () => {
  const [candidate] = renameCandidates(
    schema(table('invoices', 'total numeric(10,2)', 'billing')),
    schema(table('invoices', 'amount numeric(12,2)', 'billing')),
  )
  expect(candidate).toMatchObject({
    kind: 'column',
    label: 'billing.invoices.total',
    about: 'a column of type numeric(10,2)',
  })
})
