import { expect, test } from 'vitest'
import { factsOf } from './facts.ts'
import { withoutIgnored } from './ignored.ts'
import type { Schema, SchemaObject, Table } from './schema.ts'

const part = (name: string) => ({ name, definition: '', comment: undefined })

function table(name: string, schema?: string): Table {
  return {
    schema,
    name,
    definition: '',
    columns: [
      {
        ...part('id'),
        type: 'int',
        isNullable: true,
        default: undefined,
        generated: undefined,
        identity: undefined,
      },
    ],
    constraints: [],
    indexes: [
      { ...part(`${name}_tmp`), isUnique: false, columns: ['id'], where: undefined, isValid: true },
    ],
    triggers: [{ ...part('audit'), kind: 'trigger', sql: '' }],
    attachments: [],
    comment: undefined,
    parents: [],
    isPartition: false,
  }
}

function view(name: string): SchemaObject {
  return { ...part(name), kind: 'view', schema: undefined, sql: [], needs: [] }
}

const SCHEMA: Schema = {
  tables: [table('users'), table('audit_log'), table('facts', 'reporting')],
  objects: [view('legacy_users'), view('users')],
}

test.each([
  [
    'audit_log',
    [
      'table audit_log',
      'column audit_log.id',
      'index audit_log.audit_log_tmp',
      'trigger audit_log.audit',
    ],
  ],
  [
    'reporting.*',
    [
      'table reporting.facts',
      'column reporting.facts.id',
      'index reporting.facts.facts_tmp',
      'trigger reporting.facts.audit',
    ],
  ],
  ['view legacy_*', ['view legacy_users']],
  ['view users', ['view users']],
  [
    'trigger *',
    ['trigger users.audit', 'trigger audit_log.audit', 'trigger reporting.facts.audit'],
  ],
  ['index users.*', ['index users.users_tmp']],
  ['users.id', ['column users.id']],
  ['u.ers', []],
  ['Users', []],
])('%s', (pattern, gone) => {
  const names = (schema: Schema) => factsOf(schema).map(({ kind, name }) => `${kind} ${name}`)
  const { schema, unused } = withoutIgnored(SCHEMA, [pattern])
  const left = new Set(names(schema))
  expect(names(SCHEMA).filter((name) => !left.has(name))).toEqual([...gone].toSorted())
  expect(unused).toEqual(gone.length === 0 ? [pattern] : [])
})
