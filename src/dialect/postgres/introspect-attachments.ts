import { keyOf, type Attachment } from '#schema'
import type { Row } from '../contract.ts'
import { CATALOG, maybeText, textOf } from './catalog-rows.ts'
import type { Places, Relation } from './introspect-places.ts'
import { fullName, nameSql } from './names.ts'

/** Triggers, rules and policies of a table or view. */
export function attachmentsOf(
  relation: Relation,
  rows: {
    readonly triggers: readonly Row[]
    readonly rules: readonly Row[]
    readonly policies: readonly Row[]
  },
  places: Places,
): readonly Attachment[] {
  const self = relation.kind === 'foreign table' ? '' : keyOf({ ...relation, kind: relation.kind })
  return [
    ...rows.triggers.map((row) => switchable('trigger', CATALOG.trigger, row, self, places)),
    ...rows.rules
      .filter((row) => row['name'] !== '_RETURN')
      .map((row) => switchable('rule', CATALOG.rewrite, row, self, places)),
    ...rows.policies.map((row) => policyOf(row, relation, self, places)),
  ]
}

const STATES: Readonly<Record<string, string>> = {
  D: 'DISABLED',
  R: 'ENABLE REPLICA',
  A: 'ENABLE ALWAYS',
}

/** What can be switched off, and so has a state. */
function switchable(
  kind: 'trigger' | 'rule',
  catalog: number,
  row: Row,
  self: string,
  places: Places,
): Attachment {
  const id = textOf(row, 'oid')
  const sql = textOf(row, 'definition').replace(/;$/, '')
  const state = STATES[textOf(row, 'enabled')]
  return {
    kind,
    name: textOf(row, 'name'),
    definition: state === undefined ? sql : `${sql} ${state}`,
    sql,
    comment: places.remark(catalog, id),
    needs: places.needs(self, [catalog, id]),
    uses: places.uses(catalog, id),
    ...(state !== undefined && { details: { state } }),
  }
}

const COMMANDS: Readonly<Record<string, string>> = {
  r: 'SELECT',
  a: 'INSERT',
  w: 'UPDATE',
  d: 'DELETE',
  '*': 'ALL',
}

function policyOf(row: Row, relation: Relation, self: string, places: Places): Attachment {
  const id = textOf(row, 'oid')
  const name = textOf(row, 'name')
  const [using, checked] = [maybeText(row, 'using'), maybeText(row, 'checked')]
  const definition = [
    row['permissive'] === true ? 'AS PERMISSIVE' : 'AS RESTRICTIVE',
    `FOR ${COMMANDS[textOf(row, 'command')] ?? 'ALL'}`,
    `TO ${textOf(row, 'roles')}`,
    ...(using === undefined ? [] : [`USING (${unwrapped(using)})`]),
    ...(checked === undefined ? [] : [`WITH CHECK (${unwrapped(checked)})`]),
  ].join(' ')
  return {
    kind: 'policy',
    name,
    definition,
    sql: `CREATE POLICY ${nameSql(name)} ON ${fullName(relation)} ${definition}`,
    comment: places.remark(CATALOG.policy, id),
    needs: places.needs(self, [CATALOG.policy, id]),
    uses: places.uses(CATALOG.policy, id),
  }
}

/** Without brackets around the whole. */
function unwrapped(expression: string): string {
  if (!expression.startsWith('(') || !expression.endsWith(')')) return expression
  let depth = 0
  for (const [at, letter] of [...expression].entries()) {
    if (letter === "'" || letter === '"') return expression
    if (letter === '(') depth += 1
    if (letter === ')') depth -= 1
    if (depth === 0 && at < expression.length - 1) return expression
  }
  return expression.slice(1, -1)
}
