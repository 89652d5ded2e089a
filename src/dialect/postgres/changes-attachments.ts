import { labelOf, type Attachment, type ObjectName } from '#schema'
import type { SchemaChange } from '../change-contract.ts'
import { commentChange } from './changes-column-words.ts'
import { isRebuilt, type Scope } from './changes-scope.ts'
import { change, RANK, type Step } from './changes-step.ts'
import { fullName, nameSql } from './names.ts'

/** What a trigger, rule or policy hangs on. */
export type HungOn = ObjectName & { readonly key: string; readonly parts: readonly string[] }

function keyOfPart(on: ObjectName, { kind, name }: Attachment): string {
  return `${kind} ${labelOf(on)}.${name}`
}

function columnsOf({ uses = [] }: Attachment): readonly string[] {
  return uses.map((label) => `column ${label}`)
}

export function createAttachment(on: HungOn, one: Attachment): Step {
  const label = `${labelOf(on)}.${one.name}`
  return {
    rank: RANK.createAttachment,
    changes: [
      change(one.sql, `creates the ${one.kind} ${label}`),
      ...stateChanges(on, undefined, one),
      ...(one.comment === undefined ? [] : [comment(on, one)]),
    ],
    makes: [keyOfPart(on, one)],
    needs: [on.key, ...on.parts, ...(one.needs ?? []), ...columnsOf(one)],
  }
}

export function dropAttachment(on: HungOn, one: Attachment): Step {
  return {
    rank: RANK.dropAttachment,
    changes: [
      change(
        `DROP ${one.kind.toUpperCase()} ${nameSql(one.name)} ON ${fullName(on)}`,
        `drops the ${one.kind} ${labelOf(on)}.${one.name}`,
      ),
    ],
    removes: [keyOfPart(on, one)],
    holds: [on.key, ...on.parts, ...(one.needs ?? []), ...columnsOf(one)],
  }
}

/** What is done about those of something that both schemas have. */
export function attachmentSteps(
  scope: Scope,
  on: HungOn,
  before: readonly Attachment[],
  after: readonly Attachment[],
): readonly Step[] {
  const id = ({ kind, name }: Attachment): string => `${kind} ${name}`
  const old = new Map(before.map((one) => [id(one), one]))
  const names = new Set(after.map(id))
  return [
    ...before.filter((one) => !names.has(id(one))).map((one) => dropAttachment(on, one)),
    ...after.flatMap((two): readonly Step[] => {
      const one = old.get(id(two))
      if (one === undefined) return [createAttachment(on, two)]
      const isAnew =
        isRebuilt(scope, one) || (one.uses ?? []).some((column) => scope.reshaped.has(column))
      const changes = isAnew ? undefined : alterations(on, one, two)
      if (changes === undefined) return [dropAttachment(on, one), createAttachment(on, two)]
      return changes.length === 0
        ? []
        : [
            {
              rank: RANK.createAttachment,
              changes,
              makes: [keyOfPart(on, two)],
              removes: [],
              needs: [on.key, ...on.parts, ...(two.needs ?? []), ...columnsOf(two)],
              holds: [...(one.needs ?? []), ...columnsOf(one)],
            },
          ]
    }),
  ]
}

/** Undefined where it has to be made anew. */
function alterations(
  on: HungOn,
  one: Attachment,
  two: Attachment,
): readonly SchemaChange[] | undefined {
  const comments = one.comment === two.comment ? [] : [comment(on, two)]
  if (one.definition === two.definition) return comments
  if (two.kind === 'policy') {
    const altered = policyChange(on, one, two)
    return altered === undefined ? undefined : [altered, ...comments]
  }
  if (one.sql === two.sql) return [...stateChanges(on, one, two), ...comments]
  if (two.kind === 'trigger') return undefined
  const replaced = two.sql.replace(/^CREATE RULE/, 'CREATE OR REPLACE RULE')
  return [
    change(replaced, `replaces the rule ${labelOf(on)}.${two.name}`),
    ...stateChanges(on, one, two),
    ...comments,
  ]
}

/** Whom a policy is for and what it asks can be altered; the rest cannot, and nothing can be taken away. */
function policyChange(on: HungOn, one: Attachment, two: Attachment): SchemaChange | undefined {
  const [before, after] = [one, two].map(({ definition }) => / TO .*/s.exec(definition)?.[0] ?? '')
  if (before === undefined || after === undefined) return undefined
  const heads = [one, two].map(({ definition }) => definition.replace(/ TO .*/s, ''))
  const loses = [' USING (', ' WITH CHECK ('].some(
    (word) => before.includes(word) && !after.includes(word),
  )
  if (heads[0] !== heads[1] || loses) return undefined
  return change(
    `ALTER POLICY ${nameSql(two.name)} ON ${fullName(on)}${after}`,
    `changes the policy ${labelOf(on)}.${two.name}`,
  )
}

const STATES: Readonly<Record<string, string>> = {
  DISABLED: 'DISABLE',
  'ENABLE REPLICA': 'ENABLE REPLICA',
  'ENABLE ALWAYS': 'ENABLE ALWAYS',
}

/** When a trigger or rule fires. */
function stateChanges(
  on: HungOn,
  one: Attachment | undefined,
  two: Attachment,
): readonly SchemaChange[] {
  const [before, after] = [one?.details?.['state'], two.details?.['state']]
  if (before === after) return []
  const word = after === undefined ? 'ENABLE' : (STATES[after] ?? 'ENABLE')
  return [
    change(
      `ALTER TABLE ${fullName(on)} ${word} ${two.kind.toUpperCase()} ${nameSql(two.name)}`,
      `changes when the ${two.kind} ${labelOf(on)}.${two.name} fires`,
    ),
  ]
}

function comment(on: HungOn, one: Attachment): SchemaChange {
  return commentChange(
    `${one.kind.toUpperCase()} ${nameSql(one.name)} ON ${fullName(on)}`,
    `${labelOf(on)}.${one.name}`,
    one.comment,
  )
}
