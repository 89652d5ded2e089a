import { labelOf, type SchemaObject, type Table } from '#schema'
import { canAlter } from './changes-alter-object.ts'
import { replacedColumns } from './changes-columns.ts'
import { isRetyped } from './changes-retype.ts'
import type { Side, Scope } from './changes-scope.ts'

/** Keys of the objects that cannot stay while what they are made of changes, or that cannot be changed in place. */
export function rebuiltOf(
  from: Side,
  to: Side,
  version: number,
): Pick<Scope, 'rebuilt' | 'reshaped'> {
  const both = [...to.objects].flatMap(([key, two]) => {
    const one = from.objects.get(key)
    return one === undefined || two.kind === 'other' ? [] : [{ key, one, two }]
  })
  const rebuilt = new Set(both.filter(({ one, two }) => !canAlter(one, two)).map(({ key }) => key))
  const remade = new Set([...rebuilt, ...otherKinds(from, to)])
  const scope: Scope = {
    from,
    to,
    version,
    isOnline: true,
    isByObject: false,
    rebuilt,
    reshaped: new Set(),
    isInRing: () => false,
  }
  let columns = changedColumns(scope)
  for (let size = -1; size !== rebuilt.size;) {
    size = rebuilt.size
    columns = changedColumns(scope)
    for (const { key, one } of both)
      if (!rebuilt.has(key) && hangsOn(one, remade, columns)) {
        rebuilt.add(key)
        remade.add(key)
      }
  }
  return { rebuilt, reshaped: columns }
}

/** Keys of what goes while something of another kind takes its name. */
function otherKinds(from: Side, to: Side): readonly string[] {
  const names = new Set([...to.tables.keys(), ...[...to.objects.values()].map(labelOf)])
  const gone = [
    ...[...from.tables]
      .filter(([label]) => !to.tables.has(label))
      .map(([label]) => [`table ${label}`, label] as const),
    ...[...from.objects]
      .filter(([key]) => !to.objects.has(key))
      .map(([key, object]) => [key, labelOf(object)] as const),
  ]
  return gone.filter(([, label]) => names.has(label)).map(([key]) => key)
}

function hangsOn(
  { kind, needs, uses = [] }: SchemaObject,
  rebuilt: ReadonlySet<string>,
  columns: ReadonlySet<string>,
): boolean {
  if (
    kind === 'schema' ||
    kind === 'extension' ||
    kind === 'sequence' ||
    kind === 'grant' ||
    kind === 'owner'
  )
    return false
  return uses.some((column) => columns.has(column)) || needs.some((key) => rebuilt.has(key))
}

/** The columns that are retyped, or dropped and made again: `users.email`. */
function changedColumns(scope: Scope): ReadonlySet<string> {
  const changed = new Set<string>()
  for (const [label, after] of scope.to.tables) {
    const before = scope.from.tables.get(label)
    if (before === undefined || before === after) continue
    for (const name of changedIn(scope, before, after)) changed.add(`${label}.${name}`)
  }
  return changed
}

function changedIn(scope: Scope, before: Table, after: Table): readonly string[] {
  const old = new Map(before.columns.map((column) => [column.name, column]))
  const retyped = after.columns.filter((two) => {
    const one = old.get(two.name)
    return one !== undefined && isRetyped(scope.rebuilt, one, two)
  })
  return [...retyped.map(({ name }) => name), ...replacedColumns(scope, before, after)]
}
