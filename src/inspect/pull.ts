import { isGodwitError } from '#core'
import {
  changeVersion,
  refusedModel,
  type ByHand,
  type Connection,
  type ModelSql,
  type SchemaChanges,
} from '#dialect'
import { namingOf } from '#engine'
import {
  compareSchemas,
  keyOf,
  labelOf,
  MODEL,
  type FoundModel,
  type ObjectName,
  type Schema,
  type SchemaDifference,
  withoutIgnored,
} from '#schema'
import { effective } from './split-changes.ts'
import type { StageMaker } from './stage.ts'

/** A schema as models. */
export type Pulled = {
  /** A module of TypeScript. */
  readonly text: string
  readonly models: number
  /** The tables that no model can say, and the module says in the database's own words; names for people. */
  readonly byHand: readonly string[]
  /** What the module does not make; empty for a whole. */
  readonly differences: readonly SchemaDifference[]
  /** Where it was tried out, for people. */
  readonly place: string
  readonly notes: readonly string[]
}

/** How often what a model does not say is handed over to SQL, or left out; each time a scratch database is made. */
const ROUNDS = { handed: 4, left: 20 }

/**
 * Writes models that make a schema: they are loaded into a scratch database and compared, and what they do not say is said in the
 * database's own words then. What a new database refuses even so, because it stands on what godwit does not make, is left out.
 * @throws GodwitError `GODWIT_SCRATCH`; `GODWIT_MODEL_INVALID` where what is refused cannot be left out
 */
export async function pullModels(
  request: Pick<StageMaker, 'openScratch' | 'ledger' | 'reading' | 'ignore'> & {
    readonly schema: Schema
  },
): Promise<Pulled> {
  const { schema } = withoutIgnored(request.schema, request.ignore ?? [])
  const wanted = new Set<string>()
  const leftOut: string[] = []
  let kept = schema
  for (let round = 1; ; round += 1) {
    await using scratch = await request.openScratch()
    await using connection = await scratch.open()
    const sql = await connection.dialect.models()
    const changes = await connection.dialect.changes()
    const byHand = handedOver(kept, wanted, changes, connection)
    const models = sql.read(kept, byHand)
    const made = await tryModels(models, sql, connection, request)
    const differences = 'refused' in made ? [] : compareSchemas(kept, made)
    const before = wanted.size
    const handed =
      'refused' in made ? keyOfModel(made, kept) : differences.flatMap((one) => keyAbout(one, kept))
    for (const key of handed) wanted.add(key)
    if (handed.length > 0 && wanted.size > before && round < ROUNDS.handed) continue
    if ('refused' in made) {
      const rest = withoutModel(kept, made)
      if (rest === undefined || leftOut.length === ROUNDS.left) throw made.refused
      leftOut.push(`${made.refused.message} It is left out.`)
      kept = rest
      round = 0
      continue
    }
    return {
      text: sql.print(models),
      models: models.length,
      byHand: tablesByHand(models, schema),
      differences: kept === schema ? differences : compareSchemas(schema, made),
      place: scratch.place,
      notes: [
        ...scratch.notes,
        ...leftOut,
        ...(request.schema.unseen ?? []).map(({ note }) => note),
      ],
    }
  }
}

function handedOver(
  schema: Schema,
  wanted: ReadonlySet<string>,
  changes: SchemaChanges,
  connection: Connection,
): ByHand {
  const nothing: Schema = { tables: [], objects: [] }
  return {
    wanted,
    sql: (key) => {
      const tables = schema.tables.filter((one) => keyOf({ ...one, kind: 'table' }) === key)
      const objects = schema.objects.filter((one) => keyOf(one) === key)
      const options = { isOnline: false, version: changeVersion(connection) }
      return effective(changes.between(nothing, { tables, objects }, options)).map(({ sql }) => sql)
    },
  }
}

/** A model of which the database refused a statement. */
type RefusedModel = { readonly refused: Error; readonly model: string }

function keyOfModel({ model }: RefusedModel, { tables }: Schema): readonly string[] {
  return tables
    .filter((one) => labelOf(one) === model)
    .map((one) => keyOf({ ...one, kind: 'table' }))
}

/** Without the table, object, constraint or index that is refused; undefined where there is none of the name. */
function withoutModel(schema: Schema, { model }: RefusedModel): Schema | undefined {
  const isOther = (one: ObjectName): boolean => labelOf(one) !== model
  const isOtherPart = ({ name }: { readonly name: string }): boolean => name !== model
  const tables = schema.tables.filter(isOther).map((table) => ({
    ...table,
    constraints: table.constraints.filter(isOtherPart),
    indexes: table.indexes.filter(isOtherPart),
  }))
  const rest: Schema = { tables, objects: schema.objects.filter(isOther) }
  return partsIn(rest) < partsIn(schema) ? rest : undefined
}

function partsIn({ tables, objects }: Schema): number {
  const inTables = tables.map(({ constraints, indexes }) => 1 + constraints.length + indexes.length)
  return objects.length + inTables.reduce((sum, parts) => sum + parts, 0)
}

async function tryModels(
  models: readonly FoundModel[],
  sql: ModelSql,
  connection: Connection,
  { ledger, reading }: Pick<StageMaker, 'ledger' | 'reading'>,
): Promise<Schema | RefusedModel> {
  const { dialect } = connection
  for (const statement of sql.create(models)) {
    try {
      await connection.runAlone({ text: statement.sql }, {})
    } catch (error) {
      if (isGodwitError(error)) throw error
      const refused = refusedModel(statement, dialect.classify(error), dialect.product)
      return { refused, model: statement.of.model }
    }
  }
  const inspection = await dialect.inspection()
  return inspection.readSchema(connection, namingOf(connection, { ledger }), reading)
}

/** The tables that the models make in the database's own words. */
function tablesByHand(models: readonly FoundModel[], { tables }: Schema): readonly string[] {
  const labels = new Set(tables.map(labelOf))
  return models
    .map(({ model }) => model[MODEL])
    .filter((data) => data.kind === 'object' && labels.has(labelOf(data)))
    .map(labelOf)
}

/** The table or object that a difference is about, as its key in the schema. */
function keyAbout({ kind, name }: SchemaDifference, schema: Schema): readonly string[] {
  const subject = kind === 'comment' ? name.slice(name.indexOf(' ') + 1) : name
  const about = schema.objects
    .filter((one) => one.kind === kind || kind === 'comment')
    .find((one) => labelOf(one) === subject || `${one.kind} ${labelOf(one)}` === name)
  if (about !== undefined) return [keyOf(about)]
  const all = [
    ...schema.tables.map((one) => ({ ...one, kind: 'table' as const })),
    ...schema.objects,
  ]
  const [owner] = all
    .filter((one) => subject === labelOf(one) || subject.startsWith(`${labelOf(one)}.`))
    .toSorted((a, b) => labelOf(b).length - labelOf(a).length)
  return owner === undefined ? [] : [keyOf(owner)]
}
