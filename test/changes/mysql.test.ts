import { describe } from 'vitest'
import { mysqlServers } from '../setup/mariadb.ts'
import { COLUMNS } from './mysql/columns.ts'
import { FOREIGN_KEYS } from './mysql/foreign-keys.ts'
import { FOUND } from './mysql/found.ts'
import { KEYS } from './mysql/keys.ts'
import { OBJECTS } from './mysql/objects.ts'
import { OPTIONS } from './mysql/options.ts'
import { TABLES } from './mysql/tables.ts'
import { TOGETHER } from './mysql/together.ts'
import { TYPES } from './mysql/types.ts'
import { mysqlPlace } from './places.ts'
import { runCases } from './run-cases.ts'

const CASES = [
  ...TABLES,
  ...COLUMNS,
  ...TYPES,
  ...KEYS,
  ...FOREIGN_KEYS,
  ...OBJECTS,
  ...OPTIONS,
  ...TOGETHER,
  ...FOUND,
]

// What comes out is written for MariaDB; MySQL's own ways are proven, and compared where MariaDB does not know the SQL.
describe.each(mysqlServers())('$product', ({ product, url }) => {
  const cases = CASES.filter(({ on = product }) => on === product)
  runCases(
    'mysql',
    cases,
    () => mysqlPlace({ product, url }),
    ({ on }) => product === 'MariaDB' || on === product,
  )
})
