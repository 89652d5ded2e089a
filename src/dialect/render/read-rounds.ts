import { keyOf, type SchemaObject, type Table } from '#schema'

/** What can be read at once: tables, and then objects. */
export type Round = {
  readonly tables: readonly Table[]
  readonly objects: readonly SchemaObject[]
}

/**
 * Tables and objects in rounds, so that each finds what it stands on: a table behind the function of its default, also where that
 * reads another table. Foreign keys wait for nothing. In a circle all that is left comes at once.
 */
export function inRounds(
  tables: readonly Table[],
  objects: readonly SchemaObject[],
): readonly Round[] {
  const waiting = new Set<string>([...tables.map(keyOfTable), ...objects.map(keyOf)])
  const objectKeys = new Set(objects.map(keyOf))
  const rounds: Round[] = []
  let [tablesLeft, objectsLeft] = [tables, objects]
  while (tablesLeft.length + objectsLeft.length > 0) {
    const ready = tablesLeft.filter((table) =>
      needsOf(table).every((key) => !objectKeys.has(key) || !waiting.has(key)),
    )
    for (const table of ready) waiting.delete(keyOfTable(table))
    const able: SchemaObject[] = []
    for (const object of objectsLeft) {
      if (!object.needs.every((key) => !waiting.has(key))) continue
      able.push(object)
      waiting.delete(keyOf(object))
    }
    if (ready.length + able.length === 0)
      return [...rounds, { tables: tablesLeft, objects: objectsLeft }]
    rounds.push({ tables: ready, objects: able })
    tablesLeft = tablesLeft.filter((one) => !ready.includes(one))
    objectsLeft = objectsLeft.filter((one) => !able.includes(one))
  }
  return rounds
}

function needsOf({ needs = [], constraints }: Table): readonly string[] {
  return [...needs, ...constraints.flatMap((one) => one.needs ?? [])]
}

function keyOfTable(table: Table): string {
  return keyOf({ ...table, kind: 'table' })
}
