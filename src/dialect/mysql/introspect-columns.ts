import type { Column } from '#schema'
import type { Catalog, CatalogRow } from './catalog.ts'
import { expressionText, withBackticks, withoutDatabase } from './introspect-text.ts'
import { literal } from './name.ts'

/**
 * A column; `tableCollation` is that of texts that name none. What MariaDB checks at the column itself is a constraint, except
 * where it makes the column `json`.
 */
export function columnOf(
  row: CatalogRow,
  tableCollation: string | undefined,
  isJson: boolean,
  catalog: Catalog,
): Column {
  const { name = '', collation, extra = '', comment = '' } = row
  const type = isJson ? 'json' : typeText(row['type'] ?? '')
  const isNullable = row['nullable'] === 'YES'
  const generated = generationOf(row, catalog)
  const value = generated === undefined ? defaultOf(row, catalog) : undefined
  const isCounted = /auto_increment/i.test(extra)
  const ownCollation = isJson || collation === tableCollation ? undefined : collation
  const definition = [
    type,
    ownCollation === undefined ? '' : `COLLATE ${ownCollation}`,
    row['srid'] === undefined ? '' : `SRID ${row['srid']}`,
    generated === undefined ? '' : generatedText(generated),
    nullText(type, isNullable, generated),
    value === undefined ? '' : `DEFAULT ${value}`,
    updateText(extra),
    isCounted ? 'AUTO_INCREMENT' : '',
    /\binvisible\b/i.test(extra) ? 'INVISIBLE' : '',
    /without system versioning/i.test(extra) ? 'WITHOUT SYSTEM VERSIONING' : '',
  ]
  return {
    name,
    definition: definition.filter((part) => part !== '').join(' '),
    type,
    isNullable,
    default: value,
    generated,
    identity: isCounted ? 'by default' : undefined,
    ...(collation === undefined || isJson ? {} : { collation }),
    comment: comment === '' ? undefined : comment,
  }
}

/** MariaDB still tells how wide a whole number is shown, also where nobody asked for a width. */
const WIDTHS =
  /^(?:tinyint\(4\)|smallint\(6\)|mediumint\(9\)|int\(11\)|bigint\(20\)|(?:tinyint\(3\)|smallint\(5\)|mediumint\(8\)|int\(10\)|bigint\(20\)) unsigned|year\(4\))$/

/** A type as people write it. */
export function typeText(type: string): string {
  const plain = type.replace(/ \/\*M?!\d+ (\w+) ?\*\//, ' $1')
  return WIDTHS.test(plain) ? plain.replace(/\(\d+\)/, '') : plain
}

function generationOf(row: CatalogRow, catalog: Catalog): Column['generated'] {
  const { expression = '', extra = '' } = row
  if (expression === '') return undefined
  return {
    expression: expressionText(expression, catalog),
    isStored: /stored|persistent/i.test(extra),
  }
}

function generatedText({ expression, isStored }: NonNullable<Column['generated']>): string {
  if (ROW_TIME.test(expression)) return `GENERATED ALWAYS AS ${expression}`
  return `GENERATED ALWAYS AS (${expression}) ${isStored ? 'STORED' : 'VIRTUAL'}`
}

/** Older servers take a `timestamp` to be NOT NULL where nothing is said. */
function nullText(type: string, isNullable: boolean, generated: Column['generated']): string {
  if (isNullable) return type.startsWith('timestamp') && generated === undefined ? 'NULL' : ''
  return generated !== undefined && ROW_TIME.test(generated.expression) ? '' : 'NOT NULL'
}

/** What a table with SYSTEM VERSIONING may call the times between which a row was true. */
const ROW_TIME = /^ROW (?:START|END)$/

function updateText(extra: string): string {
  const [, moment] = /on update (\w+(?:\(\d*\))?)/i.exec(extra) ?? []
  return moment === undefined ? '' : `ON UPDATE ${moment}`
}

function defaultOf(row: CatalogRow, catalog: Catalog): string | undefined {
  const { value, extra = '' } = row
  if (value === undefined) return undefined
  if (catalog.product === 'MariaDB')
    return value === 'NULL' ? undefined : withoutDatabase(withBackticks(value), catalog.database)
  if (/default_generated/i.test(extra)) {
    const expression = expressionText(value, catalog)
    return /^current_timestamp(?:\(\d*\))?$/i.test(expression) ? expression : `(${expression})`
  }
  return isBare(row['data'] ?? '', value) ? value : literal(value)
}

const NUMBERS = /^(?:tinyint|smallint|mediumint|int|bigint|decimal|float|double|year)$/

/** MySQL gives a value without its quotes; whether it had some, its type tells. */
function isBare(type: string, value: string): boolean {
  if (NUMBERS.test(type)) return true
  if (type === 'bit') return /^b'[01]*'$/.test(value)
  return /^(?:var)?binary$/.test(type) && /^0x[0-9A-F]*$/i.test(value)
}
