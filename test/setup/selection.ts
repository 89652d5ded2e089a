/** A family of databases that tests can be limited to with `GODWIT_TEST_DB=sqlite,postgres`. */
export type DatabaseFamily = 'sqlite' | 'pglite' | 'postgres' | 'mysql'

const ALL: readonly DatabaseFamily[] = ['sqlite', 'pglite', 'postgres', 'mysql']

/**
 * The families that this test run is about, from `GODWIT_TEST_DB`.
 * @throws Error when the variable holds an unknown name.
 */
export function selectedFamilies(text = process.env['GODWIT_TEST_DB']): readonly DatabaseFamily[] {
  const words = listOf(text)
  if (words.length === 0) return ALL
  return words.map((word) => {
    const family = ALL.find((name) => name === word)
    if (family === undefined) {
      throw new Error(`GODWIT_TEST_DB: "${word}" is not one of ${ALL.join(', ')}.`)
    }
    return family
  })
}

/** Whether this test run is about a family. */
export function wants(family: DatabaseFamily): boolean {
  return selectedFamilies().includes(family)
}

/**
 * The PostgreSQL majors that this test run is about, from `GODWIT_TEST_PG`; 18 unless told.
 * @throws Error when the variable holds anything but whole numbers.
 */
export function selectedMajors(text = process.env['GODWIT_TEST_PG']): readonly number[] {
  const words = listOf(text)
  if (words.length === 0) return [18]
  return words.map((word) => {
    if (!/^\d+$/.test(word)) throw new Error(`GODWIT_TEST_PG: "${word}" is not a major version.`)
    return Number(word)
  })
}

function listOf(text: string | undefined): readonly string[] {
  return (text ?? '')
    .split(',')
    .map((word) => word.trim())
    .filter((word) => word !== '')
}
